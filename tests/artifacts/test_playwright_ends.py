"""Which steps of a trace count as the failures of its test."""

import json
from pathlib import Path

import pytest

from selfheal_cli.model import MissingSnapshot, Nodes, Snapshot, UnknownLocator
from tests.artifacts.traces import (
    PAGE,
    SPEC,
    after,
    archive,
    before,
    click,
    error,
    options,
    parse,
    python,
    ran,
    read,
    snapshot,
    step,
    text_of,
    typescript,
)

GONE = "TimeoutError: locator.click: Timeout 2500ms exceeded."


def selectors(*paths: Path) -> list[object]:
    return [text_of(f.locator) for f in read(*paths)[0].failures]


def test_the_step_that_the_tests_error_speaks_of(tmp_path: Path) -> None:
    typescript(
        tmp_path / "shop-a-buy-test",
        [*click("a@1", 1, "#buy"), *click("a@2", 2, "#pay", "Timeout")],
        [*ran("a@1", 1, 10), *ran("a@2", 2, 11, GONE), error(GONE, 11)],
    )
    run, _ = read(tmp_path)
    (failure,) = run.failures
    assert text_of(failure.locator) == "#pay"
    assert failure.message == GONE
    assert failure.frames[0].line == 11
    assert (failure.test.path, failure.test.line) == ("/ci/app/tests/shop.spec.ts", 3)
    assert failure.context.testid_attribute == "data-qa"
    assert [text_of(s.locator) for s in failure.context.steps] == ["#buy"]


def test_a_failure_that_the_test_caught_is_none(tmp_path: Path) -> None:
    caught = GONE.replace("2500", "100")
    typescript(
        tmp_path / "caught",
        [*click("a@1", 1, "#banner", "Timeout"), *click("a@2", 2, "#pay", "Timeout")],
        [*ran("a@1", 1, 10, caught), *ran("a@2", 2, 11, GONE), error(GONE, 11)],
    )
    typescript(
        tmp_path / "passed",
        [*click("a@1", 1, "#banner", "Timeout")],
        ran("a@1", 1, 10, caught),
        title="passes",
    )
    run, _ = read(tmp_path)
    assert [text_of(f.locator) for f in run.failures] == ["#pay"]
    assert run.passes


def test_without_a_runner_a_caught_failure_is_one_the_test_went_on_after(tmp_path: Path) -> None:
    python(
        tmp_path / "tests-shop-py-test-went-on",
        [*click("a@1", 1, "#banner", "Timeout"), *click("a@2", 2, "#buy")],
        {"a@1": 4, "a@2": 5},
    )
    python(
        tmp_path / "tests-shop-py-test-ended",
        [*click("a@1", 1, "#buy"), *click("a@2", 2, "#pay", "Timeout")],
        {"a@1": 4, "a@2": 5},
    )
    assert selectors(tmp_path) == ["#pay"]


def test_a_screenshot_of_the_end_says_that_the_test_failed(tmp_path: Path) -> None:
    folder = tmp_path / "tests-shop-py-test-logs-out-at-last"
    library = [*click("a@1", 1, "#pay", "Timeout"), *click("a@2", 2, "#log-out")]
    python(folder, library, {"a@1": 4, "a@2": 9})
    assert selectors(tmp_path) == []
    (folder / "test-failed-1.png").write_bytes(b"")
    assert selectors(tmp_path) == ["#pay"]


def test_every_soft_assertion_is_a_failure_of_its_own(tmp_path: Path) -> None:
    one, two = GONE + " one", GONE + " two"
    typescript(
        tmp_path / "soft",
        [*click("a@1", 1, "#one", "Timeout"), *click("a@2", 2, "#two", "Timeout")],
        [*ran("a@1", 1, 10, one), *ran("a@2", 2, 11, two), error(one, 10), error(two, 11)],
    )
    assert selectors(tmp_path) == ["#one", "#two"]


