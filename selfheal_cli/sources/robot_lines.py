"""Robot Framework's lines and columns as offsets in a file's UTF-8 text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lines:
    """The lines as Robot counts them: by every character that Python's `splitlines` ends one at,
    after CRLF has become LF. `starts` are UTF-8 offsets."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line (from 1) and a column in characters (from 0)."""
        if not 0 < line <= len(self.texts):
            return self.starts[-1]
        text = self.texts[line - 1]
        return self.starts[line - 1] + (
            column if text.isascii() else len(text[:column].encode("utf-8", "replace"))
        )

    def placed(self, ranges: Sequence[tuple[int, int]]) -> Lines:
        """The same lines where they are the ranges of a longer text."""
        shifts: list[tuple[int, int]] = []
        position = 0
        for start, end in ranges:
            shifts.append((position, start - position))
            position += end - start
        keys = [at for at, _ in shifts]
        moved = (start + shifts[bisect_right(keys, start) - 1][1] for start in self.starts)
        return Lines(self.texts, tuple(moved))


def lines_of(text: str) -> Lines:
    """The lines of a text without its byte order mark."""
    texts: list[str] = []
    widths: list[int] = []
    position = 0
    for line in text.replace("\r\n", "\n").splitlines(keepends=True):
        end = position + len(line)
        if text[end - 1 : end + 1] == "\r\n" and line.endswith("\n"):
            end += 1
        texts.append(line)
        widths.append(len(text[position:end].encode("utf-8", "replace")))
        position = end
    return Lines(tuple(texts), tuple(accumulate(widths, initial=0)))
