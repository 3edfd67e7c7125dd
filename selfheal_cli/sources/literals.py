"""What the literals of all languages share: characters with their source ranges, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tree_sitter import Node

from selfheal_cli.sources.syntax import (
    Chunk,
    Filled,
    Holds,
    Literals,
    Quoting,
    Spans,
    TextExpr,
    Token,
)
from selfheal_cli.sources.text import SourceText

# What stands for itself between the quotes of every language.
_PLAIN = re.compile(r"[A-Za-z0-9 _.,:=#/\[\]()>*+~-]*")
Unit: TypeAlias = Callable[[str, int, Quoting], tuple[str, str]]
"""Content, a position in it and the quoting -> what is written there and what it stands for."""


def decoded(
    content: str, start: int, quoting: Quoting, unit: Unit, pairs: bool = True
) -> tuple[str, Spans]:
    """The characters of a content, unit by unit; with `pairs`, surrogate halves are one."""
    if len(quoting.closing) < 2 and quoting.closing != "/" and _PLAIN.fullmatch(content):
        end = start + len(content)
        return content, tuple(zip(range(start, end), range(start + 1, end + 1), strict=True))
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for written, value in _units(content, quoting, unit):
        width = len(written.encode("utf-8", "replace"))
        chars.extend(value)
        spans.extend([(start, start + width)] * len(value))
        start += width
    return paired("".join(chars), spans) if pairs else ("".join(chars), tuple(spans))


def _units(content: str, quoting: Quoting, unit: Unit) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(content):
        written, value = unit(content, position, quoting)
        yield written, value
        position += len(written)


def paired(text: str, spans: list[tuple[int, int]]) -> tuple[str, Spans]:
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


def escaped(
    text: str, always: Mapping[str, str], holds: Holds, number: Callable[[int], str]
) -> str:
    """`text` with escapes: those of `always`, and numbers for what is not shown or not held."""
    return "".join(
        always.get(char) or (char if char.isprintable() and holds(char) else number(ord(char)))
        for char in text
    )


def utf16(code: int) -> str:
    r"""`\uXXXX`, two of them beyond the basic plane."""
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def text_expr(
    token: Token, holes: Sequence[Filled], literals: Literals, text: SourceText
) -> TextExpr:
    """A token with its interpolations, in order."""
    position = token.start + len(token.quoting.opening.encode())
    end = token.end - len(token.quoting.closing.encode())
    parts: list[Chunk | Filled] = []
    for hole in holes:
        parts += [_chunk(position, hole.start, token, literals, text), hole]
        position = hole.end
    parts.append(_chunk(position, end, token, literals, text))
    return TextExpr(tuple(parts), (token,))


def filled(hole: Node, inner: Node | None, token: Token) -> Filled:
    """An interpolation by its node and the expression in it, None where what is put in is not the
    expression's value as it is."""
    return Filled(inner or hole, token, hole.start_byte, hole.end_byte, inner is not None)


def _chunk(start: int, end: int, token: Token, literals: Literals, text: SourceText) -> Chunk:
    content = text.slice(start, end)
    return Chunk(*literals.decode(content, start, token.quoting), token, start)
