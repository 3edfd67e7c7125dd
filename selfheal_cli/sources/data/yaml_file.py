"""YAML as nodes, by PyYAML's composer; and its scalars' ways of being written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from selfheal_cli.sources.data.nodes import DataNode, DataTree, Plain, unreadable
from selfheal_cli.sources.literals import decoded, escaped
from selfheal_cli.sources.syntax import Holds, Quoting, Spans, Token
from selfheal_cli.sources.text_nodes import Rows, offsets_of, rows_of

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s+)*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?\r?\n")
_UNIT = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])|[\s\S]")
_SIMPLE = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_ALWAYS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
# What YAML 1.2 takes for a number and PyYAML, which reads 1.1, does not.
_NEWER = re.compile(r"0o[0-7]+|[-+]?\d[\d.]*[eE][-+]?\d+")


def read(utf8: bytes) -> DataTree:
    """The tree of a YAML text; several documents are the children of the root."""
    text = utf8.decode("utf-8", "replace")
    try:
        documents = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
        reading = _Reading(text, offsets_of(text), rows_of(utf8), {})
        root = DataNode("document", 0, len(utf8), reading.rows)
        root.children = [reading.node(each, 0) for each in documents]
    except (yaml.YAMLError, RecursionError, ValueError):
        return unreadable(utf8)
    return DataTree(root.owned())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Reading:
    """One text under way; PyYAML's marks count its characters. `seen`: nodes with an anchor."""

    text: str
    offsets: Sequence[int]
    rows: Rows
    seen: dict[int, DataNode]

    def node(self, node: yaml.Node, after: int) -> DataNode:
        """A composed node as ours; one met again is an alias, which stands at `after`."""
        if id(node) in self.seen:
            at = self.offsets[after]
            return DataNode("alias", at, at, self.rows, of=self.seen[id(node)])
        start, end = node.start_mark.index, node.end_mark.index
        made = DataNode("sequence", self.offsets[start], self.offsets[end], self.rows)
        self.seen[id(node)] = made
        if isinstance(node, yaml.ScalarNode):
            self._scalar(node, made)
        elif isinstance(node, yaml.MappingNode):
            made.type = "mapping"
            made.children = [self._pair(key, value) for key, value in node.value]
        else:
            made.children = [self.node(item, start) for item in node.value]
        return made

    def _pair(self, key: yaml.Node, value: yaml.Node) -> DataNode:
        """An entry; a merged one (`<<: *base`) has the record that it takes in as `of`."""
        start, end = key.start_mark.index, key.end_mark.index
        held = self.node(value, end)
        merges = key.tag == "tag:yaml.org,2002:merge"
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        stop = max(held.end_byte, self.offsets[end])
        pair = DataNode("pair", self.offsets[start], stop, self.rows, [held], name)
        pair.of = held if merges else None
        return pair

    def _scalar(self, node: yaml.ScalarNode, made: DataNode) -> None:
        made.type = "scalar"
        start, end = node.start_mark.index, node.end_mark.index
        match = _PROPERTIES.match(self.text, start, end)
        start = match.end() if match is not None else start
        quoting, end = self._quoting(node.style or "", start, end)
        made.token = Token(self.offsets[start], self.offsets[end], quoting)
        made.end_byte = made.token.end
        made.value = node.value if node.tag.endswith(":str") else _plain(node)

    def _quoting(self, style: str, start: int, end: int) -> tuple[Quoting, int]:
        if style not in {"|", ">"}:
            return quoting_of(style), end
        header = _HEADER.match(self.text, start, end)
        if header is None:
            return Quoting("", "", raw=True), end
        body = self.text[header.end() : end]
        kept = body.rstrip("\r\n ") if "-" in header.group() else body
        blank = len(kept) - len(kept.lstrip("\r\n"))
        margin = len(kept[blank:]) - len(kept[blank:].lstrip(" "))
        opening = header.group() + kept[: blank + margin]
        return Quoting(opening, "", raw=True, margin=margin), header.end() + len(kept)


def _plain(node: yaml.ScalarNode) -> Plain:
    """What a scalar that is no text is worth."""
    try:
        value = yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError):
        return None
    return value if isinstance(value, bool | int | float) else None


# --- literals ------------------------------------------------------------------------------------


def quoting_of(opening: str) -> Quoting:
    """Double and single quotes, and none at all."""
    mark = opening[:1] if opening[:1] in {"'", '"'} else ""
    return Quoting(mark, mark, raw=mark != '"')


def plain(quoting: Quoting) -> Quoting:
    """Double quotes, which hold any text."""
    return quoting_of('"')


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a scalar that stands on one line, or line by line in a literal
    block."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    if quoting.closing == '"' and content[position] == "\\":
        match = _UNIT.match(content, position)
        unit = match.group() if match else content[position]
        return unit, _meant(unit)
    if quoting.closing == "'" and content.startswith("''", position):
        return "''", "'"
    if quoting.margin and content[position] in "\r\n":
        return _line_end(content, position, quoting.margin), "\n"
    return content[position], content[position]


def _line_end(content: str, position: int, margin: int) -> str:
    found = re.compile(rf"\r?\n {{0,{margin}}}").match(content, position)
    return found.group() if found else content[position]


def _meant(unit: str) -> str:
    if len(unit) > 2 and unit[1] in "xuU":
        code = int(unit[2:], 16)
        return chr(code) if code < 0x110000 else unit
    return _SIMPLE.get(unit[1:], "")


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands in the scalar; None where only double quotes can hold it."""
    if quoting.closing == '"':
        return escaped(text, _ALWAYS, holds, _number)
    if not text.isprintable() or not all(map(holds, text)) or _NEWER.fullmatch(text):
        return None
    return text.replace("'", "''") if quoting.closing else text


def _number(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
