"""XPath 1.0 expressions to tokens, and the changes that make lxml read them as browsers do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from selfheal_cli.dom.foreign import IS_HTML
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.xpath_paths import direct

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<string>\"[^\"]*\"|'[^']*')|(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<symbol>//|::|\.\.|!=|<=|>=|[/()\[\]@,|+\-=<>*.:$])"
    r"|(?P<name>[^\W\d](?:[\w.\-\u00b7])*)"
)
# After these a name is a name test; after anything else `and`, `or`, `div`, `mod` are operators.
_BEFORE_OPERAND = frozenset(
    """@ :: ( [ , / // | + - = != < <= > >= and or div mod""".split()  # noqa: SIM905
)
_OPERATORS = frozenset({"and", "or", "div", "mod"})
_LONG_AXES = frozenset(
    """descendant descendant-or-self ancestor ancestor-or-self following preceding
    following-sibling preceding-sibling""".split()  # noqa: SIM905
)
_LONGEST = 20_000
_MOST_NESTED_WALKS = 4
_MOST_WALKS = 60
_MOST_NESTED = 40


@lru_cache(maxsize=512)
def for_browser(
    expression: str, from_document: bool, tags: frozenset[str], attributes: frozenset[str]
) -> str:
    """`expression` as libxml2 must be asked: HTML names in lower case and matching HTML only,
    paths starting at the document where it is the context. `tags`, `attributes`: the names, in
    lower case, that stand inside SVG or MathML. Raises LocatorSyntaxError, UnsupportedLocator."""
    pieces = tokens(expression)
    written: list[str] = []
    depth = 0
    for index, piece in enumerate(pieces):
        depth += {"[": 1, "]": -1}.get(piece, 0)
        before = _before(pieces, index)
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        starts = from_document and depth == 0 and before in ("", "(", "|")
        if _is_name(piece, before, after):
            written.append(_name(piece, before, starts, tags, attributes))
        else:
            written.append(_symbol(piece, before, after, starts))
    return " ".join(filter(None, _with_ids(written)))


@lru_cache(maxsize=512)
def tokens(expression: str) -> tuple[str, ...]:
    """The expression's tokens, `//name[test]` spelled so that libxml2 walks the document once.
    Raises LocatorSyntaxError, UnsupportedLocator."""
    if len(expression) > _LONGEST:
        raise UnsupportedLocator("the XPath is too long")
    pieces = _pieces(expression)
    _bound(pieces, expression)
    return tuple(direct(pieces))


def walks(pieces: Sequence[str]) -> int:
    """How many of the steps look at more than one level of the document."""
    return sum(piece in _LONG_AXES or piece in ("//", "..", "parent") for piece in pieces)


def _before(pieces: Sequence[str], index: int) -> str:
    """The piece before; the attribute axis as one."""
    if pieces[max(0, index - 2) : index] == ["attribute", "::"]:
        return "attribute::"
    return pieces[index - 1] if index else ""


def _pieces(expression: str) -> list[str]:
    pieces: list[str] = []
    position = 0
    while position < len(expression):
        found = _TOKEN.match(expression, position)
        if found is None or found.group() == "$":
            raise LocatorSyntaxError(f"XPath {expression[:200]!r}: unexpected at {position}")
        if found.lastgroup != "space":
            pieces.append(found.group())
        position = found.end()
    return pieces


def _bound(pieces: list[str], expression: str) -> None:
    """Nested walks over the whole document multiply: four levels are more than anyone writes."""
    walking: list[int] = [0]
    total = nested = 0
    for piece in pieces:
        nested += {"(": 1, "[": 1, ")": -1, "]": -1}.get(piece, 0)
        if piece == "[":
            walking.append(0)
        elif piece == "]" and len(walking) > 1:
            walking.pop()
        elif piece == "//" or piece in _LONG_AXES:
            walking[-1] = 1
            total += 1
        if sum(walking) > _MOST_NESTED_WALKS or nested > _MOST_NESTED or total > _MOST_WALKS:
            raise UnsupportedLocator(f"the XPath is too costly: {expression[:200]}")


def _symbol(piece: str, before: str, after: str, starts: bool) -> str:
    if piece == ":" or (piece == "*" and before == ":"):
        raise LocatorSyntaxError("XPath: namespace prefixes are not declared in HTML")
    return "" if piece == "." and starts and after in ("/", "//") else piece


def _is_name(piece: str, before: str, after: str) -> bool:
    if not (piece[0].isalpha() or piece[0] == "_") or after in ("(", "::"):
        return False
    ends_operand = before == "*" or (before != "" and before not in _BEFORE_OPERAND)
    return before == "attribute::" or not (piece in _OPERATORS and ends_operand)


def _name(
    name: str, before: str, starts: bool, tags: frozenset[str], attributes: frozenset[str]
) -> str:
    lower = name.lower()
    if before in ("@", "attribute::"):
        if name == lower or lower not in attributes:
            return lower
        return f"*[name()='{name}' or name()='{lower}' and parent::*[{IS_HTML}]]"
    root = "/" if starts else ""
    # A name test without a prefix matches HTML only.
    return f"{root}{lower}[{IS_HTML}]" if lower in tags else root + lower


def _with_ids(pieces: list[str]) -> list[str]:
    """`id("x")` looks at attributes; libxml2 would look at a table that may not be there."""
    written = list(pieces)
    for index in range(len(written) - 3):
        call = written[index : index + 4]
        if call[:2] == ["id", "("] and call[2][0] in "\"'" and call[3] == ")":
            written[index : index + 4] = [f"//*[@id={call[2]}]", "", "", ""]
    return written
