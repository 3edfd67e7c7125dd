"""Allure's results: a file for each attempt at a test, and containers for the fixtures around it.

By allurereport.org/docs/how-it-works-test-result-file and the files that allure-pytest 2.16 and
allure-playwright 3.12 write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfheal_cli.artifacts.base import RecordedError, RecordedTest, Status
from selfheal_cli.artifacts.playwright_events import plain_text
from selfheal_cli.artifacts.tracebacks import read_frames
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Problem

_RESULT, _CONTAINER = "-result.json", "-container.json"
_STATES = {"passed": Status.PASSED, "failed": Status.FAILED, "broken": Status.FAILED}
_PLACE = re.compile(r":\d+(?::\d+)?$")
_FILE = re.compile(r"\.(?:py|[cm]?[jt]sx?|java|kt|cs|rb|robot|feature)$")
_MOST = 16 * 2**20
_MOST_TEXT = 2**20

_Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A result and its file."""

    path: Path
    result: _Result

    @property
    def status(self) -> Status:
        return _STATES.get(str(self.result.get("status")), Status.SKIPPED)

    @property
    def ended(self) -> int:
        """When, in milliseconds."""
        ended = self.result.get("stop") or self.result.get("start")
        return ended if isinstance(ended, int) else 0


def is_allure(path: Path) -> bool:
    """Whether a file of that name is one of Allure's results or containers."""
    return path.name.endswith((_RESULT, _CONTAINER))


def read_allure(files: Sequence[Path]) -> Iterator[RecordedTest | Problem]:
    """One record for each test, its last attempt; what could not be read."""
    tests: dict[tuple[Path, str], list[_Attempt]] = {}
    for path in files:
        if path.name.endswith(_RESULT):
            try:
                result = _load(path)
            except (ArtifactError, OSError) as error:
                yield Problem(str(path), str(error))
                continue
            tests.setdefault((path.parent, _case(result)), []).append(_Attempt(path, result))
    ended = [sorted(found, key=lambda one: one.ended) for found in tests.values()]
    failed = {found[-1].path.parent for found in ended if found[-1].status is Status.FAILED}
    here = {path for path in files if path.parent in failed}
    around = _around(sorted(here))
    for attempts in ended:
        yield _record(attempts, around, here)


def _load(path: Path) -> _Result:
    """Raises ArtifactError."""
    if path.stat().st_size > _MOST:
        raise ArtifactError("larger than a result should be: refused")
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ArtifactError(f"the result is damaged ({error})") from error
    if not isinstance(found, dict):
        raise ArtifactError("the result is damaged (no object)")
    return found


def _case(result: _Result) -> str:
    """What all attempts at one test share."""
    return str(result.get("historyId") or "") or _name(result)


def _around(files: Iterable[Path]) -> dict[str, list[str]]:
    """What the fixtures of each test attached, by the test's `uuid`; damaged containers say
    nothing that a result does not."""
    found: dict[str, list[str]] = {}
    for path in files:
        if not path.name.endswith(_CONTAINER):
            continue
        try:
            container = _load(path)
        except (ArtifactError, OSError):
            continue
        attached = [
            a for a in ("befores", "afters") for a in _attached({"steps": container.get(a)})
        ]
        for child in _list(container, "children") if attached else ():
            found.setdefault(str(child), []).extend(attached)
    return found


def _record(
    attempts: Sequence[_Attempt], around: Mapping[str, list[str]], here: Set[Path]
) -> RecordedTest:
    last, where = attempts[-1].result, attempts[-1].path.parent
    status = attempts[-1].status
    is_failed = status is Status.FAILED
    # What was attached last shows the end.
    attached = [*_attached(last), *around.get(str(last.get("uuid")), ())][::-1]
    return RecordedTest(
        _name(last),
        status,
        str(last.get("name") or ""),
        _file(last),
        errors=(_error(_dict(last.get("statusDetails"))),) if is_failed else (),
        attachments=tuple(attached),
        output="\n".join(_texts(where, attached, here)) if is_failed else "",
        framework="playwright" if _framework(last) == "playwright" else "",
        forgiven=status is Status.PASSED and any(a.status is Status.FAILED for a in attempts),
        artifact=str(attempts[-1].path),
        base=where,
    )


def _framework(result: _Result) -> str:
    labels = (_dict(each) for each in _list(result, "labels"))
    named = (str(each.get("value")) for each in labels if each.get("name") == "framework")
    return next(named, "").lower()


def _name(result: _Result) -> str:
    """The test as other reports call it: `tests/test_shop.py::test_pay[card]`."""
    full, title = str(result.get("fullName") or ""), str(result.get("name") or "")
    path = [str(each) for each in _list(result, "titlePath")]
    if not full or _PLACE.search(full):
        return " › ".join([*path, title])
    owner, _, own = full.rpartition("#")
    file = _file(result)
    if file.endswith(".py"):
        owner = "::".join([file, *path[file.count("/") + 1 :]])
    return "::".join(part for part in (owner, _with_values(own, title, result)) if part)


def _with_values(own: str, title: str, result: _Result) -> str:
    """A test's own name with what it was called with, of which pytest makes a part of the title."""
    if title.startswith(f"{own}["):
        return title
    given = [_dict(each) for each in _list(result, "parameters")]
    values = [str(one.get("value")).strip("'") for one in given if not one.get("excluded")]
    return f"{own}[{'-'.join(values)}]" if values else own


def _file(result: _Result) -> str:
    """The test's file as far as its path of titles names it."""
    path = [str(each) for each in _list(result, "titlePath")]
    ends = [at for at, part in enumerate(path) if _FILE.search(part)]
    return "/".join(path[: ends[0] + 1]) if ends else ""


def _error(details: _Result) -> RecordedError:
    message = plain_text(str(details.get("message") or ""))
    text = plain_text(str(details.get("trace") or "")) or message
    return RecordedError(message, text, tuple(line.location for line in read_frames(text)))


def _attached(item: _Result) -> Iterator[str]:
    """The files that a test, a fixture or a step attached, those of its steps first."""
    for step in _list(item, "steps"):
        yield from _attached(_dict(step))
    for each in _list(item, "attachments"):
        source = str(_dict(each).get("source") or "")
        # Results lie beside what they attach: another folder's file is none of theirs.
        yield from [source] if source == Path(source).name else []


def _texts(where: Path, attached: Iterable[str], here: Set[Path]) -> Iterator[str]:
    """The logs among what was attached, as they were written."""
    for name in attached:
        path = where / name
        if path.suffix in (".txt", ".log") and path in here:
            with path.open("rb") as stream:
                yield stream.read(_MOST_TEXT).decode("utf-8", "replace")


def _list(item: _Result, key: str) -> Sequence[Any]:
    found = item.get(key)
    return found if isinstance(found, list) else ()


def _dict(item: Any) -> _Result:
    return item if isinstance(item, dict) else {}
