"""What literals say as they stand there, with what is put in or between them as holes."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.syntax import Chunk, Filled, JoinExpr, SameExpr, TextExpr
from selfheal_cli.sources.values import Hole, Piece, Text, Written


def literal(node: Node, module: Module) -> tuple[Text, ...]:
    """The text of a literal, or of several that are joined, whatever what is put in between is
    worth; empty for other nodes."""
    read = module.expression(node)
    if not isinstance(read, TextExpr | JoinExpr):
        return ()
    pieces = tuple(_pieces(node, module))
    return (Text(pieces),) if any(isinstance(piece, Written) for piece in pieces) else ()


def _pieces(node: Node, module: Module) -> Iterator[Piece]:
    stack = [node]
    while stack:
        part = stack.pop()
        read = module.expression(part)
        if isinstance(read, TextExpr):
            yield from (_piece(each, module) for each in read.parts)
        elif isinstance(read, JoinExpr) and not read.between:
            stack += [read.right, read.left]
        elif isinstance(read, SameExpr):
            stack.append(read.inner)
        else:
            yield Hole(source(part, module.text))


def _piece(part: Chunk | Filled, module: Module) -> Piece:
    if isinstance(part, Filled):
        return Hole(source(part.node, module.text))
    return Written(part.text, module.path, part.token, part.spans, part.at)
