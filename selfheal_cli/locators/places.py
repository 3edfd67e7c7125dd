"""Where elements stand in document order, so that what is below one is a slice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from typing import cast

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.traversal import Scope


class Row:
    """Some elements of a page in document order. No numbers are given before two scopes are asked
    of: a walk below one is quicker."""

    __slots__ = ("_asked", "_elements", "_members", "_numbers", "_page")

    def __init__(self, page: Page, members: Set[HtmlElement]) -> None:
        self._page = page
        self._members = members
        self._elements: list[HtmlElement] | None = None
        self._numbers: list[int] = []
        self._asked = False

    def below(self, scope: Scope) -> Sequence[HtmlElement]:
        """Those below `scope`, in whatever tree."""
        if scope is not None and not self._asked:
            self._asked = True
            return [each for each in scope.iterdescendants("*") if each in self._members]
        if self._elements is None:
            self._elements = [each for each in self._page.elements if each in self._members]
        if scope is None:
            return self._elements
        places = places_of(self._page)
        if not self._numbers:
            self._numbers = [places.of(each) for each in self._elements]
        return self._elements[places.below(scope, self._numbers)]

    def at_or_below(self, scope: HtmlElement) -> Sequence[HtmlElement]:
        """With `scope`, where it is one of them."""
        at = (scope,) if scope in self._members else ()
        return (*at, *self.below(scope))


class Places:
    """Numbers for all elements of a page, from 0, in document order."""

    __slots__ = ("_after", "_number")

    def __init__(self, page: Page) -> None:
        elements = page.elements
        self._number = number = {element: place for place, element in enumerate(elements)}
        self._after = after = list(range(1, len(elements) + 1))
        for place in range(len(elements) - 1, 0, -1):
            parent = elements[place].getparent()
            if parent is not None:
                above = number[parent]
                after[above] = max(after[above], after[place])

    def of(self, element: HtmlElement) -> int:
        """The element's number."""
        return self._number[element]

    def below(self, scope: HtmlElement, numbers: Sequence[int]) -> slice:
        """Which of the ascending `numbers` are those of elements below `scope`."""
        place = self._number[scope]
        return slice(bisect_left(numbers, place + 1), bisect_left(numbers, self._after[place]))


def places_of(page: Page) -> Places:
    """The one Places of `page`."""
    known = page.derived.get("locators.places")
    if known is None:
        known = page.derived["locators.places"] = Places(page)
    return cast(Places, known)
