"""Which actions of a trace failed its test: those its errors speak of, not those it caught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selfheal_cli.artifacts.base import RecordedError
from selfheal_cli.artifacts.playwright_actions import denied
from selfheal_cli.artifacts.playwright_trace import Act, Trace
from selfheal_cli.model import Location

_HOOKS = ("After Hooks", "Worker Cleanup")
_POLLED = "while waiting on the predicate"
_OVER = ("Test timeout of", "has been closed", "Target closed", "Test was interrupted")


@dataclass(frozen=True, slots=True)
class Blame:
    """An act that failed the test, and the test's error that speaks of it."""

    act: Act
    error: RecordedError


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failed` without `blames`: the test failed by no action; `errors` say by what."""

    failed: bool
    blames: tuple[Blame, ...] = ()
    errors: tuple[RecordedError, ...] = ()


def judge(traces: Sequence[Trace], told: Sequence[RecordedError], failed: bool | None) -> Verdict:
    """How the test that left `traces` ended. `told`: its errors by a report; `failed`: what a
    report or a screenshot says of its end, None if there is neither."""
    errors = tuple(_runner_errors(traces)) or tuple(told)
    acts = sorted((a for t in traces for a in t.acts), key=lambda a: a.recorded.start)
    if failed is False or (failed is None and not errors and any(t.knows_errors for t in traces)):
        return Verdict(False)
    if errors:
        blames = [Blame(act, error) for error in errors for act in _spoken_of(error, acts, traces)]
        blames = [*blames, *_behind(blames, acts)] or _denied(errors, acts)
        return Verdict(True, _with_locator(blames), errors)
    suspects = _unanswered(acts, traces) or (_suspects(acts)[-1:] if failed else [])
    blames = [Blame(act, RecordedError(act.recorded.error)) for act in suspects]
    return Verdict(bool(blames or failed), _with_locator(blames))


def _runner_errors(traces: Sequence[Trace]) -> Iterator[RecordedError]:
    for trace in traces:
        for error in trace.errors:
            frames = tuple(frame.location for frame in error.stack)
            yield RecordedError(error.message, error.message, frames)


def _with_locator(blames: Sequence[Blame]) -> tuple[Blame, ...]:
    """An act without a locator (waiting for a popup) fails because one with a locator did."""
    once = list({id(b.act): b for b in blames}.values())
    return tuple([b for b in once if b.act.selector] or once[:1])


def _behind(blames: Sequence[Blame], acts: Sequence[Act]) -> list[Blame]:
    """The failed acts with a locator that went on beside one without (a click that should have
    opened the popup waited for): the runner may name the wait alone."""
    waits = [b for b in blames if not b.act.selector]
    if len(waits) < len(blames):
        return []
    beside = [(a, b) for b in waits for a in acts if a.selector and _overlap(a, b.act)]
    return [Blame(a, RecordedError(b.error.message)) for a, b in beside if not a.worked]


def _denied(errors: Sequence[RecordedError], acts: Sequence[Act]) -> list[Blame]:
    """A plain assertion failed (`assert page.locator(...).is_visible()`): what its own line had
    asked the page, or a poll at last, where the page said that nothing is there."""
    asked = [a for a in acts if a.worked and a.selector]
    found = [Blame(a, e) for e in errors for a in asked if _on_line(a, e)]
    polled = [Blame(a, e) for e in errors if _POLLED in e.message for a in asked[-1:]]
    return [blame for blame in (found or polled) if denied(blame.act.recorded)]


def _overlap(one: Act, other: Act) -> bool:
    a, b = one.recorded, other.recorded
    return (b.interrupted or a.start < b.end) and (a.interrupted or b.start < a.end)


def _suspects(acts: Sequence[Act]) -> list[Act]:
    """Those that failed; those cut short by the test's end only where nothing came after."""
    last = max((a.recorded.start for a in acts if a.worked), default=-1.0)
    return [
        a
        for a in acts
        if a.recorded.failed or (a.recorded.interrupted and a.selector and a.recorded.start > last)
    ]


def _spoken_of(error: RecordedError, acts: Sequence[Act], traces: Sequence[Trace]) -> list[Act]:
    suspects = [a for a in acts if not a.worked]
    same = [a for a in suspects if _says_the_same(a, error)]
    if not error.frames:
        same = same or [a for a in suspects if _could_be(a, error)][-1:]
    placed = [a for a in suspects if _same_line(a, error)]
    found = [a for a in placed if a in same] or placed or same
    if found or not suspects:
        return found
    inside = _inside(error, suspects, traces)
    if inside or any(words in error.message for words in _OVER):
        return (inside or _suspects(acts))[-1:]
    return []


def _says_the_same(act: Act, error: RecordedError) -> bool:
    return act.step is not None and bool(act.step.error) and act.step.error == error.message


def _could_be(act: Act, error: RecordedError) -> bool:
    """Whether an error that does not say where it arose may be the act's."""
    if act.recorded.method == "expect":
        return "expect" in error.message
    return bool(act.recorded.error) and act.recorded.error in error.message


def _same_line(act: Act, error: RecordedError) -> bool:
    return bool(act.stack) and any(
        same_place(act.stack[0].location, frame) for frame in error.frames
    )


def _on_line(act: Act, error: RecordedError) -> bool:
    """The same line, whatever the columns: the question stands inside the assertion."""
    lines = [replace(frame, column=0) for frame in error.frames]
    return bool(act.stack) and any(same_place(act.stack[0].location, line) for line in lines)


def same_place(one: Location, other: Location) -> bool:
    """Whether two frames mean one place, though paths may be relative and columns missing."""
    if one.line != other.line:
        return False
    if one.column and other.column and one.column != other.column:
        return False
    a, b = (_parts(p) for p in (one.path, other.path))
    shared = min(len(a), len(b))
    return shared > 0 and a[-shared:] == b[-shared:]


def _parts(path: str) -> list[str]:
    plain = path.replace("\\", "/").split("/")
    return [part for part in plain if part not in ("", ".")]


def _inside(error: RecordedError, suspects: Sequence[Act], traces: Sequence[Trace]) -> list[Act]:
    """The failed acts within the step that the error speaks of (a block that was retried)."""
    blocks = {s.call_id for t in traces for s in t.steps if s.error and s.error == error.message}
    return [act for act in suspects if blocks.intersection(act.parents)]


def _unanswered(acts: Sequence[Act], traces: Sequence[Trace]) -> list[Act]:
    """Where nobody says which failures the test caught: those it did not go on after."""
    hooks = {s.call_id for t in traces for s in t.steps if s.title in _HOOKS}
    going_on = [a for a in acts if a.worked and a.selector and not hooks.intersection(a.parents)]
    last = max((a.recorded.start for a in going_on), default=-1.0)
    return [a for a in _suspects(acts) if a.recorded.start > last or "soft" in a.recorded.title]