def test_of_a_block_that_was_retried_the_last_failed_step(tmp_path: Path) -> None:
    block = "Timeout 5000ms exceeded while waiting on the predicate"
    typescript(
        tmp_path / "to-pass",
        [*click("a@1", 1, "#old", "Timeout"), *click("a@2", 2, "#late", "Timeout")],
        [
            step("b@1", 0.5, 9),
            *ran("a@1", 1, 10, GONE, parent="b@1"),
            *ran("a@2", 2, 10, GONE + "!", parent="b@1"),
            after("b@1", 3, block),
            error(block, 9),
        ],
    )
    assert selectors(tmp_path) == ["#late"]


def test_a_step_cut_short_by_the_tests_timeout(tmp_path: Path) -> None:
    message = "Test timeout of 30000ms exceeded."
    library = [*click("a@1", 1, "#buy"), before("a@2", 2, selector="#pay")]
    typescript(
        tmp_path / "timeout",
        [*library, snapshot("a@2", "before", [[1, 2]]), snapshot("x@9", "after", PAGE)],
        [*ran("a@1", 1, 10), step("a@2", 2, 11), error(message)],
    )
    run, _ = read(tmp_path)
    (failure,) = run.failures
    assert text_of(failure.locator) == "#pay"
    assert isinstance(failure.snapshot, Snapshot)
    assert isinstance(failure.snapshot.content, Nodes)
    assert failure.snapshot.content.root == PAGE


def test_the_click_fails_and_not_the_popup_waited_for(tmp_path: Path) -> None:
    wait = 'page.waitForEvent: Timeout 2500ms exceeded while waiting for event "popup"'
    waiting = [before("a@1", 1, "__waitInfo__", event="popup"), after("a@1", 4, "Timeout")]
    clicking = [before("a@2", 1.1, selector="#open"), snapshot("a@2", "before")]
    runner = [step("a@1", 1, 10), after("a@1", 4, wait), step("a@2", 1.1, 11)]
    both = [waiting[0], *clicking, waiting[1], after("a@2", 4.1, "Timeout")]
    told = [after("a@2", 4.1, GONE), error(wait, 10), error(GONE, 11)]
    typescript(tmp_path / "both", both, [*runner, *told], "both")
    typescript(tmp_path / "cut", [waiting[0], *clicking, waiting[1]], [*runner, error(wait, 10)])
    assert selectors(tmp_path / "both") == ["#open"]
    assert selectors(tmp_path / "cut") == ["#open"]


def test_a_failure_without_any_locator(tmp_path: Path) -> None:
    message = "page.goto: net::ERR_CONNECTION_REFUSED at http://shop.test/"
    library = [before("a@1", 1, "goto", url="/"), after("a@1", 2, "net::ERR"), snapshot("a@1", "x")]
    runner = [step("a@1", 1, 10), after("a@1", 2, message), error(message, 10)]
    typescript(tmp_path / "goto", library, runner, "goes nowhere")
    typescript(
        tmp_path / "value",
        click("a@1", 1, "#buy"),
        [*ran("a@1", 1, 10), error("Error: expect(received).toBe(expected)", 12)],
        "compares",
    )
    run, _ = read(tmp_path)
    found = {f.test.title: f for f in run.failures}
    assert all(isinstance(f.locator, UnknownLocator) for f in found.values())
    assert found["goes nowhere"].action.raw == "goto"
    assert found["goes nowhere"].frames[0].line == 10
    assert found["compares"].frames[0].line == 12
    assert "toBe(expected)" in found["compares"].message
    assert isinstance(found["compares"].snapshot, Snapshot)


def test_a_plain_assertion_on_what_the_page_denied(tmp_path: Path) -> None:
    asked = [before("a@1", 1, "isVisible", selector="#cart"), after("a@1", 1.1, value=False)]
    typescript(
        tmp_path / "assert",
        [*asked, snapshot("a@1", "after")],
        [*ran("a@1", 1, 10), error("Error: expect(received).toBe(expected)", 10)],
    )
    (failure,) = read(tmp_path)[0].failures
    assert text_of(failure.locator) == "#cart"
    assert failure.action.kind == "assert-visible"


