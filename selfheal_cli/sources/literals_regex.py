"""JavaScript's regular expression literals as texts: what they match, or their own source."""

from __future__ import annotations

import re

from selfheal_cli.sources.syntax import Chunk, Holds, Quoting, Spans, Token

_SPECIAL = "\\^$.*+?()[]{}|/"
_PLAIN = re.compile(r"(?:[^\\^$.*+?()\[\]{}|/]|\\[\\^$.*+?()\[\]{}|/\-\"'])*")
_CONTROLS = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def chunk_of(start: int, source: str, end: int) -> Chunk:
    """The literal from `start` to `end`. One without operators is worth the text that it matches,
    any other one its source."""
    plain = _PLAIN.fullmatch(source) is not None
    token = Token(start, end, Quoting("/", "/", raw=not plain))
    return Chunk(*decode(source, start + 1, token.quoting), token, start + 1)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a pattern that begins at offset `start`."""
    units = list(content) if quoting.raw else re.findall(r"\\?[\s\S]", content)
    spans = []
    for unit in units:
        width = len(unit.encode("utf-8", "replace"))
        spans.append((start, start + width))
        start += width
    return "".join(unit[-1] for unit in units), tuple(spans)


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as a pattern that matches it, or as the pattern itself where that has operators;
    None where it cannot be one."""
    if quoting.raw:
        return text if _is_pattern(text) and all(map(holds, text)) else None
    return "".join(_char(char, holds) for char in text)


def _char(char: str, holds: Holds) -> str:
    if char in _SPECIAL:
        return "\\" + char
    if char in _CONTROLS:
        return _CONTROLS[char]
    if char.isprintable() and holds(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _is_pattern(text: str) -> bool:
    """Whether the text can stand between slashes; parts are judged by the whole file's syntax."""
    if re.search(r"[\n\r\u2028\u2029]", text) or re.search(r"(?<!\\)(?:\\\\)*/", text):
        return False
    return not re.search(r"(?<!\\)(?:\\\\)*\\$", text)
