"""What a run says, in words, of pages and elements that are not what the test met before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Action, Baseline, Verdict
from selfheal_cli.outputs import OUTPUTS, Report, plain
from selfheal_cli.outputs.plan import describe
from selfheal_cli.pipeline import repair
from tests.memory import Sources
from tests.test_pipeline import SOURCE, Run, failure, snapshot

TOLD = Path(__file__).parents[1] / "fixtures" / "told"


def told(name: str, selector: str, action: Action) -> tuple[Verdict, str]:
    """The verdict, and the text for the terminal."""
    old, new = ((TOLD / f"{name}.{when}.html").read_text("utf-8") for when in ("old", "new"))
    one = replace(
        failure(selector, now=new),
        action=action,
        locator=DIALECTS["playwright"].parse(selector),
        message=f"Timeout 2500ms exceeded.\nwaiting for locator('{selector}')",
        baseline=Baseline(snapshot(old), "last green"),
    )
    tree = Sources({"tests/test_order.py": SOURCE.replace(b"#send", selector.encode())})
    outcomes = repair(Run((one,)), tree)
    plan = describe("0", outcomes, (), lambda locator, language: selector)
    text = OUTPUTS["text"](Report(plan), plain).decode("utf-8")
    return outcomes[0].verdict, " ".join(text.split())


CLICK = Action("click", "click")
EXPECT = Action("assert-text", "to_have_text", "Apples")


@pytest.mark.parametrize(
    ("name", "selector", "action", "verdict", "words"),
    [
        ("error-page", "#save", CLICK, Verdict.NOT_A_LOCATOR_FAILURE, "error page"),
        ("login", "#save", CLICK, Verdict.NOT_A_LOCATOR_FAILURE, "asks to log in"),
        ("blank", "#save", CLICK, Verdict.NOT_A_LOCATOR_FAILURE, "page is blank"),
        ("redesign", "#save", CLICK, Verdict.NOT_A_LOCATOR_FAILURE, "another page"),
        ("toolbar", "#language", CLICK, Verdict.REMOVED, "that held it is there with 5 of its"),
        ("toolbar", "#language", CLICK, Verdict.REMOVED, "resembles the button `Language`"),
        ("recount", "ol li >> nth=2", CLICK, Verdict.HELD_BACK, "says another place"),
        ("menu", "#delete-bob", CLICK, Verdict.REMOVED, "absent in this state"),
        ("tab", "#expires", CLICK, Verdict.REMOVED, "absent in this state"),
        ("neighbour", "ul.fruit li:nth-child(1) a", EXPECT, Verdict.HELD_BACK, "News"),
        ("neighbour-gone", "ul.fruit li:nth-child(1) a", EXPECT, Verdict.REMOVED, "Apples"),
    ],
)
def test_says_what_it_met(
    name: str, selector: str, action: Action, verdict: Verdict, words: str
) -> None:
    found, text = told(name, selector, action)
    assert (found, words.lower() in text.lower()) == (verdict, True), text
