"""Readers of expressions that differ between grammars only in the names of nodes and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from tree_sitter import Node

from selfheal_cli.sources.nodes import field, named, source
from selfheal_cli.sources.syntax import (
    Arg,
    ChoiceExpr,
    ClassExpr,
    ConstExpr,
    Expr,
    FunctionExpr,
    IndexExpr,
    JoinExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    OtherExpr,
    SameExpr,
)
from selfheal_cli.sources.text import SourceText

Reader: TypeAlias = Callable[[Node, SourceText], Expr]


def name(node: Node, text: SourceText) -> Expr:
    """A plain identifier."""
    return NameExpr(source(node, text))


def constant(value: bool | None) -> Reader:
    """A word for a truth value or nothing."""
    return lambda node, text: ConstExpr(value)


def number(node: Node, text: SourceText) -> Expr:
    """A whole number; others are not followed."""
    written = source(node, text).replace("_", "").rstrip("lLuU")
    try:
        return ConstExpr(int(written))
    except ValueError:
        return OtherExpr()


def member(owner: str, part: str) -> Reader:
    """`owner.part` by the fields that hold both."""

    def read(node: Node, text: SourceText) -> Expr:
        return member_of(field(node, owner), field(node, part), text)

    return read


def member_of(owner: Node | None, part: Node | None, text: SourceText) -> Expr:
    """A member by its owner's and its name's nodes; a plain name where there is no owner."""
    if part is None:
        return OtherExpr()
    if owner is None:
        return NameExpr(source(part, text))
    return MemberExpr(owner, source(part, text), part.start_byte, part.end_byte)


def indexed(owner: str, index: str) -> Reader:
    """`owner[index]` by the fields that hold both."""

    def read(node: Node, text: SourceText) -> Expr:
        value, at = field(node, owner), field(node, index)
        return IndexExpr(value, at) if value is not None and at is not None else OtherExpr()

    return read


def inside(part: str = "") -> Reader:
    """What a field holds, else the last child: casts, parentheses, await."""

    def read(node: Node, text: SourceText) -> Expr:
        inner = field(node, part) if part else next(reversed(named(node)), None)
        return SameExpr(inner) if inner is not None else OtherExpr()

    return read


def first(node: Node, text: SourceText) -> Expr:
    """The first child alone."""
    inner = named(node)
    return SameExpr(inner[0]) if inner else OtherExpr()


def choice(*parts: str) -> Reader:
    """One of several fields' values."""

    def read(node: Node, text: SourceText) -> Expr:
        options = tuple(found for part in parts if (found := field(node, part)) is not None)
        return ChoiceExpr(options) if options else OtherExpr()

    return read


def binary(*choosing: str) -> Reader:
    """`left + right`; either side for an operator that is one of `choosing`."""

    def read(node: Node, text: SourceText) -> Expr:
        left, right, operator = (field(node, part) for part in ("left", "right", "operator"))
        if left is None or right is None or operator is None:
            return OtherExpr()
        if operator.type == "+":
            return JoinExpr(left, right)
        return ChoiceExpr((left, right)) if operator.type in choosing else OtherExpr()

    return read


def joined(node: Node, text: SourceText) -> Expr:
    """`left += right`, as what it makes; of an assignment, what is assigned."""
    left, right, operator = (field(node, part) for part in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return OtherExpr()
    return JoinExpr(left, right) if operator.type == "+=" else SameExpr(right)


def positional(nodes: Sequence[Node]) -> tuple[Arg, ...]:
    """Nodes as arguments without names."""
    return tuple(Arg(node, "", False, node.start_byte, node.end_byte) for node in nodes)


def items(node: Node, text: SourceText) -> Expr:
    """All children as a list."""
    return ListExpr(positional(named(node)))


def one_level(
    node: Node,
    text: SourceText,
    is_function: bool,
    is_class: bool,
    readers: Mapping[str, Reader],
) -> Expr:
    """What a node is, one level deep, by what reads nodes of its type."""
    if is_function:
        return FunctionExpr(node)
    if is_class:
        return ClassExpr(node)
    reader = readers.get(node.type)
    return reader(node, text) if reader else OtherExpr()
