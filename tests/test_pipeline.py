"""From a failure to its outcome: what is claimed, what is held back, and why."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from selfheal_cli.executors import Undone, executor
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import (
    Action,
    Baseline,
    Failure,
    Location,
    Locator,
    Markup,
    MissingSnapshot,
    NoBaseline,
    Outcome,
    PassedStep,
    Repair,
    Snapshot,
    Step,
    Test,
    UnknownLocator,
    Unrepaired,
    Verdict,
)
from selfheal_cli.pages import Pages
from selfheal_cli.pipeline import repair
from selfheal_cli.policy import Policy
from tests.memory import Sources

HEAD = "<!doctype html><html><head><title>Shop</title></head><body><header><h1>Shop</h1></header>"
ITEMS = "".join(
    f"<li class='item'>Item {n} <a href='/item/{n}'>Details {n}</a></li>" for n in range(8)
)
NAV = "<nav><a href='/home'>Home</a><a href='/about'>About us</a><a href='/help'>Help</a></nav>"
OLD = f"""{HEAD}{NAV}<ul id="items">{ITEMS}</ul>
<form id="order"><label>Name <input id="name" name="name"></label>
<label>Mail <input id="mail" name="mail" type="email"></label>
<button id="send" class="primary">Send order</button></form><footer>Terms</footer></body></html>"""
NEW = OLD.replace('id="send" class="primary"', 'id="order-send" class="primary"')
GONE = NEW.replace('<label>Mail <input id="mail" name="mail" type="email"></label>', "")
BAR_NOW = "<div><button id='now' class='x'>Save now</button></div>"
ERROR = "<html><body><h1>502 Bad Gateway</h1><p>nginx</p></body></html>"
SOURCE = b"""def test_order(page):
    page.locator("#name").fill("Ada")
    page.locator("#mail").fill("ada@example.org")
    page.locator("#send").click()
