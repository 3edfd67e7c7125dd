"""INI as nodes: sections of options, as `configparser` reads them."""

from __future__ import annotations

import re

from selfheal_cli.sources.data.nodes import DataNode, DataTree
from selfheal_cli.sources.literals import decoded
from selfheal_cli.sources.syntax import Holds, Quoting, Spans, Token
from selfheal_cli.sources.text_nodes import Rows, rows_of

_SECTION = re.compile(r"\[(?P<name>.+)\]\s*")
_OPTION = re.compile(r"(?P<key>.*?)\s*(?P<mark>[=:])[ \t]*(?P<value>.*?)\s*$", re.DOTALL)
# What some readers take for an interpolation or a comment.
_DISPUTED = re.compile(r"%|\$(?=\{)|(?<!\S)[;#]")
_BARE = Quoting("", "", raw=True)


def read(utf8: bytes) -> DataTree:
    """The tree of an INI text: a mapping of sections, each a mapping of options."""
    rows = rows_of(utf8)
    table = DataNode("mapping", 0, len(utf8), rows)
    options = table
    last: DataNode | None = None
    indent = 0
    for start, line in zip(rows.starts, utf8.split(b"\n"), strict=True):
        text = line.decode("utf-8", "replace")
        bare = text.strip()
        depth = len(text) - len(text.lstrip())
        if not bare or bare[0] in "#;":
            continue
        if last is not None and depth > indent:
            _continue(last, start + len(line.rstrip()), bare)
            continue
        indent, last = depth, None
        if section := _SECTION.fullmatch(bare):
            options = DataNode("mapping", start, start + len(line), rows)
            pair = DataNode("pair", start, start + len(line), rows, [options], section["name"])
            table.children.append(pair)
        elif found := _OPTION.match(text):
            last = _option(found, start, rows)
            options.children.append(last)
            _grow(options, last.end_byte)
    for pair in table.children:
        pair.end_byte = max(pair.end_byte, pair.children[0].end_byte)
    return DataTree(DataNode("document", 0, len(utf8), rows, [table]).owned())


def _option(found: re.Match[str], start: int, rows: Rows) -> DataNode:
    text = found.string
    begin = start + len(text[: found.start("value")].encode())
    end = begin + len(found["value"].encode())
    token = Token(begin, end, _quoting(found["value"]))
    scalar = DataNode("scalar", begin, end, rows, value=found["value"], token=token)
    first = start + len(text) - len(text.lstrip())
    return DataNode("pair", first, end, rows, [scalar], found["key"].strip().lower())


def _continue(option: DataNode, end: int, more: str) -> None:
    """An option's value goes on in an indented line."""
    scalar = option.children[0]
    option.end_byte = scalar.end_byte = end
    scalar.value = f"{scalar.value}\n{more}"
    scalar.token = Token(scalar.start_byte, end, _quoting(scalar.value))


def _quoting(value: str) -> Quoting:
    """With the disputed signs that a value holds itself: the value that ran is the one that stands
    there, so that its reader keeps them."""
    return Quoting("", "", raw=True, cell="".join(sorted({*_DISPUTED.findall(value)})))


def _grow(section: DataNode, end: int) -> None:
    section.end_byte = max(section.end_byte, end)


# --- literals ------------------------------------------------------------------------------------


def quoting_of(opening: str) -> Quoting:
    """Values have no quotes."""
    return _BARE


def plain(quoting: Quoting) -> Quoting:
    """The same: what it cannot hold, nothing can."""
    return quoting


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a value on one line."""
    return decoded(content, start, quoting, lambda text, place, _: (text[place], text[place]))


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it is; None where a line cannot hold it, or where readers of INI differ on what it
    says, interpolations and comments behind a value, and the old value does not show what its own
    does."""
    disputed = {*_DISPUTED.findall(text)} - {*quoting.cell}
    return text if text.isprintable() and all(map(holds, text)) and not disputed else None
