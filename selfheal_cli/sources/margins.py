"""Literals of several lines whose common indentation is no part of their text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAK = re.compile(r"\r\n|\n|\r")
_TRAILED = re.compile(r"[ \t\f]*(?:\r\n|\n|\r)")


def lines_of(content: str) -> list[str]:
    """The lines of a content, without their ends."""
    return _BREAK.split(content)


def width(lines: Iterable[str]) -> int:
    """The least indentation of lines; those that are blank must be left out beforehand."""
    return min((len(line) - len(line.lstrip()) for line in lines), default=0)


def margin_at(content: str, position: int, margin: int) -> str:
    """The part of a line's indentation that is cut off, at most `margin` wide."""
    line = content[position : position + margin]
    blank = len(line) - len(line.lstrip(" \t\f"))
    return line[:blank]


def line_end(content: str, position: int, margin: int, trails: bool) -> str:
    """The line break that begins here together with the next line's cut-off part; with `trails`,
    so do the blanks before it. Empty where none begins."""
    found = (_TRAILED if trails else _BREAK).match(content, position)
    if found is None:
        return ""
    return found.group() + margin_at(content, found.end(), margin)
