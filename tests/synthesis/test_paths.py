"""Paths keep the author's text, and what is changed reads back as what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from selfheal_cli.synthesis.css_paths import CssPaths
from selfheal_cli.synthesis.paths import Compound, Part, PartKind
from selfheal_cli.synthesis.xpath_paths import XPathPaths, literal

CSS = [
    "p.deletelink-box > a",
    'input[value="Yes, I\'m sure"]',
    "#changelist-filter h3:text('By publisher') + ul",
    "ul.toplinks > li:nth-child(2) > a",
    "[name=_save]",
    ".a:has(.b) ~ c:first-child",
]
XPATH = [
    "//h1[@id='site-name']/a",
    "/html/body/div/div[2]/a[1]",
    '//span[text()="Version history"]/following-sibling::ul/li[2]/a',
    "//p[contains(@class, 'deletelink-box')]/a",
    "//*[contains(concat(' ',normalize-space(@class),' '),' foo ')]/b",
    ".//a[@x and @y]",
]


@pytest.mark.parametrize("text", CSS)
def test_css_unchanged_is_the_authors_text(text: str) -> None:
    syntax = CssPaths()
    assert (path := syntax.parse(text))
    assert syntax.render(path, text) == text


@pytest.mark.parametrize("text", XPATH)
def test_xpath_unchanged_is_the_authors_text(text: str) -> None:
    syntax = XPathPaths()
    assert (path := syntax.parse(text))
    assert syntax.render(path, text) == text


@pytest.mark.parametrize("text", ["a, b", "> a", "!!"])
def test_more_than_a_path_is_none_in_css(text: str) -> None:
    assert CssPaths().parse(text) is None


@pytest.mark.parametrize("text", ["//a | //b", "//a/ancestor::tr", "count(//a)", "//a[", "id('x')"])
def test_more_than_a_path_is_none_in_xpath(text: str) -> None:
    assert XPathPaths().parse(text) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_an_xpath_literal_means_its_value(value: str) -> None:
    assert etree.XPath(f"string({literal(value)})")(html.fromstring("<p>x</p>")) == value


@given(
    st.sampled_from([PartKind.ID, PartKind.CLASS, PartKind.ATTRIBUTE]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20),
    st.sampled_from(['"', "'", ""]),
)
def test_a_new_css_part_reads_back(kind: PartKind, value: str, like: str) -> None:
    name = {PartKind.ID: "id", PartKind.ATTRIBUTE: "title"}.get(kind, "")
    path = (Compound("", (Part(kind, value, name),)),)
    syntax = CssPaths()
    again = syntax.parse(syntax.render(path, f"[x={like}y{like}]"))
    assert again
    assert [(p.kind, p.name, p.value) for p in again[0].parts] == [(kind, name, value)]
