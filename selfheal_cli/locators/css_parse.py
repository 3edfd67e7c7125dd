"""CSS selector text to its parsed form (Selectors level 4, and Playwright's extensions)."""

from __future__ import annotations

import re
from functools import lru_cache

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.css_scan import Scanner
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Combinator,
    Complex,
    Compound,
    Id,
    Match,
    NoArgument,
    Nth,
    Part,
    Pseudo,
    PseudoArgument,
    Raw,
    Selector,
    Selectors,
    Strings,
    Tag,
)

_LISTS = frozenset({"is", "where", "not", "light", "-webkit-any", "has"})
_FORGIVING = frozenset({"is", "where"})
_NTH = frozenset({"nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type"})
_TEXTS = {"has-text": (1, 1), "text": (1, 1), "text-is": (1, 1), "text-matches": (1, 2)}
_AN_PLUS_B = re.compile(
    r"(?P<word>odd|even)(?![\w-])"
    r"|(?P<a>[+-]?\d{0,9})n(?:\s*(?P<sign>[+-])\s*(?P<b>\d{1,9}))?(?![\w-])"
    r"|(?P<only>[+-]?\d{1,9})(?![\w-])",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"[~|^$*]?=")
_MOST_NESTED = 40
LONGEST = 50_000


@lru_cache(maxsize=1024)
def parse_selector(text: str) -> Selector:
    """The selector list in `text`. Raises LocatorSyntaxError, UnsupportedLocator."""
    if len(text) > LONGEST:
        raise UnsupportedLocator("the CSS selector is too long")
    # CSS Syntax, 3.3: preprocessing the input stream.
    parser = Parser(text.replace("\0", "\ufffd"))
    complexes = parser.selector_list(relative=False)
    if not parser.scan.at_end():
        parser.scan.fail(f"unexpected {parser.scan.peek()!r}")
    return Selector(complexes, text)


