"""What a run did not reach: what is said of it ahead of time, and what had better not be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from selfheal_cli.executors import executor
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import (
    Action,
    Baseline,
    Context,
    Failure,
    Location,
    Locator,
    Markup,
    Outcome,
    PassedStep,
    Repair,
    Setting,
    Snapshot,
    Test,
    UnknownLocator,
    Verdict,
)
from selfheal_cli.pipeline import repair
from tests.memory import Sources

HEAD = "<!doctype html><html><head><title>Shop</title></head><body><header><h1>Shop</h1></header>"
ITEMS = "".join(
    f"<li class='item'>Item {n} <a href='/item/{n}'>Details {n}</a></li>" for n in range(8)
)
NAV = "<nav><a href='/home'>Home</a><a href='/about'>About us</a><a href='/help'>Help</a></nav>"
OLD = f"""{HEAD}<div id="page">{NAV}<ul id="items">{ITEMS}</ul>
<form id="order"><label>Name <input id="name" name="name"></label>
<label>Mail <input id="mail" name="mail" type="email"></label>
<label>Note <input id="note" name="note"></label>
<button id="send" class="primary">Send order</button></form></div><footer>Terms</footer>
</body></html>"""
NEW = (
    OLD.replace('id="name"', 'id="full-name"')
    .replace('id="mail"', 'id="e-mail"')
    .replace('id="note"', 'id="order-note"')
    .replace('id="send"', 'id="order-send"')
)
DIALOG = '<div role="dialog" aria-label="Sure?"><button id="yes">Yes, send it</button></div>'
OLD_ASKED = OLD.replace("</body>", f"{DIALOG}</body>")
NEW_ASKED = NEW.replace("</body>", DIALOG.replace('"yes"', '"confirm"') + "</body>")
ELSEWHERE = "".join(f"<tr><td>Row {n}</td><td>{n * n} EUR</td></tr>" for n in range(40))
REPORT = f"<html><head><title>Report</title></head><body><table>{ELSEWHERE}</table></body></html>"
SOURCE = b"""def test_order(page):
    page.locator("#name").fill("Ada")
    page.locator("#mail").fill("ada@example.org")
    page.locator("#send").click()
    page.locator("#yes").click()


def test_again(page):
    page.locator("#note").fill("Soon")
"""
CONSTANT = b"""NAME = "#name"

def test_order(page):
    page.locator(NAME).fill("Ada")
    page.locator(NAME).fill("Eve")
