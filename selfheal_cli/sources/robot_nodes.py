"""A syntax tree of Robot Framework's data that is asked as tree-sitter's trees are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, cast

from tree_sitter import Node, Tree

from selfheal_cli.sources.text_nodes import TextNode


@dataclass(slots=True, eq=False, repr=False)
class RobotNode(TextNode):
    """One node. `fields` holds the children that have a name; `robot`: Robot's own name of a
    token; `late`: reads the children of a node that was postponed."""

    fields: dict[str, RobotNode] = field(default_factory=dict)
    robot: str = ""
    late: Callable[[], list[Any]] = field(default=list, kw_only=True)

    def adopt(self, children: Iterable[Self]) -> Self:
        """The same node with these children, added in their order."""
        for child in children:
            child.parent = self
            self.children.append(child)
            self.has_error = self.has_error or child.has_error
        return self

    def stretch(self) -> Self:
        """The same node, as long as its children."""
        if self.children:
            self.start_byte = min(self.start_byte, *(one.start_byte for one in self.children))
            self.end_byte = max(self.end_byte, *(one.end_byte for one in self.children))
        return self

    def postpone(self, children: Callable[[], list[Any]]) -> None:
        """Read the children when they are asked for, in place of those that are known."""
        self.late = children
        del self.children

    def doubt(self) -> None:
        """Look for errors among the children when they are asked for."""
        del self.has_error

    def __getattr__(self, name: str) -> object:
        if name == "children":
            return self._read()
        if name == "has_error":
            self.has_error = any(child.has_error for child in self.children)
            return self.has_error
        raise AttributeError(name)

    def _read(self) -> list[Self]:
        self.children = self.late()
        for child in self.children:
            child.parent = self
        return self.children

    def child_by_field_name(self, name: str) -> RobotNode | None:
        """The child of that name."""
        return self.fields.get(name)


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