"""


@dataclass(frozen=True)
class Passes:
    """Steps that worked; `now`: in the run that is looked into."""

    steps: tuple[PassedStep, ...] = ()
    now: tuple[PassedStep, ...] = ()
    ends: tuple[tuple[Test, Snapshot], ...] = ()
    given: bool = False

    def of_test(self, test: Test) -> Sequence[PassedStep]:
        return [step for step in self.steps if step.test == test]

    def all(self) -> Iterable[PassedStep]:
        return self.steps

    def of_others(self) -> Iterable[PassedStep]:
        done = {step.test for step in self.now}
        return [step for step in self.steps if step.test not in done]

    def of_this_run(self) -> Iterable[PassedStep]:
        yield from self.now  # once, as artifacts are read

    def endings_of(self, test: Test) -> Sequence[Snapshot]:
        return [page for its, page in self.ends if its == test]

    def all_endings(self) -> Iterable[Snapshot]:
        return [page for _, page in self.ends]


@dataclass(frozen=True)
class Run:
    """A run as the pipeline sees it."""

    failures: tuple[Failure, ...]
    passes: Passes = Passes()


def snapshot(text: str) -> Snapshot:
    return Snapshot(Markup(text.encode(), "utf-8"), "http://shop.test/order")


TEST = Test("tests/test_order.py::test_order", "test_order", "tests/test_order.py", 1)


def failure(
    selector: str = "#send", line: int = 4, now: str = NEW, action: str = "click", value: str = ""
) -> Failure:
    return Failure(
        id="0123456789",
        test=TEST,
        framework="playwright",
        language="python",
        action=Action(action, action, value),
        locator=DIALECTS["playwright"].parse(selector),
        message=f'Locator.{action}: Timeout 2500ms exceeded.\nwaiting for locator("{selector}")',
        frames=(Location("/ci/work/tests/test_order.py", line),),
        snapshot=snapshot(now),
        baseline=Baseline(snapshot(OLD), "last green"),
        artifact="trace.zip",
    )


POLICY = Policy()
NO_PASSES = Passes()


def judge(
    one: Failure, source: bytes = SOURCE, policy: Policy = POLICY, passes: Passes = NO_PASSES
) -> Outcome:
    sources = Sources({"tests/test_order.py": source})
    (outcome,) = repair(Run((one,), passes), sources, policy)
    return outcome


def unrecorded(selector: str = "#send", now: str = NEW) -> Failure:
    """A failure of which no step of a passing run is known."""
    return replace(failure(selector, now=now), baseline=NoBaseline("no page is given"))


def test_the_page_that_the_passing_test_ended_on_is_compared_with() -> None:
    ended = Passes(ends=((TEST, snapshot(OLD)),))
    outcome = judge(unrecorded(), passes=ended)
    assert isinstance(outcome, Repair)
    assert outcome.verdict is Verdict.REPAIRED
    gone = judge(
        replace(unrecorded("#mail", GONE), frames=(Location("/ci/work/tests/test_order.py", 3),)),
        passes=ended,
    )
    assert gone.verdict is Verdict.REMOVED


def test_a_page_that_another_test_ended_on_asks_for_a_look() -> None:
    other = replace(TEST, id="tests/test_order.py::test_other")
    ended = Passes(ends=((TEST, snapshot(ERROR)), (other, snapshot(OLD))))
    outcome = judge(unrecorded(), passes=ended)
    assert isinstance(outcome, Repair)
    assert "the page it was compared with is another test's" in outcome.reason


def test_a_passing_run_without_a_page_is_told_from_none() -> None:
    told = {
        given: judge(unrecorded(), passes=Passes(given=given)).reason for given in (True, False)
    }
    assert "the passing run left no page" in told[True]
    assert "no passing run was given" in told[False]


def test_a_page_unlike_the_failing_one_is_not_compared_with() -> None:
    """The test ended elsewhere, where the same locator finds something that was not meant."""
    rows = "".join(f"<tr><td>Row {n}</td><td>{n * n}</td></tr>" for n in range(30))
    table = f"<html><body><table id='send'>{rows}</table></body></html>"
    outcome = judge(unrecorded(), passes=Passes(ends=((TEST, snapshot(table)),)))
    assert outcome.verdict is not Verdict.REPAIRED
    assert "no page that a passing test ended on shows what it finds" in outcome.reason


def test_a_locator_keeps_the_strategy_that_its_author_wrote() -> None:
    """Selenium's clients send `By.ID` and `By.NAME` as CSS, and the error names what was sent."""
    source = b"""def test_order(driver):
    driver.find_element(By.ID, "send").click()
"""
    sent = DIALECTS["selenium"].parse('css selector=[id="send"]')
    outcome = judge(replace(failure(line=2), framework="selenium", locator=sent), source)
    assert isinstance(outcome, Repair)
    (edit,) = outcome.edits
    assert source[: edit.start] + edit.new + source[edit.end :] == source.replace(
        b'"send"', b'"order-send"'
    )
    assert outcome.failure.locator == DIALECTS["selenium"].parse("id=send")


def test_without_a_passing_run_it_is_said_how_likely_the_element_is() -> None:
    outcome = judge(replace(failure(), baseline=NoBaseline("none")))
    assert isinstance(outcome, Repair)
    chance = round(outcome.candidate.probability * 100)
    assert not outcome.safe
    assert f"{chance}% likely" in outcome.reason
    assert "no passing run was given" in outcome.reason


def test_what_speaks_against_the_likeliest_element_is_said_and_not_its_likelihood_alone() -> None:
    old, now = (
        text.replace('class="primary"', f'class="primary" title="{tip}"')
        for text, tip in ((OLD, "Ship"), (NEW, "Gift"))
    )
    asked = replace(failure(now=now), baseline=Baseline(snapshot(old), "last green"))
    outcome = judge(asked)
    assert isinstance(outcome, Repair)
    assert not outcome.safe
    assert "likely, but its tooltip says something else: the button `Send order`" in outcome.reason


