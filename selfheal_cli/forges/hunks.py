"""Which lines of a pull request's diff a comment may stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the new file, numbered from 1; `old` is its number in the old one, 0 if added."""

    old: int
    new: int


Hunk = tuple[Line, ...]


def hunks(diff: str) -> tuple[Hunk, ...]:
    """Those of a file's unified diff, without the lines that it removes."""
    return tuple(tuple(_lines(*found)) for found in _split(diff))


def covering(found: tuple[Hunk, ...], first: int, last: int) -> Hunk:
    """The lines `first` to `last`, where a single hunk holds them all; else none."""
    for hunk in found:
        held = tuple(line for line in hunk if first <= line.new <= last)
        if held and len(held) == last - first + 1:
            return held
    return ()


def _split(diff: str) -> Iterator[tuple[int, int, list[str]]]:
    body: list[str] = []
    start: tuple[int, int] | None = None
    for line in diff.split("\n"):
        header = _HEADER.match(line)
        if not header:
            body.append(line)
            continue
        if start:
            yield (*start, body)
        start, body = (int(header[1]), int(header[2])), []
    if start:
        yield (*start, body)


def _lines(old: int, new: int, body: list[str]) -> Iterator[Line]:
    for line in body:
        if line.startswith("-"):
            old += 1
        elif line.startswith("+"):
            yield Line(0, new)
            new += 1
        elif line.startswith(" "):
            yield Line(old, new)
            old, new = old + 1, new + 1
