"""Characters to CSS identifiers, strings and numbers (CSS Syntax level 3, section 4)."""

from __future__ import annotations

import re
from typing import NoReturn

from selfheal_cli.errors import LocatorSyntaxError

_SPACE = re.compile(r"(?:[ \t\r\n\f]|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PLAIN = r"[A-Za-z0-9_\-]|[^\x00-\x7f]"
_ESCAPE = r"\\(?:[0-9A-Fa-f]{1,6}(?:\r\n|[ \t\r\n\f])?|[^\r\n\f0-9A-Fa-f])"
_NAME = re.compile(rf"(?:{_PLAIN}|{_ESCAPE})+")
_IDENT_START = re.compile(rf"--|-?(?:[A-Za-z_]|[^\x00-\x7f]|{_ESCAPE})")
_ESCAPED = re.compile(_ESCAPE)
_STRING_ESCAPE = re.compile(rf"{_ESCAPE}|\\(?:\r\n|[\r\n\f])|\\\Z")
_STRING_BODY = {
    '"': re.compile(r'(?:[^"\\\r\n\f]|\\(?:\r\n|[\s\S])|\\\Z)*'),
    "'": re.compile(r"(?:[^'\\\r\n\f]|\\(?:\r\n|[\s\S])|\\\Z)*"),
}


def _character(match: re.Match[str]) -> str:
    body = match.group()[1:]
    if body[:1] in "\r\n\f":
        return ""
    digits = re.match(r"[0-9A-Fa-f]{1,6}", body)
    if digits is None:
        return body
    code = int(digits.group(), 16)
    return "\ufffd" if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def unescaped(text: str) -> str:
    """`text` with its escapes resolved, quotes not looked at."""
    return _STRING_ESCAPE.sub(_character, text)


class Scanner:
    """A position in a selector's text; every reader advances it past what it returns."""

    __slots__ = ("position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def fail(self, what: str) -> NoReturn:
        """Raises LocatorSyntaxError that points at the position."""
        raise LocatorSyntaxError(f"CSS selector {self.text[:200]!r}: {what} at {self.position}")

    def peek(self, length: int = 1) -> str:
        """The next characters, fewer at the end."""
        return self.text[self.position : self.position + length]

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.text)

    def take(self, token: str) -> bool:
        """Steps over `token` if it comes next."""
        if not self.text.startswith(token, self.position):
            return False
        self.position += len(token)
        return True

    def space(self) -> bool:
        """Steps over white space and comments; whether there was white space."""
        match = _SPACE.match(self.text, self.position)
        start, self.position = self.position, match.end() if match else self.position
        return _COMMENT.sub("", self.text[start : self.position]) != ""

    def starts_identifier(self) -> bool:
        """Whether an identifier comes next."""
        return _IDENT_START.match(self.text, self.position) is not None

    def identifier(self) -> str:
        """An identifier, unescaped."""
        if not self.starts_identifier():
            self.fail("a name is expected")
        return self.name()

    def name(self) -> str:
        """An identifier that may begin with any of its characters, unescaped."""
        match = _NAME.match(self.text, self.position)
        if match is None:
            self.fail("a name is expected")
        self.position = match.end()
        return _ESCAPED.sub(_character, match.group())

    def string(self) -> str:
        """A quoted string, unescaped; the end of the text closes it, as CSS has it."""
        quote = self.peek()
        if quote not in ("'", '"'):
            self.fail("a quoted string is expected")
        match = _STRING_BODY[quote].match(self.text, self.position + 1)
        end = match.end() if match else self.position + 1
        if end < len(self.text) and self.text[end] != quote:
            self.fail("the string is not closed")
        self.position = min(end + 1, len(self.text))
        return _STRING_ESCAPE.sub(_character, match.group() if match else "")

    def number(self) -> int:
        """An unsigned or signed integer."""
        match = re.compile(r"[+-]?[0-9]{1,9}").match(self.text, self.position)
        if match is None:
            self.fail("a number is expected")
        self.position = match.end()
        return int(match.group())

    def balanced(self) -> str:
        """All up to the parenthesis that closes the open one (left in place)."""
        start, depth = self.position, 0
        while not self.at_end():
            here = self.peek()
            if here == ")" and depth == 0:
                break
            depth += {"(": 1, ")": -1}.get(here, 0)
            if here in "\"'":
                self.string()
            else:
                self.position += 2 if here == "\\" else 1
        self.position = min(self.position, len(self.text))
        return self.text[start : self.position]
