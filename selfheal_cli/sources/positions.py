"""How likely a text is a locator by where it stands: what takes it, and as which argument."""

from __future__ import annotations

import re
from enum import IntEnum

from tree_sitter import Node

from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.nodes import ancestors
from selfheal_cli.sources.syntax import (
    CallExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    RecordExpr,
)
from selfheal_cli.sources.values import Text, Written


class Position(IntEnum):
    """Where a text stands, likeliest place of a locator first."""

    LOCATES = 0
    FIRST = 1
    HELD = 2
    LATER = 3
    SAYS = 4


# Calls whose text is typed, expected or told, in the frameworks' own words.
_SAYS = re.compile(
    r"^(?:it|test|describe|context|specify|step|suite|scenario|should|and|log|info|warn|debug|"
    r"error|print|puts|expect|to|to(?:Be|Have|Contain|Equal|Match)\w*|"
    r"to_(?:be|have|contain|equal|match)\w*|equals?|equal_to|assert\w*|goto|visit|"
    r"wait_for_timeout|fail|raise|Error|skip|tags?|fixture|as)$"
)
# Calls that take a locator first if they take two texts, else only what is typed or asked for.
_ACTS = re.compile(
    r"^(?:fill|type|press|press_sequentially|pressSequentially|send_?keys|set_?value|add_?value|"
    r"select_?option|select_by_\w+|selectBy\w+|get_?attribute|getAttribute|setText|has_attribute|"
    r"get_property|getProperty|getCssValue|value_of_css_property|dispatch\w*|label)$"
)
_LOCATES = re.compile(
    r"^(?:locator|frame_?[lL]ocator|get_?[bB]y\w+|(?:find|query|get)(?:All)?By\w+|find\w*|"
    r"\$\$?|shadow\$+|custom\$+|react\$+|get|contains|"
    r"By\.\w+|by\w+|css|xpath|id|className|name|linkText|partialLinkText|tagName|"
    r"query_selector\w*|querySelector\w*|wait_for_(?:selector|element\w*)|waitFor(?:Selector|Element\w*)|"
    r"filter|element|elements|all|within|has_(?:css|selector|xpath|text)\w*|closest|parents?|"
    r"children|siblings?|Selector)$"
)


# Robot Framework's keywords of the first kind, as they are compared.
_ROBOT_SAYS = re.compile(
    r"^keyword (?:log\w*|comment|fail|fatalerror|sleep|goto|openbrowser|newpage|should\w+|skip\w*|"
    r"setsuitedocumentation|settestmessage|passexecution\w*)$"
)


def position(text: Text, project: Project) -> Position:
    """The position of the text's first characters that are written somewhere."""
    piece = next((p for p in text.pieces if isinstance(p, Written) and p.text), None)
    module = project.module(piece.path) if piece is not None else None
    if piece is None or module is None:
        return Position.LATER
    node = module.root.descendant_for_byte_range(piece.token.start, piece.token.end)
    return _of(node, module) if node is not None else Position.LATER


def _of(node: Node, module: Module) -> Position:
    start, end = node.start_byte, node.end_byte
    for parent in ancestors(node):
        if module.language.is_statement(parent) or module.language.is_function(parent):
            return Position.HELD
        read = module.expression(parent)
        if isinstance(read, ListExpr | RecordExpr):
            return Position.HELD if not _is_argument(parent, module) else Position.FIRST
        if isinstance(read, CallExpr) and read.start <= start and end <= read.end:
            return _argument(read, start, end, module)
    return Position.HELD


def _is_argument(node: Node, module: Module) -> bool:
    for parent in ancestors(node):
        if parent == node:
            continue
        if module.language.is_statement(parent):
            return False
        read = module.expression(parent)
        if isinstance(read, CallExpr):
            return _argument(read, node.start_byte, node.end_byte, module) < Position.LATER
    return False


def _argument(read: CallExpr, start: int, end: int, module: Module) -> Position:
    target = module.expression(read.function)
    name = target.name if isinstance(target, NameExpr | MemberExpr) else ""
    spans = ((arg.node.start_byte, arg.node.end_byte) for arg in read.args)
    index = next((i for i, (low, high) in enumerate(spans) if low <= start and end <= high), -1)
    if _LOCATES.match(name):
        return Position.LOCATES
    if _ROBOT_SAYS.match(name):
        return Position.SAYS
    if _SAYS.match(name) or (_ACTS.match(name) and (index != 0 or len(read.args) < 2)):
        return Position.SAYS
    return Position.FIRST if index == 0 else Position.LATER
