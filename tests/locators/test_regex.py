"""JavaScript's regular expressions in Python's engine."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.patterns import canonical, from_literal, literal
from selfheal_cli.locators.regex import compile_pattern
from selfheal_cli.locators.regex_form import branches_of
from selfheal_cli.locators.regex_walk import walk
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
        ("a{,2}b", "", "aab", False),
        ("}{", "", "}{", True),
        ("^a b$", "i", "A B", True),
        ("^a b$", "i", "A BC", False),
        ("a\\.b$", "", "xa.b", True),
        ("a\\.b", "", "axb", False),
        ("\\cA", "", "\x01", True),
        ("(?=b)b", "y", "b", True),
    ],
)
def test_matches_as_javascript_does(source, flags, text, expected):
    assert compile_pattern(source, flags).test(text, Budget()) is expected


LONG = "a" * 20_000 + "!"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("(a+)+$", LONG, False),
        ("(a+)+!$", LONG, True),
        ("(\\w+\\s*)*x", "word " * 4_000, False),
        ("(.*)*x", LONG, False),
        ("(x+x+)+y", "x" * 20_000, False),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", LONG, False),
        ("(a|aa)+$", LONG, False),
        ("(a?){30}a{30}", "a" * 30, True),
        ("a{9000}b", LONG, False),
        ("(((((a*)*)*)*)*)*b", LONG, False),
        ("((a{50}){50}){50}", LONG, False),
        ("(a{0,50}){0,50}b", LONG, False),
        ("x*" * 300 + "y", "x" * 20_000, False),
        ("(?:foo|bar)+baz", "foobar" * 20 + "baz", True),
        ("(?:\\b\\w+ )+end$", "and " * 5_000 + "end", True),
        ("(?!b)(a|a)+$", LONG, False),
    ],
)
def test_what_could_take_for_ever_is_answered(source, text, expected):
    budget = Budget()
    assert compile_pattern(source, "").test(text, budget) is expected
    assert Budget().left - budget.left < 250_000


@pytest.mark.parametrize(
    ("source", "text"),
    [("(a*)*\\1b", LONG + "b"), ("(?=(a+)+b)", LONG), ("((a+)*.{9}){9999}", LONG)],
)
def test_what_cannot_be_answered_soon_is_refused(source, text):
    with pytest.raises(UnsupportedLocator):
        compile_pattern(source, "").test(text, Budget(5_000))


def test_many_texts_together_are_bounded_too():
    pattern, budget = compile_pattern("save", ""), Budget(1_000)
    texts = ["x"] * 2_000
    with pytest.raises(UnsupportedLocator):
        any(pattern.test(text, budget) for text in texts)


@pytest.mark.parametrize(
    "source", ["(", "[a", "*", "a" * 5000, "\\k<x>", "a++", "(?>a)", "(?i)a", "a)"]
)
def test_what_is_no_expression_is_refused(source):
    with pytest.raises(LocatorSyntaxError):
        compile_pattern(source, "")


@given(st.text("ab\\[](){}^$.*+?|/-d1<>k:=!u", max_size=15), st.sampled_from(["", "i", "msu"]))
def test_any_source_compiles_or_is_refused(source, flags):
    try:
        compile_pattern(source, flags).test("ab1", Budget())
    except (LocatorSyntaxError, UnsupportedLocator):
        return


FORMS = st.recursive(
    st.sampled_from(["a", "ab", "[ab]", ".", "\\b", "^", "$", "\\s", "[^a]"]),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds(
            "({}){}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}?"])
        ),
        st.builds("(?{}{})".format, st.sampled_from("=!"), inner),
    ),
    max_leaves=6,
)


@given(FORMS, st.text("ab \n", max_size=9), st.sampled_from([0, re.MULTILINE, re.IGNORECASE]))
def test_all_ways_at_once_end_where_one_after_the_other_does(source, text, flags):
    expected = re.search(source, text, flags) is not None
    try:
        assert walk(branches_of(source), flags, text, Budget()) is expected
    except UnsupportedLocator:  # what looks ahead and could take long
        assert "(?" in source


@given(FORMS, st.text("ab \n", max_size=9), st.sampled_from(["", "i", "m"]))
def test_a_needle_is_in_all_that_matches(source, text, flags):
    pattern = compile_pattern(source, flags)
    try:
        assert not pattern.test(text, Budget()) or pattern.needle in text.lower()
    except UnsupportedLocator:  # what looks ahead and could take long
        assert "(?" in source


@given(patterns)
def test_literals_read_back(pattern):
    assert from_literal(literal(pattern)) == canonical(pattern)
    assert from_literal(literal(pattern, quotes=False)) == canonical(pattern)
    assert canonical(canonical(pattern)) == canonical(pattern)