def test_a_renamed_id_is_repaired_where_it_is_written() -> None:
    outcome = judge(failure())
    assert isinstance(outcome, Repair)
    assert outcome.verdict is Verdict.REPAIRED, outcome.reason
    (edit,) = outcome.edits
    assert (edit.path, edit.line) == ("tests/test_order.py", 4)
    assert SOURCE[edit.start : edit.end] == edit.old
    after = SOURCE[: edit.start] + edit.new + SOURCE[edit.end :]
    assert after == SOURCE.replace(b'"#send"', b'"#order-send"')
    assert outcome.failure.frames == (Location("tests/test_order.py", 4),)


TABLE = """<!doctype html><html><head><title>Load</title></head><body><h1>Load test</h1>
<table id="{id}"><thead><tr><th>Name</th><th>Requests</th><th>Per second</th></tr></thead><tbody>
<tr class="row"><td>/a</td><td>{a}</td><td>1.5</td></tr>
<tr class="row"><td>/b</td><td>{b}</td><td>2.5</td></tr>
<tr class="{last}"><td>Aggregated</td><td>{sum}</td><td>4</td></tr></tbody></table></body></html>"""
BEFORE = TABLE.format(id="stats", a="107", b="212", last="total", sum="319")
AFTER = TABLE.format(id="figures", a="211", b="104", last="row", sum="315")


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("tr.total", 'get_by_role("row", name="Aggregated")'),
        ("xpath=//table[@id='stats']//tr[3]/td[2]", "[@id='figures']/tbody/tr[3]/td[2]"),
    ],
)
def test_a_figure_that_changed_between_the_runs_is_not_written(
    selector: str, expected: str
) -> None:
    source = f'def test_load(page):\n    expect(page.locator("{selector}")).to_be_visible()\n'
    one = replace(
        failure(selector, 2, AFTER, "assert-visible"), baseline=Baseline(snapshot(BEFORE), "green")
    )
    outcome = judge(one, source.encode())
    assert isinstance(outcome, Repair), outcome.reason
    (edit,) = outcome.edits
    after = source.encode()[: edit.start] + edit.new + source.encode()[edit.end :]
    assert expected in after.decode()


@pytest.mark.parametrize(
    ("said", "verdict", "reason"),
    [
        ("All orders", Verdict.REPAIRED, ""),
        ("58 open", Verdict.HELD_BACK, "another figure than the locator states"),
    ],
)
def test_a_figure_that_the_author_stated_is_not_rewritten_unseen(
    said: str, verdict: Verdict, reason: str
) -> None:
    """The page counts otherwise: what the test is there to notice, perhaps."""
    shown = (
        "<html><body><h1>Orders</h1><nav><a id='all' href='/orders'>{}</a> <a id='new'"
        " href='/orders/new'>New order</a></nav><p id='count' class='count'>{}</p>"
        "<p class='hint'>Orders of this week</p></body></html>"
    )
    source = f'def test_load(page):\n    expect(page.get_by_text("{said}")).to_be_visible()\n'
    one = replace(
        failure(f'internal:text="{said}"i', 2, shown.format("Orders", "66 open"), "assert-visible"),
        baseline=Baseline(snapshot(shown.format("All orders", "58 open")), "green"),
    )
    outcome = judge(one, source.encode())
    assert (outcome.verdict, reason in outcome.reason) == (verdict, True), outcome.reason


def test_a_removed_element_is_never_claimed() -> None:
    outcome = judge(failure("#mail", 3, GONE, "fill", "ada@example.org"))
    assert outcome.verdict in (Verdict.REMOVED, Verdict.AMBIGUOUS, Verdict.HELD_BACK)


def test_a_count_that_no_locator_gives_says_how_many_there_are() -> None:
    bags = "".join(f"<li class='item'>Bag {n} <a href='/bag/{n}'>Open {n}</a></li>" for n in "ab")
    source = SOURCE.replace(b'"#send").click()', b'"#items li")')
    one = failure("#items li", 4, NEW.replace(ITEMS, ITEMS + bags), "assert-count", "8")
    outcome = judge(replace(one, message="expected 8, received 10"), source)
    assert outcome.reason.startswith("the locator matches 10 elements, 8 are expected, and no")


