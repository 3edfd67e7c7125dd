"""Other places that state the very text of an edit for the same purpose: told, never edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from selfheal_cli.model import Location
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.literal_texts import literal
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors, source
from selfheal_cli.sources.splice import Splice
from selfheal_cli.sources.syntax import CallExpr, ListExpr, MemberExpr, NameExpr

_MOST = 20
_MOST_FILES = 3_000


def siblings(splice: Splice, project: Project) -> tuple[Location, ...]:
    """Places whose literal is worth the same and is taken by a call of the same name, or stands
    beside the same kind (`By.ID`), as the one that the splice changes. Empty where the splice is
    not within one literal, or no call takes it."""
    module = project.module(splice.path)
    own = _literal_at(module, splice.start, splice.end) if module is not None else None
    if module is None or own is None:
        return ()
    value, taker = _value(own, module), _taker(own, module)
    if not value.strip() or not taker:
        return ()
    found = (
        Location(path, line)
        for path, start, line in _equal(value, taker, module, project)
        if (path, start) != (splice.path, own.start_byte)
    )
    return tuple(islice(found, _MOST))


def _literal_at(module: Module, start: int, end: int) -> Node | None:
    node = module.root.descendant_for_byte_range(start, end)
    for each in (node, *ancestors(node)) if node is not None else ():
        if literal(each, module):
            return each
        if module.language.is_statement(each):
            return None
    return None


def _value(node: Node, module: Module) -> str:
    texts = literal(node, module)
    return texts[0].value if texts and texts[0].known else ""


def _taker(node: Node, module: Module) -> str:
    """The name of the call that takes a literal, with the kind that stands before it."""
    before = ""
    for parent in ancestors(node):
        read = module.expression(parent)
        if isinstance(read, CallExpr):
            args = [arg for arg in read.args if arg.node.end_byte <= node.start_byte]
            kinds = [source(arg.node, module.text) for arg in args]
            target = module.expression(read.function)
            name = target.name if isinstance(target, MemberExpr | NameExpr) else ""
            return f"{name}({', '.join(kinds)}" if name else ""
        if isinstance(read, ListExpr):
            items = [arg.node for arg in read.items if arg.node.end_byte <= node.start_byte]
            before = ", ".join(source(item, module.text) for item in items)
            return f"({before}" if before else ""
        if module.language.is_statement(parent):
            return ""
    return ""


def _equal(
    value: str, taker: str, home: Module, project: Project
) -> Iterator[tuple[str, int, int]]:
    """Path, offset and line of each equal literal, the home file's first."""
    needle = value.encode()
    same = (path for path in project.files() if language_of(path) is home.language)
    for path in dict.fromkeys((home.path, *islice(same, _MOST_FILES))):
        if not project.exists(path) or needle not in project.read(path):
            continue
        module = project.module(path)
        for match in re.finditer(re.escape(needle), module.text.utf8) if module else ():
            node = _literal_at(module, *match.span()) if module is not None else None
            if module is None or node is None:
                continue
            if _value(node, module) == value and _taker(node, module) == taker:
                yield path, node.start_byte, node.start_point.row + 1