def test_of_several_attempts_the_last_one_counts(tmp_path: Path) -> None:
    failing = click("a@1", 1, "#pay", "Timeout")
    told = [*ran("a@1", 1, 10, GONE), error(GONE, 10)]
    typescript(tmp_path / "shop-buy-now-chromium", failing, told)
    typescript(tmp_path / "shop-buy-now-chromium-retry1", click("a@1", 1, "#pay"), [])
    typescript(tmp_path / "shop-sell-now-chromium", click("a@1", 1, "#pay"), [], "sell")
    typescript(tmp_path / "shop-sell-now-chromium-retry2", failing, told, "sell")
    run, _ = read(tmp_path)
    assert [f.test.id for f in run.failures] == ["shop-sell-now-chromium"]
    assert len(run.passes.sources) == 1


def test_a_report_forgives_a_flaky_test_and_one_meant_to_fail(tmp_path: Path) -> None:
    failing = click("a@1", 1, "#pay", "Timeout")
    told = [*ran("a@1", 1, 10, GONE), error(GONE, 10)]
    trace = typescript(tmp_path / "results" / "shop-buy-now-chromium", failing, told)
    result = {"status": "failed", "attachments": [{"name": "trace", "path": f"/ci/{trace}"}]}
    results = [result, {"status": "passed", "attachments": []}]
    spec = {"title": "buy", "file": "shop.spec.ts", "line": 3}
    test = {"projectName": "chromium", "status": "flaky", "results": results}
    suites = [
        {"title": "shop.spec.ts", "file": "shop.spec.ts", "specs": [{**spec, "tests": [test]}]}
    ]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"config": {"rootDir": "/ci/tests"}, "suites": suites}))
    assert read(tmp_path)[0].failures == ()
    report.write_text(report.read_text().replace("flaky", "unexpected"))
    assert selectors(tmp_path) == ["#pay"]


def test_several_archives_of_one_test_are_one_test(tmp_path: Path) -> None:
    folder = tmp_path / "tests-shop-py-test-two-users-chromium"
    first = [options(sdkLanguage="python", wallTime=1), *click("a@1", 1, "#buy")]
    second = [options(sdkLanguage="python", wallTime=2), *click("b@1", 2, "#pay", "Timeout")]
    archive(folder / "trace-1.zip", {"trace.trace": first})
    archive(folder / "trace-2.zip", {"trace.trace": second})
    run, _ = read(tmp_path)
    assert [text_of(f.locator) for f in run.failures] == ["#pay"]
    assert not run.passes


def test_a_copy_in_a_reports_folder_is_not_a_second_failure(tmp_path: Path) -> None:
    failing = click("a@1", 1, "#pay", "Timeout")
    told = [*ran("a@1", 1, 10, GONE), error(GONE, 10)]
    trace = typescript(tmp_path / "test-results" / "shop-buy-now-chromium", failing, told)
    copy = tmp_path / "playwright-report" / "data" / "0123456789abcdef.zip"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(trace.read_bytes())
    (failure,) = read(tmp_path)[0].failures
    assert failure.test.id == "shop-buy-now-chromium"


def attempt(folder: Path, wall: int) -> Path:
    heading = options(title="shop.spec.ts:3 › buy", testIdAttributeName="data-qa", wallTime=wall)
    failing = [heading, *click("a@1", 1, "#pay", "Timeout")]
    told = [options("testRunner"), *ran("a@1", 1, 10, GONE), error(GONE, 10)]
    return archive(folder / "trace.zip", {"0-trace.trace": failing, "test.trace": told})


@pytest.mark.parametrize(
    "copies",
    [
        (
            "playwright-report/data/0123456789abcdef.zip",
            "playwright-report/data/fedcba98765432.zip",
        ),
        (
            "allure-results/3d47c895-425a-4282-abcd-a306ff87f5ce-attachment.zip",
            "allure-results/0c910f10-df70-4d1e-b264-c8579e7967e8-attachment.zip",
        ),
    ],
)
def test_copies_of_several_attempts_are_no_further_failures(
    tmp_path: Path, copies: tuple[str, str]
) -> None:
    for wall, (retry, copy) in enumerate(zip(("", "-retry1"), copies, strict=True), 1):
        trace = attempt(tmp_path / "results" / f"shop-buy-now-chromium{retry}", wall)
        (tmp_path / copy).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / copy).write_bytes(trace.read_bytes())
    (failure,) = read(tmp_path)[0].failures
    assert failure.test.id == "shop-buy-now-chromium"


