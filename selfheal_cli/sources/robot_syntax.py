"""Robot Framework's cells and calls as expressions, one node at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from selfheal_cli.sources.literals_robot import CELL, PIPED, decode
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.robot_cells import NAMED, TEXTS
from selfheal_cli.sources.robot_nodes import RobotNode, as_node, own
from selfheal_cli.sources.robot_words import KEYWORD, variable
from selfheal_cli.sources.syntax import (
    Arg,
    CallExpr,
    ChoiceExpr,
    Chunk,
    ConstExpr,
    Entry,
    Expr,
    Filled,
    FunctionExpr,
    IndexExpr,
    ListExpr,
    NameExpr,
    OtherExpr,
    RecordExpr,
    SameExpr,
    TextExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

FUNCTIONS = frozenset({"test", "keyword"})
STATEMENTS = frozenset(
    """step setting template arguments return import definition var for other test
    keyword""".split()  # noqa: SIM905
)
JOINING = f"{KEYWORD}catenate"
"""What makes one text of the several values of a scalar."""
_NUMBER = re.compile(r"-?\d+")
_WORDS = {"true": True, "false": False, "none": None, "null": None}


def expression(node: Node, text: SourceText) -> Expr:
    """What the node is, one level deep."""
    robot = own(node)
    reader = _READERS.get(robot.type)
    return reader(robot, text) if reader else OtherExpr()


def text_of(node: RobotNode, text: SourceText) -> TextExpr:
    """A cell's characters and variables."""
    quoting = PIPED if node.type == "piped" else CELL
    token = Token(node.start_byte, node.end_byte, quoting)
    parts: list[Chunk | Filled] = []
    position = node.start_byte
    for hole in _holes(node):
        parts.append(_chunk(position, hole.start_byte, token, text))
        parts.append(Filled(as_node(hole), token, hole.start_byte, hole.end_byte))
        position = hole.end_byte
    parts.append(_chunk(position, node.end_byte, token, text))
    return TextExpr(tuple(parts), (token,))


def _holes(node: RobotNode) -> list[RobotNode]:
    """The variables of a cell, those behind what looks like an argument's name too."""
    inner = node.fields.get("value")
    if inner is None:
        return node.children
    return inner.children if inner.type in TEXTS else [inner]


def _chunk(start: int, end: int, token: Token, text: SourceText) -> Chunk:
    return Chunk(*decode(text.slice(start, end), start, token.quoting), token, start)


def _variable(node: RobotNode, text: SourceText) -> Expr:
    base = source(as_node(node), text)[2:-1]
    if node.robot == "%" or base.startswith("{") or "{" in base:
        return OtherExpr()
    if _NUMBER.fullmatch(base):
        return ConstExpr(int(base))
    if base.lower() in _WORDS:
        return ConstExpr(_WORDS[base.lower()])
    return NameExpr(variable(base))


# --- calls and collections -----------------------------------------------------------------------


def _call(node: RobotNode, text: SourceText) -> Expr:
    function = node.fields.get("function")
    if function is None:
        return OtherExpr()
    cells = [child for child in node.children if child is not function]
    start = function.end_byte if function.parent is node else node.start_byte
    args = tuple(arguments(cells, text, True))
    return CallExpr(as_node(function), args, start, node.end_byte)


def arguments(cells: list[RobotNode], text: SourceText, named: bool) -> Iterator[Arg]:
    """Cells as arguments; with `named`, also by what may be their names."""
    for cell in cells:
        node = as_node(cell)
        span = (cell.start_byte, cell.end_byte)
        inner = cell.fields.get("value") if cell.type in TEXTS else None
        raw = text.slice(*span)
        if cell.type in {"variable", "item"} and raw[:1] in "@&":
            yield Arg(node, "", True, *span)
        elif named and inner is not None and (found := NAMED.match(raw)):
            yield Arg(as_node(inner), variable(found[1]), False, *span, whole=node)
        else:
            yield Arg(node, "", False, *span)


def _entries(node: RobotNode, text: SourceText) -> Iterator[Entry]:
    for cell in node.children:
        span = (cell.start_byte, cell.end_byte)
        inner = cell.fields.get("value")
        if cell.type == "variable":
            yield Entry("", as_node(cell), *span, spread=True)
        elif inner is not None:
            key = text.slice(cell.start_byte, inner.start_byte - 1)
            yield Entry(key, as_node(inner), *span)


def _item(node: RobotNode, text: SourceText) -> Expr:
    return IndexExpr(as_node(node.fields["object"]), as_node(node.fields["index"]))


def _joined(node: RobotNode, text: SourceText) -> Expr:
    args = tuple(arguments(node.children, text, True))
    return CallExpr(as_node(node), args, node.start_byte, node.end_byte, NameExpr(JOINING))


def _runner(node: RobotNode, text: SourceText) -> Expr:
    calls = [as_node(child) for child in node.children if child.type in {"call", "runner"}]
    return SameExpr(calls[0]) if len(calls) == 1 else ChoiceExpr(tuple(calls))


_READERS: dict[str, Callable[[RobotNode, SourceText], Expr]] = {
    **dict.fromkeys(TEXTS, text_of),
    "variable": _variable,
    "item": _item,
    "call": _call,
    "joined": _joined,
    "runner": _runner,
    "called": lambda node, text: NameExpr(node.robot),
    "list": lambda node, text: ListExpr(tuple(arguments(node.children, text, False))),
    "record": lambda node, text: RecordExpr(tuple(_entries(node, text))),
    "test": lambda node, text: FunctionExpr(as_node(node)),
    "keyword": lambda node, text: FunctionExpr(as_node(node)),
}
