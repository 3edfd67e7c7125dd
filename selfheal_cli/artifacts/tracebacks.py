"""Stack frames in the text of a report: pytest's styles, Python's own, Node's and the JVM's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selfheal_cli.model import Location

_PYTEST = re.compile(
    r"^(?P<path>(?:[A-Za-z]:[\\/])?[^\s:][^:\n]*\.\w+):(?P<line>\d+):"
    r"(?: in (?P<function>\S.*?)| [A-Za-z_][\w.]*(?:(?<=Error|ption): .*)?)?[ \t]*$"
)
_PYTHON = re.compile(r'^\s*File "(?P<path>[^"\n]+)", line (?P<line>\d+)(?:, in (?P<function>.+))?$')
_NODE = re.compile(
    r"^\s*at (?:async )?(?:(?P<function>[^()\n]*?) \()?(?:file://)?"
    r"(?P<path>(?:/|[A-Za-z]:[\\/])[^():\n]+):(?P<line>\d+):(?P<column>\d+)\)?\s*$"
)
_JVM = re.compile(
    r"^\s*at (?:[\w.@-]*/)*(?P<owner>[\w.$]+)\.[\w$<>]+"
    r"\((?P<file>[\w$]+\.(?:java|kt|groovy|scala)):(?P<line>\d+)\)\s*$"
)
_CHAINED = re.compile(
    r"^(?:During handling of the above exception, another exception occurred:"
    r"|The above exception was the direct cause of the following exception:)\s*$",
    re.MULTILINE,
)
# What all of these lines hold: most texts have none of them.
_MENTION = "above exception"
_FOREIGN = re.compile(
    r"(?:^|[\\/])(?:site-packages|dist-packages|node_modules|_pytest|lib[\\/]python\d[\d.]*)[\\/]"
    r"|^<|^(?:org/(?:openqa|junit|testng|gradle|apache)|java|javax|jdk|sun)/|^node:"
)
_MARKED = re.compile(r"^>\s+(?P<code>\S.*)$")
_QUOTED = re.compile(r"^E(?: {3}(?P<text>.*))?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A frame and the code on it, "" where the report does not show it."""

    location: Location
    code: str = ""


def read_frames(text: str) -> tuple[Line, ...]:
    """The frames of the test's own project, innermost first; those of libraries only where there
    are no others. Of chained exceptions, the last one that has any."""
    return _frames_in(text.strip("\n"))


# The reports of a run tell of the same errors, each in its own format.
@lru_cache(maxsize=1024)
def _frames_in(text: str) -> tuple[Line, ...]:
    parts = _CHAINED.split(text) if _MENTION in text else [text]
    for part in reversed(parts):
        found = list(_python_frames(part.splitlines())) or list(_other_frames(part.splitlines()))
        own = [line for line in found if not is_foreign(line.location.path)]
        if found:
            return tuple(own or found)
    return ()


# The frames of a run are in few files.
@lru_cache(maxsize=4096)
def is_foreign(path: str) -> bool:
    """Whether the path is of an installed library or of the language itself."""
    return bool(_FOREIGN.search(path))


def read_message(text: str) -> str:
    """What pytest quotes as the error (its `E` lines), "" if nothing."""
    return _message_in(text.strip("\n"))


@lru_cache(maxsize=1024)
def _message_in(text: str) -> str:
    quoted: list[str] = []
    for line in reversed(text.splitlines()):
        found = _QUOTED.match(line)
        if found:
            quoted.append(found["text"] or "")
        elif quoted:
            break
    return "\n".join(reversed(quoted)).strip()


def _python_frames(lines: list[str]) -> Iterator[Line]:
    """Reports list the outermost frame first."""
    yield from reversed(list(_downwards(lines)))


def _downwards(lines: list[str]) -> Iterator[Line]:
    code = ""
    for at, line in enumerate(lines):
        if line[:1] == ">" and (marked := _MARKED.match(line)):
            code = marked["code"]
            continue
        # Most lines of a report are no frames: they name no line.
        found = (_PYTEST.match(line) if ":" in line else None) or (
            _PYTHON.match(line) if "line " in line else None
        )
        if found:
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            named = found["function"] or line.lstrip().startswith("File ")
            yield Line(Location(found["path"], int(found["line"])), below if named else code)
            code = ""


def _other_frames(lines: list[str]) -> Iterator[Line]:
    """Node and the JVM list the innermost frame first."""
    for line in lines:
        if found := _NODE.match(line):
            yield Line(Location(found["path"], int(found["line"]), int(found["column"])))
        elif found := _JVM.match(line):
            folder = "/".join(found["owner"].split(".")[:-1])
            yield Line(Location(f"{folder}/{found['file']}", int(found["line"])))