def test_without_a_baseline_the_repair_is_held_back() -> None:
    outcome = judge(replace(failure(), baseline=NoBaseline("none given")))
    assert outcome.verdict in (Verdict.HELD_BACK, Verdict.AMBIGUOUS)
    if isinstance(outcome, Repair):
        assert "passing run" in outcome.reason


SAID = "<ul class='old' style='display:none'><li>Order no. sent</li></ul>"
TOAST = NEW.replace("</header>", f"</header>{SAID}<div class='toast'>Order no. sent</div>")


def hidden(page: str) -> tuple[Failure, bytes]:
    """A wait for a message that is there, and does not show."""
    source = SOURCE.replace(b'"#send").click()', b'".old li").wait_for()')
    one = replace(unrecorded(".old li", page), action=Action("wait", "waitForSelector", ""))
    return replace(one, message="Locator.wait_for: Timeout 2500ms exceeded."), source


def test_for_a_hidden_message_the_one_that_shows_it_is_put_up_for_a_look() -> None:
    outcome = judge(*hidden(TOAST))
    assert isinstance(outcome, Repair)
    assert outcome.verdict is Verdict.HELD_BACK
    assert [edit.new for edit in outcome.edits] == [b"div.toast"]
    assert outcome.reason == (
        "the element is found, but it is not visible; its text is shown by `<div.toast>`:"
        " the test may mean that one now, or has to do first what shows this one"
    )


def test_a_hidden_message_that_nothing_else_shows_is_no_locator_failure() -> None:
    outcome = judge(*hidden(TOAST.replace("<div class='toast'>Order no. sent</div>", "")))
    assert isinstance(outcome, Unrepaired)
    assert outcome.verdict is Verdict.NOT_A_LOCATOR_FAILURE
    assert outcome.reason == "the element is found, but it is not visible"


def test_another_tests_page_is_evidence_but_not_proof() -> None:
    elsewhere = replace(TEST, id="tests/test_other.py::test_other", title="test_other")
    locator = DIALECTS["playwright"].parse("#send")
    step = PassedStep(elsewhere, Action("click"), locator, lambda: snapshot(OLD))
    one = replace(failure(), baseline=NoBaseline("none given"))
    outcome = judge(one, passes=Passes((step,)))
    assert outcome.verdict is Verdict.HELD_BACK
    assert isinstance(outcome, Repair)
    assert "another test" in outcome.reason
    own = replace(step, test=TEST)
    assert judge(one, passes=Passes((own,))).verdict is Verdict.REPAIRED


def test_an_error_page_is_no_locator_failure() -> None:
    assert judge(failure(now=ERROR)).verdict is Verdict.NOT_A_LOCATOR_FAILURE


def test_a_locator_that_still_works_is_left_alone() -> None:
    outcome = judge(failure(now=OLD))
    assert outcome.verdict is Verdict.NOT_A_LOCATOR_FAILURE


def test_a_missing_page_is_unreadable() -> None:
    outcome = judge(replace(failure(), snapshot=MissingSnapshot("no page was saved")))
    assert outcome.verdict is Verdict.UNREADABLE
    assert outcome.reason == "no page was saved"


def test_no_locator_and_no_frames_is_no_locator_failure() -> None:
    one = replace(failure(), locator=UnknownLocator("the message names none"), frames=())
    assert judge(one).verdict is Verdict.NOT_A_LOCATOR_FAILURE


def test_a_step_without_a_locator_needs_no_page() -> None:
    gone = MissingSnapshot("no page was saved")
    nowhere = UnknownLocator("the failed step has no locator", none=True)
    goes = b"def test_order(page):\n    page.goto('/')\n"
    one = replace(failure(), locator=nowhere, snapshot=gone)
    assert judge(one, goes).verdict is Verdict.NOT_A_LOCATOR_FAILURE
    assert judge(one).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize("selector", ["div:right-of(p)", "div:::bad("])