class Parser:
    """Reads Selectors level 4 with Playwright's extensions; a subclass reads another's."""

    __slots__ = ("depth", "scan")

    def __init__(self, text: str) -> None:
        # CSS Syntax, "filter code points"; spans stay as they are.
        self.scan = Scanner(text.replace("\0", "\ufffd"))
        self.depth = 0

    def selector_list(self, relative: bool) -> tuple[Complex, ...]:
        """Selectors separated by commas; `relative` ones may begin with a combinator."""
        found = [self.complex(relative)]
        while self.scan.take(","):
            found.append(self.complex(relative))
        return tuple(found)

    def complex(self, relative: bool) -> Complex:
        """Compounds and combinators up to a comma, a parenthesis or the end."""
        scan = self.scan
        scan.space()
        start, end = scan.position, scan.position
        combinators: list[Combinator] = []
        if relative and scan.peek() in (">", "+", "~"):
            combinators.append(self.combinator(scan.position))
        compounds = [self.compound()]
        while True:
            end = scan.position
            spaced = scan.space()
            if scan.at_end() or scan.peek() in (",", ")"):
                break
            if not spaced and scan.peek() not in (">", "+", "~"):
                scan.fail(f"unexpected {scan.peek()!r}")
            combinators.append(self.combinator(end))
            compounds.append(self.compound())
        return Complex(tuple(compounds), tuple(combinators), (start, end))

    def combinator(self, start: int) -> Combinator:
        """The combinator that comes next, white space if none is written."""
        symbol = self.scan.peek()
        if symbol in (">", "+", "~"):
            self.scan.position += 1
            self.scan.space()
        else:
            symbol = " "
        return Combinator(symbol, (start, self.scan.position))

    def compound(self) -> Compound:
        """A tag and what is written to it."""
        start = self.scan.position
        parts: list[Part] = []
        if self.scan.peek() in ("*", "|") or self.scan.starts_identifier():
            parts.append(self.tag())
        while self.scan.peek() in ("#", ".", "[", ":"):
            parts.append(self.part())
        if not parts:
            self.scan.fail("a selector is expected")
        return Compound(tuple(parts), (start, self.scan.position))

    def tag(self) -> Tag:
        """A type selector, with a namespace prefix that means nothing."""
        scan, start = self.scan, self.scan.position
        name = "" if scan.peek() == "|" else self.tag_name()
        if scan.peek() == "|" and scan.peek(2) != "|=":
            if name not in ("", "*"):
                scan.fail("namespace prefixes are not declared")
            scan.position += 1
            name = self.tag_name()
        return Tag(name, (start, scan.position))

    def tag_name(self) -> str:
        """A name or `*`."""
        return "*" if self.scan.take("*") else self.scan.identifier()

    def part(self) -> Part:
        """An id, class, attribute or pseudo-class."""
        scan, start = self.scan, self.scan.position
        symbol = scan.peek()
        scan.position += 1
        if symbol == "#":
            return Id(scan.identifier(), (start, scan.position))
        if symbol == ".":
            return Class(scan.identifier(), (start, scan.position))
        return self.attribute(start) if symbol == "[" else self.pseudo(start)

    def attribute(self, start: int) -> Attribute:
        """What stands in brackets; the first is stepped over."""
        scan = self.scan
        scan.space()
        if scan.take("*|") or (scan.peek() == "|" and scan.take("|")):
            pass
        name = scan.identifier()
        scan.space()
        operator = _OPERATOR.match(scan.text, scan.position)
        value = flag = ""
        if operator:
            scan.position = operator.end()
            value, flag = self.attribute_value()
        if not scan.take("]") and not scan.at_end():
            scan.fail("']' is expected")
        symbol = operator.group() if operator else ""
        return Attribute(name, symbol, value, flag, (start, scan.position))

    def attribute_value(self) -> tuple[str, str]:
        """The value after an operator, and its flag."""
        scan = self.scan
        scan.space()
        value = scan.string() if scan.peek() in ("'", '"') else scan.identifier()
        scan.space()
        flag = scan.peek().lower()
        if flag not in ("i", "s") or not flag:
            return value, ""
        scan.position += 1
        scan.space()
        return value, flag

    def pseudo(self, start: int) -> Pseudo:
        """What comes after a colon."""
        scan = self.scan
        element = ":" if scan.take(":") else ""
        name = element + scan.identifier().lower()
        if not scan.take("("):
            return Pseudo(name, NoArgument(), (start, scan.position))
        self.depth += 1
        if self.depth > _MOST_NESTED:
            scan.fail("too deeply nested")
        argument = self.argument(name)
        self.depth -= 1
        scan.space()
        if not scan.take(")") and not scan.at_end():
            scan.fail("')' is expected")
        return Pseudo(name, argument, (start, scan.position))

    def argument(self, name: str) -> PseudoArgument:
        """What stands in the parentheses of `:name()`."""
        scan = self.scan
        scan.space()
        if name in _LISTS:
            if name in _FORGIVING and scan.peek() == ")":
                return Selectors(())
            return Selectors(self.selector_list(relative=name == "has"))
        if name in _NTH:
            return self.nth(name)
        if name == "nth-match":
            return self.match()
        return self.strings(name) if name in _TEXTS else Raw(scan.balanced())

    def nth(self, name: str) -> Nth:
        """`an+b`, and a list after `of`."""
        scan = self.scan
        found = _AN_PLUS_B.match(scan.text, scan.position)
        if found is None:
            scan.fail("an+b is expected")
        scan.position = found.end()
        a, b = _an_plus_b(found)
        scan.space()
        if not name.endswith("child") or scan.peek(2).lower() != "of":
            return Nth(a, b)
        scan.position += 2
        if not scan.space() and scan.peek() not in ("*", ".", "#", "[", ":"):
            scan.fail("a selector is expected")
        return Nth(a, b, self.selector_list(relative=False))

    def match(self) -> Match:
        """A list and an index."""
        complexes: list[Complex] = []
        while True:
            self.scan.space()
            if complexes and self.scan.peek().isdigit():
                return Match(tuple(complexes), self.scan.number())
            complexes.append(self.complex(relative=False))
            if not self.scan.take(","):
                self.scan.fail("an index is expected")

    def strings(self, name: str) -> Strings:
        """Quoted texts separated by commas."""
        values = [self.scan.string()]
        self.scan.space()
        while self.scan.take(","):
            self.scan.space()
            values.append(self.scan.string())
            self.scan.space()
        least, most = _TEXTS[name]
        if not least <= len(values) <= most:
            self.scan.fail(f":{name} takes {least} text")
        return Strings(tuple(values))


def _an_plus_b(found: re.Match[str]) -> tuple[int, int]:
    if found["word"]:
        return 2, 1 if found["word"].lower() == "odd" else 0
    if found["only"]:
        return 0, int(found["only"])
    a = found["a"]
    step = int(a + "1") if a in ("", "+", "-") else int(a)
    return step, int((found["sign"] or "") + (found["b"] or "0"))
