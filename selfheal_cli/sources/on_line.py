"""What the line of a frame writes, and what the names and calls on it stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeAlias

from tree_sitter import Node

from selfheal_cli.sources.callers import call_arguments, calls_at, line_node, touching
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import ancestors, field
from selfheal_cli.sources.syntax import (
    CallExpr,
    IndexExpr,
    JoinExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    PercentExpr,
    RecordExpr,
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
_Inner: TypeAlias = Callable[[Node, Module, int], list[Node]]


def written_on_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """Text expressions that touch the frame's line, outer ones first."""
    for node, module in _touching(ev, index):
        if isinstance(module.expression(node), _WRITTEN):
            yield from _worth(ev, index, node, module)


def written_in_statement(ev: Evaluator, index: int) -> Iterator[Reading]:
    """Text expressions of the frame's whole statement, and calls that make a text of one; of a
    record whose entry the line belongs to, that entry's alone."""
    yield from _made(ev, index, _of_entry)


def written_beside(ev: Evaluator, index: int) -> Iterator[Reading]:
    """The same of the record's other entries."""
    yield from _made(ev, index, _of_statement)


def _made(ev: Evaluator, index: int, inner: _Inner) -> Iterator[Reading]:
    for node, module in _nodes(ev, index, inner):
        if isinstance(module.expression(node), (*_WRITTEN, CallExpr)):
            for value in ev.values(node, ev.env_at(index, module, node)):
                if isinstance(value, Text):
                    yield Reading(value, node, module)


def begun_on_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """What the calls and names that begin on the frame's line stand for or are given."""
    row = ev.frames[index].line - 1
    yield from _referred(ev, index, partial(_begins, row=row))


def _begins(node: Node, module: Module, row: int) -> bool:
    read = module.expression(node)
    spread = isinstance(read, CallExpr) and b"\n" in module.text.utf8[node.start_byte : read.start]
    return node.start_point.row == row and not spread and not _is_owner(node, module)


def owning_on_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """What those stand for whose member or method is asked for: all that they hold; and calls that
    are given something on another line."""
    row = ev.frames[index].line - 1
    yield from _referred(ev, index, lambda node, home: node.start_point.row == row)


def reaching_line(ev: Evaluator, index: int) -> Iterator[Reading]:
    """The same of those that only reach the line, begun above."""
    row = ev.frames[index].line - 1
    yield from _referred(ev, index, lambda node, home: node.start_point.row < row)


def _referred(
    ev: Evaluator, index: int, wanted: Callable[[Node, Module], bool]
) -> Iterator[Reading]:
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    calls = calls_at(module, frame) if module is not None else []
    for call in calls:
        if module is not None and wanted(call, module):
            yield from taken(ev, index, call, module)
            yield from _worth(ev, index, call, module)
    for node, home in _touching(ev, index):
        referring = isinstance(home.expression(node), _REFERRING) and node not in calls
        if referring and not _is_said(node, home) and wanted(node, home) and not _is_set(node):
            yield from _worth(ev, index, node, home)


def _is_owner(node: Node, module: Module) -> bool:
    """Whether something of the node is asked for, so that what it holds besides is not meant."""
    for parent in islice(ancestors(node), 2):
        read = module.expression(parent)
        asked = module.target(read) if isinstance(read, CallExpr) else read
        if isinstance(asked, MemberExpr | IndexExpr) and asked.object == node:
            return True
    return False


def _is_said(node: Node, module: Module) -> bool:
    """Whether the node is only the name of what its parent asks for, or what its parent calls."""
    parent = node.parent
    read = module.expression(parent) if parent is not None else None
    if isinstance(read, CallExpr):
        return read.function == node and isinstance(module.expression(node), MemberExpr)
    return isinstance(read, MemberExpr) and read.start == node.start_byte and read.object != node


def _is_set(node: Node) -> bool:
    """Whether the node is what a statement gives a value: what it holds elsewhere is not used."""
    for parent in ancestors(node):
        if "pattern" in parent.type or parent.type == "expression_list":
            node = parent
            continue
        if "assignment" in parent.type and "augmented" not in parent.type:
            return field(parent, "left") == node
        return "declarator" in parent.type and field(parent, "name") == node
    return False


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
    """Templates and joined texts of the frame's statement, in which the run may have put other
    values than the sources show."""
    for node, module in _nodes(ev, index, _of_statement):
        if _is_joined(node, module):
            continue
        for text in literal(node, module):
            if not text.known:
                yield Reading(text, node, module)


def _is_joined(node: Node, module: Module) -> bool:
    """Whether a node is only a part of a joined text."""
    return any(
        isinstance(module.expression(parent), JoinExpr) for parent in islice(ancestors(node), 2)
    )


def readings(ev: Evaluator, index: int, node: Node, module: Module) -> Iterator[Reading]:
    """All texts of one expression; a literal first as it stands there."""
    for text in literal(node, module):
        yield Reading(text, node, module)
    yield from _worth(ev, index, node, module)
    yield from taken(ev, index, node, module)


def _touching(ev: Evaluator, index: int) -> Iterator[tuple[Node, Module]]:
    """The nodes of the frame's statement that touch its line."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for node in touching(module, frame.line) if module is not None else ():
        if module is not None:
            yield node, module


def _nodes(ev: Evaluator, index: int, inner: _Inner) -> Iterator[tuple[Node, Module]]:
    """The nodes of the frame's statement, entered as `inner` says."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    statement = line_node(module, frame.line) if module is not None else None
    stack = [statement] if statement is not None else []
    while stack and module is not None:
        node = stack.pop()
        yield node, module
        stack.extend(reversed(inner(node, module, frame.line - 1)))


def _on_row(node: Node, module: Module, row: int) -> list[Node]:
    """The children that touch the row."""
    return [
        each for each in node.named_children if each.start_point.row <= row <= each.end_point.row
    ]


def _of_statement(node: Node, module: Module, row: int) -> list[Node]:
    """The children outside of functions and of statements that begin below the row."""
    return [each for each in node.named_children if not _is_apart(each, module, row + 1)]


def _of_entry(node: Node, module: Module, row: int) -> list[Node]:
    """The same, of a record or of a list of lists, records or calls what stands at the row, if
    anything does."""
    read = module.expression(node)
    touching = _on_row(node, module, row) if isinstance(read, RecordExpr | ListExpr) else []
    if isinstance(read, ListExpr) and not any(
        isinstance(module.expression(each), ListExpr | RecordExpr | CallExpr) for each in touching
    ):
        touching = []
    found = _of_statement(node, module, row)
    return [each for each in found if each in touching] if touching else found


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
