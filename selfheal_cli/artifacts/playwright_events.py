"""A Playwright trace's lines, whatever their version, as one shape of actions, steps, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from selfheal_cli.artifacts.playwright_snapshots import Taken, take
from selfheal_cli.model import Location

OLDEST, NEWEST = 3, 10
_TYPE = re.compile(rb'"type":\s*"([a-z-]+)"')
_READ = frozenset({"context-options", "before", "after", "log", "action", "error"})
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# A step that polls keeps logging what it sees; past this many lines nothing new is said.
_MAX_LOG = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """A call on the recording machine's stack."""

    location: Location
    function: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An action of the library or a step of the runner. `end` < 0: it was interrupted. `error`
    is "" where it worked; `returned`: what a question to the page was answered. `stack`:
    innermost first. `order`: its place among all snapshots."""

    call_id: str
    owner: str
    method: str
    title: str
    params: Mapping[str, Any]
    start: float
    returned: Any = None
    wall: float = 0.0
    end: float = -1.0
    error: str = ""
    step_id: str = ""
    parent_id: str = ""
    page_id: str = ""
    log: tuple[str, ...] = ()
    stack: tuple[Frame, ...] = ()
    order: int = 0

    @property
    def failed(self) -> bool:
        """Whether it ended in an error; an interrupted one did not end."""
        return bool(self.error)

    @property
    def interrupted(self) -> bool:
        """Whether it was still going on when the recording stopped."""
        return self.end < 0


@dataclass(frozen=True, slots=True)
class RunnerError:
    """An error as the runner holds it against the test."""

    message: str
    stack: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """The trace's own heading."""

    version: int = 0
    origin: str = ""
    language: str = ""
    title: str = ""
    testid_attribute: str = ""
    wall: float = 0.0


@dataclass(frozen=True, slots=True)
class Events:
    """What one `.trace` entry says. `damaged`: how many lines could not be read."""

    options: Options = Options()
    actions: tuple[Recorded, ...] = ()
    errors: tuple[RunnerError, ...] = ()
    taken: tuple[Taken, ...] = ()
    damaged: int = 0


@dataclass(slots=True)
class _Reading:
    options: Options = Options()
    actions: dict[str, Recorded] = field(default_factory=dict)
    logs: dict[str, list[str]] = field(default_factory=dict)
    errors: list[RunnerError] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    turns: dict[str, int] = field(default_factory=dict)
    damaged: int = 0


def read_events(data: bytes) -> Events:
    """The events of a `.trace` entry; lines of other kinds are not parsed at all, nor are the
    bodies of snapshots. A line that is cut or damaged is left out and counted."""
    reading = _Reading()
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        try:
            _read_line(line, reading)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            reading.damaged += 1
    actions = tuple(_with_log(a, reading.logs) for a in reading.actions.values())
    return Events(
        reading.options, actions, tuple(reading.errors), tuple(reading.taken), reading.damaged
    )


def _read_line(line: bytes, reading: _Reading) -> None:
    kind = _TYPE.search(line, 0, 80) or _TYPE.search(line)
    name = kind[1].decode() if kind else ""
    if name == "frame-snapshot":
        if not line.rstrip().endswith(b"}"):
            raise ValueError("cut off")
        reading.taken.append(take(line, len(reading.taken), reading.turns))
    elif name in _READ:
        _HANDLERS[name](json.loads(line.decode("utf-8", "replace")), reading)


def _options(event: Mapping[str, Any], reading: _Reading) -> None:
    reading.options = Options(
        int(event.get("version", 0)),
        str(event.get("origin", "")),
        str(event.get("sdkLanguage", "")),
        str(event.get("title", "")),
        str(event.get("testIdAttributeName", "") or ""),
        float(event.get("wallTime", 0) or 0),
    )


def _before(event: Mapping[str, Any], reading: _Reading) -> None:
    call_id = str(event["callId"])
    reading.actions[call_id] = Recorded(
        call_id,
        str(event.get("class", event.get("type", ""))),
        str(event.get("method", "")),
        str(event.get("apiName", "") or event.get("title", "")),
        event["params"] if isinstance(event.get("params"), dict) else {},
        float(event.get("startTime", 0) or 0),
        wall=float(event.get("wallTime", 0) or 0),
        step_id=str(event.get("stepId", "") or ""),
        parent_id=str(event.get("parentId", "") or ""),
        page_id=str(event.get("pageId", "") or ""),
        stack=frames_of(event.get("stack") or ()),
        order=len(reading.taken),
    )