def test_what_no_snapshot_can_answer_is_not_claimed(selector: str) -> None:
    one = replace(failure(), locator=Locator("playwright", (Step("css", selector),)))
    assert judge(one).verdict is Verdict.UNREADABLE
    unread = UnknownLocator("'_react=Save' cannot be read", named=True)
    assert judge(replace(failure(), locator=unread, frames=())).verdict is Verdict.UNREADABLE


def test_a_locator_from_elsewhere_has_no_edit_site_but_is_shown() -> None:
    source = b"def test_order(page, where):\n\n\n    page.locator(where).click()\n"
    outcome = judge(failure(), source)
    assert outcome.verdict is Verdict.NO_EDIT_SITE
    assert isinstance(outcome, Unrepaired)
    assert "order-send" in str(outcome.found)


def test_a_parametrised_site_is_never_made_constant() -> None:
    source = SOURCE.replace(b'page.locator("#send")', b'page.locator(f"#{which}")')
    outcome = judge(failure(), source)
    written = b"".join(e.new for e in outcome.edits) if isinstance(outcome, Repair) else b""
    assert b"order-send" not in written


def test_what_the_settings_forbid_is_not_written() -> None:
    outcome = judge(failure(), policy=Policy(never=("tests/*",)))
    assert outcome.verdict is Verdict.NO_EDIT_SITE
    assert "never edited" in outcome.reason


def test_an_ignore_comment_is_heeded() -> None:
    marked = SOURCE.replace(b'"#send").click()', b'"#send").click()  # selfheal: ignore')
    outcome = judge(failure(), marked)
    assert outcome.verdict is Verdict.NO_EDIT_SITE
    assert "leaves it alone" in outcome.reason


@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_the_safe_probability_is_the_settings_to_choose(threshold: float) -> None:
    outcome = judge(failure(), policy=Policy(safe_probability=threshold))
    wanted = Verdict.REPAIRED if threshold == 0.0 else Verdict.HELD_BACK
    assert outcome.verdict is wanted


@pytest.mark.parametrize("threshold", [None, 0.0, 1.0])
def test_without_a_baseline_the_settings_choose_apart(threshold: float | None) -> None:
    alone = replace(failure(), baseline=NoBaseline("none given"))
    outcome = judge(alone, policy=Policy(safe_probability=0.0, safe_by_locator=threshold))
    assert outcome.verdict is (Verdict.REPAIRED if threshold == 0.0 else Verdict.HELD_BACK)


@pytest.mark.parametrize(
    ("value", "told"),
    [("Sent (0)", True), ("Send ORDER", False), (r"Sent \(\d\)", False), ("", False)],
)
def test_a_text_that_nothing_says_is_told_where_no_page_tells_more(value: str, told: bool) -> None:
    asked = replace(unrecorded(), action=Action("assert-text", "to_have_text", value))
    outcome = judge(asked)
    assert outcome.verdict is Verdict.HELD_BACK
    said = f"nothing on the page says `{value}` as the test wants"
    assert (said in outcome.reason) is told


def several() -> tuple[Failure, ...]:
    return (
        failure(),
        failure("#mail", 3, GONE, "fill", "x"),
        failure("#name", 2, GONE.replace('id="name" name="name"', 'id="who"'), "fill", "Ada"),
        failure("nav a >> nth=2", 4, GONE.replace(">Help<", ">Support<").replace("/help", "/s")),
        failure("#mail", 3, GONE.replace(">Name <", ">Mail <"), "fill", "ada@example.org"),
        failure("#name", 2, GONE.replace(">Name <", ">Mail <"), "fill", "Ada"),
        failure("#send", 4, GONE.replace(">Name <", ">Mail <")),
        failure("form", 4, GONE.replace(">Name <", ">Mail <")),
    )


