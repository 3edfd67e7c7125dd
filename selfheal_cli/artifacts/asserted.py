"""What a line of Python asserts that an element says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_LONGEST = 2_000
_STARTS = ("startswith", "endswith")
_EQUAL = frozenset(("assertequal", "assertequals", "assertin"))
# selenium.webdriver.support.expected_conditions: the locator or the element, then the text.
_PRESENT = frozenset(("text_to_be_present_in_element",))
_ATTRIBUTE = re.compile(r"\bget_(?:dom_)?(?:attribute|property)\b|value_of_css_property")


# The reports of a run show the same lines, each in its own format.
@lru_cache(maxsize=1024)
def expected_text(code: str) -> str:
    """The text that the statement `code` wants something on the page to say, be it the whole or a
    part of it; "" where it wants none, where it wants one of several things, or is not whole."""
    if len(code) > _LONGEST:
        return ""
    try:
        (statement,) = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return next((text for text in _wanted(statement) if text.strip()), "")


def _wanted(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Assert):
        yield from _stated(statement.test)
    elif isinstance(statement, ast.Expr | ast.Return) and isinstance(statement.value, ast.Call):
        yield from _called(statement.value)


def _stated(test: ast.expr) -> Iterator[str]:
    """Of `x == "text"`, `"text" in x` and `x.startswith("text")`."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            yield from _of((left, right))
        case ast.Compare(left=ast.Constant() as left, ops=[ast.In()], comparators=[right]):
            yield from _of((left, right))
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[argument]):
            yield from _of((value, argument)) if name in _STARTS else ()


def _called(call: ast.Call) -> Iterator[str]:
    """Of unittest's assertions, and of a wait for a text."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            pass
        case _:
            return
    if name.replace("_", "").lower() in _EQUAL:
        yield from _of(call.args[:2])
    elif name in _PRESENT:
        yield from _of(call.args[1:2])
    for argument in call.args:
        if isinstance(argument, ast.Call) and name in ("until", "wait"):
            yield from _called(argument)


def _of(parts: Sequence[ast.expr]) -> Iterator[str]:
    """The one text among `parts`, if the others are read from the page's texts."""
    texts = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    others = [p for p in parts if not isinstance(p, ast.Constant)]
    if len(texts) == 1 and not any(_ATTRIBUTE.search(ast.unparse(other)) for other in others):
        yield texts[0]
