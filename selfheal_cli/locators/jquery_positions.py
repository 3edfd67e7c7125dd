"""jQuery's pseudo-classes that count: which of the elements found so far they keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.locators.css_syntax import Pseudo, Raw

Keep: TypeAlias = Callable[[Sequence[HtmlElement]], list[HtmlElement]]


def keep_of(part: Pseudo) -> Keep:
    """What `:eq(1)` and its like keep of a list."""
    index = _number(part.argument.text if isinstance(part.argument, Raw) else "x")
    places = _PLACES[part.name]

    def keep(found: Sequence[HtmlElement]) -> list[HtmlElement]:
        kept = places(len(found), index)
        return [found[place] for place in kept if 0 <= place < len(found)]

    return keep


def _number(text: str) -> int | None:
    """As JavaScript reads it; None where it is no whole number."""
    try:
        value = float(text.strip() or 0)
    except ValueError:
        return None
    return int(value) if value.is_integer() else None


def _at(length: int, index: int | None) -> Sequence[int]:
    if index is None:
        return ()
    return (index + length if index < 0 else index,)


def _below(length: int, index: int | None) -> Sequence[int]:
    return () if index is None else range(min(length, index + length if index < 0 else index))


def _above(length: int, index: int | None) -> Sequence[int]:
    return () if index is None else range((index + length if index < 0 else index) + 1, length)


_PLACES: dict[str, Callable[[int, int | None], Sequence[int]]] = {
    "first": lambda length, index: (0,),
    "last": lambda length, index: (length - 1,),
    "even": lambda length, index: range(0, length, 2),
    "odd": lambda length, index: range(1, length, 2),
    "eq": _at,
    "nth": _at,
    "lt": _below,
    "gt": _above,
}
