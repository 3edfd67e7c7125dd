"""Ruby's string literals and heredocs: characters with their source ranges, and back."""

from __future__ import annotations

import re

from selfheal_cli.sources import margins
from selfheal_cli.sources.literals import decoded, escaped
from selfheal_cli.sources.syntax import Holds, Quoting, Spans

_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b",
    "s": " ",
}  # fmt: skip
_ALWAYS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNIT = re.compile(
    r"\\(?:u\{[0-9a-fA-F \t]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|\r\n|[\s\S])"
)
_INTERPOLATED = re.compile(r"#(?=[{$@])")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_WORD = re.compile(r"[^\s\\()\[\]{}<>|!/'\"#]+")
WORD = Quoting("", "", raw=True)
"""An item of `%w[...]`."""


def quoting_of(opening: str) -> Quoting:
    """The quoting that an opening (`'`, `%q(`) states."""
    end = _PAIRS.get(opening[-1], opening[-1])
    raw = opening == "'" or opening.startswith("%q")
    return Quoting(opening, end, raw, not raw)


def heredoc(mark: str, content: str) -> Quoting:
    """The quoting of a heredoc's body, by its beginning (`<<~SQL`) and its text."""
    lines = [line for line in margins.lines_of(content) if line.strip()]
    margin = margins.width(lines) if mark.startswith("<<~") else 0
    raw = "'" in mark
    return Quoting("", "", raw, not raw, margin)


def decode(content: str, start: int, quoting: Quoting) -> tuple[str, Spans]:
    """Characters and UTF-8 ranges of a token's content that begins at offset `start`."""
    return decoded(content, start, quoting, _unit, pairs=False)


def _unit(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    char = content[position]
    if char == "\\":
        return _escape(content, position, quoting)
    broken = margins.line_end(content, position, quoting.margin, trails=False)
    return (broken, "\n") if broken else (char, char)


def _escape(content: str, position: int, quoting: Quoting) -> tuple[str, str]:
    if quoting.raw:
        following = content[position + 1 : position + 2]
        delimiters = {"\\", quoting.opening[-1:], quoting.closing} - {""}
        is_escape = bool(quoting.closing) and following in delimiters
        return ("\\" + following, following) if is_escape else ("\\", "\\")
    found = _UNIT.match(content, position)
    unit = found.group() if found else "\\"
    return unit, _escaped(unit)


def _escaped(unit: str) -> str:
    body = unit[1:]
    if body in {"\n", "\r\n"}:
        return ""
    if body in _SIMPLE:
        return _SIMPLE[body]
    if body[:1] in "ux" and len(body) > 1:
        codes = [int(code, 16) for code in body[1:].strip("{}").split()]
        return "".join(map(chr, codes)) if all(code < 0x110000 for code in codes) else unit
    if body[:1] and body[0] in "01234567":
        return chr(int(body, 8) & 0xFF)
    return body


def write(text: str, quoting: Quoting, holds: Holds) -> str | None:
    """`text` as it stands between the delimiters; None where raw syntax cannot hold it."""
    ends = {end: f"\\{end}" for end in (quoting.opening[-1:], quoting.closing) if end}
    if quoting.template:
        written = escaped(text, {**_ALWAYS, **ends}, holds, _numeric)
        return _INTERPOLATED.sub("\\\\#", written)
    if not text.isprintable() or not all(map(holds, text)):
        return None
    if quoting == WORD:
        return text if _WORD.fullmatch(text) else None
    if not quoting.closing:
        return text
    return "".join({**ends, "\\": "\\\\"}.get(char, char) for char in text)


def _numeric(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def plain(quoting: Quoting) -> Quoting:
    """Double quotes; a heredoc stays one."""
    return quoting_of('"') if quoting.closing else quoting
