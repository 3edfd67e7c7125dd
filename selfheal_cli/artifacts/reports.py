"""Finds the runners' reports among the files, reads them, and merges what they say of a test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from selfheal_cli.artifacts import webdriverio
from selfheal_cli.artifacts.allure import is_allure, read_allure
from selfheal_cli.artifacts.base import RecordedTest
from selfheal_cli.artifacts.identity import identity
from selfheal_cli.artifacts.junit import is_junit, read_junit
from selfheal_cli.artifacts.playwright_events import plain_text
from selfheal_cli.artifacts.playwright_report import is_playwright_report, read_playwright_report
from selfheal_cli.artifacts.pytest_reports import (
    is_console,
    is_html_report,
    is_json_report,
    read_console,
    read_html_report,
    read_json_report,
    read_note,
)
from selfheal_cli.artifacts.records import fullness
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Problem

MAX_REPORT = 256 * 2**20
_HEAD = 8192
# What build servers put before each line of a log.
_STAMP = re.compile(r"^\ufeff?\d{4}-\d\d-\d\dT[\d:.]+Z ", re.MULTILINE)
_SUFFIXES = frozenset({".xml", ".json", ".html", ".txt", ".log"})

Told = tuple[list[RecordedTest], str]


def read_reports(files: Sequence[Path]) -> tuple[tuple[RecordedTest, ...], tuple[Problem, ...]]:
    """The records of all reports among `files`, one for each test, and the reports' damage."""
    records: list[RecordedTest] = []
    problems: list[Problem] = []
    pages = {p.with_suffix("") for p in files if p.suffix.lower() in (".html", ".htm")}
    for told in read_allure(files):
        if isinstance(told, Problem):
            problems.append(told)
        else:
            records.append(told)
    for path in files:
        if path.suffix.lower() not in _SUFFIXES or is_allure(path):
            continue
        try:
            found, damage = _read(path, pages)
        except (ArtifactError, OSError) as error:
            problems.append(Problem(str(path), str(error)))
            continue
        records.extend(found)
        if damage:
            problems.append(Problem(str(path), damage))
    return merge(records), tuple(problems)


def head_of(path: Path) -> bytes:
    """The file's first kilobytes, empty where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _read(path: Path, pages: Set[Path]) -> Told:
    head = head_of(path)
    reader = _reader(path.suffix.lower(), head)
    if reader is None and path.suffix in (".log", ".txt") and path.with_suffix("") in pages:
        reader = _note
    if reader is None:
        return [], ""
    if path.stat().st_size > MAX_REPORT:
        raise ArtifactError("larger than a report should be: refused")
    return reader(path)


def _reader(suffix: str, head: bytes) -> Callable[[Path], Told] | None:
    if suffix == ".xml":
        return (lambda path: read_junit(path, path.read_bytes())) if is_junit(head) else None
    if suffix == ".html":
        return _html if is_html_report(head) else None
    if suffix == ".json":
        return _json if is_playwright_report(head) or is_json_report(head) else None
    if webdriverio.is_console(head):
        return _launched
    return _console if is_console(head) else None


def _html(path: Path) -> Told:
    return read_html_report(path, _text(path)), ""


def _console(path: Path) -> Told:
    return read_console(path, _STAMP.sub("", plain_text(_text(path)))), ""


def _launched(path: Path) -> Told:
    return webdriverio.read_console(path, _STAMP.sub("", plain_text(_text(path)))), ""


def _note(path: Path) -> Told:
    return read_note(path, _text(path)), ""


def _json(path: Path) -> Told:
    try:
        report = json.loads(_text(path))
        playwright = isinstance(report, dict) and "suites" in report
        read = read_playwright_report if playwright else read_json_report
        return read(path, report), ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArtifactError(f"the report is damaged ({error})") from error


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def merge(records: Iterable[RecordedTest]) -> tuple[RecordedTest, ...]:
    """One record for each test: the fullest, with what only the others know added."""
    tests: dict[str, list[RecordedTest]] = {}
    for record in records:
        tests.setdefault(identity(record.name), []).append(record)
    for name in [name for name, found in tests.items() if _is_launched(found)]:
        # The launcher names a test by all suites it is in, JUnit by the innermost.
        inner = [other for other in tests if other and name.endswith(f"-{other}")]
        if len(inner) == 1:
            tests[inner[0]].extend(tests.pop(name))
    return tuple(_merged(sorted(found, key=fullness)) for found in tests.values())


def _is_launched(found: Sequence[RecordedTest]) -> bool:
    return all(one.framework == webdriverio.NAME for one in found)


def _merged(found: Sequence[RecordedTest]) -> RecordedTest:
    best = found[-1]
    attachments = dict.fromkeys(a for record in found for a in _attachments(record))
    return replace(
        best,
        title=_first(r.title for r in [best, *found]),
        path=_first(r.path for r in found),
        line=next((r.line for r in found if r.line), 0),
        attachments=tuple(attachments),
        output="\n".join(dict.fromkeys(r.output for r in found if r.output)),
        url=_first(r.url for r in found),
        framework=_first(r.framework for r in found),
        forgiven=any(r.forgiven for r in found),
    )


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _attachments(record: RecordedTest) -> Iterator[str]:
    """Those that lie below the report's folder as paths from here, the others as given."""
    for attachment in record.attachments:
        near = record.base / attachment
        yield str(near) if len(attachment) < 1000 and near.is_file() else attachment
