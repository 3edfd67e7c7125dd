"""Failing tests as reports tell of them, joined with the pages saved when they failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from selfheal_cli.artifacts import webdriverio
from selfheal_cli.artifacts.base import (
    Ending,
    Material,
    Parse,
    PassSource,
    RecordedError,
    RecordedTest,
    Run,
    Status,
    Warn,
)
from selfheal_cli.artifacts.identity import identity
from selfheal_cli.artifacts.playwright_failures import failure_id
from selfheal_cli.artifacts.reports import read_reports
from selfheal_cli.artifacts.saved_pages import Saved, is_page, pages_of, snapshot_of
from selfheal_cli.artifacts.selenium_messages import action_in, is_selenium, locator_text
from selfheal_cli.artifacts.tracebacks import Line, read_frames
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.model import (
    Action,
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    Snapshot,
    Test,
    UnknownLocator,
)

_NATIVE = re.compile(r"\n\s*(?:Backtrace|Stacktrace):")
_LANGUAGES = {
    "py": "python",
    "java": "java",
    "kt": "kotlin",
    "cs": "csharp",
    "rb": "ruby",
    **dict.fromkeys(("js", "ts", "jsx", "tsx", "mjs", "mts", "cjs", "cts"), "javascript"),
}


class ReportReader:
    """What JUnit, pytest's console, pytest-html, JSON reports and Allure say of browser tests."""

    name = "reports"

    def find(self, files: Sequence[Path]) -> list[Path]:
        """All of them: pages are looked for by the tests' names, which reports tell."""
        return list(files)

    def read(self, found: Sequence[Path], material: Material) -> Iterator[Run]:
        """One `Run` per failing browser test."""
        told = (r for r in material.records if r.status is Status.FAILED)
        failed = [r for r in told if identity(r.name) not in material.claimed]
        pages = pages_of(failed, material.files, material.records) if failed else {}
        for record in failed:
            saved = pages.get(record.name)
            if _is_browser_test(record, saved):
                failure = _failure(record, saved, material.parse)
                yield Run((failure,), claimed=(record.name,))

    def passes(self, found: Sequence[Path], material: Material, warn: Warn) -> Iterator[PassSource]:
        """None: reports say nothing of steps that worked."""
        return iter(())

    def endings(self, found: Sequence[Path], material: Material) -> Iterator[Ending]:
        """The pages that a hook saved of tests that passed, named as those of failed ones are."""
        pages = [path for path in found if is_page(path)]
        if not pages:
            return
        told, _ = read_reports(found)
        tests = {identity(record.name): record for record in (*material.records, *told)}
        ended = [record for record in tests.values() if record not in told or _passed(record)]
        for name, saved in pages_of(ended, pages, tuple(tests.values())).items():
            yield Ending(identity(name), cache(partial(snapshot_of, saved, tests[identity(name)])))


def _passed(record: RecordedTest) -> bool:
    return record.status is Status.PASSED and not record.forgiven


def _is_browser_test(record: RecordedTest, saved: Saved | None) -> bool:
    """A report may be of other tests too; one that left a page was in a browser."""
    if record.framework or any(_framework(error) for error in record.errors):
        return True
    return saved is not None and any(error.frames for error in record.errors)


def _framework(error: RecordedError) -> str:
    text = error.text + error.message
    if is_selenium(text):
        return "selenium"
    if webdriverio.is_webdriverio(text):
        return webdriverio.NAME
    marks = ("playwright", "locator.", "Locator expected", "expect(locator)")
    return "playwright" if any(mark in text for mark in marks) else ""


def _failure(record: RecordedTest, saved: Saved | None, parse: Parse) -> Failure:
    told = record.errors or (RecordedError("the report does not say why"),)
    error = max(told, key=lambda e: (len(e.frames), len(e.text)))
    text = f"{error.message}\n{error.text}"
    framework = record.framework or _framework(error) or "selenium"
    frames_in = webdriverio.own_frames if framework == webdriverio.NAME else read_frames
    lines = frames_in(error.text) or (frames_in(saved.notes) if saved else ())
    frames = tuple(line.location for line in lines) or error.frames
    notes = f"{record.output}\n{saved.notes}" if saved else record.output
    named = _named(framework, text, notes)
    return Failure(
        failure_id(record.name, framework, named, frames),
        _test(record, frames),
        framework,
        _language(frames, record),
        _action(framework, lines, text),
        _locator(named, framework, parse, _unnamed(text)),
        _shown(error),
        frames,
        _page(saved, record, framework),
        NoBaseline("no page of a passing run is given"),
        record.artifact,
    )


def _unnamed(text: str) -> str:
    reason = "the report does not name the locator"
    return f"{webdriverio.UNREADY}; {reason}" if webdriverio.is_unready(text) else reason


def _named(framework: str, text: str, notes: str) -> str:
    """The locator's text, "" where neither the message nor a log has it."""
    if framework == webdriverio.NAME:
        return webdriverio.selector_in(text)
    return locator_text(text, notes) if framework == "selenium" else ""


def _action(framework: str, lines: Sequence[Line], text: str) -> Action:
    if framework == webdriverio.NAME:
        return webdriverio.action_in(text)
    return action_in(lines, text)


def _test(record: RecordedTest, frames: Sequence[Location]) -> Test:
    outermost = frames[-1] if frames else Location("", 0)
    line = record.line or (outermost.line if record.path in ("", outermost.path) else 0)
    return Test(record.name, record.title or record.name, record.path or outermost.path, line)


def _language(frames: Sequence[Location], record: RecordedTest) -> str:
    paths = [f.path for f in frames] + [record.path]
    known = (_LANGUAGES.get(path.rpartition(".")[2]) for path in paths)
    return next((language for language in known if language), "python")


def _locator(named: str, framework: str, parse: Parse, reason: str) -> Locator | UnknownLocator:
    if not named:
        return UnknownLocator(reason)
    try:
        return parse(framework, named)
    except (LocatorSyntaxError, UnsupportedLocator) as error:
        return UnknownLocator(f"{named!r} cannot be read: {error.message}")


def _shown(error: RecordedError) -> str:
    """The message without the driver's own native stack."""
    return _NATIVE.split(error.message)[0].strip()


def _page(saved: Saved | None, record: RecordedTest, framework: str) -> Snapshot | MissingSnapshot:
    if saved is not None:
        return snapshot_of(saved, record)
    if framework == "playwright":
        return MissingSnapshot("no trace of this test was given: record one (trace on failure)")
    return MissingSnapshot("no page source of this test was found beside its report")
