"""jQuery's selector engine on a parsed page: what `$(text)`, `.find`, `.filter` and the traversals
of jQuery 3 give. `:visible` asks for a layout box; here every element that is not under
`display: none` has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.jquery_groups import query_of
from selfheal_cli.locators.traversal import Scope, is_shadow, tree_of

__all__ = ["along", "find", "matching"]

# What `closest` never finds: what counts, or begins with a combinator.
_PLACED = re.compile(
    r"^[ \t\r\n\f]*[>+~]|:(?:even|odd|eq|gt|lt|nth|first|last)(?:\([^)]*\)|)(?=[^-]|$)", re.I
)
_Walk: TypeAlias = Callable[[HtmlElement], Iterator[HtmlElement]]


def find(page: Page, text: str, scopes: Sequence[Scope] = (None,)) -> list[HtmlElement]:
    """What `$(scopes).find(text)` gives; a scope of None is the document. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    query = query_of(page)
    found = [each for scope in scopes for each in query.find(text, scope)]
    return tree_of(page).ordered(found) if len(scopes) > 1 else list(dict.fromkeys(found))


def matching(page: Page, elements: Sequence[HtmlElement], text: str) -> list[HtmlElement]:
    """What `$(elements).filter(text)` gives. Raises LocatorSyntaxError, UnsupportedLocator."""
    return query_of(page).filter(text, elements)


def along(page: Page, elements: Sequence[HtmlElement], axis: str, text: str) -> list[HtmlElement]:
    """What a traversal (`.parents(text)`) gives; `axis` is the step's `to`. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    if axis == "closest":
        if _PLACED.search(text):
            return []
        return list(dict.fromkeys(_closest(page, elements, text)))
    walk = _WALKS.get(axis)
    if walk is None:
        raise LocatorSyntaxError(f"jQuery has no traversal '{axis}'")
    budget = budget_for(page)
    found: list[HtmlElement] = []
    for element in elements:
        before = len(found)
        found.extend(walk(element))
        budget.spend(1 + len(found) - before)
    kept = matching(page, found, text) if text else found
    if len(elements) < 2 or axis in _UNSORTED:
        return list(dict.fromkeys(kept))
    return _in_order(page, kept, backwards=axis in ("ancestor", "previous-all"))


def _in_order(page: Page, found: Iterable[HtmlElement], backwards: bool) -> list[HtmlElement]:
    ordered = tree_of(page).ordered(found)
    return ordered[::-1] if backwards else ordered


def _closest(page: Page, elements: Sequence[HtmlElement], text: str) -> Iterator[HtmlElement]:
    query = query_of(page)
    known: dict[HtmlElement, HtmlElement | None] = {}
    for element in elements:
        passed: list[HtmlElement] = []
        for each in (element, *_ancestors(element)):
            if each in known:
                break
            passed.append(each)
            if query.is_matched(text, each):
                known[each] = each
                break
        answer = known.get(each)
        known.update(dict.fromkeys(passed, answer))
        if answer is not None:
            yield answer


def _ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    for above in element.iterancestors():
        if is_shadow(above):
            return
        yield above


def _children(element: HtmlElement) -> Iterator[HtmlElement]:
    return (child for child in element.iterchildren("*") if not is_shadow(child))


def _siblings(element: HtmlElement) -> Iterator[HtmlElement]:
    parent = element.getparent()
    if parent is not None:
        yield from (each for each in _children(parent) if each is not element)


def _next(element: HtmlElement) -> Iterator[HtmlElement]:
    return element.itersiblings("*")


def _previous(element: HtmlElement) -> Iterator[HtmlElement]:
    return (each for each in element.itersiblings("*", preceding=True) if not is_shadow(each))


def _one(walk: _Walk) -> _Walk:
    def first(element: HtmlElement) -> Iterator[HtmlElement]:
        found = next(walk(element), None)
        return iter(() if found is None else (found,))

    return first


_WALKS: dict[str, _Walk] = {
    "child": _children,
    "parent": _one(_ancestors),
    "ancestor": _ancestors,
    "sibling": _siblings,
    "next": _one(_next),
    "next-all": _next,
    "previous": _one(_previous),
    "previous-all": _previous,
}
_UNSORTED = frozenset({"child", "next", "previous"})
