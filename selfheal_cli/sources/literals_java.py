"""Java's string literals and text blocks: characters with their source ranges, and back."""

from __future__ import annotations

import re

from selfheal_cli.sources import margins
from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " "}
_ALWAYS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNIT = re.compile(r"\\(?:u+[0-9a-fA-F]{4}|[0-3][0-7]{0,2}|[4-7][0-7]?|\r\n|[\s\S])")
_BLOCK = re.compile(r'"""[ \t\f]*(?:\r\n|\n|\r)')
_OPEN_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"\Z')
_BLOCK_END = '"""'


def quoting_of(opening: str) -> Quoting:
    """The quoting of a plain string; of a text block `token_quoting` tells more."""
    return Quoting('"', '"')


def token_quoting(token: str) -> Quoting:
    """The quoting of a whole token: what a text block's lines have in common is its margin."""
    opening = _BLOCK.match(token)
    if opening is None:
        return quoting_of('"')
    content = token[opening.end() : -len(_BLOCK_END)]
    *lines, last = margins.lines_of(content)
    margin = margins.width([line for line in lines if line.strip()] + [last])
    first = margins.margin_at(content, 0, margin)
    return Quoting(opening.group() + first, _BLOCK_END, margin=margin)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if char == "\\":
        found = _UNIT.match(content, position)
        unit = found.group() if found else char
        joined = margins.margin_at(content, position + len(unit), quoting.margin)
        return unit + joined if unit.endswith(("\n", "\r")) else unit, _escaped(unit)
    if len(quoting.closing) > 1:
        broken = margins.line_end(content, position, quoting.margin, trails=True)
        if broken:
            return broken, "\n"
    return char, char


def _escaped(unit: str) -> str:
    body = unit[1:]
    if body in {"\n", "\r", "\r\n"}:
        return ""
    if body in _SIMPLE:
        return _SIMPLE[body]
    if body[:1] == "u" and len(body) > 1:
        return chr(int(body.lstrip("u"), 16))
    if body[:1] and body[0] in "01234567":
        return chr(int(body, 8))
    return body


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the delimiters; None where a text block would cut off some of
    its blanks, which it does before it reads escapes but after it has read numbers."""
    if len(quoting.closing) == 1:
        return escaped(text, {**_ALWAYS, '"': '\\"'}, holds, utf16)
    if any(char.isspace() and char not in " \n\r\t\u00a0" for char in text):
        return None
    written = escaped(text, _ALWAYS, holds, utf16).replace(_BLOCK_END, '""\\"')
    if _OPEN_QUOTE.search(written):
        return written[:-1] + '\\"'
    return written[:-1] + "\\s" if written.endswith(" ") else written


def plain(quoting: Quoting) -> Quoting:
    """A plain string."""
    return quoting_of('"')
