"""JavaScript's string tokens: characters with their source ranges, and text written as a token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selfheal_cli.sources.syntax import Quoting

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_UNIT = re.compile(
    r"\\(?:\r\n|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|[0-3][0-7]{0,2}|[4-7][0-7]?"
    r"|[\s\S])"
)
_ODD = re.compile(r"\\[xu0-9]")
_JOINED = {"\n", "\r", "\r\n", "\u2028", "\u2029"}


def quoting_of(opening: str) -> Quoting:
    """The quoting that a token's opening (a quote, or `String.raw` and a backtick) states."""
    closing = opening[-1]
    return Quoting(opening, closing, len(opening) > 1, closing == "`")


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for value, width in _units(content, quoting):
        for char in value:
            chars.append(char)
            spans.append((start, start + width))
        start += width
    return _paired("".join(chars), spans)


def _paired(text: str, spans: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Two escapes that make up one character beyond the basic plane are one character."""
    if not any("\ud800" <= char <= "\udbff" for char in text):
        return text, tuple(spans)
    chars: list[str] = []
    ranges: list[tuple[int, int]] = []
    for char, span in zip(text, spans, strict=True):
        if chars and "\ud800" <= chars[-1] <= "\udbff" and "\udc00" <= char <= "\udfff":
            high, low = ord(chars[-1]) - 0xD800, ord(char) - 0xDC00
            chars[-1] = chr(0x10000 + (high << 10) + low)
            ranges[-1] = (ranges[-1][0], span[1])
        else:
            chars.append(char)
            ranges.append(span)
    return "".join(chars), tuple(ranges)


def _units(content: str, quoting: Quoting) -> Iterator[tuple[str, int]]:
    position = 0
    while position < len(content):
        unit, value = _unit(content, position, quoting)
        yield value, len(unit.encode("utf-8", "replace"))
        position += len(unit)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if char == "\\" and not quoting.raw:
        match = _UNIT.match(content, position)
        unit = match.group() if match else char
        return unit, _escaped(unit)
    if content.startswith("\r\n", position):
        return "\r\n", "\n"
    return char, "\n" if char == "\r" else char


def _escaped(unit: str) -> str:
    body = unit[1:]
    if body in _JOINED:
        return ""
    if body in _SIMPLE:
        return _SIMPLE[body]
    if body[:1] in {"x", "u"} and len(body) > 1:
        code = int(body[1:].strip("{}"), 16)
        return chr(code) if code < 0x110000 else unit
    if body.isdigit() and all(digit in "01234567" for digit in body):
        return chr(int(body, 8))
    return body


def write(text: str, quoting: Quoting, holds: Callable[[str], bool]) -> str | None:
    """`text` as it stands between the token's delimiters; None where raw syntax cannot hold it."""
    if quoting.raw:
        broken = "`" in text or "${" in text or text.endswith(("\\", "$"))
        odd = _ODD.search(text) is not None or not text.isprintable()
        return None if broken or odd or not all(holds(char) for char in text) else text
    written = "".join(_char(char, quoting, holds) for char in text)
    return written.replace("${", "\\${") if quoting.template else written


def _char(char: str, quoting: Quoting, holds: Callable[[str], bool]) -> str:
    if char in {"\\", quoting.closing}:
        return "\\" + char
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if char.isprintable() and holds(char):
        return char
    return _numeric(ord(char))


def _numeric(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def plain(quoting: Quoting) -> Quoting:
    """The same quotes with escapes in place of raw syntax."""
    return quoting_of(quoting.closing)