def test_a_copy_that_allure_named_is_called_by_its_title(tmp_path: Path) -> None:
    attempt(tmp_path, 1).rename(tmp_path / "3d47c895-425a-4282-abcd-a306ff87f5ce-attachment.zip")
    (failure,) = read(tmp_path)[0].failures
    assert (failure.test.id, failure.test.line) == ("shop.spec.ts:3 › buy", 3)


def test_a_newer_version_is_tried_and_said_to_be_new(tmp_path: Path) -> None:
    heading = options(version=11, sdkLanguage="python")
    entries = {"trace.trace": [heading, *click("a@1", 1, "#pay", "Timeout")]}
    archive(tmp_path / "trace.zip", entries)
    run, _ = read(tmp_path)
    assert [text_of(f.locator) for f in run.failures] == ["#pay"]
    assert "version 11 is newer" in run.problems[0].reason


def test_a_selector_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    from selfheal_cli.artifacts import read_run
    from selfheal_cli.errors import LocatorSyntaxError
    from selfheal_cli.model import Locator

    def refuse(dialect: str, text: str) -> Locator:
        raise LocatorSyntaxError("no such engine")

    python(tmp_path, click("a@1", 1, "magic=pay", "Timeout"), {"a@1": 4})
    (failure,) = read_run([tmp_path], parse=refuse).failures
    assert isinstance(failure.locator, UnknownLocator)
    assert "magic=pay" in failure.locator.reason
    assert parse("x", "y").dialect == "x"


def test_a_trace_without_snapshots_says_so(tmp_path: Path) -> None:
    library = [before("a@1", 1, selector="#pay"), after("a@1", 2, "Timeout")]
    python(tmp_path, library, {"a@1": 4})
    (failure,) = read(tmp_path)[0].failures
    assert isinstance(failure.snapshot, MissingSnapshot)
    assert failure.frames[0].path.endswith("test_shop.py")


def test_the_id_stays_when_lines_move_and_machines_change(tmp_path: Path) -> None:
    failing = click("a@1", 1, "#pay", "Timeout")
    here, there = tmp_path / "1" / "shop-buy-now", tmp_path / "2" / "shop-buy-now"
    typescript(here, failing, [*ran("a@1", 1, 10, GONE), error(GONE, 10)])
    typescript(there, failing, [*ran("a@1", 1, 99, GONE), error(GONE, 99)])
    one, other = (read(folder)[0].failures[0].id for folder in (here, there))
    assert one == other
    assert SPEC not in one


def test_a_report_that_does_not_say_where(tmp_path: Path) -> None:
    library = [*click("a@1", 1, "#pay", "Timeout 2500ms exceeded."), *click("a@2", 2, "#log-out")]
    python(tmp_path / "tests-test-shop-py-test-pay", library, {"a@1": 4, "a@2": 9})
    (tmp_path / "junit.xml").write_text(
        '<testsuite><testcase classname="tests.test_shop" name="test_pay"><failure '
        'message="Locator.click: Timeout 2500ms exceeded."/></testcase></testsuite>'
    )
    assert selectors(tmp_path) == ["#pay"]


def test_a_step_that_found_nothing_and_was_right_is_no_evidence(tmp_path: Path) -> None:
    empty = [before("a@1", 1, "expect", selector="#gone", expression="to.have.count")]
    empty[0]["params"]["expectedNumber"] = 0
    hidden = before("a@2", 2, "expect", selector="#gone", expression="to.be.visible", isNot=True)
    library = [*empty, after("a@1", 1.1), hidden, after("a@2", 2.1), *click("a@3", 3, "#buy")]
    python(tmp_path / "tests-test-shop-py-test-empty", library, {"a@1": 4})
    run, _ = read(tmp_path)
    assert [text_of(step.locator) for step in run.passes.all()] == ["#buy"]


@pytest.mark.parametrize(("negated", "value"), [(False, "0"), (True, "")])
def test_what_must_not_be_so_is_not_expected(tmp_path: Path, negated: bool, value: str) -> None:
    asked = before("a@1", 1, "expect", selector="#rows", expression="to.have.count")
    asked["params"] |= {"expectedNumber": 0, "isNot": negated}
    library = [asked, snapshot("a@1", "before"), after("a@1", 1.1, "Expect failed")]
    python(tmp_path / "tests-test-shop-py-test-rows", library, {"a@1": 4})
    (failed,) = read(tmp_path)[0].failures
    assert (failed.action.kind, failed.action.value) == ("assert-count", value)


