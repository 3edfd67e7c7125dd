"""Small readings of tree-sitter nodes that every language needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from selfheal_cli.sources.text import SourceText


def source(node: Node, text: SourceText) -> str:
    """The node's source text."""
    return text.slice(node.start_byte, node.end_byte)


def field(node: Node, name: str) -> Node | None:
    """The child in a named field."""
    return node.child_by_field_name(name)


def named(node: Node) -> list[Node]:
    """The named children without comments."""
    return [child for child in node.named_children if not child.type.endswith("comment")]


def walk(node: Node, enters: Callable[[Node], bool]) -> Iterator[Node]:
    """The nodes below `node` in source order; children only of those that `enters` allows."""
    stack = list(reversed(node.named_children))
    while stack:
        current = stack.pop()
        yield current
        if enters(current):
            stack.extend(reversed(current.named_children))


ASSIGNS = re.compile(rb"(?<![=!<>])=(?![=>~])|[-+*/|&?<>]=")
"""What an assignment has between its sides, whatever the language."""


def says(node: Node, text: SourceText, pattern: re.Pattern[bytes]) -> bool:
    """Whether a node's own text holds what the pattern finds: where it does not, a walk for nodes
    that are written so need not enter it."""
    return pattern.search(text.utf8, node.start_byte, node.end_byte) is not None


def ancestors(node: Node) -> Iterator[Node]:
    """The node's parents, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def down_to(node: Node, at: int) -> Iterator[Node]:
    """The named nodes below `node` that an offset stands in, outermost first."""
    cursor = node.walk()
    while cursor.goto_first_child_for_byte(at) is not None:
        current = cursor.node
        if current is None or not current.is_named or current.start_byte > at:
            return
        yield current
