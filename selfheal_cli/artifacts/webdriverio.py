"""What WebdriverIO's launcher prints of tests that failed, and what its messages say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from selfheal_cli.artifacts.action_kinds import kind_of
from selfheal_cli.artifacts.base import RecordedError, RecordedTest, Status
from selfheal_cli.artifacts.tracebacks import Line, is_foreign, read_frames
from selfheal_cli.model import Action

NAME = "webdriverio"
_STARTED = re.compile(rb"^Execution of \d+ workers? started at ", re.MULTILINE)
_FAILED = re.compile(r"^\[\d+-\d+\] .* in \"(?P<name>.+)\"$")
_WORKER = re.compile(
    r"^\[\d+-\d+\] |^ ?\"\w+\" Reporter:|^Spec Files:|^-{20,}$|^\[\w+ [^\]]+ #\d+-\d+\]"
)
_FRAME = re.compile(r"^\s+at ", re.MULTILINE)
_CALLED = re.compile(r"Can't call (?P<call>[\w$]+) on element with selector \"")
_NAMED = (
    re.compile(r"element with selector \"(?P<text>[\s\S]+?)\" (?:because|that|wasn't)"),
    re.compile(r"\belement \(\"(?P<text>[\s\S]+?)\"\) still"),
    re.compile(r"Expect \$\$?\(`(?P<text>[\s\S]+?)`\)"),
)
_EXPECTED = re.compile(r"Expect \$\$?\(`[\s\S]+?`\) (?:not )?to (?P<what>[\w ]+)")
UNREADY = "an element was found, but could not be acted on"
_UNREADY = re.compile(r"did not become interactable|\bwebdriverio\(middleware\)")
# The matcher's words, and a call's name: (pattern, what it does).
_MATCHERS = (
    (r"not to (?:be displayed|exist|be existing)", "assert-hidden"),
    (r"to have text|to have html", "assert-text"),
    (r"to have value", "assert-value"),
    (r"to have (?:attribute|href|class|element class|id|style)", "assert-attribute"),
    (r"to be elements array of size|to have children", "assert-count"),
    (r"to be (?:selected|checked|enabled|disabled|clickable|focused)", "assert-state"),
    (r"to (?:be|exist|have)", "assert-visible"),
)
_CALLS = (
    (r"click|doubleClick|tap", "click"),
    (r"setValue|addValue|clearValue|keys", "fill"),
    (r"selectBy\w+", "select"),
    (r"moveTo", "hover"),
    (r"dragAndDrop", "drag"),
    (r"get\w+|is\w+", "read"),
    (r"waitFor\w+", "wait"),
)


def is_console(head: bytes) -> bool:
    """Whether a text that begins so is what the launcher printed."""
    return bool(_STARTED.search(head))


def read_console(path: Path, text: str) -> list[RecordedTest]:
    """The tests of which the launcher says why they failed."""
    return [_record(name, "\n".join(lines), path) for name, lines in _sections(text)]


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    name, lines = "", list[str]()
    for line in text.splitlines():
        if _WORKER.match(line):
            if name:
                yield name, lines
            found = _FAILED.match(line)
            name, lines = found["name"] if found else "", []
        else:
            lines.append(line)
    if name:
        yield name, lines


def _record(name: str, text: str, path: Path) -> RecordedTest:
    message = _FRAME.split(text)[0].strip().removeprefix("Error: ")
    frames = tuple(line.location for line in own_frames(text))
    return RecordedTest(
        name,
        Status.FAILED,
        path=frames[-1].path if frames else "",
        errors=(RecordedError(message, text, frames),),
        framework=NAME,
        artifact=str(path),
        base=path.parent,
    )


def own_frames(text: str) -> tuple[Line, ...]:
    """The frames of the tests' own code; the runner's often are the only ones."""
    return tuple(line for line in read_frames(text) if not is_foreign(line.location.path))


def is_webdriverio(text: str) -> bool:
    """Whether the text is an error of WebdriverIO's own."""
    return is_unready(text) or bool(selector_in(text))


def is_unready(text: str) -> bool:
    """Whether an element was found and did not become interactable; it is shown as HTML then."""
    return bool(_UNREADY.search(text))


def selector_in(message: str) -> str:
    """The selector that the message names, "" if none."""
    found = (pattern.search(message) for pattern in _NAMED)
    return next((hit["text"] for hit in found if hit), "")


def action_in(message: str) -> Action:
    """What was done, as the message says: the call, or what was expected."""
    if found := _EXPECTED.search(message):
        words = found.group().partition("`) ")[2]
        return Action(kind_of(words, _MATCHERS, re.match), words)
    called = _CALLED.search(message)
    call = called["call"] if called else ""
    return Action(kind_of(call, _CALLS), call)
