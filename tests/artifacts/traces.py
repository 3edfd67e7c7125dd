"""Builds trace archives for tests: the lines are Playwright's own, in the shape of version 10."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from selfheal_cli.artifacts import Run, read_run
from selfheal_cli.model import Locator, Problem, Step

Event = dict[str, Any]
SPEC = "/ci/app/tests/shop.spec.ts"
PAGE = ["HTML", {}, ["BODY", {}, ["BUTTON", {"id": "buy"}, "Buy"]]]


def parse(dialect: str, text: str) -> Locator:
    return Locator(dialect, (Step("raw", text),))


def read(*paths: Path, baseline: Sequence[Path] = ()) -> tuple[Run, list[Problem]]:
    heard: list[Problem] = []
    return read_run(paths, baseline, parse=parse, warn=heard.append), heard


def text_of(locator: object) -> object:
    assert isinstance(locator, Locator), locator
    return locator.steps[0].value


def options(origin: str = "library", version: int = 10, **more: Any) -> Event:
    language = more.pop("sdkLanguage", "javascript")
    head = {"version": version, "type": "context-options", "origin": origin}
    return {**head, "sdkLanguage": language, "wallTime": 1, **more}


def before(call: str, at: float, method: str = "click", **params: Any) -> Event:
    return {
        "type": "before",
        "callId": call,
        "startTime": at,
        "class": "Frame",
        "method": method,
        "params": params,
    }


def step(call: str, at: float, line: int = 0, parent: str = "", title: str = "Click") -> Event:
    stack = [{"file": SPEC, "line": line, "column": 5}] if line else []
    return {
        "type": "before",
        "callId": call,
        "startTime": at,
        "class": "Test",
        "method": "pw:api",
        "title": title,
        "params": {},
        "stack": stack,
        "parentId": parent,
    }


def after(call: str, at: float, error: str = "", **result: Any) -> Event:
    event: Event = {"type": "after", "callId": call, "endTime": at}
    if result:
        event["result"] = result
    return {**event, "error": {"message": error, "name": "Error"}} if error else event


def error(message: str, line: int = 0) -> Event:
    stack = [{"file": SPEC, "line": line, "column": 5}] if line else []
    return {"type": "error", "message": message, "stack": stack}


def snapshot(call: str, phase: str, html: object = PAGE, frame: str = "f", **more: Any) -> Event:
    inner = {"callId": call, "phase": phase, "pageId": "page@1", "frameId": f"frame@{frame}"}
    rest = {"frameUrl": "http://shop.test/", "doctype": "html", "html": html}
    return {
        "type": "frame-snapshot",
        "snapshot": {**inner, **rest, "isMainFrame": frame == "f", **more},
    }


def lines(events: Sequence[Event]) -> bytes:
    dumped = (json.dumps(e, separators=(",", ":"), ensure_ascii=False) for e in events)
    return "\n".join(dumped).encode() + b"\n"


def archive(path: Path, entries: Mapping[str, bytes | Sequence[Event]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name, data if isinstance(data, bytes) else lines(data))
    return path


def click(call: str, at: float, selector: str, error: str = "") -> list[Event]:
    """A click of a tenth of a second, with its snapshots."""
    return [
        before(call, at, selector=selector),
        snapshot(call, "before"),
        after(call, at + 0.1, error),
        snapshot(call, "after"),
    ]


def ran(call: str, at: float, line: int, error: str = "", parent: str = "") -> list[Event]:
    """The runner's record of the same click."""
    return [step(call, at, line, parent), after(call, at + 0.1, error)]


def typescript(
    folder: Path, library: Sequence[Event], runner: Sequence[Event], title: str = "buy"
) -> Path:
    heading = options(title=f"shop.spec.ts:3 › {title}", testIdAttributeName="data-qa")
    entries = {
        "0-trace.trace": [heading, *library],
        "test.trace": [options("testRunner"), *runner],
    }
    return archive(folder / "trace.zip", entries)


def python(folder: Path, library: Sequence[Event], stacks: Mapping[str, int]) -> Path:
    file = "/ci/app/tests/test_shop.py"
    frames = [[call, [[0, line, 0, "test_buy"]]] for call, line in stacks.items()]
    return archive(
        folder / "trace.zip",
        {
            "trace.trace": [options(sdkLanguage="python"), *library],
            "trace.stacks": json.dumps({"files": [file], "stacks": frames}).encode(),
        },
    )
