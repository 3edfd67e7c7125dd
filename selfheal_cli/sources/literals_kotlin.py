"""Kotlin's string literals, escaped and raw: characters with their source ranges, and back."""

from __future__ import annotations

import re

from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b"}
_ALWAYS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"'}
_UNIT = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[\s\S])")
_TEMPLATE = re.compile(r"\$(?=[A-Za-z_{`\u0080-\U0010ffff])")
_NAMED = re.compile(r"\\.|\$([A-Za-z_]\w*)", re.DOTALL)
_RAW_NAMED = re.compile(r"\$([A-Za-z_]\w*)")


def quoting_of(opening: str) -> Quoting:
    """The quoting that an opening (`"` or three of them) states."""
    return Quoting(opening, opening, len(opening) > 1, True)


def names_in(content: str, quoting: Quoting) -> list[tuple[int, int, str]]:
    """The `$name` templates of a content, as ranges of its characters."""
    found = (_RAW_NAMED if quoting.raw else _NAMED).finditer(content)
    return [(*match.span(), match[1]) for match in found if match[1]]


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if char == "\\" and not quoting.raw:
        found = _UNIT.match(content, position)
        unit = found.group() if found else char
        body = unit[1:]
        value = chr(int(body[1:], 16)) if len(body) > 1 else _SIMPLE.get(body, body)
        return unit, value
    if content.startswith("\r\n", position):
        return "\r\n", "\n"
    return char, char


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the delimiters; None where raw syntax cannot hold it."""
    if not quoting.raw:
        return _TEMPLATE.sub("\\\\$", escaped(text, _ALWAYS, holds, utf16))
    odd = '"""' in text or text[-1:] == '"' or _TEMPLATE.search(text) is not None
    held = text.isprintable() and all(map(holds, text))
    return text if held and not odd and not text.endswith("$") else None


def plain(quoting: Quoting) -> Quoting:
    """A string with escapes."""
    return quoting_of('"')
