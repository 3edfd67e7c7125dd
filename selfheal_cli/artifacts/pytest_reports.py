"""pytest's console text, pytest-html's page and pytest-json-report's file, into records."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from selfheal_cli.artifacts.base import RecordedError, RecordedTest, Status
from selfheal_cli.artifacts.tracebacks import read_frames, read_message
from selfheal_cli.errors import ArtifactError

_BLOB = re.compile(r'data-jsonblob="([^"]*)"')
_CHAPTER = re.compile(r"^=+ (?P<name>[^=\n]+?) =+\s*$")
_SECTION = re.compile(r"^_{3,} (?P<name>\S.*?) _{3,}\s*$")
_SUMMARY = re.compile(r"^(?:FAILED|ERROR) (?P<id>\S+?\.py::.+?)(?: - .*)?\s*$")
_STAGE = re.compile(r"^ERROR at (?:setup|teardown) of ")
_TEST = re.compile(r"^ *(?:async )?def (test\w*)\(", re.MULTILINE)
_STATES = {
    "passed": Status.PASSED,
    "xpassed": Status.PASSED,
    "xfailed": Status.SKIPPED,
    "skipped": Status.SKIPPED,
    "failed": Status.FAILED,
    "error": Status.FAILED,
}


def is_console(head: bytes) -> bool:
    """Whether a text that begins so is pytest's console output."""
    return b"= test session starts =" in head


def is_html_report(head: bytes) -> bool:
    """Whether a page that begins so is pytest-html's."""
    return b"pytest-html" in head or b"data-jsonblob=" in head


def read_html_report(path: Path, text: str) -> list[RecordedTest]:
    """The records of a pytest-html page (version 4). Raises ArtifactError."""
    found = _BLOB.search(text)
    if found is None:
        raise ArtifactError("the report holds no data: only pytest-html 4 is read")
    try:
        tests = json.loads(_unescaped(found[1]))["tests"]
        return [_of_html(name, entries[-1], path) for name, entries in tests.items() if entries]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArtifactError(f"the report's data is damaged ({error})") from error


def _unescaped(text: str) -> str:
    """As HTML means it; quotes, of which data is full, one by one would take long."""
    return html.unescape(text.replace("&#34;", '"').replace("&quot;", '"'))


def _of_html(name: str, entry: Mapping[str, Any], path: Path) -> RecordedTest:
    text = html.unescape(str(entry.get("log", "")))
    status = _STATES.get(str(entry.get("result", "")).lower(), Status.SKIPPED)
    node_id = re.sub(r"::(?:setup|teardown)$", "", name)
    extras = [e for e in entry.get("extras") or () if isinstance(e, dict)]
    links = [str(e.get("content", "")) for e in extras]
    return _record(
        node_id,
        status,
        text,
        path,
        tuple(link for link in links if len(link) < 1000 and "://" not in link),
        next((link for link in links if re.match(r"https?://", link)), ""),
    )


def read_console(path: Path, text: str) -> list[RecordedTest]:
    """The failing tests whose tracebacks the console shows."""
    sections: dict[str, list[str]] = {}
    ids: list[str] = []
    chapter = ""
    current: list[str] = []
    for line in text.splitlines():
        if found := _CHAPTER.match(line):
            chapter, current = found["name"].upper(), []
        elif chapter in ("FAILURES", "ERRORS") and (found := _SECTION.match(line)):
            current = sections.setdefault(_STAGE.sub("", found["name"]), [])
        elif found := _SUMMARY.match(line):
            ids.append(found["id"])
        else:
            current.append(line)
    by_title = {_title(node_id): node_id for node_id in ids}
    return [
        _record(_node_id(title, by_title, "\n".join(lines)), Status.FAILED, "\n".join(lines), path)
        for title, lines in sections.items()
    ]


def read_note(path: Path, text: str) -> list[RecordedTest]:
    """The failing test whose traceback a hook wrote down beside the page it saved."""
    frames = read_frames(text)
    if not frames or not read_message(text):
        return []
    called = _TEST.search(text)
    name = called[1] if called else path.stem
    return [_record(f"{frames[-1].location.path}::{name}", Status.FAILED, text, path)]


def _title(node_id: str) -> str:
    return node_id.partition("::")[2].replace("::", ".")


def _node_id(title: str, by_title: Mapping[str, str], text: str) -> str:
    if title in by_title:
        return by_title[title]
    frames = read_frames(text)
    path = frames[-1].location.path if frames else ""
    return f"{path}::{title}" if path else title


def is_json_report(head: bytes) -> bool:
    """Whether a file that begins so is pytest-json-report's."""
    return b'"created"' in head and b'"exitcode"' in head


def read_json_report(path: Path, report: Mapping[str, Any]) -> list[RecordedTest]:
    """The records of pytest-json-report's file."""
    return [_of_json(test, path) for test in report.get("tests") or ()]


def _of_json(test: Mapping[str, Any], path: Path) -> RecordedTest:
    status = _STATES.get(str(test.get("outcome", "")), Status.SKIPPED)
    stages = [test[s] for s in ("setup", "call", "teardown") if isinstance(test.get(s), dict)]
    failed: Mapping[str, Any] = next(
        (s for s in stages if s.get("outcome") in ("failed", "error")), {}
    )
    log = (f"{r.get('levelname', '')} {r.get('msg', '')}" for r in failed.get("log") or ())
    output = "\n".join([*log, str(failed.get("stdout", "")), str(failed.get("stderr", ""))])
    return _record(
        str(test["nodeid"]), status, str(failed.get("longrepr", "")), path, (), "", output
    )


def _record(
    node_id: str,
    status: Status,
    text: str,
    path: Path,
    attachments: tuple[str, ...] = (),
    url: str = "",
    output: str = "",
) -> RecordedTest:
    return RecordedTest(
        node_id,
        status,
        node_id.rpartition("::")[2],
        node_id.partition("::")[0] if "::" in node_id else "",
        errors=(_error(text),) if status is Status.FAILED else (),
        attachments=attachments,
        output=output or text,
        url=url,
        artifact=str(path),
        base=path.parent,
    )


def _error(text: str) -> RecordedError:
    frames = tuple(line.location for line in read_frames(text))
    return RecordedError(read_message(text) or text[-500:].strip(), text, frames)
