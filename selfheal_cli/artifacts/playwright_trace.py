"""One trace.zip as the acts of a test: each action with its stack, its step, and its snapshots."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from selfheal_cli.artifacts.playwright_actions import selector_of
from selfheal_cli.artifacts.playwright_archive import Archive, SharedEntries, open_archive
from selfheal_cli.artifacts.playwright_events import (
    NEWEST,
    OLDEST,
    Events,
    Frame,
    Options,
    Recorded,
    RunnerError,
    read_events,
    read_stacks,
)
from selfheal_cli.artifacts.playwright_sheets import sheets_of
from selfheal_cli.artifacts.playwright_snapshots import Snapshots, Taken
from selfheal_cli.artifacts.tracebacks import is_foreign
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import MissingSnapshot, Snapshot, SourceCopy

_ERRORS_SINCE = 7  # from this version on the runner's trace lists the errors of the test
_SOURCE = re.compile(r"(?:^|/)(?:src/|resources/src@)([0-9a-f]{40})\.\w+$")


@dataclass(frozen=True, slots=True)
class Act:
    """An action of the library. `step`: the runner's record of the same call, if it kept one;
    `stack`: innermost first."""

    recorded: Recorded
    step: Recorded | None
    snapshots: Snapshots
    parents: tuple[str, ...] = ()
    stack: tuple[Frame, ...] = ()

    @property
    def selector(self) -> str:
        """The selector it works on, "" if none."""
        return selector_of(self.recorded)

    @property
    def worked(self) -> bool:
        """It ended, without an error."""
        return not self.recorded.failed and not self.recorded.interrupted


@dataclass(frozen=True, slots=True)
class Trace:
    """What a trace.zip holds, in the order of time. `knows_errors`: `errors` is complete, so that
    a test without one passed. `problems`: what could not be read of it."""

    path: Path
    options: Options
    acts: tuple[Act, ...] = ()
    steps: tuple[Recorded, ...] = ()
    errors: tuple[RunnerError, ...] = ()
    knows_errors: bool = False
    sources: tuple[SourceCopy, ...] = ()
    problems: tuple[str, ...] = ()


def may_be_trace(path: Path) -> bool:
    """Whether the zip's directory lists a trace or traces in archives, or cannot be read."""
    try:
        with open_archive(path) as archive:
            return any(name.endswith((".trace", "trace.zip")) for name in archive.entries)
    except ArtifactError:
        return True


def read_titles(path: Path) -> tuple[str, ...]:
    """The test's names as written in the trace, read from the heads of its entries alone."""
    titles = (events.options.title for events in _heads(path))
    return tuple(dict.fromkeys(title for title in titles if title))


def read_heading(path: Path) -> Options:
    """The `options` that the whole trace has, read from the heads of its entries alone."""
    heads = _heads(path)
    return _heading([e for e in heads if not _is_runner(e)], [e for e in heads if _is_runner(e)])


def _heads(path: Path) -> list[Events]:
    """Of each entry what its first line says; nothing where the archive cannot be read."""
    try:
        with open_archive(path) as archive:
            return [read_events(archive.read_line(name)) for name in _trace_entries(archive)]
    except ArtifactError:
        return []


def load(path: Path, *, with_sources: bool, shared: SharedEntries | None = None) -> Trace:
    """Reads the trace. `shared`: entries of the run's other traces. Raises ArtifactError where
    nothing of it can be read."""
    shared = shared or SharedEntries()
    with open_archive(path) as archive:
        events, problems = _read_all(archive)
        stacks = _stacks(archive)
        paths = {f.location.path for frames in stacks.values() for f in frames}
        runner = [e for e in events if _is_runner(e)]
        library = [e for e in events if not _is_runner(e)]
        steps = tuple(step for e in runner for step in e.actions)
        paths.update(f.location.path for e in events for a in e.actions for f in a.stack)
        sources = tuple(_sources(archive, paths, shared)) if with_sources else ()
    acts = _acts(library, steps, stacks, sheets_of(archive, shared), str(path))
    options = _heading(library, runner)
    return Trace(
        path,
        options,
        acts,
        steps,
        tuple(error for e in runner for error in e.errors),
        any(e.errors or e.options.version >= _ERRORS_SINCE for e in runner),
        sources,
        (*problems, *_doubts(options, events)),
    )


def read_sources(trace: Trace) -> tuple[SourceCopy, ...]:
    """The copies of test files in an archive that was read without them; none where it is gone."""
    paths = {frame.location.path for act in trace.acts for frame in act.stack}
    try:
        with open_archive(trace.path) as archive:
            return tuple(_sources(archive, paths, SharedEntries()))
    except ArtifactError:
        return ()


def _trace_entries(archive: Archive) -> list[str]:
    return sorted(name for name in archive.entries if name.endswith(".trace"))


def _read_all(archive: Archive) -> tuple[list[Events], list[str]]:
    events, problems = [], []
    for name in _trace_entries(archive):
        try:
            events.append(read_events(archive.read(name)))
        except ArtifactError as error:
            problems.append(error.message)
    if not events:
        nested = any(name.endswith(".zip") for name in archive.entries)
        told = "it holds further archives: unpack it first" if nested else "it holds no trace"
        raise ArtifactError(problems[0] if problems else told)
    return events, problems