def test_the_order_of_failures_does_not_matter() -> None:
    failures = several()
    sources = Sources({"tests/test_order.py": SOURCE})
    first = repair(Run(failures), sources)
    for seed in range(6):
        order = random.Random(seed).sample(range(len(failures)), len(failures))
        outcomes = repair(Run(tuple(failures[i] for i in order)), sources)
        assert outcomes == tuple(first[i] for i in order)


def test_no_pair_of_pages_is_matched_as_a_whole_twice() -> None:
    pages = Pages()
    repair(Run(several()), Sources({"tests/test_order.py": SOURCE}), pages=pages)
    compared = pages.matches()
    assert len(compared) == len({pages.key(failure.snapshot) for failure in several()}) == 5
    assert [match.weighed for match in compared] == [1] * len(compared)


@pytest.mark.parametrize("jobs", [1, 2])
def test_failures_of_different_tests_never_claim_one_element(jobs: int) -> None:
    bar = "<div><button id='draft'>Save draft</button><button id='save'>Save</button></div>"
    before, after = (OLD.replace("<form", f"{b}<form") for b in (bar, BAR_NOW))
    source = b"".join(
        b'def test_%d(page):\n    page.locator("%s").click()\n' % (n, s)
        for n, s in enumerate((b"#draft", b"#save"))
    )
    failures = tuple(
        replace(
            failure(selector, 2 * n + 2, now), id=f"{n}{len(now)}",
            test=Test(f"tests/test_order.py::test_{n}", f"test_{n}", "tests/test_order.py", 1),
            baseline=Baseline(snapshot(before), "last green"),
        )
        for now in (after, after + " ", after + "<hr>", after + "<hr><hr>")
        for n, selector in enumerate(("#draft", "#save"))
    )  # fmt: skip
    sources = Sources({"tests/test_order.py": source})
    policy = Policy(safe_probability=0.0)
    alone = [repair(Run((each,)), sources, policy)[0] for each in failures[:2]]
    assert len({_target(outcome) for outcome in alone}) == 1
    outcomes = repair(Run(failures), sources, policy, executor=executor(jobs))
    for first, second in zip(outcomes[::2], outcomes[1::2], strict=True):
        found = [_target(one) for one in (first, second) if isinstance(one, Repair)]
        assert len(found) == 1


def _target(outcome: Outcome) -> str:
    assert isinstance(outcome, Repair)
    return outcome.candidate.path.xpath


@pytest.mark.parametrize("jobs", [2, 4])
def test_the_number_of_workers_does_not_matter(jobs: int) -> None:
    run, sources = Run(several()), Sources({"tests/test_order.py": SOURCE})
    heard: list[tuple[int, int]] = []
    outcomes = repair(
        run,
        sources,
        progress=lambda *done: heard.append(done),
        executor=executor(jobs),
    )
    assert outcomes == repair(run, sources)
    assert heard == [(done, 8) for done in range(9)]


def test_what_a_worker_lost_is_said_of_each_failure() -> None:
    class Losing:
        def run(
            self, groups: Sequence[Sequence[int]], task: object, shared: object
        ) -> Iterator[tuple[int, Undone]]:
            for group in groups:
                yield from ((number, Undone("it was killed")) for number in group)

    outcomes = repair(Run(several()), Sources({}), executor=Losing())
    assert [o.verdict for o in outcomes] == [Verdict.UNREADABLE] * len(several())
    assert all("it was killed" in o.reason for o in outcomes if isinstance(o, Unrepaired))
    assert [o.failure.locator for o in outcomes] == [f.locator for f in several()]


def test_a_defect_of_ours_costs_one_failure_not_the_run() -> None:
    def broken() -> Snapshot:
        raise RuntimeError("boom")

    locator = DIALECTS["playwright"].parse("#send")
    step = PassedStep(TEST, Action("click"), locator, broken)
    bad = replace(failure(), baseline=NoBaseline("none given"))
    good = failure()
    sources = Sources({"tests/test_order.py": SOURCE})
    first, second = repair(Run((bad, good), Passes((step,))), sources)
    assert first.verdict is Verdict.UNREADABLE
    assert "boom" in first.reason
    assert second.verdict is Verdict.REPAIRED


