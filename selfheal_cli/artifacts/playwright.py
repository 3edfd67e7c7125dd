"""Reads Playwright's trace archives, each test's attempts and contexts together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from selfheal_cli.artifacts.base import (
    Ending,
    Material,
    Parse,
    Passes,
    PassSource,
    RecordedTest,
    Run,
    Status,
    Warn,
)
from selfheal_cli.artifacts.identity import attempt, identity
from selfheal_cli.artifacts.playwright_archive import SharedEntries
from selfheal_cli.artifacts.playwright_blame import judge
from selfheal_cli.artifacts.playwright_events import Options
from selfheal_cli.artifacts.playwright_failures import (
    Told,
    failures_of,
    is_own,
    name_test,
    steps_of,
)
from selfheal_cli.artifacts.playwright_trace import (
    Trace,
    load,
    may_be_trace,
    read_heading,
    read_titles,
)
from selfheal_cli.artifacts.records import RecordIndex, index
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import PassedStep, Problem

_Recording: TypeAlias = tuple[tuple[str, float], ...]
"""What tells one attempt's archives from all others': what each is of, and when it began."""
_NUMBERED = re.compile(r"trace(-\d+)?\.zip")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The archives of one attempt of one test. `folder`: its name where it is the test's own."""

    paths: tuple[Path, ...]
    folder: str
    number: int


@dataclass(frozen=True, slots=True)
class _Means:
    """What it takes to read an archive's steps: a parser, who hears of damage, what others read."""

    parse: Parse
    warn: Warn
    shared: SharedEntries


class PlaywrightReader:
    """Trace archives, versions 3 to 10, of any of Playwright's languages."""

    name = "playwright"

    def find(self, files: Sequence[Path]) -> list[Path]:
        """Zips that are called a trace, or hold one, or cannot be opened to be told."""
        zips = (path for path in files if path.suffix == ".zip")
        return [path for path in zips if _NUMBERED.fullmatch(path.name) or may_be_trace(path)]

    def read(self, found: Sequence[Path], material: Material) -> Iterator[Run]:
        """One `Run` per test: its failing steps, or its steps where it passed."""
        records = index(material.records)
        means = _Means(material.parse, _unheard, SharedEntries())
        seen: set[_Recording] = set()
        # A report's folder holds copies under names of its own: those called by test come first.
        for attempts in sorted(_tests(found), key=lambda a: not is_own(identity(a[-1].folder))):
            traces, problems = _load(attempts[-1].paths, means.shared)
            recording = _recording(trace.options for trace in traces)
            if recording and recording in seen:
                continue
            seen.add(recording)
            seen.update(_recording(map(read_heading, tried.paths)) for tried in attempts[:-1])
            yield _told(attempts[-1], traces, tuple(problems), records, means)

    def passes(self, found: Sequence[Path], material: Material, warn: Warn) -> Iterator[PassSource]:
        """The last attempt of each test, not opened."""
        means = _Means(material.parse, warn, SharedEntries())
        for attempts in _tests(found):
            for path in attempts[-1].paths:
                yield _source(path, attempts[-1], means)

    def endings(self, found: Sequence[Path], material: Material) -> Iterator[Ending]:
        """None: a trace tells of each step on its own page."""
        return iter(())


# --- which archives belong together -------------------------------------------------------------


def _tests(found: Sequence[Path]) -> list[list[_Attempt]]:
    """The attempts of each test, in order; tests in the order of their first archive."""
    folders: dict[tuple[Path, str], list[Path]] = {}
    for path in found:
        own = path.stem if not _NUMBERED.fullmatch(path.name) else ""
        folders.setdefault((path.parent, own), []).append(path)
    tests: dict[tuple[Path, str], list[_Attempt]] = {}
    for (folder, own), paths in folders.items():
        name = own or folder.resolve().name
        key = (folder if own else folder.parent, identity(name) or name)
        tests.setdefault(key, []).append(_Attempt(tuple(sorted(paths)), name, attempt(name)))
    return [sorted(attempts, key=lambda a: a.number) for attempts in tests.values()]


def _told(
    tried: _Attempt,
    traces: Sequence[Trace],
    problems: tuple[Problem, ...],
    records: RecordIndex,
    means: _Means,
) -> Run:
    if not traces:
        return Run(problems=problems)
    titles = [trace.options.title for trace in traces]
    record = records.of([str(path) for path in tried.paths], [tried.folder, *titles])
    if record is not None and _contradicts(record, traces):
        record = None
    verdict = judge(traces, record.errors if record else (), _known_end(record, tried))
    test = name_test(tried.folder, traces, record)
    claimed = (test.id, *titles, record.name if record else "")
    if verdict.failed:
        told = Told(test, tuple(traces), record, means.parse)
        return Run(failures_of(told, verdict), problems=problems, claimed=claimed)
    sources = tuple(_source(p, tried, means) for p in tried.paths)
    return Run(passes=Passes(sources), problems=problems, claimed=claimed)


def _recording(headings: Iterable[Options]) -> _Recording:
    return tuple((heading.title, heading.wall) for heading in headings)


def _load(paths: Sequence[Path], shared: SharedEntries) -> tuple[list[Trace], list[Problem]]:
    traces, problems = [], []
    for path in paths:
        try:
            trace = load(path, with_sources=True, shared=shared)
        except ArtifactError as error:
            problems.append(Problem(str(path), error.message))
            continue
        traces.append(trace)
        if trace.problems:
            problems.append(Problem(str(path), "; ".join(trace.problems)))
    return traces, problems


def _contradicts(record: RecordedTest, traces: Sequence[Trace]) -> bool:
    """Whether a report of a passed test cannot be of this recording: another run's lies about."""
    passed = record.status is not Status.FAILED and not record.forgiven
    return passed and any(trace.errors for trace in traces)


def _known_end(record: RecordedTest | None, tried: _Attempt) -> bool | None:
    if record is not None:
        return record.status is Status.FAILED
    shots = (path.parent.glob("test-failed-*.png") for path in tried.paths)
    return True if any(next(found, None) for found in shots) else None


# --- what worked --------------------------------------------------------------------------------


def _source(path: Path, tried: _Attempt, means: _Means) -> PassSource:
    name = identity(tried.folder)
    return PassSource(
        (name,) if is_own(name) else (),
        cache(partial(_inner_keys, path)),
        cache(partial(_steps, path, tried, means)),
    )


def _inner_keys(path: Path) -> tuple[str, ...]:
    return tuple(identity(title) for title in read_titles(path))


def _steps(path: Path, tried: _Attempt, means: _Means) -> tuple[PassedStep, ...]:
    try:
        trace = load(path, with_sources=False, shared=means.shared)
    except ArtifactError as error:
        means.warn(Problem(str(path), error.message))
        return ()
    told = Told(name_test(tried.folder, [trace], None), (trace,), None, means.parse)
    return steps_of(told, trace, trace.acts)


def _unheard(problem: Problem) -> None:
    """Damage in an archive that was read once has been told."""
