"""CSS selectors: parsed with spans, written back, refused, and native to the browser or not."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.css import (
    escape_identifier,
    escape_string,
    parse_selector,
    select,
    unparse,
)
from selfheal_cli.locators.css_syntax import Attribute, Class, Id, Tag
from tests.locators.pages import ids, page, recorded
from tests.locators.strategies import texts

SELECTORS = [
    "#user-tools > a.x:nth-child(2n + 1 of .a, b)",
    "a>b~c , d:has(> x, + y)",
    "[a = 'b' i]",
    "h3:text('By publisher') + ul",
    "#\\31 23 /* c */ > .a\\:b",
    ":nth-match(a b, .c, 3)",
    ':not(:is(a, b):has-text("q\'")) ~ *|p',
    "a:nth-last-of-type(-n+3)",
]


@pytest.mark.parametrize("text", SELECTORS)
def test_spans_cover_the_text_as_written(text):
    selector = parse_selector(text)
    for complex_ in selector.complexes:
        pieces = [*complex_.compounds, *complex_.combinators]
        pieces += [part for compound in complex_.compounds for part in compound.parts]
        for piece in pieces:
            start, end = piece.span
            assert 0 <= start < end <= len(text)
        for compound in complex_.compounds:
            assert compound.span[0] == compound.parts[0].span[0]
            assert compound.span[1] == compound.parts[-1].span[1]
        joined = sorted(each.span for each in [*complex_.compounds, *complex_.combinators])
        assert all(one[1] == two[0] for one, two in itertools.pairwise(joined))
        assert (joined[0][0], joined[-1][1]) == complex_.span


@pytest.mark.parametrize("text", SELECTORS)
def test_unparse_gives_an_equal_selector(text):
    selector = parse_selector(text)
    assert parse_selector(unparse(selector)) == selector


def test_a_span_selects_what_an_edit_replaces():
    text = "div#main  >  a.btn[href='/x']"
    compound = parse_selector(text).complexes[0].compounds[1]
    tag, class_, attribute = compound.parts
    assert (tag, class_) == (Tag("a"), Class("btn"))
    assert attribute == Attribute("href", "=", "/x")
    assert text[slice(*attribute.span)] == "[href='/x']"
    assert text[slice(*class_.span)] == ".btn"


@given(texts.filter(bool))
def test_an_escaped_identifier_reads_back(value):
    parsed = parse_selector("#" + escape_identifier(value)).complexes[0].compounds[0].parts
    assert parsed == (Id(value.replace("\0", "\ufffd")),)


@given(texts, st.sampled_from(["'", '"']))
def test_an_escaped_string_reads_back(value, quote):
    text = f"[x={escape_string(value, quote)}]"
    parsed = parse_selector(text).complexes[0].compounds[0].parts
    assert parsed == (Attribute("x", "=", value.replace("\0", "\ufffd")),)


@given(st.one_of(texts, st.text("a.#:[]()>+~*,|='\"\\n 1-/", max_size=25)))
def test_any_text_is_parsed_or_refused(text):
    try:
        selector = parse_selector(text)
    except LocatorSyntaxError:
        return
    assert parse_selector(unparse(selector)) == selector


@pytest.mark.parametrize(
    "text",
    ["", " ", "a,", ",a", "a >", "> a", "#1a", "a..b", "[=x]", "a:not()", "a)", "a$", "a b]"],
)
def test_bad_syntax_is_refused(text):
    with pytest.raises(LocatorSyntaxError):
        parse_selector(text)


@pytest.mark.parametrize("text", ["a:hover", "a::after", ":focus", ":right-of(a)", ":target"])
def test_what_a_snapshot_cannot_answer_is_said(text):
    with pytest.raises(UnsupportedLocator):
        select(page("<a>x</a>"), text)


@pytest.mark.parametrize("text", [":has-text('x')", ":visible", ":nth-match(a, 1)", ":contains(x)"])
def test_browsers_know_no_extensions(text):
    with pytest.raises(LocatorSyntaxError):
        select(page("<a>x</a>"), text)


def test_nesting_without_end_is_refused():
    with pytest.raises(LocatorSyntaxError):
        parse_selector(":not(" * 200 + "a" + ")" * 200)


def test_native_queries_see_no_shadow_roots_or_templates():
    found = select(
        page(
            "<p id=a>1</p><my-x id=h><template shadowrootmode=open><p id=s>2</p></template>"
            "<p id=b>3</p></my-x><template><p id=t>4</p></template>"
        ),
        "p",
    )
    assert ids(found) == ["a", "b"]


def test_state_is_what_was_recorded():
    here = recorded(
        ["INPUT", {"id": "on", "type": "checkbox", "__playwright_checked_": "true"}],
        [
            "INPUT",
            {"id": "off", "type": "checkbox", "checked": "", "__playwright_checked_": "false"},
        ],
        ["INPUT", {"id": "typed", "placeholder": "x", "__playwright_value_": "text"}],
        ["INPUT", {"id": "bare", "placeholder": "x", "__playwright_value_": ""}],
    )
    assert ids(select(here, ":checked")) == ["on"]
    assert ids(select(here, ":placeholder-shown")) == ["bare"]
    assert select(here, "[__playwright_checked_]") == []


def test_a_deep_page_and_a_long_list_end():
    deep = page("<div>" * 1500 + "<b id=x>y</b>")
    assert ids(select(deep, "div div div div b")) == ["x"]
    assert select(deep, "i div div b") == []
    long = page("<ul>" + "<li>x" * 3000 + "</ul>")
    assert len(select(long, "li:nth-child(2n):not(:last-child)")) == 1499