SHARED = b"""SEND = "#send"

def test_order(page):
    page.locator(SEND).click()

def test_other(page):
    page.locator(SEND).click()
"""


def other_step(html: str) -> PassedStep:
    locator = DIALECTS["playwright"].parse("#send")
    other = Test("tests/test_order.py::test_other", "test_other", "tests/test_order.py", 6)
    return PassedStep(other, Action("click"), locator, lambda: snapshot(html))


def test_a_shared_place_whose_old_locator_still_works_for_others_is_held_back() -> None:
    step = other_step(OLD)
    outcome = judge(failure(), SHARED, passes=Passes(now=(step,)))
    assert outcome.verdict is Verdict.HELD_BACK
    assert "still works in test_other" in outcome.reason


def test_every_repair_of_a_shared_place_is_held_back_not_the_first_alone() -> None:
    again = Test("tests/test_order.py::test_again", "test_again", "tests/test_order.py", 1)
    both = (failure(), replace(failure(), id="1", test=again))
    sources = Sources({"tests/test_order.py": SHARED})
    told = repair(Run(both, Passes(now=(other_step(OLD),))), sources)
    assert [one.verdict for one in told] == [Verdict.HELD_BACK] * 2


def test_a_shared_place_is_repaired_where_nobody_needs_the_old_locator() -> None:
    assert judge(failure(), SHARED).verdict is Verdict.REPAIRED


def test_what_is_held_back_says_that_another_test_has_the_same_edit_written() -> None:
    other = Test("tests/test_order.py::test_other", "test_other", "tests/test_order.py", 6)
    frames = (Location("/ci/work/tests/test_order.py", 7),)
    unsure = replace(unrecorded(), id="1", test=other, frames=frames)
    sources = Sources({"tests/test_order.py": SHARED})
    known, twin = repair(Run((failure(), unsure)), sources)
    assert isinstance(known, Repair)
    assert isinstance(twin, Repair)
    assert (known.verdict, twin.verdict) == (Verdict.REPAIRED, Verdict.HELD_BACK)
    assert known.edits == twin.edits
    assert twin.reason.endswith("; the very same edit is repaired, and written, for test_order")
    (alone,) = repair(Run((unsure,)), sources)
    assert "very same edit" not in alone.reason


def test_a_place_of_one_test_alone_is_repaired_whatever_works_elsewhere() -> None:
    step = other_step(OLD)
    assert judge(failure(), passes=Passes(now=(step,))).verdict is Verdict.REPAIRED


INSIDE = b"""def test_order(driver):
    row = driver.find_element(By.ID, "second")
    row.find_element(By.CSS_SELECTOR, "a.drop").click()
"""


def inside(name: str, text: str) -> str:
    rows = (
        f"<li id={row}>Order {row} <a class={name}>{text}</a></li>" for row in ("one", "second")
    )
    return f"<body><h1>Orders</h1><ul>{''.join(rows)}</ul><p>Two orders in all</p></body>"


@pytest.mark.parametrize("baseline", [True, False])
def test_what_is_searched_inside_of_an_element_is_judged_inside_of_it(baseline: bool) -> None:
    before = Baseline(snapshot(inside("drop", "Drop")), "last green")
    one = replace(
        failure(line=3, now=inside("remove", "Drop it")),
        locator=DIALECTS["selenium"].parse("css=a.drop"),
        framework="selenium",
        baseline=before if baseline else NoBaseline("none given"),
    )
    outcome = judge(one, INSIDE)
    assert isinstance(outcome, Repair)
    assert outcome.candidate.path.xpath.endswith("/li[2]/a")
    (edit,) = outcome.edits
    assert (edit.line, b"remove" in edit.new) == (3, True)
    assert outcome.proposal.matches == 1
