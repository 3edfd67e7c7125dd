from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.matching.selectors import css_links, xpath_links
from selfheal_cli.matching.words import idents, looks_random, plain, without_digits, words


@pytest.mark.parametrize("name", ["loginBtn", "login-btn", "LoginButton", "login_button"])
def test_an_identifier_has_the_same_words_however_it_is_written(name: str) -> None:
    assert idents(name) == ("login", "button")


@pytest.mark.parametrize("word", ["1v3wika", "8fhw36", "4f2a9c", "12345"])
def test_hashes_and_counters_look_random(word: str) -> None:
    assert looks_random(word)


@pytest.mark.parametrize("word", ["login", "step2", "h1", "2024"[:3], "username"])
def test_names_do_not(word: str) -> None:
    assert not looks_random(word)


def test_numbers_are_masked() -> None:
    assert without_digits("3 of 12 Rows") == without_digits("10 of 7 rows")


@given(st.text(max_size=60))
def test_any_text_has_words(text: str) -> None:
    assert all(word == word.lower() for word in words(text))
    assert plain(plain(text)) == plain(plain(plain(text)))
    idents(text)


@given(st.text(max_size=60))
def test_any_selector_has_a_link(text: str) -> None:
    assert css_links(text)
    assert xpath_links(text)


def test_the_links_of_a_css_selector() -> None:
    first, last = css_links("#menu.main > a[title='Draft']:nth-child(2)")
    assert (first.ids, first.classes) == (["menu"], ["main"])
    assert (last.tag, last.attributes, last.index) == ("a", [("title", "Draft")], 2)


def test_the_links_of_an_xpath() -> None:
    links = xpath_links("//div[@id='tools']/ul[2]/li/a[contains(text(), 'Log out')]")
    assert [link.tag for link in links] == ["div", "ul", "li", "a"]
    assert links[0].ids == ["tools"]
    assert links[1].index == 2
    assert links[-1].texts == ["Log out"]


def test_text_of_a_child_is_inner_text() -> None:
    (link,) = xpath_links('//ul[span[.="Latest"]]')
    assert (link.tag, link.inner, link.texts) == ("ul", ["Latest"], [])
