"""Texts that no grammar reads, as nodes that are asked as tree-sitter's are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, Self


class Point(NamedTuple):
    """A place by row and byte column, both counted from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rows:
    """Where the rows of a UTF-8 text begin; rows end with a line feed."""

    starts: tuple[int, ...]

    def point(self, offset: int) -> Point:
        """Row and column of an offset."""
        row = bisect_right(self.starts, offset) - 1
        return Point(row, offset - self.starts[row])

    def offset(self, row: int, column: int) -> int:
        """The offset of a row's column; of the last row's, where there are fewer rows."""
        return self.starts[min(row, len(self.starts) - 1)] + column


def rows_of(utf8: bytes) -> Rows:
    """The rows of a text."""
    return Rows(tuple(accumulate((len(row) + 1 for row in utf8.split(b"\n")[:-1]), initial=0)))


def offsets_of(text: str) -> Sequence[int]:
    """Where each character begins in UTF-8, and behind them the end."""
    if text.isascii():
        return range(len(text) + 1)
    return [*accumulate((len(char.encode()) for char in text), initial=0)]


@dataclass(slots=True, eq=False, repr=False)
class TextNode:
    """One part of a text, `start_byte` to `end_byte` of its UTF-8: what the sources stage asks of a
    grammar's nodes, and no more. All children have a type of their own."""

    type: str
    start_byte: int
    end_byte: int
    rows: Rows
    children: list[Self] = field(default_factory=list)
    parent: Self | None = field(default=None, kw_only=True)
    has_error: bool = field(default=False, kw_only=True)

    @property
    def id(self) -> int:
        """A number that no other node of the tree has."""
        return id(self)

    @property
    def named_children(self) -> list[Self]:
        """The children."""
        return self.children

    @property
    def child_count(self) -> int:
        """How many children there are."""
        return len(self.children)

    @property
    def named_child_count(self) -> int:
        """How many children there are."""
        return len(self.children)

    @property
    def start_point(self) -> Point:
        """Row and column of the first byte."""
        return self.rows.point(self.start_byte)

    @property
    def end_point(self) -> Point:
        """Row and column behind the last byte."""
        return self.rows.point(self.end_byte)

    def descendant_for_byte_range(self, start: int, end: int) -> Self:
        """The smallest node that covers the range, this one at the least."""
        node = self
        while True:
            inner = (c for c in node.children if c.start_byte <= start and end <= c.end_byte)
            found = next(inner, None)
            if found is None:
                return node
            node = found

    def descendant_for_point_range(self, start: tuple[int, int], end: tuple[int, int]) -> Self:
        """The smallest node that covers the range between two points."""
        return self.descendant_for_byte_range(self.rows.offset(*start), self.rows.offset(*end))
