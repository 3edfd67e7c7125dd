"""A syntax tree of Robot Framework's data that is asked as tree-sitter's trees are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple, cast

from tree_sitter import Node, Tree


class Point(NamedTuple):
    """A place by row and byte column, both counted from 0."""

    row: int
    column: int


@dataclass(slots=True, eq=False, repr=False)
class RobotNode:
    """One node: the part of tree-sitter's interface that the sources stage uses. Offsets are in
    UTF-8; `fields` holds the children that have a name. `robot`: Robot's own name of a token."""

    type: str
    start_byte: int
    end_byte: int
    rows: Rows
    children: list[RobotNode] = field(default_factory=list)
    fields: dict[str, RobotNode] = field(default_factory=dict)
    parent: RobotNode | None = None
    has_error: bool = False
    robot: str = ""

    def adopt(self, children: Iterable[RobotNode]) -> RobotNode:
        """The same node with these children, added in their order."""
        for child in children:
            child.parent = self
            self.children.append(child)
            self.has_error = self.has_error or child.has_error
        return self

    def stretch(self) -> RobotNode:
        """The same node, as long as its children."""
        if self.children:
            self.start_byte = min(self.start_byte, *(one.start_byte for one in self.children))
            self.end_byte = max(self.end_byte, *(one.end_byte for one in self.children))
        return self

    @property
    def id(self) -> int:
        """A number that no other node of the tree has."""
        return id(self)

    @property
    def named_children(self) -> list[RobotNode]:
        """The children; all have a type of their own."""
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

    def child_by_field_name(self, name: str) -> RobotNode | None:
        """The child of that name."""
        return self.fields.get(name)

    def descendant_for_byte_range(self, start: int, end: int) -> RobotNode | None:
        """The smallest node that holds the range."""
        node = self
        while True:
            inner = (c for c in node.children if c.start_byte <= start and end <= c.end_byte)
            found = next(inner, None)
            if found is None:
                return node
            node = found

    def descendant_for_point_range(
        self, start: tuple[int, int], end: tuple[int, int]
    ) -> RobotNode | None:
        """The smallest node that holds the range."""
        return self.descendant_for_byte_range(self.rows.offset(*start), self.rows.offset(*end))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rows:
    """Where the rows of a UTF-8 text begin; rows end with a line feed."""

    starts: tuple[int, ...]

    def point(self, offset: int) -> Point:
        """Row and column of an offset."""
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= offset else (low, middle)
        return Point(low, offset - self.starts[low])

    def offset(self, row: int, column: int) -> int:
        """The offset of a row's column."""
        return self.starts[min(row, len(self.starts) - 1)] + column


def rows_of(utf8: bytes) -> Rows:
    """The rows of a text."""
    return Rows(tuple(accumulate((len(row) + 1 for row in utf8.split(b"\n")[:-1]), initial=0)))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RobotTree:
    """A file's tree."""

    root_node: RobotNode


def as_tree(root: RobotNode) -> Tree:
    """The tree as the sources stage takes it."""
    return cast(Tree, RobotTree(root))


def own(node: Node) -> RobotNode:
    """A node of a Robot file as what it is."""
    return cast(RobotNode, node)


def as_node(node: RobotNode) -> Node:
    """A node as the sources stage takes it."""
    return cast(Node, node)
