"""Texts and comments of several lines in a file: what stands in them is no code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENDS = {b"/*": b"*/"}
_STRINGS = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|`(?:[^`\\\n]|\\.)*`')
_QUOTES = frozenset(b"\"'`/")


def texts_of(
    utf8: bytes, marks: Sequence[bytes], comments: Sequence[bytes]
) -> list[tuple[int, int]] | None:
    """The ranges of what begins with one of the marks and ends in another line; None where it
    cannot be told. `comments`: what begins a comment to the end of the line."""
    found: list[tuple[int, int]] = []
    behind = 0
    for start, mark in sorted((at, each) for each in marks for at in _all(utf8, each)):
        if start < behind:
            continue
        line = utf8[max(utf8.rfind(b"\n", 0, start) + 1, behind) : start]
        before = _STRINGS.sub(b"", line) if not _QUOTES.isdisjoint(line) else line
        if any(comment in before for comment in comments):
            continue
        if not _QUOTES.isdisjoint(before):
            return None
        end = _end(utf8, start + len(mark), _ENDS.get(mark, mark))
        if end < 0:
            return None
        behind = end
        if b"\n" in utf8[start:end]:
            if mark == b"`" and b"${" in utf8[start:end]:
                return None
            found.append((start, end))
    return found


def _all(utf8: bytes, mark: bytes) -> Iterator[int]:
    at = utf8.find(mark)
    while at >= 0:
        yield at
        at = utf8.find(mark, at + len(mark))


def _end(utf8: bytes, start: int, mark: bytes) -> int:
    """Behind the next mark that is not escaped; -1 where there is none."""
    at = utf8.find(mark, start)
    while at > 0 and utf8[at - 1] == 0x5C and mark != b"*/":
        at = utf8.find(mark, at + 1)
    return at + len(mark) if at >= 0 else -1