"""
FILE = "tests/test_order.py"
TEST = Test(f"{FILE}::test_order", "test_order", FILE, 1)
AGAIN = Test(f"{FILE}::test_again", "test_again", FILE, 8)
PLACES = {"#name": 2, "#mail": 3, "#send": 4, "#yes": 5, "#note": 0}
ADDRESS = "http://shop.test/order/7"


@dataclass(frozen=True)
class Run:
    """A run with its baseline; `now`: steps of tests that passed in this run."""

    failures: tuple[Failure, ...]
    steps: tuple[PassedStep, ...] = ()
    now: tuple[PassedStep, ...] = ()
    given: bool = True

    @property
    def passes(self) -> "Run":
        return self

    def of_test(self, test: Test) -> Sequence[PassedStep]:
        return [step for step in self.steps if step.test == test]

    def all(self) -> Sequence[PassedStep]:
        return self.steps

    def of_others(self) -> Sequence[PassedStep]:
        done = {step.test for step in self.now}
        return [step for step in self.steps if step.test not in done]

    def of_this_run(self) -> Sequence[PassedStep]:
        return self.now

    def endings_of(self, test: Test) -> Sequence[Snapshot]:
        return ()

    def all_endings(self) -> Sequence[Snapshot]:
        return ()


def snapshot(text: str, url: str = ADDRESS) -> Snapshot:
    return Snapshot(Markup(text.encode(), "utf-8"), url, origin="trace.zip")


def step(
    selector: str, page: str = OLD, test: Test = TEST, line: int = 0, url: str = ADDRESS
) -> PassedStep:
    action = Action("click" if selector in ("#send", "#yes") else "fill")
    place = Location(f"/ci/work/{FILE}", line or PLACES[selector])
    shown = snapshot(page, url)
    parsed = DIALECTS["playwright"].parse(selector)
    setting = Setting("playwright", "python")
    return PassedStep(test, action, parsed, lambda: shown, url, "green.zip", (place,), setting)


def failed(selector: str, now: str, before: tuple[PassedStep, ...] = ()) -> Failure:
    one = step(selector)
    return Failure(
        id="0123456789",
        test=TEST,
        framework="playwright",
        language="python",
        action=one.action,
        locator=one.locator,
        message=f'Timeout 2500ms exceeded.\nwaiting for locator("{selector}")',
        frames=one.frames,
        snapshot=snapshot(now, "http://127.0.0.1:8000/order/9"),
        baseline=Baseline(snapshot(OLD), "green.zip"),
        artifact="trace.zip",
        context=Context(before),
    )


BASELINE = tuple(map(step, ("#name", "#mail", "#send")))


def ahead(run: Run, text: bytes = SOURCE, jobs: int = 1) -> list[Outcome]:
    found = repair(run, Sources({FILE: text}), lookahead=True, executor=executor(jobs))
    now = repair(run, Sources({FILE: text}))
    assert found[: len(now)] == now, "what failed is told as it is without lookahead"
    assert all(one.failure.foreseen for one in found[len(now) :])
    return list(found[len(now) :])


def told(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    """Old and new selector of every repair, which must have an edit."""
    repairs = [one for one in outcomes if isinstance(one, Repair) and one.edits]
    return [(said(one.failure.locator), said(one.proposal.locator)) for one in repairs]


def said(locator: Locator | UnknownLocator) -> str:
    assert isinstance(locator, Locator)
    return str(locator.steps[-1].value)


def test_later_steps_of_a_failed_test_are_repaired_before_they_fail() -> None:
    found = ahead(Run((failed("#name", NEW),), BASELINE))
    assert [one.verdict for one in found] == [Verdict.REPAIRED, Verdict.REPAIRED]
    assert [old for old, _ in told(found)] == ["#mail", "#send"]
    assert told(found)[1] == ("#send", "#order-send")
    assert [one.failure.test for one in found] == [TEST, TEST]
    assert len({one.failure.id for one in found} | {"0123456789"}) == 3
    assert [one.failure.artifact for one in found] == ["trace.zip"] * 2


def test_steps_that_were_reached_are_not_looked_at_again() -> None:
    before = (step("#name"), step("#mail"))
    found = ahead(Run((failed("#send", NEW, before),), BASELINE))
    assert found == []


def test_a_locator_that_still_works_is_left_alone() -> None:
    assert ahead(Run((failed("#name", OLD.replace('id="name"', 'id="n"')),), BASELINE)) == []


def test_tests_that_did_not_run_are_looked_into() -> None:
    other = step("#note", test=AGAIN, line=9)
    run = Run((failed("#send", NEW),), (*BASELINE, other))
    (found,) = ahead(run)
    assert isinstance(found, Repair)
    assert (found.failure.test, found.edits[0].line) == (AGAIN, 9)


def test_tests_that_passed_in_this_run_are_not() -> None:
    other = step("#note", test=AGAIN, line=9)
    now = replace(other, url="http://shop.test/elsewhere")
    run = Run((failed("#send", NEW),), (*BASELINE, other), (now,))
    assert ahead(run) == []


def test_every_test_that_comes_to_a_place_is_named() -> None:
    other = replace(step("#mail"), test=AGAIN)
    found = ahead(Run((failed("#name", NEW),), (*BASELINE, other)))
    mail = [one for one in found if told([one])[0][0] == "#mail"]
    assert [one.failure.test for one in mail] == [TEST, AGAIN]
    assert len({one.failure.id for one in mail}) == 2


def test_an_element_that_is_not_there_yet_is_left_out() -> None:
    steps = (*BASELINE, step("#yes", OLD_ASKED))
    found = ahead(Run((failed("#name", NEW),), steps))
    assert "#yes" not in dict(told(found))
    assert {one.verdict for one in found} == {Verdict.REPAIRED}


def test_another_test_may_have_shown_the_state_that_is_needed() -> None:
    steps = (*BASELINE, step("#yes", OLD_ASKED))
    seen = step("#note", NEW_ASKED, AGAIN, line=9)
    found = ahead(Run((failed("#name", NEW),), steps, (seen,)))
    assert dict(told(found))["#yes"] == "#confirm"


def test_what_stands_behind_an_open_dialog_is_left_out() -> None:
    covered = NEW_ASKED.replace('id="page"', 'id="page" aria-hidden="true"')
    source = SOURCE.replace(b'locator("#send")', b'get_by_role("button", name="Send order")')
    role = DIALECTS["playwright"].parse('internal:role=button[name="Send order"i]')
    steps = (BASELINE[0], BASELINE[1], replace(BASELINE[2], locator=role))
    run = Run((failed("#name", covered),), steps)
    assert [old for old, _ in told(ahead(run, source))] == []


def test_what_worked_in_this_run_is_not_doubted() -> None:
    """The page shows another state now, in which the locator finds nothing."""
    worked = step("#mail", NEW, AGAIN)
    found = ahead(Run((failed("#name", NEW),), BASELINE, (worked,)))
    assert [old for old, _ in told(found)] == ["#send"]


@pytest.mark.parametrize(
    ("page", "url"), [(NEW, "http://shop.test/cart"), (REPORT, ADDRESS)], ids=["address", "content"]
)
def test_another_page_says_nothing(page: str, url: str) -> None:
    one = replace(failed("#name", NEW), snapshot=snapshot(page, url))
    assert ahead(Run((one,), BASELINE)) == []


def test_a_place_that_is_repaired_now_is_not_listed_again() -> None:
    """Both steps state the constant that failed."""
    source = CONSTANT
    steps = (step("#name", line=4), step("#name", line=5))
    one = replace(failed("#name", NEW), frames=(Location(f"/ci/work/{FILE}", 4),))
    run = Run((one,), steps)
    (now,) = repair(run, Sources({FILE: source}))
    assert told([now]) == [("#name", "#full-name")]
    assert ahead(run, source) == []


def test_a_place_that_another_step_needs_as_it_is_is_held_back() -> None:
    """The old locator works on another page of the run, where the new one finds nothing."""
    source = b'MAIL = "#mail"\n' + SOURCE.replace(b'"#mail"', b"MAIL").replace(b'"#note"', b"MAIL")
    profile = "http://shop.test/profile"
    steps = (
        *(step(each, line=PLACES[each] + 1) for each in ("#name", "#mail", "#send")),
        step("#mail", test=AGAIN, line=10, url=profile),
    )
    shown = step("#note", OLD, Test("x", "x"), line=10, url=profile)
    one = replace(failed("#name", NEW), frames=steps[0].frames)
    found = ahead(Run((one,), steps, (shown,)), source)
    mail = [each for each in found if told([each]) and told([each])[0][0] == "#mail"]
    assert [each.verdict for each in mail] == [Verdict.HELD_BACK]
    assert "still works" in mail[0].reason


def test_the_number_of_workers_changes_nothing() -> None:
    run = Run((failed("#name", NEW),), (*BASELINE, step("#yes", OLD_ASKED)))
    one, two = ahead(run), ahead(run, jobs=2)
    assert told(one) == told(two) != []
    assert [o.failure.id for o in one] == [o.failure.id for o in two]
