"""Python's string tokens: characters with their source ranges, and text written as a token."""

from __future__ import annotations

import re
import unicodedata

from selfheal_cli.sources.literals import decoded
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "v": "\v",
}  # fmt: skip
_UNIT = re.compile(
    r"\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])"
    r"|\r\n|[\s\S]"
)


def quoting_of(opening: str) -> Quoting:
    """The quoting that a token's opening (`rf\"\"\"`) states."""
    prefix = opening.rstrip("'\"").lower()
    return Quoting(opening, opening[len(prefix) :], "r" in prefix, "f" in prefix or "t" in prefix)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit, pairs=False)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if quoting.template and char in "{}" and content.startswith(char * 2, position):
        return char * 2, char
    if char == "\\" and not quoting.raw:
        match = _UNIT.match(content, position)
        unit = match.group() if match else char
        return unit, _escaped(unit)
    if content.startswith("\r\n", position):
        return "\r\n", "\n"
    return char, "\n" if char == "\r" else char


def _escaped(unit: str) -> str:
    body = unit[1:]
    if body in {"\n", "\r", "\r\n"}:
        return ""
    if body in _SIMPLE:
        return _SIMPLE[body]
    if body[:1] in "xuU" and len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code < 0x110000 else unit
    if body[:1] == "N" and len(body) > 1:
        return _named(body[2:-1], unit)
    return chr(int(body, 8)) if body[:1] in "01234567" and body else unit


def _named(name: str, unit: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return unit


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the token's delimiters; None where raw syntax cannot hold it."""
    if quoting.raw:
        return _raw(text, quoting, holds)
    return "".join(_char(char, quoting, holds) for char in text)


def _raw(text: str, quoting: Quoting, holds: Holds) -> str | None:
    if quoting.closing[0] in text or text.endswith("\\") or not text.isprintable():
        return None
    if not all(holds(char) for char in text):
        return None
    return text.replace("{", "{{").replace("}", "}}") if quoting.template else text


def _char(char: str, quoting: Quoting, holds: Holds) -> str:
    if char in {"\\", quoting.closing[0]}:
        return "\\" + char
    if quoting.template and char in "{}":
        return char * 2
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if char.isprintable() and holds(char):
        return char
    return _numeric(ord(char))


def _numeric(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def plain(quoting: Quoting) -> Quoting:
    """The same quotes with escapes in place of raw syntax."""
    prefix = quoting.opening[: -len(quoting.closing)].replace("r", "").replace("R", "")
    return quoting_of(prefix + quoting.closing)
