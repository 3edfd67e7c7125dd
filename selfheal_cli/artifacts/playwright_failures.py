"""From a judged trace to records: the test, its failures, and its steps that worked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from selfheal_cli.artifacts.base import Parse, RecordedError, RecordedTest
from selfheal_cli.artifacts.identity import identity, same_test
from selfheal_cli.artifacts.playwright_actions import action_of, denied, used
from selfheal_cli.artifacts.playwright_blame import Blame, Verdict
from selfheal_cli.artifacts.playwright_events import Frame
from selfheal_cli.artifacts.playwright_trace import (
    Act,
    Trace,
    last_page,
    page_at_failure,
    page_at_success,
    read_sources,
    url_at_success,
)
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.model import (
    Action,
    Context,
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    PassedStep,
    Setting,
    Snapshot,
    Test,
    UnknownLocator,
)

DIALECT = "playwright"
_TITLE = re.compile(r"^(?P<file>[^›]*?\.\w+):(?P<line>\d+)(?::\d+)? › (?P<title>.*)$", re.DOTALL)
_CLOSED = re.compile(r"(Target|Page|Browser|page|context or browser) (has been |was )?closed")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # as Allure calls its copies
_WORDS_OF_A_TEST = 3
_TESTID = "data-testid"
# After one of these the page may be another one than was asked for.
_CHANGING = frozenset(("click", "fill", "check", "select", "press", "upload", "drag", "unknown"))


@dataclass(frozen=True, slots=True)
class Told:
    """One attempt of a test: its name, what it recorded, what a report says of it."""

    test: Test
    traces: tuple[Trace, ...]
    record: RecordedTest | None
    parse: Parse


def name_test(folder: str, traces: Sequence[Trace], record: RecordedTest | None) -> Test:
    """The test as its runner names it. `folder`: where its archives lie."""
    title = next((t.options.title for t in traces if t.options.title), "")
    place = _test_frame(traces)
    name = _name(folder, title, place)
    found = _TITLE.match(title)
    if record is not None and record.path:
        shown = record.title or record.name
        line = record.line or (int(found["line"]) if found else 0)
        return Test(name, shown, record.path, line)
    if found:
        path = _recorded_path(found["file"], traces)
        return Test(name, found["title"], path, int(found["line"]))
    shown = record.title if record else _python_test(place) or title or name
    return Test(name, shown, place.location.path, place.location.line)


def _python_test(place: Frame) -> str:
    """As pytest names a test within its file, by the function on the stack."""
    name = place.function.rpartition(".")[2]
    return place.function.replace(".", "::") if name.startswith("test") else ""


def is_own(name: str) -> bool:
    """Whether a folder of this identity is likely to be called after a test."""
    return name.count("-") >= _WORDS_OF_A_TEST - 1 and not _GUID.match(name)


def _name(folder: str, title: str, place: Frame) -> str:
    named = identity(folder)
    if is_own(named) or (title and same_test(named, identity(title))):
        return re.sub(r"-retry\d+$", "", folder)
    file = "/".join(place.location.path.replace("\\", "/").split("/")[-2:])
    return title or (f"{file}::{place.function}" if file else folder)


def _recorded_path(file: str, traces: Sequence[Trace]) -> str:
    paths = (f.location.path for t in traces for a in t.acts for f in a.stack)
    tail = "/" + file.replace("\\", "/")
    return next((p for p in paths if p.replace("\\", "/").endswith(tail)), file)


def _test_frame(traces: Sequence[Trace]) -> Frame:
    """Where the test itself stands: the last of its functions that acted."""
    frames = [f for t in traces for a in t.acts for f in a.stack]
    tests = (f for f in reversed(frames) if f.function.rpartition(".")[2].startswith("test"))
    return next(tests, Frame(Location("", 0)))


def failures_of(told: Told, verdict: Verdict) -> tuple[Failure, ...]:
    """A failure for each locator that failed the test; one without locator if there is none."""
    if not verdict.blames:
        return (_plain_failure(told, verdict.errors),)
    found = (_failure(told, blame) for blame in verdict.blames)
    return tuple({failure.id: failure for failure in found}.values())


def steps_of(told: Told, trace: Trace, acts: Sequence[Act]) -> tuple[PassedStep, ...]:
    """The acts of the trace that worked, found an element, and whose locator can be read."""
    setting = _setting(trace)
    worked = (act for act in acts if act.worked and act.selector)
    return tuple(
        step
        for act in worked
        for one in used(act.recorded)
        for step in _step(told, act, one, setting)
    )


def _setting(trace: Trace) -> Setting:
    options = trace.options
    return Setting(
        framework=DIALECT,
        language=_language(trace),
        testid_attribute=options.testid_attribute or _TESTID,
        sources=lambda: trace.sources or read_sources(trace),
    )


def _language(trace: Trace) -> str:
    return trace.options.language or "javascript"


def _step(told: Told, act: Act, selector: str, setting: Setting) -> Iterator[PassedStep]:
    action = action_of(act.recorded)
    absent = action.kind == "assert-hidden" or (action.kind, action.value) == ("assert-count", "0")
    if absent or denied(act.recorded):
        return
    locator = read_locator(told.parse, selector)
    if isinstance(locator, Locator):
        load = partial(page_at_success, act)
        yield PassedStep(
            told.test, action, locator, load, url_at_success(act), act.snapshots.origin,
            tuple(f.location for f in act.stack), setting,
        )  # fmt: skip


def read_locator(parse: Parse, selector: str) -> Locator | UnknownLocator:
    """The selector as a locator, or why it is none."""
    if not selector:
        return UnknownLocator("the failed step has no locator", none=True)
    try:
        return parse(DIALECT, selector)
    except (LocatorSyntaxError, UnsupportedLocator) as error:
        return UnknownLocator(f"{selector!r} cannot be read: {error.message}", named=True)


def _failure(told: Told, blame: Blame) -> Failure:
    act = blame.act
    locator = read_locator(told.parse, act.selector)
    frames = tuple(f.location for f in act.stack) or blame.error.frames
    trace = next(t for t in told.traces if act in t.acts)
    return Failure(
        failure_id(told.test.id, DIALECT, act.selector, frames),
        told.test,
        DIALECT,
        _language(trace),
        action_of(act.recorded),
        locator,
        _message(act, blame.error),
        frames,
        page_at_failure(act),
        NoBaseline("no passing run of this step is given"),
        str(trace.path),
        _context(told, trace, act),
    )


def _plain_failure(told: Told, errors: Sequence[RecordedError]) -> Failure:
    trace = told.traces[0]
    error = errors[0] if errors else RecordedError("the test failed")
    return Failure(
        failure_id(told.test.id, DIALECT, "", error.frames),
        told.test,
        DIALECT,
        _language(trace),
        Action("unknown", error.message.partition("\n")[0][:80]),
        UnknownLocator("the test failed by something that has no locator", none=True),
        error.message,
        error.frames,
        _last_page(trace),
        NoBaseline("the failed step has no locator"),
        str(trace.path),
        _context(told, trace, None),
    )


def _last_page(trace: Trace) -> Snapshot | MissingSnapshot:
    if not trace.acts:
        return MissingSnapshot("the trace holds no snapshot of the page")
    shown = [act for act in trace.acts if act.snapshots.taken]
    return last_page((shown or trace.acts)[-1].snapshots)


def _context(told: Told, trace: Trace, act: Act | None) -> Context:
    before = [a for a in trace.acts if act is None or a.recorded.start < act.recorded.start]
    attribute = trace.options.testid_attribute or _TESTID
    return Context(steps_of(told, trace, before), trace.sources, attribute, _opened(before))


def _opened(acts: Sequence[Act]) -> str:
    """The address that was gone to last, where nothing was pressed or filled in since."""
    for act in reversed(acts):
        if act.recorded.method == "goto":
            return str(act.recorded.params.get("url") or "")
        if act.selector and action_of(act.recorded).kind in _CHANGING:
            return ""
    return ""


def _message(act: Act, error: RecordedError) -> str:
    """The fullest telling: the runner's, the report's, else the library's with its call log."""
    told = act.step.error if act.step and act.step.error else error.message if error.text else ""
    # What the end of the test cut short fails by the browser's closing, and not because of it.
    if told and not (act.recorded.interrupted and _CLOSED.search(told)):
        return told
    short = act.recorded.error or "interrupted before it ended"
    log = "".join(f"\n  - {line}" for line in act.recorded.log)
    return f"{act.recorded.title or act.recorded.method}: {short}\nCall log:{log}" if log else short


def failure_id(test: str, framework: str, locator: str, frames: Sequence[Location]) -> str:
    """Ten hex digits, the same for the same locator in the same test, whatever the run, the
    machine, or the line: lines move, the end of a path does not."""
    place = "/".join(frames[0].path.replace("\\", "/").split("/")[-2:]) if frames else ""
    words = "\0".join((identity(test), framework, locator or f"in {place}"))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:10]
