"""What the line of a frame writes, and what the names and calls on it stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from tree_sitter import Node

from selfheal_cli.sources.callers import call_arguments, calls_at, line_node
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.syntax import (
    CallExpr,
    IndexExpr,
    JoinExpr,
    MemberExpr,
    NameExpr,
    PercentExpr,
    RegexExpr,
    TextExpr,
)
from selfheal_cli.sources.values import (
    Chain,
    Instance,
    Record,
    Regex,
    Sequence,
    Text,
    Value,
)

_DEEPEST = 4
_WIDEST = 24
_WRITTEN = (TextExpr, JoinExpr, PercentExpr, RegexExpr)
_REFERRING = (NameExpr, MemberExpr, IndexExpr, CallExpr)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and the expression of a frame's line that is worth it, holds it or takes it."""

    text: Text
    node: Node
    module: Module


Look: TypeAlias = Callable[[Evaluator, int], Iterator[Reading]]


def written_on_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """Text expressions that touch the frame's line, outer ones first."""
    for node, module in _nodes(ev, index, True):
        if isinstance(module.expression(node), _WRITTEN):
            yield from _worth(ev, index, node, module)


def written_in_statement(ev: Evaluator, index: int) -> Iterator[Reading]:
    """Text expressions of the frame's whole statement, and calls that make a text of one."""
    for node, module in _nodes(ev, index, False):
        if isinstance(module.expression(node), (*_WRITTEN, CallExpr)):
            for value in ev.values(node, ev.env_at(index, module, node)):
                if isinstance(value, Text):
                    yield Reading(value, node, module)


def begun_on_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """What the calls and names that begin on the frame's line stand for or are given."""
    row = ev.frames[index].line - 1
    yield from _referred(ev, index, lambda node: node.start_point.row == row)


def reaching_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """The same of those that only reach the line, begun above."""
    row = ev.frames[index].line - 1
    yield from _referred(ev, index, lambda node: node.start_point.row < row)


def _referred(ev: Evaluator, index: int, wanted: Callable[[Node], bool]) -> Iterator[Reading]:
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for call in calls_at(module, frame) if module is not None else ():
        if module is not None and wanted(call):
            yield from taken(ev, index, call, module)
            yield from _worth(ev, index, call, module)
    taken_apart: list[Node] = []
    for node, home in _nodes(ev, index, True):
        read = home.expression(node)
        if not isinstance(read, _REFERRING) or not wanted(node):
            continue
        if any(_begins(node, whole) for whole in taken_apart):
            continue
        found = list(_worth(ev, index, node, home))
        if found and isinstance(read, MemberExpr | IndexExpr):
            taken_apart.append(node)
        yield from found


def _begins(node: Node, whole: Node) -> bool:
    """Whether a node is what `whole` picks one entry of, which is not asked for all of them."""
    return node.start_byte == whole.start_byte and node.end_byte < whole.end_byte


def taken(ev: Evaluator, index: int, call: Node, module: Module) -> Iterator[Reading]:
    """What a call is given."""
    for arg in call_arguments(call, ev.env_at(index, module, call)):
        for value in ev.forced(arg.thunk):
            for text in _texts(ev, value):
                yield Reading(text, call, module)


def _worth(ev: Evaluator, index: int, node: Node, module: Module) -> Iterator[Reading]:
    for value in ev.values(node, ev.env_at(index, module, node)):
        for text in _texts(ev, value):
            yield Reading(text, node, module)


def templates(ev: Evaluator, index: int) -> Iterator[Reading]:
    """Templates of the frame's statement, whose interpolations the run may have given other
    values than the sources show."""
    for node, module in _nodes(ev, index, False):
        for text in literal(node, module):
            if not text.known:
                yield Reading(text, node, module)


def readings(ev: Evaluator, index: int, node: Node, module: Module) -> Iterator[Reading]:
    """All texts of one expression; a literal first as it stands there."""
    for text in literal(node, module):
        yield Reading(text, node, module)
    yield from _worth(ev, index, node, module)
    yield from taken(ev, index, node, module)


def _nodes(ev: Evaluator, index: int, touching: bool) -> Iterator[tuple[Node, Module]]:
    """The nodes of the frame's statement: those that touch the line, or all outside of functions
    and of statements that begin below."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    statement = line_node(module, frame.line) if module is not None else None
    stack = [statement] if statement is not None else []
    while stack and module is not None:
        node = stack.pop()
        if touching and not node.start_point.row <= frame.line - 1 <= node.end_point.row:
            continue
        if not touching and node is not statement and _is_apart(node, module, frame.line):
            continue
        yield node, module
        stack.extend(reversed(node.named_children))


def _is_apart(node: Node, module: Module, line: int) -> bool:
    """Whether a node runs at another time than the line: a function, or a block's statement."""
    language = module.language
    return language.is_function(node) or (
        language.is_statement(node) and node.start_point.row > line - 1
    )


def _texts(ev: Evaluator, value: Value, depth: int = 0) -> Iterator[Text]:
    """The texts in a value: itself, the items of a sequence, what its calls are given."""
    match value:
        case Text():
            yield value
            return
        case Regex():
            yield from [value.written] if value.written.pieces else []
            return
        case Sequence():
            args = value.items
        case Record():
            args = tuple(value.entries.values())
        case Chain():
            args = tuple(arg for link in value.links for arg in link.args)
        case Instance():
            args = value.args or ()
        case _:
            return
    for arg in islice(args, _WIDEST) if depth < _DEEPEST else ():
        for inner in ev.forced(arg.thunk):
            yield from _texts(ev, inner, depth + 1)
