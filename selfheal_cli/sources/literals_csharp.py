"""C#'s string literals, verbatim, interpolated and raw: characters with their source ranges."""

from __future__ import annotations

import re

from selfheal_cli.sources import margins
from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0",
    "e": "\x1b",
}  # fmt: skip
_ALWAYS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"'}
_UNIT = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{1,4}|[\s\S])")
_OPENING = re.compile(r'\$?@\$?"|\$*"{3,}|\$?"')
_BROKEN = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r'(?:\r\n|\n|\r)([ \t]*)("{3,})\Z')


def quoting_of(opening: str) -> Quoting:
    """The quoting that an opening (`$@"`, `\"\"\"`) states."""
    quotes = opening.lstrip("$@")
    is_raw = len(quotes) > 2
    return Quoting(opening, quotes, is_raw or "@" in opening, "$" in opening)


def token_quoting(token: str) -> Quoting:
    """The quoting of a whole token: the last line of a raw one says its margin."""
    found = _OPENING.match(token)
    quoting = quoting_of(found.group() if found else '"')
    broken = _BROKEN.match(token, len(quoting.opening))
    closing = _CLOSING.search(token)
    if len(quoting.closing) < 3 or broken is None or closing is None:
        return quoting
    margin = len(closing[1])
    opening = quoting.opening + broken.group()
    if closing.start() < len(opening):
        return Quoting(token[: closing.start(2)], closing[2], True, quoting.template, margin)
    opening += margins.margin_at(token, len(opening), margin)
    return Quoting(opening, closing.group(), True, quoting.template, margin)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if _is_block(quoting):
        broken = margins.line_end(content, position, quoting.margin, trails=False)
        return (broken, broken.rstrip(" \t")) if broken else (char, char)
    if _is_doubled(char, quoting) and content.startswith(char * 2, position):
        return char * 2, char
    if char == "\\" and not quoting.raw:
        found = _UNIT.match(content, position)
        unit = found.group() if found else char
        return unit, _escaped(unit)
    return char, char


def _is_block(quoting: Quoting) -> bool:
    return quoting.closing.endswith('"""')


def _is_doubled(char: str, quoting: Quoting) -> bool:
    return (quoting.template and char in "{}") or (quoting.raw and char == '"')


def _escaped(unit: str) -> str:
    body = unit[1:]
    if body[:1] in "uUx" and len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code < 0x110000 else unit
    return _SIMPLE.get(body, body)


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the delimiters; None where raw syntax cannot hold it."""
    if not quoting.raw:
        written = escaped(text, _ALWAYS, holds, utf16)
        return _braces(written) if quoting.template else written
    if not text.isprintable() or not all(map(holds, text)):
        return None
    if not _is_block(quoting):
        written = text.replace('"', '""')
        return _braces(written) if quoting.template else written
    odd = '"""' in text or text[:1] == '"' or text[-1:] == '"' or not text
    return None if odd or (quoting.template and re.search(r"[{}]", text)) else text


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def plain(quoting: Quoting) -> Quoting:
    """A regular string: a whole token has nothing put in."""
    return quoting_of('"')
