"""JSON as nodes, its strings read by the standard library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONDecoder

from selfheal_cli.sources.data.nodes import DataNode, DataTree, Plain, unreadable
from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans, Token
from selfheal_cli.sources.text_nodes import Rows, offsets_of, rows_of

_QUOTING = Quoting('"', '"')
_STRINGS = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORDS: dict[str, Plain] = {"true": True, "false": False, "null": None}
_WORD = re.compile("|".join(_WORDS))
_UNIT = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[\s\S])|[\s\S]")
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ALWAYS = {**{char: f"\\{name}" for name, char in _SIMPLE.items()}, '"': '\\"', "\\": "\\\\"}


def read(utf8: bytes) -> DataTree:
    """The tree of a JSON text."""
    try:
        text = utf8.decode("utf-8")
        reading = _Reading(text, offsets_of(text), rows_of(utf8))
        value, end = reading.value(reading.space(0))
        if reading.space(end) != len(text):
            return unreadable(utf8)
    except (ValueError, RecursionError):
        return unreadable(utf8)
    return DataTree(DataNode("document", 0, len(utf8), reading.rows, [value]).owned())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Reading:
    """One text under way. Each method gives what begins at a position, and where it ends; all
    raise ValueError where nothing of the kind does."""

    text: str
    offsets: Sequence[int]
    rows: Rows

    def space(self, at: int) -> int:
        """Where the white space at a position ends."""
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int) -> tuple[DataNode, int]:
        """A value."""
        first = self.text[at : at + 1]
        if first == '"':
            return self._string(at)
        if first == "{":
            return self._items(at, "mapping", "}")
        return self._items(at, "sequence", "]") if first == "[" else self._plain(at)

    def _string(self, at: int) -> tuple[DataNode, int]:
        value, end = _STRINGS.raw_decode(self.text, at)
        return self._scalar(at, end, value), end

    def _plain(self, at: int) -> tuple[DataNode, int]:
        if word := _WORD.match(self.text, at):
            return self._scalar(at, word.end(), _WORDS[word.group()]), word.end()
        number = _NUMBER.match(self.text, at)
        if number is None:
            raise ValueError(at)
        whole = number[1] is None and number[2] is None
        value = int(number.group()) if whole else float(number.group())
        return self._scalar(at, number.end(), value), number.end()

    def _scalar(self, at: int, end: int, value: Plain) -> DataNode:
        start, stop = self.offsets[at], self.offsets[end]
        token = Token(start, stop, _QUOTING)
        return DataNode("scalar", start, stop, self.rows, value=value, token=token)

    def _items(self, at: int, kind: str, close: str) -> tuple[DataNode, int]:
        node = DataNode(kind, self.offsets[at], 0, self.rows)
        place = self.space(at + 1)
        while self.text[place : place + 1] != close or node.children:
            item, place = self._pair(place) if kind == "mapping" else self.value(place)
            node.children.append(item)
            place = self.space(place)
            if self.text[place : place + 1] == close:
                break
            if self.text[place : place + 1] != ",":
                raise ValueError(place)
            place = self.space(place + 1)
        node.end_byte = self.offsets[place + 1]
        return node, place + 1

    def _pair(self, at: int) -> tuple[DataNode, int]:
        if self.text[at : at + 1] != '"':
            raise ValueError(at)
        key, end = _STRINGS.raw_decode(self.text, at)
        colon = self.space(end)
        if self.text[colon : colon + 1] != ":":
            raise ValueError(colon)
        value, end = self.value(self.space(colon + 1))
        start = self.offsets[at]
        return DataNode("pair", start, value.end_byte, self.rows, [value], key), end


# --- literals ------------------------------------------------------------------------------------


def quoting_of(opening: str) -> Quoting:
    """JSON's only quotes."""
    return _QUOTING


def plain(quoting: Quoting) -> Quoting:
    """The same quotes."""
    return quoting


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a string's content."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    match = _UNIT.match(content, position)
    unit = match.group() if match else content[position]
    if unit[0] != "\\":
        return unit, unit
    return unit, chr(int(unit[2:], 16)) if len(unit) == 6 else _SIMPLE.get(unit[1], unit[1])


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the quotes."""
    return escaped(text, _ALWAYS, holds, utf16)
