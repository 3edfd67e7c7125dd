"""The text that an assertion wants, read from the line of Python that a report quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.artifacts.asserted import expected_text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("assert home.text_of(home.USER) == 'admin'", "admin"),
        ('assert "Ada" == page.find(NAME).text.strip()', "Ada"),
        ('assert "keep track" in tokens.text_of(tokens.HINT), "no hint"', "keep track"),
        ("assert page.version().startswith('Hub 6')", "Hub 6"),
        ("self.assertEqual('Saved', self.page.message())", "Saved"),
        ("self.assertIn('was added', page.message(), 'not told')", "was added"),
        ("assert_equal(page.title_text(), 'Books')", "Books"),
        ("wait.until(EC.text_to_be_present_in_element((By.ID, 'message'), 'Saved'))", "Saved"),
        ("return self.wait.until(EC.text_to_be_present_in_element(loc, 'Saved'))", "Saved"),
    ],
)
def test_what_is_wanted(code: str, text: str) -> None:
    assert expected_text(code) == text


@pytest.mark.parametrize(
    "code",
    [
        "assert page.text_of(USER) != 'admin'",
        "assert not page.text_of(USER).startswith('admin')",
        "assert 'admin' not in page.text_of(USER)",
        "assert page.text_of(STATE) in 'open closed'",
        "assert page.text_of(STATE) in ('open', 'closed')",
        "assert a.text_of(A) == 'one' and a.text_of(B) == 'two'",
        "assert a.text_of(A) == a.text_of(B) == 'two'",
        "assert page.find(FIELD).get_attribute('value') == 'Start'",
        "assert len(page.rows()) == 3",
        "assert page.text_of(USER) == NAME",
        "assert page.text_of(USER) == ''",
        "self.assertNotEqual('Saved', page.message())",
        "self.assertTrue(page.message(), 'Saved')",
        "page.type(NAME, 'Ada')",
        "assert page.text_of(",
        "x = '",
        "",
        "assert " + "(" * 9_000,
    ],
)
def test_what_is_not_wanted_of_a_text(code: str) -> None:
    assert expected_text(code) == ""


@given(st.text(max_size=80))
def test_any_line_is_read(code: str) -> None:
    assert isinstance(expected_text(code), str)


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_text_is_read_as_it_is_meant(text: str) -> None:
    assert expected_text(f"assert page.text_of(USER) == {text!r}") == text
