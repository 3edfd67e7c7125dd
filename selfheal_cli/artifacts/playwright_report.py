"""Playwright Test's JSON report into records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from selfheal_cli.artifacts.base import RecordedError, RecordedTest, Status
from selfheal_cli.artifacts.playwright_events import plain_text
from selfheal_cli.artifacts.tracebacks import read_frames
from selfheal_cli.model import Location

# `expected` counts a test that was meant to fail, `flaky` one that a retry passed.
_STATES = {
    "expected": Status.PASSED,
    "flaky": Status.PASSED,
    "skipped": Status.SKIPPED,
    "unexpected": Status.FAILED,
}


def is_playwright_report(head: bytes) -> bool:
    """Whether a file that begins so is Playwright Test's JSON report."""
    return b'"config"' in head[:200]


def read_playwright_report(path: Path, report: Mapping[str, Any]) -> list[RecordedTest]:
    """The records of the report, a test of several projects once for each."""
    root = str((report.get("config") or {}).get("rootDir") or "")
    return [
        record for suite in report.get("suites") or () for record in _suite(suite, (), root, path)
    ]


def _suite(
    suite: Mapping[str, Any], above: tuple[str, ...], root: str, path: Path
) -> Iterator[RecordedTest]:
    title = str(suite.get("title", ""))
    titles = above if title in ("", suite.get("file")) else (*above, title)
    for spec in suite.get("specs") or ():
        for test in spec.get("tests") or ():
            yield _test(spec, test, titles, root, path)
    for inner in suite.get("suites") or ():
        yield from _suite(inner, titles, root, path)


def _test(
    spec: Mapping[str, Any],
    test: Mapping[str, Any],
    titles: tuple[str, ...],
    root: str,
    path: Path,
) -> RecordedTest:
    results = test.get("results") or [{}]
    status = _STATES.get(str(test.get("status", "")), Status.SKIPPED)
    title = " › ".join((*titles, str(spec.get("title", ""))))
    project = str(test.get("projectName") or "")
    file = str(spec.get("file", ""))
    errors = results[-1].get("errors") or [results[-1].get("error")]
    return RecordedTest(
        f"{file} › {title}" + (f" [{project}]" if project else ""),
        status,
        title,
        f"{root}/{file}" if root else file,
        int(spec.get("line") or 0),
        tuple(_error(e) for e in errors if e) if status is Status.FAILED else (),
        tuple(str(a["path"]) for r in results for a in r.get("attachments") or () if a.get("path")),
        framework="playwright",
        forgiven=status is Status.PASSED and any(r.get("status") != "passed" for r in results),
        artifact=str(path),
        base=path.parent,
    )


def _error(error: Mapping[str, Any]) -> RecordedError:
    message = plain_text(str(error.get("message") or error.get("value") or ""))
    text = plain_text(str(error.get("stack") or message))
    place = error.get("location") or {}
    frames = tuple(line.location for line in read_frames(text))
    if place.get("file"):
        where = Location(str(place["file"]), int(place["line"]), int(place.get("column") or 0))
        frames = frames if where in frames else (where, *frames)
    return RecordedError(message, text, frames)
