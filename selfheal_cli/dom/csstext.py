"""Escapes in CSS text (CSS Syntax 3, 4.3.7)."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f\r]?|(\n)|(.))", re.S)


def unescaped(text: str) -> str:
    """The characters that a name or the inside of a string stands for."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[3] or ""
    code = int(found[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