def _after(event: Mapping[str, Any], reading: _Reading) -> None:
    call_id = str(event["callId"])
    begun = reading.actions.get(call_id)
    if begun is not None:
        reading.actions[call_id] = _ended(begun, event, reading)


def _ended(begun: Recorded, event: Mapping[str, Any], reading: _Reading) -> Recorded:
    result = event.get("result") or {}
    for message in [*(event.get("log") or ()), *(result.get("log") or ())]:
        _note(begun.call_id, message, reading)
    error = _message(event.get("error")) or _mismatch(begun, result)
    if error == "Action was interrupted":  # how version 3 writes what later has no `after`
        return begun
    end = max(float(event.get("endTime", 0) or 0), 0.0)
    return replace(begun, end=end, error=error, returned=result.get("value"))


def _action(event: Mapping[str, Any], reading: _Reading) -> None:
    """Version 3 and older: one line for a whole action."""
    metadata = event["metadata"]
    if metadata.get("internal"):
        return
    flat = {**metadata, "callId": metadata["id"], "class": metadata.get("type", "")}
    _before(flat, reading)
    _after(flat, reading)


def _log(event: Mapping[str, Any], reading: _Reading) -> None:
    _note(str(event["callId"]), event.get("message", ""), reading)


def _note(call_id: str, message: object, reading: _Reading) -> None:
    lines = reading.logs.setdefault(call_id, [])
    if len(lines) < _MAX_LOG:
        lines.append(str(message))


def _error(event: Mapping[str, Any], reading: _Reading) -> None:
    message = plain_text(str(event.get("message", "")))
    reading.errors.append(RunnerError(message, frames_of(event.get("stack") or ())))


_HANDLERS = {
    "context-options": _options,
    "before": _before,
    "after": _after,
    "action": _action,
    "log": _log,
    "error": _error,
}


def _message(error: Any) -> str:
    if not error:
        return ""
    inner = error.get("error", error) if isinstance(error, dict) else error
    text = inner.get("message") or inner.get("value") if isinstance(inner, dict) else inner
    return plain_text(str(text or "failed"))


def _mismatch(begun: Recorded, result: Mapping[str, Any]) -> str:
    """Before version 7 an expect that failed has a result and no error."""
    negated = bool(begun.params.get("isNot"))
    if begun.method == "expect" and "matches" in result and bool(result["matches"]) == negated:
        return "Expect failed"
    return ""


def _with_log(action: Recorded, logs: Mapping[str, list[str]]) -> Recorded:
    lines = logs.get(action.call_id)
    return replace(action, log=tuple(lines)) if lines else action


def plain_text(text: str) -> str:
    """The text without terminal colours, and such that it can be written."""
    return _ANSI.sub("", text).encode("utf-8", "replace").decode()


def frames_of(stack: Any) -> tuple[Frame, ...]:
    """Inline stack records, innermost first; those without a file are left out."""
    return tuple(
        Frame(_location(frame), str(frame.get("function") or ""))
        for frame in stack
        if isinstance(frame, dict) and frame.get("file")
    )


def _location(frame: Mapping[str, Any]) -> Location:
    return Location(
        str(frame["file"]).removeprefix("file://"),
        int(frame.get("line") or 0),
        max(int(frame.get("column") or 0), 0),
    )


def read_stacks(data: bytes) -> dict[str, tuple[Frame, ...]]:
    """A `.stacks` entry: call id -> frames, innermost first. Raises ValueError."""
    record = json.loads(data.decode("utf-8", "replace"))
    files = record["files"]
    return {_call_id(key): tuple(_frames(files, frames)) for key, frames in record["stacks"]}


def _call_id(key: object) -> str:
    return f"call@{key}" if isinstance(key, int) else str(key)


def _frames(files: list[str], frames: list[list[Any]]) -> Iterator[Frame]:
    for at, line, column, function, *_ in frames:
        path = str(files[at]).removeprefix("file://")
        yield Frame(Location(path, int(line), max(int(column or 0), 0)), str(function or ""))
