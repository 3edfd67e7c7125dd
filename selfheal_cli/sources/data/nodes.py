"""The parts of a data file as nodes: what the sources stage asks of a grammar's nodes, no more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from selfheal_cli.sources.syntax import Token

Plain: TypeAlias = str | int | float | bool | None


class Point(NamedTuple):
    """A row counted from 0, and the bytes before the place on it."""

    row: int
    column: int


@dataclass(slots=True, eq=False, repr=False)
class DataNode:
    """One part of a data file, `start_byte` to `end_byte` of its UTF-8 text.

    `type` is "document", "mapping", "pair" (of `key` and `children[0]`), "sequence", "scalar" or
    "alias". A scalar has its `token` and is worth `value`; where `of` is given, the node stands for
    that one (an alias), or takes in its pairs (a pair with the key `<<`).
    """

    type: str
    start_byte: int
    end_byte: int
    rows: Sequence[int]
    children: list[DataNode] = field(default_factory=list)
    key: str = ""
    value: Plain = None
    token: Token | None = None
    of: DataNode | None = None
    parent: DataNode | None = None
    has_error: bool = False

    @property
    def id(self) -> int:
        """What tells the node from others of its file."""
        return id(self)

    @property
    def named_children(self) -> list[DataNode]:
        """The parts inside."""
        return self.children

    @property
    def named_child_count(self) -> int:
        """How many parts are inside."""
        return len(self.children)

    @property
    def child_count(self) -> int:
        """How many parts are inside: all of them have names."""
        return len(self.children)

    @property
    def start_point(self) -> Point:
        """Where the node begins."""
        return self._point(self.start_byte)

    @property
    def end_point(self) -> Point:
        """Where the node ends."""
        return self._point(self.end_byte)

    def _point(self, offset: int) -> Point:
        row = bisect_right(self.rows, offset) - 1
        return Point(row, offset - self.rows[row])

    def child_by_field_name(self, name: str) -> DataNode | None:
        """A pair's value; data has no other fields."""
        return self.children[0] if name == "value" and self.type == "pair" else None

    def descendant_for_byte_range(self, start: int, end: int) -> DataNode:
        """The smallest node that covers the range, this one at the least."""
        for child in self.children:
            if child.start_byte <= start and end <= child.end_byte:
                return child.descendant_for_byte_range(start, end)
        return self

    def descendant_for_point_range(self, start: tuple[int, int], end: tuple[int, int]) -> DataNode:
        """The smallest node that covers the range between two points."""
        first, last = (self.rows[min(row, len(self.rows) - 1)] + at for row, at in (start, end))
        return self.descendant_for_byte_range(first, last)

    def owned(self) -> DataNode:
        """The node after its children were told whose they are, all the way down."""
        for child in self.children:
            child.parent = self
            child.owned()
        return self

    def path(self) -> tuple[str | int, ...]:
        """The keys and indices that lead to the node from its document."""
        if self.parent is None:
            return ()
        before = self.parent.path()
        if self.type == "pair":
            return (*before, self.key)
        if self.parent.type == "sequence":
            return (*before, next(i for i, c in enumerate(self.parent.children) if c is self))
        return before

    def scalars(self) -> Iterator[DataNode]:
        """The scalars below, in the file's order; what stands for others is left out."""
        if self.type == "scalar":
            yield self
        for child in self.children:
            yield from child.scalars()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DataTree:
    """A whole data file."""

    root_node: DataNode


def rows_of(utf8: bytes) -> list[int]:
    """Where each row of a text begins."""
    return [0, *accumulate(len(row) + 1 for row in utf8.split(b"\n")[:-1])]


def unreadable(utf8: bytes) -> DataTree:
    """The tree of a file that is not what its ending says."""
    return DataTree(DataNode("document", 0, len(utf8), rows_of(utf8), has_error=True))
