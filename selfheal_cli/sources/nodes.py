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


_FEW = 16


def seldom(node: Node, text: SourceText, name: str) -> bool:
    """Whether a name stands so seldom in a node that to visit where it does is less than to walk
    all of it."""
    return _binding_like(node, text, name.encode()).count(name.encode()) <= _FEW


def holding(
    node: Node, text: SourceText, name: str, enters: Callable[[Node], bool]
) -> Iterator[Node]:
    """Those nodes of `walk` that hold a name where it may be bound, in source order; others too,
    where the name stands there often."""
    word, offset = name.encode(), node.start_byte
    shown = _binding_like(node, text, word)
    if shown.count(word) > _FEW:
        yield from walk(node, enters)
        return
    at = shown.find(word)
    seen: set[int] = set()
    while at >= 0:
        behind = at + 1
        for current in _down_to(node, at + offset):
            if current.id not in seen:
                seen.add(current.id)
                yield current
            if not enters(current):
                behind = max(behind, current.end_byte - offset)
                break
        at = shown.find(word, behind)


def _binding_like(node: Node, text: SourceText, word: bytes) -> bytes:
    """The node's text, without a name that is asked for a member, or is only part of a text."""
    shown = text.utf8[node.start_byte : node.end_byte]
    if shown.count(word) <= _FEW:
        return shown
    for after, but in ((b".", b"import"), (b"-", word + b"-=")):
        if but not in shown:
            shown = shown.replace(word + after, bytes(len(word) + 1))
    return shown


def _down_to(node: Node, at: int) -> Iterator[Node]:
    """The named nodes below `node` that an offset stands in, outermost first."""
    cursor = node.walk()
    while cursor.goto_first_child_for_byte(at) is not None:
        current = cursor.node
        if current is None or not current.is_named or current.start_byte > at:
            return
        yield current
