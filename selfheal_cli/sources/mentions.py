"""Where a file names something in a way that may bind it, told by the bytes around the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = frozenset(re.sub(rb"[^\w$\x80-\xff]", b"", bytes(range(256))))
_BLANK = frozenset(b" \t\r\n\\")
_DOT, _OPEN, _MINUS = b".(-"
_NEVER_BEFORE, _NEVER_AFTER = frozenset(b"'\"`#-@%!~&"), frozenset(b"'\"`[")
_LEAD = 32
_DEFINES = (b"def", b"class", b"function", b"*")
_IMPORTS = (b"import", b",")
_IMPORTING = (b"import ", b", ", b",")
_OFTEN = 40
_GIVES = frozenset(b"=:/")
_GIVEN = re.compile(rb"[\s\\]*[=:/]")


def bound(utf8: bytes, name: str, start: int, end: int) -> Iterator[int]:
    """Where a statement between two offsets may bind a name: not where it is asked of something,
    asked for something, or called. Some of these places bind nothing."""
    word = name.encode()
    for at, before, after in _mentions(_unasked(utf8, word), word, start, end):
        asked = before == _DOT and utf8[at - 3 : at] != b"..."
        if asked or before in _NEVER_BEFORE or after in _NEVER_AFTER:
            continue
        if after == _MINUS and not utf8.startswith(b"-=", at + len(word)):
            continue
        if after in (_DOT, _OPEN):
            leads = _IMPORTS if after == _DOT else _DEFINES
            if not utf8[max(at - _LEAD, 0) : at].rstrip().endswith(leads):
                continue
        yield at


def _unasked(utf8: bytes, word: bytes) -> bytes:
    """The text without a word that stands there often where it is asked for a member."""
    asked = word + b"."
    if utf8.count(asked) < _OFTEN or any(lead + asked in utf8 for lead in _IMPORTING):
        return utf8
    return utf8.replace(asked, bytes(len(asked)))


def given(utf8: bytes, name: str, start: int, end: int) -> Iterator[int]:
    """Where a statement between two offsets may give something a member of this name. Some of
    these places give nothing."""
    word = name.encode()
    for at, before, after in _mentions(utf8, word, start, end):
        if after in _GIVES or (after in _BLANK and _GIVEN.match(utf8, at + len(word))):
            asked = utf8[max(at - _LEAD, 0) : at].rstrip()[-1:] if before in _BLANK else b""
            if before == _DOT or asked == b".":
                yield at


def unasked(utf8: bytes, name: str) -> Iterator[int]:
    """Where a file may give any object a member of this name, or bind the name: all places but
    those that only ask something for it."""
    word = name.encode()
    for at, before, after in _mentions(utf8, word, 0, len(utf8)):
        blank = after in _BLANK and _GIVEN.match(utf8, at + len(word))
        if before != _DOT or after in _GIVES or blank:
            yield at


def _mentions(utf8: bytes, word: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Where a whole word stands, and the bytes before and behind it."""
    if not word:
        return
    opens, closes = word[0] in _WORD, word[-1] in _WORD
    at = utf8.find(word, start, end)
    while at >= 0:
        behind = at + len(word)
        before = utf8[at - 1] if at else 0
        after = utf8[behind] if behind < len(utf8) else 0
        if not (opens and before in _WORD) and not (closes and after in _WORD):
            yield at, before, after
        at = utf8.find(word, behind, end)