def _is_runner(events: Events) -> bool:
    if events.options.origin:
        return events.options.origin == "testRunner"
    headless = not events.options.version and not events.taken
    return headless or any(a.owner == "Test" for a in events.actions[:1])


def _heading(library: Sequence[Events], runner: Sequence[Events]) -> Options:
    """The heading of the context the test works in: the one with a test id attribute."""
    options = [e.options for e in [*library, *runner]] or [Options()]
    best = max(options, key=lambda o: (bool(o.testid_attribute), bool(o.title)))
    return replace(best, wall=max(o.wall for o in options))


def _doubts(options: Options, events: Sequence[Events]) -> Iterator[str]:
    if options.version > NEWEST:
        yield f"trace version {options.version} is newer than {NEWEST}: read as far as it is alike"
    elif options.version < OLDEST:
        yield f"trace version {options.version} is older than {OLDEST}: read as far as it is alike"
    damaged = sum(e.damaged for e in events)
    if damaged:
        yield f"{damaged} damaged line(s) were left out"


def _stacks(archive: Archive) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, tuple[Frame, ...]] = {}
    for name in sorted(archive.entries):
        if name.endswith(".stacks"):
            try:
                found.update(read_stacks(archive.read(name)))
            except (ArtifactError, ValueError, LookupError, TypeError, RecursionError):
                continue  # the runner's own frames and the errors' frames remain
    return found


def _sources(archive: Archive, paths: set[str], shared: SharedEntries) -> Iterator[SourceCopy]:
    """The copies of test files; their entries are named by the hash of the absolute path."""
    by_hash = {hashlib.sha1(p.encode(), usedforsecurity=False).hexdigest(): p for p in paths}
    for name in sorted(archive.entries):
        found = _SOURCE.search(name)
        if found and found[1] in by_hash:
            try:
                yield SourceCopy(by_hash[found[1]], shared.read(archive, name))
            except ArtifactError:
                continue


def _acts(
    library: Sequence[Events],
    steps: Sequence[Recorded],
    stacks: Mapping[str, tuple[Frame, ...]],
    sheet: Callable[[str], str],
    origin: str,
) -> tuple[Act, ...]:
    by_id = {step.call_id: step for step in steps}
    by_time = {(step.title, step.wall): step for step in steps if step.wall}
    found = []
    for events in library:
        snapshots = Snapshots(events.taken, origin, sheet)
        for action in events.actions:
            step = by_id.get(action.step_id or action.call_id) or by_time.get(
                (action.title, action.wall)
            )
            stack = stacks.get(action.call_id) or action.stack or (step.stack if step else ())
            own = tuple(frame for frame in stack if not is_foreign(frame.location.path))
            found.append(Act(action, step, snapshots, _parents(step, by_id), own or stack))
    return tuple(sorted(found, key=lambda act: act.recorded.start))


def _parents(step: Recorded | None, by_id: Mapping[str, Recorded]) -> tuple[str, ...]:
    """The ids of the steps around `step`, innermost first."""
    found: list[str] = []
    while step is not None and step.call_id not in found:
        found.append(step.call_id)
        step = by_id.get(step.parent_id)
    return tuple(found)


def url_at_success(act: Act) -> str:
    """The address of that page, "" where not recorded."""
    taken = _when_found(act)
    return taken.url if taken else ""


def page_at_failure(act: Act) -> Snapshot | MissingSnapshot:
    """The page as it was when the act had failed."""
    return _build(act.snapshots, _when_failed(act))


def page_at_success(act: Act) -> Snapshot | MissingSnapshot:
    """The page on which the act's locator was found."""
    return _build(act.snapshots, _when_found(act))


def last_page(snapshots: Snapshots) -> Snapshot | MissingSnapshot:
    """The last page the trace shows."""
    return _build(snapshots, snapshots.last(""))


def _when_failed(act: Act) -> Taken | None:
    by_phase = {taken.phase: taken for taken in act.snapshots.of_call(act.recorded.call_id)}
    own = by_phase.get("after") or by_phase.get("action")
    before = by_phase.get("before")
    if own is None and (before is None or act.recorded.interrupted):
        # What was recorded before an action may be a page not yet rendered; a later one is better.
        page_id = act.recorded.page_id or (before.page_id if before else "")
        own = act.snapshots.last(page_id) or act.snapshots.last("")
    return own or before


def _when_found(act: Act) -> Taken | None:
    by_phase = {taken.phase: taken for taken in act.snapshots.of_call(act.recorded.call_id)}
    # An expect waits until the page agrees, so its end shows the element; a click may leave.
    waits = act.recorded.method in ("expect", "waitForSelector", "queryCount")
    order = ("after", "action", "before") if waits else ("action", "before", "after")
    own = next((by_phase[phase] for phase in order if phase in by_phase), None)
    return own or act.snapshots.last(act.recorded.page_id, act.recorded.order)


def _build(snapshots: Snapshots, taken: Taken | None) -> Snapshot | MissingSnapshot:
    if taken is None:
        return MissingSnapshot("the trace holds no snapshot of the page")
    try:
        return snapshots.build(taken)
    except ArtifactError as error:
        return MissingSnapshot(error.message)
