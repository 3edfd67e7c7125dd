"""A new operand of a sum that begins or ends with what only the run knew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors
from selfheal_cli.sources.syntax import JoinExpr
from selfheal_cli.sources.values import Written

_PLUS = re.compile(r"[ \t]*\+[ \t]*")


def beside(pieces: Sequence[Written], last: bool, project: Project) -> tuple[str, int, str] | None:
    """Where an operand goes into the sum that the pieces are of, as (path, UTF-8 offset), and the
    author's plus; None where they are of none. `last`: behind all others, else before them."""
    piece = pieces[-1] if last else pieces[0]
    module = project.module(piece.path) if not piece.layer and not piece.passed else None
    whole = _sum_of(piece, module) if module is not None else None
    if whole is None or module is None:
        return None
    read = module.expression(whole)
    if not isinstance(read, JoinExpr) or read.between:
        return None
    between = module.text.slice(read.left.end_byte, read.right.start_byte)
    plus = between if _PLUS.fullmatch(between) else " + "
    outer = whole.end_byte > piece.token.end if last else whole.start_byte < piece.token.start
    return (piece.path, whole.end_byte if last else whole.start_byte, plus) if outer else None


def _sum_of(piece: Written, module: Module) -> Node | None:
    """The outermost sum that a piece's token is an operand of."""
    node = module.root.descendant_for_byte_range(piece.token.start, piece.token.end)
    found: Node | None = None
    for parent in (node, *ancestors(node)) if node is not None else ():
        if isinstance(module.expression(parent), JoinExpr):
            found = parent
        elif found is not None or module.language.is_statement(parent):
            break
    return found
