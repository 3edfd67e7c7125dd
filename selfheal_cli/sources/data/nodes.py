"""The parts of a data file as nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self, TypeAlias

from selfheal_cli.sources.syntax import Token
from selfheal_cli.sources.text_nodes import TextNode, rows_of

Plain: TypeAlias = str | int | float | bool | None


@dataclass(slots=True, eq=False, repr=False)
class DataNode(TextNode):
    """One part of a data file.

    `type` is "document", "mapping", "pair" (of `key` and `children[0]`), "sequence", "scalar" or
    "alias". A scalar has its `token` and is worth `value`; where `of` is given, the node stands for
    that one (an alias), or takes in its pairs (a pair with the key `<<`).
    """

    key: str = ""
    value: Plain = None
    token: Token | None = None
    of: DataNode | None = None

    def child_by_field_name(self, name: str) -> DataNode | None:
        """A pair's value; data has no other fields."""
        return self.children[0] if name == "value" and self.type == "pair" else None

    def owned(self) -> Self:
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


def unreadable(utf8: bytes) -> DataTree:
    """The tree of a file that is not what its ending says."""
    return DataTree(DataNode("document", 0, len(utf8), rows_of(utf8), has_error=True))
