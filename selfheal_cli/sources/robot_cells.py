"""The cells of Robot Framework's data: what is text in them and what is a variable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from robot.variables import VariableMatch, VariableMatches

from selfheal_cli.sources.literals_robot import CONSTANT
from selfheal_cli.sources.robot_nodes import RobotNode
from selfheal_cli.sources.text_nodes import Rows

NAMED = re.compile(r"([^\W\d][\w ]*)=")
"""What may be the name of an argument."""
TEXTS = frozenset({"text", "piped"})
"""Nodes of cells that are not one variable; in lines parted by pipes, piped."""


def cell(text: str, start: int, rows: Rows, piped: bool, kind: str = "") -> RobotNode:
    """The node of a cell whose text begins at an offset: `text`, with its variables as children,
    or `variable`, where it is nothing but one. `kind` is Robot's own name of the cell."""
    node = _value(text, start, rows, piped)
    node.robot = kind
    named = NAMED.match(text)
    if node.type in TEXTS and named:
        inner = _value(text[named.end() :], start + len(named.group().encode()), rows, piped)
        node.children.clear()
        node.adopt([inner])
        node.fields["value"] = inner
    return node


def _value(text: str, start: int, rows: Rows, piped: bool) -> RobotNode:
    end = start + len(text.encode("utf-8", "replace"))
    found = [(at, match) for at, match in _variables(text) if not CONSTANT.fullmatch(match.match)]
    if len(found) == 1 and found[0][1].match == text:
        return _variable(found[0][1], start, rows, piped)
    node = RobotNode("piped" if piped else "text", start, end, rows)
    children = (
        _variable(match, start + len(text[:at].encode("utf-8", "replace")), rows, piped)
        for at, match in found
    )
    return node.adopt(children)


def _variables(text: str) -> Iterator[tuple[int, VariableMatch]]:
    """Each variable of a text and the place where it begins."""
    position = 0
    for match in VariableMatches(text, ignore_errors=True) if "{" in text else ():
        yield position + match.start, match
        position += match.end


def _variable(match: VariableMatch, start: int, rows: Rows, piped: bool) -> RobotNode:
    """`${name}[item]...`: an index node for each item around the name's node."""
    bare = len(f"{match.identifier}{{{match.base}}}".encode("utf-8", "replace"))
    node = RobotNode("variable", start, start + bare, rows, robot=match.identifier or "")
    for item in match.items:
        inside = node.end_byte + 1
        index = _value(item, inside, rows, piped)
        end = inside + len(item.encode("utf-8", "replace")) + 1
        outer = RobotNode("item", start, end, rows, robot=node.robot).adopt([node, index])
        outer.fields = {"object": node, "index": index}
        node = outer
    return node
