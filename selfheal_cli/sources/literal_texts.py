"""What a literal says as it stands there, with its interpolations as holes."""

from __future__ import annotations

from tree_sitter import Node

from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.nodes import source
from selfheal_cli.sources.syntax import Chunk, Filled, TextExpr
from selfheal_cli.sources.values import Hole, Piece, Text, Written


def literal(node: Node, module: Module) -> tuple[Text, ...]:
    """A literal's text, whatever its interpolations are worth; empty for other nodes."""
    read = module.expression(node)
    if not isinstance(read, TextExpr):
        return ()
    return (Text(tuple(_piece(part, module) for part in read.parts)),)


def _piece(part: Chunk | Filled, module: Module) -> Piece:
    if isinstance(part, Filled):
        return Hole(source(part.node, module.text))
    return Written(part.text, module.path, part.token, part.spans, part.at)
