"""Playwright's engine selector text: parsed into the normal form, and rendered back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators.playwright import render
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.model import Locator, Pattern, Step
from tests.locators.pages import FIXTURES
from tests.locators.strategies import locators, texts

TRACED = (FIXTURES / "traced.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("text", TRACED)
def test_what_traces_hold_is_rendered_alike(text):
    locator = parse(text)
    assert render(locator) == text.replace("xpath=//", "//")
    assert parse(render(locator)) == locator


def steps(*given: Step) -> Locator:
    return Locator("playwright", given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '#user-tools >> internal:role=link[name="Log out"i]',
            steps(Step("css", "#user-tools"), Step("role", "link", (("name", "Log out"),))),
        ),
        ('internal:attr=[title="Draft"s]', steps(Step("title", "Draft", (("exact", True),)))),
        ('internal:attr=[placeholder="x"i]', steps(Step("placeholder", "x"))),
        ('internal:testid=[data-testid="x"s]', steps(Step("testid", "x"))),
        ('internal:testid=[data-qa="x"s]', steps(Step("testid", "x", (("attribute", "data-qa"),)))),
        ("a >> nth=-1", steps(Step("css", "a"), Step("nth", "-1"))),
        (
            "#f >> internal:control=enter-frame >> //a",
            steps(Step("css", "#f"), Step("frame", ""), Step("xpath", "//a")),
        ),
        (
            'tr >> internal:has="internal:text=\\"it\'s >> \\\\\\"q\\\\\\"\\"i"',
            steps(
                Step("css", "tr"),
                Step("has", "", (("locator", steps(Step("text", 'it\'s >> "q"'))),)),
            ),
        ),
        (
            'internal:role=button[name=/say \\"x\\" \\>\\> y/i]',
            steps(Step("role", "button", (("name", Pattern('say "x" >> y', "i")),))),
        ),
        (
            'internal:role=checkbox[checked=true][include-hidden=true][name="a\\"]b"s]',
            steps(
                Step(
                    "role",
                    "checkbox",
                    (
                        ("name", 'a"]b'),
                        ("exact", True),
                        ("checked", True),
                        ("include-hidden", True),
                    ),
                )
            ),
        ),
        ("css=.a >> xpath=b", steps(Step("css", ".a"), Step("xpath", "b"))),
        ("..", steps(Step("xpath", ".."))),
        ("(//a)[1]", steps(Step("xpath", "(//a)[1]"))),
        ("text=it's >> b", steps(Step("text", "it's", (("engine", "text"),)), Step("css", "b"))),
        ('"Exact"', steps(Step("text", "Exact", (("exact", True), ("engine", "text"))))),
        ('internal:describe="x" >> a', steps(Step("css", "a"))),
        ("[x='a >> b']", steps(Step("css", "[x='a >> b']"))),
        ("a >> visible=true", steps(Step("css", "a"), Step("visible", "true"))),
    ],
)
def test_normal_form(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a >> ", "nope=x", "internal:has=x", "internal:role=", "internal:text=\"x",
     "internal:attr=[a", "*css=a >> *css=b", "internal:role=button[foo=1]", "nth=one"],
)  # fmt: skip
def test_malformed_text_is_refused(text):
    with pytest.raises(LocatorSyntaxError):
        parse(text)


@pytest.mark.parametrize("text", ["_react=X", "a >> left-of=b", "internal:control=component"])
def test_what_a_snapshot_cannot_answer_is_said(text):
    with pytest.raises(UnsupportedLocator):
        parse(text)


@given(locators)
def test_rendered_text_reads_back(locator):
    assert parse(render(locator)) == locator


ENGINES = st.sampled_from(
    ["internal:text=", "internal:role=", "internal:has=", "text=", "xpath=", "nth=", " >> ", "id="]
)


@given(st.lists(st.one_of(texts, ENGINES), max_size=6).map("".join))
def test_any_text_is_parsed_or_refused(text):
    try:
        locator = parse(text)
    except SelfhealError:
        return
    assert parse(render(locator)).steps


def test_an_empty_name_is_kept():
    locator = parse('internal:role=link[name=""s]')
    assert locator == steps(Step("role", "link", (("name", ""), ("exact", True))))
    assert render(locator) == 'internal:role=link[name=""s]'
