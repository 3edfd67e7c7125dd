"""Java's properties as nodes, as `java.util.Properties` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfheal_cli.sources.data.nodes import DataNode, DataTree
from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans, Token
from selfheal_cli.sources.text_nodes import Rows, rows_of

_LINE_END = r"(?:\r\n|\n|\r)"
_ESCAPED = rf"\\(?:{_LINE_END}[ \t\f]*|[\s\S])"
_LINE = re.compile(
    rf"[ \t\f]*(?:(?P<comment>[#!][^\r\n]*)|(?P<key>(?:{_ESCAPED}|[^\\\r\n \t\f:=])*)"
    rf"(?P<mark>[ \t\f]*[:=]?(?:[ \t\f]|\\{_LINE_END})*)(?P<value>(?:{_ESCAPED}|[^\\\r\n])*))"
    rf"(?:\\?\Z|{_LINE_END})"
)
_UNIT = re.compile(rf"\\u[0-9a-fA-F]{{4}}|{_ESCAPED}|[\s\S]")
_SIMPLE = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_ALWAYS = {**{char: f"\\{name}" for name, char in _SIMPLE.items()}, "\\": "\\\\"}
_BARE = Quoting("", "")


def read(utf8: bytes) -> DataTree:
    """The tree of a properties text: one mapping of its keys, dots and all."""
    text, rows = utf8.decode("utf-8", "replace"), rows_of(utf8)
    table = DataNode("mapping", 0, len(utf8), rows)
    position = offset = 0
    while position < len(text):
        found = _LINE.match(text, position)
        if found is None or found.end() == position:
            break
        if found["comment"] is None and (found["key"] or found["mark"].strip()):
            table.children.append(_pair(found, offset - position, text, rows))
        offset += len(found.group().encode())
        position = found.end()
    return DataTree(DataNode("document", 0, len(utf8), rows, [table]).owned())


def _pair(found: re.Match[str], shift: int, text: str, rows: Rows) -> DataNode:
    def at(place: int) -> int:
        return shift + found.start() + len(text[found.start() : place].encode())

    start, end = at(found.start("value")), at(found.end("value"))
    key = decode(found["key"], 0, _BARE)[0]
    value = decode(found["value"], start, _BARE)[0]
    token = Token(start, end, _BARE)
    scalar = DataNode("scalar", start, end, rows, value=value, token=token)
    return DataNode("pair", at(found.start("key")), end, rows, [scalar], key)


def pairs(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Keys and values in the file's order."""
    for scalar in read(text.encode()).root_node.scalars():
        yield tuple(str(step) for step in scalar.path()), str(scalar.value)


# --- literals ------------------------------------------------------------------------------------


def quoting_of(opening: str) -> Quoting:
    """Values have no quotes."""
    return _BARE


def plain(quoting: Quoting) -> Quoting:
    """The same."""
    return quoting


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a value, whose lines may go on."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    match = _UNIT.match(content, position)
    unit = match.group() if match else content[position]
    if unit[0] != "\\":
        return unit, unit
    if unit[1] in "\r\n":
        return unit, ""
    return unit, chr(int(unit[2:], 16)) if len(unit) == 6 else _SIMPLE.get(unit[1:], unit[1:])


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as a value says it; one that begins with a space says so."""
    written = escaped(text, _ALWAYS, holds, utf16)
    return f"\\{written}" if written.startswith(" ") else written
