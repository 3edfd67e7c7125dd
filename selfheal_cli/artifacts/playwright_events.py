"""A Playwright trace's lines, whatever their version, as one shape of actions, steps, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selfheal_cli.artifacts.playwright_snapshots import Taken, take
from selfheal_cli.model import Location

OLDEST, NEWEST = 3, 10
_TYPE = re.compile(rb'"type":\s*"([a-z-]+)"')
_CALL = re.compile(rb'"callId":\s*"([^"\\]+)"')
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
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
class _Begun:
    """What is known of an action: its beginning, its end if there was one, its log unparsed."""

    event: Mapping[str, Any]
    order: int
    ended: Mapping[str, Any] | None = None
    log: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    options: Options = Options()
    actions: dict[str, _Begun] = field(default_factory=dict)
    errors: list[RunnerError] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    turns: dict[str, int] = field(default_factory=dict)
    damaged: int = 0


def read_events(data: bytes) -> Events:
    """The events of a `.trace` entry; lines of other kinds are not parsed at all, nor are the
    bodies of snapshots. A line that is cut or damaged is left out and counted."""
    reading = _Reading()
    for line in data.split(b"\n"):
        if line and not line.isspace():
            try:
                _read_line(line, reading)
            except _DAMAGE:
                reading.damaged += 1
    actions = []
    for begun in reading.actions.values():
        try:
            actions.append(_recorded(begun))
        except _DAMAGE:
            reading.damaged += 1
    taken, errors = tuple(reading.taken), tuple(reading.errors)
    return Events(reading.options, tuple(actions), errors, taken, reading.damaged)


def _read_line(line: bytes, reading: _Reading) -> None:
    kind = _TYPE.search(line, 0, 80) or _TYPE.search(line)
    name = kind[1].decode() if kind else ""
    if name == "frame-snapshot":
        if not line.rstrip().endswith(b"}"):
            raise ValueError("cut off")
        reading.taken.append(take(line, len(reading.taken), reading.turns))
    elif name == "log":
        _keep_log(line, reading)
    elif name in _HANDLERS:
        _HANDLERS[name](json.loads(line.decode("utf-8", "replace")), reading)


def _keep_log(line: bytes, reading: _Reading) -> None:
    found = _CALL.search(line)
    begun = reading.actions.get(found[1].decode("utf-8", "replace")) if found else None
    if begun is not None and len(begun.log) < _MAX_LOG:
        begun.log.append(line)


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
    reading.actions[str(event["callId"])] = _Begun(event, len(reading.taken))


def _after(event: Mapping[str, Any], reading: _Reading) -> None:
    begun = reading.actions.get(str(event["callId"]))
    if begun is not None:
        begun.ended = event


def _action(event: Mapping[str, Any], reading: _Reading) -> None:
    """Version 3 and older: one line for a whole action."""
    metadata = event["metadata"]
    if not metadata.get("internal"):
        flat = {**metadata, "callId": metadata["id"], "class": metadata.get("type", "")}
        _before(flat, reading)
        # What was cut short has no `after` in later versions.
        if _message(flat.get("error")) != "Action was interrupted":
            _after(flat, reading)


def _recorded(begun: _Begun) -> Recorded:
    event, ended = begun.event, begun.ended or {}
    params = event["params"] if isinstance(event.get("params"), dict) else {}
    result = ended.get("result") or {}
    error = _message(ended.get("error")) or _mismatch(event, params, result)
    done = begun.ended is not None
    return Recorded(
        str(event["callId"]),
        str(event.get("class", event.get("type", ""))),
        str(event.get("method", "")),
        str(event.get("apiName", "") or event.get("title", "")),
        params,
        _number(event.get("startTime")),
        result.get("value"),
        _number(event.get("wallTime")),
        max(_number(ended.get("endTime")), 0.0) if done else -1.0,
        error,
        str(event.get("stepId", "") or ""),
        str(event.get("parentId", "") or ""),
        str(event.get("pageId", "") or ""),
        # Of an action that worked, nobody asks what it logged.
        () if done and not error else tuple(_log(begun, ended, result)),
        frames_of(event.get("stack") or ()),
        begun.order,
    )


def _number(value: Any) -> float:
    return float(value or 0)


def _log(begun: _Begun, *ends: Mapping[str, Any]) -> Iterator[str]:
    for end in ends:
        yield from (plain_text(str(message)) for message in (end.get("log") or ())[:_MAX_LOG])
    for line in begun.log:
        yield plain_text(str(json.loads(line.decode("utf-8", "replace")).get("message", "")))


def _error(event: Mapping[str, Any], reading: _Reading) -> None:
    message = plain_text(str(event.get("message", "")))
    reading.errors.append(RunnerError(message, frames_of(event.get("stack") or ())))


_HANDLERS = {
    "context-options": _options,
    "before": _before,
    "after": _after,
    "action": _action,
    "error": _error,
}


def _message(error: Any) -> str:
    if not error:
        return ""
    inner = error.get("error", error) if isinstance(error, dict) else error
    text = inner.get("message") or inner.get("value") if isinstance(inner, dict) else inner
    return plain_text(str(text or "failed"))


def _mismatch(
    event: Mapping[str, Any], params: Mapping[str, Any], result: Mapping[str, Any]
) -> str:
    """Before version 7 an expect that failed has a result and no error."""
    if event.get("method") != "expect" or "matches" not in result:
        return ""
    return "Expect failed" if bool(result["matches"]) == bool(params.get("isNot")) else ""


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