def test_a_poll_that_found_nothing_to_the_end(tmp_path: Path) -> None:
    asked = [before("a@1", 1, "queryCount", selector="#rows"), after("a@1", 1.1, value=0)]
    waited = "Timeout 900ms exceeded while waiting on the predicate"
    message = f"Error: expect(received).toBe(expected)\n- {waited}"
    library = [*click("a@0", 0.5, "#buy"), *asked, snapshot("a@1", "after")]
    runner = [*ran("a@0", 0.5, 9), *ran("a@1", 1, 11), error(message, 13)]
    typescript(tmp_path / "nothing", library, runner, "polls")
    assert selectors(tmp_path / "nothing") == ["#rows"]
    some = [asked[0], after("a@1", 1.1, value=2), snapshot("a@1", "after")]
    typescript(tmp_path / "some", some, [*ran("a@1", 1, 11), error(message, 13)], "polls")
    (failure,) = read(tmp_path / "some")[0].failures
    assert isinstance(failure.locator, UnknownLocator)


def test_the_column_of_a_plain_assertion_is_not_that_of_its_question(tmp_path: Path) -> None:
    asked = [before("a@1", 1, "queryCount", selector="#rows"), after("a@1", 1.1, value=0)]
    told = error("Error: expect(received).toBe(expected)", 10)
    told["stack"][0]["column"] = 40
    typescript(tmp_path, [*asked, snapshot("a@1", "after")], [*ran("a@1", 1, 10), told], "counts")
    assert selectors(tmp_path) == ["#rows"]


def test_what_the_end_cut_short_was_not_failed_by_the_closing(tmp_path: Path) -> None:
    closed = "locator.click: Target closed"
    cut = [before("a@1", 1, selector="#pay"), snapshot("a@1", "before")]
    over = [step("a@1", 1, 11), after("a@1", 3, closed), error(closed, 11)]
    typescript(tmp_path / "over", cut, over, "over")
    typescript(
        tmp_path / "closes", click("a@1", 1, "#pay", closed), [*ran("a@1", 1, 11, closed), over[2]]
    )
    found = {f.test.title: f.message for f in read(tmp_path)[0].failures}
    assert len(found) == 2
    assert "closed" not in found.pop("over")
    assert list(found.values()) == [closed]


def test_a_drag_that_worked_found_both_ends(tmp_path: Path) -> None:
    drag = [before("a@1", 1, "dragAndDrop", source="#card", target="#done"), after("a@1", 2)]
    typescript(tmp_path / "drag", [*drag, snapshot("a@1", "action")], ran("a@1", 1, 10))
    steps = read(tmp_path)[0].passes.all()
    assert [text_of(s.locator) for s in steps] == ["#card", "#done"]


def test_an_expectation_of_the_page_has_no_locator(tmp_path: Path) -> None:
    title = before("a@1", 1, "expect", selector=":root", expression="to.have.title")
    library = [title, after("a@1", 2, "Expect failed"), snapshot("a@1", "after")]
    typescript(tmp_path, library, [*ran("a@1", 1, 10, GONE), error(GONE, 10)])
    (failure,) = read(tmp_path)[0].failures
    assert isinstance(failure.locator, UnknownLocator)
    assert failure.locator.none


@pytest.mark.parametrize(("between", "opened"), [((), "/login"), (("#enter",), "")])
def test_the_address_that_was_opened_and_only_looked_at_since(
    tmp_path: Path, between: tuple[str, ...], opened: str
) -> None:
    went = [before("a@1", 1, "goto", url="/login"), after("a@1", 1.1)]
    pressed = [event for selector in between for event in click("a@2", 2, selector)]
    failed = click("a@3", 3, "#help", "Timeout")
    runner = [*ran("a@3", 3, 11, GONE), error(GONE, 11)]
    typescript(tmp_path / "shop-a-login-test", [*went, *pressed, *failed], runner)
    (failure,) = read(tmp_path)[0].failures
    assert failure.context.opened == opened
