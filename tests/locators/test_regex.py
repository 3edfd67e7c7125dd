"""JavaScript's regular expressions in Python's engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.patterns import canonical, from_literal, literal
from selfheal_cli.locators.regex import compile_pattern
from tests.locators.strategies import patterns


@pytest.mark.parametrize(
    ("source", "flags", "text", "expected"),
    [
        ("^save$", "i", "Save", True),
        ("save$", "", "save\n", False),
        ("a$", "m", "a\nb", True),
        ("(?<year>\\d{4})-\\k<year>", "", "2020-2020", True),
        ("[^]", "", "\n", True),
        (".", "", "\u2028", False),
        (".", "s", "\n", True),
        ("\\d", "", "٣", False),
        ("\\w", "", "é", False),
        ("a\\sb", "", "a\u00a0b", True),
        ("[\\s]", "", "\ufeff", True),
        ("\\u{1F600}", "u", "😀", True),
        ("\\u0041\\x42", "", "AB", True),
        ("\\/x\\-", "", "/x-", True),
        ("[[]", "", "[", True),
        ("[]a]", "", "a]", False),
        ("a{,2}", "", "a{,2}", True),
        ("(?:)", "", "", True),
        ("\\cA", "", "\x01", True),
        ("(?=b)b", "y", "b", True),
    ],
)
def test_matches_as_javascript_does(source, flags, text, expected):
    assert compile_pattern(source, flags)(text) is expected


@pytest.mark.parametrize("source", ["(", "[a", "*", "a" * 5000, "\\k<x>"])
def test_what_is_no_expression_is_refused(source):
    with pytest.raises(LocatorSyntaxError):
        compile_pattern(source, "")


@given(st.text("ab\\[](){}^$.*+?|/-d1<>k:=!u", max_size=15), st.sampled_from(["", "i", "msu"]))
def test_any_source_compiles_or_is_refused(source, flags):
    try:
        compile_pattern(source, flags)("ab1")
    except LocatorSyntaxError:
        return


@given(patterns)
def test_literals_read_back(pattern):
    assert from_literal(literal(pattern)) == canonical(pattern)
    assert from_literal(literal(pattern, quotes=False)) == canonical(pattern)
    assert canonical(canonical(pattern)) == canonical(pattern)
