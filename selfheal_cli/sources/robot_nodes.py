"""A syntax tree of Robot Framework's data that is asked as tree-sitter's trees are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self, cast

from tree_sitter import Node, Tree

from selfheal_cli.sources.text_nodes import TextNode


@dataclass(slots=True, eq=False, repr=False)
class RobotNode(TextNode):
    """One node. `fields` holds the children that have a name; `robot`: Robot's own name of a
    token."""

    fields: dict[str, RobotNode] = field(default_factory=dict)
    robot: str = ""

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
