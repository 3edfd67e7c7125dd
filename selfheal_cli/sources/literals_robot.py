"""The text in Robot Framework's cells: characters with their source ranges, and back.

Facts: the User Guide's "Escaping" and "Built-in variables", and robot.utils.unescape, 7.5.
"""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import is_normalized

from selfheal_cli.sources.literals import decoded
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

CELL = Quoting("", "", template=True, cell="spaces")
"""A cell of a file whose cells are parted by spaces or tabs."""
PIPED = Quoting("", "", template=True, cell="pipes")
"""A cell of a line whose cells are parted by pipes."""
CONSTANT = re.compile(r"\$\{[ _]*(s[ _]*p[ _]*a[ _]*c[ _]*e|e[ _]*m[ _]*p[ _]*t[ _]*y|\\n)[ _]*"
                      r"(?:\*[ ]*(\d{1,3})[ ]*)?\}(?!\[)", re.IGNORECASE)  # fmt: skip
"""Variables that every run has and that stand for characters."""
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S]|\Z)"
)  # fmt: skip
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t"}
_NAMED = re.compile(r"[^\W\d][\w ]*=")
_CONTROL = frozenset({"ELSE", "ELSE IF", "AND", "WITH NAME", "AS", "...", "END", "IF", "FOR"})


def quoting_of(opening: str) -> Quoting:
    """Cells have no opening."""
    return CELL


def plain(quoting: Quoting) -> Quoting:
    """The same as a cell of its own, whose ends have to be kept apart from what is around."""
    return replace(quoting, raw=False, cell=f"whole {quoting.cell.removeprefix('whole ')}")


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit, pairs=False)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    if content[position] == "\\":
        found = _ESCAPE.match(content, position)
        unit = found.group() if found else "\\"
        return unit, _escaped(unit)
    constant = CONSTANT.match(content, position)
    if constant is None:
        return content[position], content[position]
    word = constant[1].lower()
    char = "\n" if word == "\\n" else " " if word.startswith("s") else ""
    return constant.group(), char * int(constant[2] or 1)


def _escaped(unit: str) -> str:
    body = unit[1:]
    if len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code < 0x110000 else body
    return _SIMPLE.get(body, body)


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands in a cell; as a whole cell where the quoting says so."""
    whole = quoting.cell.startswith("whole")
    # Robot composes the characters of a cell that holds a variable.
    edge = "${SPACE}" if is_normalized("NFC", text) else "\\x20"
    written = "".join(
        _char(text, index, quoting.cell.endswith("pipes"), edge if whole else "", holds)
        for index in range(len(text))
    )
    if quoting.cell.startswith("behind") and text.startswith("["):
        return f"\\{written}"
    return _apart(text, written) if whole else written


def _char(text: str, index: int, piped: bool, edge: str, holds: Holds) -> str:
    char, before, after = text[index], text[index - 1 : index], text[index + 1 : index + 2]
    if char == "\\" or (char in "$@&%" and after == "{"):
        return f"\\{char}"
    if char == " ":
        if edge and (index == 0 or not after):
            return edge if after != "[" else "\\x20"  # `${SPACE}[0]` would be an item
        return "\\ " if before == " " else " "
    if char == "|" and piped and before.strip() == "" and after.strip() == "":
        return "\\|"
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    return char if char.isprintable() and holds(char) else _numeric(ord(char))


def _numeric(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _apart(text: str, written: str) -> str:
    """A cell that is not read as nothing, a comment, a word of the syntax or a named argument."""
    if not text:
        return "${EMPTY}"
    if text.startswith("#") or text in _CONTROL:
        return f"\\{written}"
    named = _NAMED.match(written)
    return f"{written[: named.end() - 1]}\\{written[named.end() - 1 :]}" if named else written
