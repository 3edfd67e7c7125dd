"""Our Cypress, Testing Library and WebdriverIO dialects against jQuery and the libraries.

`SELFHEAL_PAGES` names a folder of more pages to be tested."""

from __future__ import annotations

import html
import shutil
from collections.abc import Callable

import pytest

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.locators.webdriverio_strategy import wire
from selfheal_cli.model import Locator, Step
from tests.bench import jquery, testing_library, webdriverio
from tests.bench.differential.comparing import Tally, lines
from tests.bench.differential.corpus import Saved, load_all
from tests.bench.differential.frameworks import Question, compare, written
from tests.bench.differential.results import Result, report
from tests.locators.strategies import NASTY

pytestmark = pytest.mark.real

# What HTML can say, and no longer than fits an attribute a person would look at; and one that does.
VALUES = [each for each in NASTY if "\x00" not in each and each.strip()] + ["y" * 10_000]


def told(engine: str, result: Result, capsys: pytest.CaptureFixture[str]) -> Result:
    with capsys.disabled():
        print("\n" + "\n".join(report(engine, result, shown=2)))
    assert result.trees == []
    assert result.tally.crashes == 0
    return result


def browser() -> str:
    path = shutil.which("chromium")
    assert path, "chromium is not installed: sh tests/real/install.sh"
    return path


def test_jquery_finds_what_we_find(capsys: pytest.CaptureFixture[str]) -> None:
    found = told("jQuery and Cypress", jquery.measure(load_all(), 270, browser()), capsys)
    assert found.pages >= 30
    assert found.tally.total >= 10_000
    assert found.tally.share >= 0.99
    assert found.offers.wrong == []
    assert found.offers.share >= 0.99


def test_testing_library_finds_what_we_find(capsys: pytest.CaptureFixture[str]) -> None:
    found = told("Testing Library", testing_library.measure(load_all(), 100, browser()), capsys)
    assert found.pages >= 30
    assert found.tally.total >= 3_000
    assert found.tally.share >= 0.99
    assert found.offers.wrong == []
    assert found.offers.share >= 0.99


def test_webdriverio_sends_what_we_read(capsys: pytest.CaptureFixture[str]) -> None:
    tally = webdriverio.measure(webdriverio.selectors(1_500))
    with capsys.disabled():
        print("\n" + "\n".join(lines(tally, shown=2)))
    assert tally.share == 1


# --- values that no page's author would wish on anyone ---------------------------------------


def hostile_page() -> Saved:
    rows = [
        f'<p data-x="{value}" title="{value}" data-testid="{value}" aria-label="{value}" role=note>'
        f'<input placeholder="{value}" value="{value}"><img alt="{value}"><b>{value}</b></p>'
        for value in map(html.escape, VALUES)
    ]
    return Saved("hostile.html", f"<!doctype html><body>{''.join(rows)}".encode())


def cypress_steps(value: str) -> list[Step]:
    quoted = escape_string(value)
    return [
        Step("css", f"p[data-x={quoted}]"),
        Step("css", f"b:contains({quoted})"),
        Step("css", f"p[title^={quoted}]:has(b):first"),
        Step("css", f"[data-x='{escape_identifier(value)}']:visible"),
        Step("text", value),
        Step("text", value, (("selector", "b"),)),
        Step("text", value.upper(), (("match-case", False),)),
    ]


def library_steps(value: str) -> list[Step]:
    words = ("testid", "title", "placeholder", "alt", "label", "text", "display-value")
    return [Step(each, value) for each in words] + [Step("role", "note", (("name", value),))]


@pytest.mark.parametrize(
    ("dialect", "steps"), [("cypress", cypress_steps), ("testing-library", library_steps)]
)
def test_hostile_values_reach_the_engine_as_they_are(
    dialect: str, steps: Callable[[str], list[Step]]
) -> None:
    ours = DIALECTS[dialect]

    def question(step: Step) -> Question:
        text = ours.show(Locator(dialect, (step,)), "javascript").replace(".getBy", ".queryAllBy")
        return Question(
            written(dialect, text),
            text,
            step.strategy,
            lambda page: ours.resolve(ours.parse(text), page),
        )

    asked = [question(step) for value in VALUES for step in steps(value)]

    def asking(page: Page, name: str) -> list[Question]:
        # The rest differs from what is shown in its white space only.
        assert sum(bool(list(each.ours(page))) for each in asked) > 0.75 * len(asked)
        return asked

    tally = compare([hostile_page()], asking, "", browser()).tally
    assert tally.total == len(asked)
    assert tally.differences == []


def test_hostile_values_are_sent_to_the_browser_as_they_are() -> None:
    steps = [
        Step(strategy, value, options)
        for value in VALUES
        for strategy, options in (
            ("link-text", ()),
            ("partial-link-text", ()),
            ("aria", ()),
            ("css", ()),
            ("text", (("selector", "button"), ("exact", True))),
            ("text", (("selector", "a.b"),)),
        )
    ]
    sent: dict[str, list[str]] = {}
    for step in steps:
        try:
            (call,) = DIALECTS["webdriverio"].to_calls((step,), "javascript")
        except UnsupportedLocator:
            continue
        sent[str(call.args[0])] = list(wire(step))
    assert len(sent) > 2 * len(VALUES)
    tally = Tally()
    for text, answer in zip(sent, webdriverio.sent_for(list(sent)), strict=True):
        tally.add("webdriverio", "hostile", text, sent[text], answer)
    assert tally.differences == []
