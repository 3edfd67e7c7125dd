"""JavaScript's regular expression literals as texts: what they match, or their own source."""

from __future__ import annotations

import re

from selfheal_cli.sources.literals import decoded, utf16
from selfheal_cli.sources.syntax import Chunk, Holds, Quoting, Spans, Token

_SPECIAL = "\\^$.*+?()[]{}|/"
_PLAIN = re.compile(r"(?:[^\\^$.*+?()\[\]{}|/]|\\[\\^$.*+?()\[\]{}|/\-\"'nrt]|\\u[0-9a-fA-F]{4})*")
_UNIT = re.compile(r"\\u[0-9a-fA-F]{4}|\\[\s\S]|[\s\S]")
_CONTROLS = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
EMPTY = "(?:)"
"""How a pattern of nothing stands between slashes (ECMAScript, EscapeRegExpPattern): without it
they would begin a comment."""
_MEANT = {written: char for char, written in _CONTROLS.items()}


def chunk_of(start: int, source: str, flags: str) -> Chunk:
    """The literal that begins at `start`. One without operators is worth the text that it matches,
    any other one its source."""
    nothing = source == EMPTY
    plain = nothing or _PLAIN.fullmatch(source) is not None
    end = start + len(f"/{source}/{flags}".encode("utf-8", "replace"))
    token = Token(start, end, Quoting("/", f"/{flags}", raw=not plain))
    shown = "" if nothing else source
    return Chunk(*decode(shown, start + 1, token.quoting), token, start + 1)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a pattern that begins at offset `start`."""
    return decoded(content, start, quoting, _unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    match = None if quoting.raw else _UNIT.match(content, position)
    unit = match.group() if match else content[position]
    if unit.startswith("\\u") and len(unit) == 6:
        return unit, chr(int(unit[2:], 16))
    return unit, _MEANT.get(unit, unit[-1])


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as a pattern that matches it, or as the pattern itself where the old one has operators
    and the new one can be one."""
    if quoting.raw and _is_pattern(text) and all(map(holds, text)):
        return text
    return "".join(_char(char, holds) for char in text)


def _char(char: str, holds: Holds) -> str:
    if char in _SPECIAL:
        return "\\" + char
    if char in _CONTROLS:
        return _CONTROLS[char]
    if char.isprintable() and holds(char):
        return char
    return utf16(ord(char))


def _is_pattern(text: str) -> bool:
    """Whether the text can stand between slashes and is a pattern there."""
    if not text.isprintable() or re.search(r"(?<!\\)(?:\\\\)*/", text):
        return False
    try:
        re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", text))
    except re.error:
        return False
    return True
