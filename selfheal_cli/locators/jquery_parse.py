"""jQuery's selector text to the parsed form of CSS (Sizzle's tokens, as jQuery 3 has them)."""

from __future__ import annotations

import re
from functools import lru_cache

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.css_parse import LONGEST, Parser
from selfheal_cli.locators.css_scan import unescaped
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Complex,
    Compound,
    Id,
    Nth,
    Part,
    PseudoArgument,
    Raw,
    Selector,
    Selectors,
    Tag,
)

POSITIONS = frozenset({"first", "last", "eq", "nth", "even", "odd", "lt", "gt"})
"""Pseudo-classes that count the elements found so far."""

_MOST_NESTED = 40
_LISTS = frozenset({"not", "has"})
_NTH = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_OPERATOR = re.compile(r"[*^$|!~]?=")
_ANY = Compound((Tag("*"),))
_SPACE = r"[ \t\r\n\f]*"
_QUOTED = re.compile(
    rf"{_SPACE}(?P<quote>[\"'])(?P<text>(?:\\[\s\S]|(?!(?P=quote))[^\\])*)(?P=quote){_SPACE}(?=\))"
)
_SIMPLE = re.compile(r"(?:\\[^\r\n\f]|[^\\()\[\]])*(?=\))")


@lru_cache(maxsize=1024)
def parse_jquery(text: str) -> Selector:
    """The selector list in `text`. Raises LocatorSyntaxError."""
    if len(text) > LONGEST:
        raise LocatorSyntaxError("the selector is too long to be one")
    return Selector(_list(text, 0), text)


def _list(text: str, depth: int) -> tuple[Complex, ...]:
    parser = JQueryParser(text, depth)
    complexes = parser.selector_list(relative=True)
    if not parser.scan.at_end():
        parser.scan.fail(f"unexpected {parser.scan.peek()!r}")
    return complexes


class JQueryParser(Parser):
    """Names may begin with digits, a selector with a combinator and end with one; `!=` is an
    operator; what a pseudo-class holds may stand in quotes."""

    __slots__ = ()

    def __init__(self, text: str, depth: int) -> None:
        super().__init__(text)
        self.depth = depth
        if depth > _MOST_NESTED:
            self.scan.fail("too deeply nested")

    def complex(self, relative: bool) -> Complex:
        """As in CSS; after a last combinator any element is meant."""
        return super().complex(relative=True)

    def compound(self) -> Compound:
        """As in CSS; nothing is any element where a combinator stands before it."""
        if self.scan.at_end() or self.scan.peek() in (",", ")"):
            before = self.scan.text[: self.scan.position].rstrip()
            if before.endswith((">", "+", "~")):
                return _ANY
        return super().compound()

    def part(self) -> Part:
        """As in CSS, names beginning with anything."""
        scan, start = self.scan, self.scan.position
        symbol = scan.peek()
        if symbol not in ("#", "."):
            return super().part()
        scan.position += 1
        name = scan.name()
        span = (start, scan.position)
        return Id(name, span) if symbol == "#" else Class(name, span)

    def attribute(self, start: int) -> Attribute:
        """`[name]`, or with an operator and a quoted or bare value."""
        scan = self.scan
        scan.space()
        name = scan.name()
        scan.space()
        operator = _OPERATOR.match(scan.text, scan.position)
        value = ""
        if operator:
            scan.position = operator.end()
            scan.space()
            value = scan.string() if scan.peek() in ("'", '"') else scan.name()
            scan.space()
        if not scan.take("]"):
            scan.fail("']' is expected")
        symbol = operator.group() if operator else ""
        return Attribute(name, symbol, value, "", (start, scan.position))

    def argument(self, name: str) -> PseudoArgument:
        """Selectors for `:not` and `:has`, `an+b` for places among siblings, else the text."""
        if name in _NTH:
            return self.nth(name)
        body = self._held()
        if self.scan.peek() != ")":
            self.scan.fail("')' is expected")
        if name in _LISTS:
            return Selectors(_list(body, self.depth + 1))
        return Raw(unescaped(body))

    def _held(self) -> str:
        """What the parentheses hold, without the quotes around all of it."""
        scan = self.scan
        quoted = _QUOTED.match(scan.text, scan.position)
        if quoted:
            scan.position = quoted.end()
            return quoted["text"]
        simple = _SIMPLE.match(scan.text, scan.position)
        if simple:
            scan.position = simple.end()
            return simple.group()
        return scan.balanced()

    def nth(self, name: str) -> Nth:
        """`an+b`; jQuery knows no list after it."""
        found = super().nth(name)
        if found.of:
            self.scan.fail("jQuery knows no 'of'")
        return found
