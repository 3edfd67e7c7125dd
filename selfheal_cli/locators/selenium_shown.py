"""Selenium's locators read from the form in which they are shown: `By.ID, "x" > By.NAME, "y"`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.selenium_calls import from_calls
from selfheal_cli.model import Call, Locator, Name

_TEXT = r"\"(?:[^\"\\]|\\[\s\S])*\""
_ONE = re.compile(
    rf"(?P<constant>By\.[A-Z_]+|:\w+), (?P<text>{_TEXT})"
    rf"|(?P<called>By\.\w+|new ByIdOrName)\((?P<argument>{_TEXT})\)"
)
_CHOICE = re.compile(r"(?P<name>new By(?:All|Chained))\(")
_START = re.compile(rf"{_ONE.pattern}|{_CHOICE.pattern}")
_ESCAPED = re.compile(r"\\(?:(#)|[\s\S])")
_MOST_NESTED = 20


def from_shown(text: str) -> Locator | None:
    """The locator; None where the text is of another form. Raises LocatorSyntaxError,
    UnsupportedLocator."""
    if _START.match(text) is None:
        return None
    reader = _Reader(text)
    calls = list(reader.several(" > "))
    return from_calls(calls) if reader.position == len(text) else None


class _Reader:
    """Reads at a position."""

    __slots__ = ("depth", "position", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0

    def several(self, separator: str) -> Iterator[Call]:
        yield self.one()
        while self.text.startswith(separator, self.position):
            self.position += len(separator)
            yield self.one()

    def one(self) -> Call:
        choice = _CHOICE.match(self.text, self.position)
        if choice:
            return self.choice(choice)
        found = _ONE.match(self.text, self.position)
        if found is None:
            raise LocatorSyntaxError(f"a locator is expected: {self.text[self.position :][:60]!r}")
        self.position = found.end()
        value = _unquoted(found["text"] or found["argument"])
        if (found["constant"] or "").startswith(":"):
            return Call("find_element", (Name(found["constant"]), value))
        return Call(found["constant"] or found["called"], (value,))

    def choice(self, opened: re.Match[str]) -> Call:
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise LocatorSyntaxError("the locator is nested too deeply")
        self.position = opened.end()
        parts = tuple((call,) for call in self.several(", "))
        self.depth -= 1
        if not self.text.startswith(")", self.position):
            raise LocatorSyntaxError("a parenthesis is not closed")
        self.position += 1
        return Call(opened["name"], parts)


def _unquoted(text: str) -> str:
    """Texts are quoted as JSON quotes them, but for Ruby's escaped number sign."""
    try:
        value = json.loads(_ESCAPED.sub(lambda found: found[1] or found[0], text), strict=False)
    except ValueError as error:
        raise LocatorSyntaxError(f"not a quoted text: {text[:60]!r}") from error
    return str(value)
