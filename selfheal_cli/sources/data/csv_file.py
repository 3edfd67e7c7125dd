"""CSV as nodes: rows by the names in the first one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selfheal_cli.sources.data.nodes import DataNode, DataTree
from selfheal_cli.sources.literals import decoded
from selfheal_cli.sources.syntax import Holds, Quoting, Spans, Token
from selfheal_cli.sources.text_nodes import rows_of

_DELIMITERS = ",;\t|"
# What names of columns do not have, but locators.
_LOCATOR = re.compile(r"//|\w=\S|^[.#]\w|\[@?\w")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One field as (start, end) in characters, with its text; `quoted`: in double quotes."""

    start: int
    end: int
    text: str
    quoted: bool


def delimiter_of(text: str) -> str:
    """The character that parts the first row's cells."""
    head = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), -_DELIMITERS.index(mark)))


def read(utf8: bytes) -> DataTree:
    """The tree of a CSV text: a sequence of rows, each a mapping by the first row's names, or by
    numbers where it holds locators itself."""
    text, rows = utf8.decode("utf-8", "replace"), rows_of(utf8)
    lines = list(_lines(text, delimiter_of(text)))
    header = [cell.text for cell in lines[0]] if lines else []
    if any(_LOCATOR.search(name) for name in header):
        header = []  # a table without a row of names
    quoting = Quoting("", "", raw=True, margin=0)
    table = DataNode("sequence", 0, len(utf8), rows)
    done = offset = 0
    for line in lines:
        record = DataNode("mapping", 0, 0, rows)
        for place, cell in enumerate(line):
            offset, done = offset + len(text[done : cell.start].encode()), cell.start
            end = offset + len(text[cell.start : cell.end].encode())
            style = quoting_of('"') if cell.quoted else quoting
            key = header[place] if place < len(header) else str(place)
            scalar = DataNode("scalar", offset, end, rows, value=cell.text)
            scalar.token = Token(offset, end, style)
            record.children.append(DataNode("pair", offset, end, rows, [scalar], key))
        record.start_byte = record.children[0].start_byte
        record.end_byte = record.children[-1].end_byte
        table.children.append(record)
    return DataTree(DataNode("document", 0, len(utf8), rows, [table]).owned())


def _lines(text: str, delimiter: str) -> Iterator[list[_Cell]]:
    cell = re.compile(
        rf'(?P<quoted>"(?:[^"]|"")*")?(?P<rest>[^{re.escape(delimiter)}\r\n]*)'
        rf"(?P<mark>{re.escape(delimiter)}|\r\n|\n|\r|\Z)"
    )
    line: list[_Cell] = []
    place = 0
    while place < len(text) or line:
        found = cell.match(text, place)
        if found is None:
            return
        body = found["quoted"]
        value = (body[1:-1].replace('""', '"') if body else "") + found["rest"]
        quoted = body is not None and not found["rest"]
        line.append(_Cell(found.start(), found.end("rest"), value, quoted))
        place = found.end()
        if found["mark"] != delimiter:
            if len(line) > 1 or line[0].start != line[0].end:
                yield line
            line = []


def table_of(text: str) -> list[list[str]]:
    """The rows as the standard library reads them, without empty ones."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter_of(text))
    return [row for row in reader if row]


# --- literals ------------------------------------------------------------------------------------


def quoting_of(opening: str) -> Quoting:
    """Double quotes, or none."""
    mark = '"' if opening[:1] == '"' else ""
    return Quoting(mark, mark, raw=not mark)


def plain(quoting: Quoting) -> Quoting:
    """Double quotes, which hold any text."""
    return quoting_of('"')


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a cell's content."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    if quoting.closing and content.startswith('""', position):
        return '""', '"'
    return content[position], content[position]


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands in the cell; None where only quotes can hold it."""
    if not all(map(holds, text)):
        return None
    if quoting.closing:
        return text.replace('"', '""')
    return text if text.isprintable() and '"' not in text and text == text.strip() else None
