"""JavaScript's string tokens: characters with their source ranges, and text written as a token."""

from __future__ import annotations

import re

from selfheal_cli.sources import literals_regex
from selfheal_cli.sources.literals import decoded, escaped, utf16
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_ALWAYS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_UNIT = re.compile(
    r"\\(?:\r\n|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|[0-3][0-7]{0,2}|[4-7][0-7]?"
    r"|[\s\S])"
)
_ENDING = re.compile(r"<(?:\\)?/(script)", re.IGNORECASE)
_ODD = re.compile(r"\\[xu0-9]")
_JOINED = {"\n", "\r", "\r\n", "\u2028", "\u2029"}


def quoting_of(opening: str) -> Quoting:
    """The quoting that a token's opening (a quote, or `String.raw` and a backtick) states."""
    closing = opening[-1]
    return Quoting(opening, closing, len(opening) > 1, closing == "`")


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit)


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


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the token's delimiters; None where raw syntax cannot hold it."""
    if quoting.opening == "/":
        return literals_regex.write(text, quoting, holds)
    if quoting.raw:
        broken = "`" in text or "${" in text or text.endswith(("\\", "$"))
        odd = _ODD.search(text) is not None or not text.isprintable()
        return None if broken or odd or not all(holds(char) for char in text) else text
    always = {**_ALWAYS, quoting.closing: "\\" + quoting.closing}
    written = _ENDING.sub(r"<\\/\1", escaped(text, always, holds, _numeric))
    return written.replace("${", "\\${") if quoting.template else written


def _numeric(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else utf16(code)


def plain(quoting: Quoting) -> Quoting:
    """The same quotes with escapes in place of raw syntax."""
    return quoting if quoting.opening == "/" else quoting_of(quoting.closing)
