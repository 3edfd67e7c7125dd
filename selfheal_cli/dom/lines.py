"""Which elements of a page are alike to plain style rules, and what names there are to match."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page

Kind = tuple[str, str | None, str | None]
"""An element's name, id and classes."""


_NONE: frozenset[str] = frozenset()
_MOST_AROUND = 400


class Lines:
    """Numbers for lines of descent: equal for elements that are alike in name, id and classes, as
    are all those around them up to the root of their tree."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._of: dict[HtmlElement, int] = {}
        self._around: dict[HtmlElement, frozenset[str]] = {}
        self._trees = 0

    @property
    def elements(self) -> int:
        """How many elements the page has."""
        return len(self._page.elements)

    @cached_property
    def present(self) -> frozenset[str]:
        """The keys of all elements."""
        kinds = set(map(_kind, self._page.elements))
        return frozenset(key for kind in kinds for key in _keys(kind))

    def keys(self, element: HtmlElement) -> tuple[str, ...]:
        """What rules that the element may fulfil are filed by."""
        return _keys(_kind(element))

    def around(self, element: HtmlElement) -> frozenset[str] | None:
        """The keys of the element and all those around it in its tree; None where they are more
        than it pays to gather."""
        pending = [element]
        while (above := _inside(pending[-1])) is not None and above not in self._around:
            pending.append(above)
        known = _NONE if above is None else self._around[above]
        for each in reversed(pending):
            if len(known) > _MOST_AROUND:
                return None
            keys = _keys(_kind(each))
            known = self._around[each] = known if known.issuperset(keys) else known.union(keys)
        return known

    def of(self, element: HtmlElement, numbers: dict[Hashable, int]) -> int:
        """The element's line, by the numbers of lines met so far, on whatever page."""
        known = self._of.get(element)
        if known is not None:
            return known
        pending, above = [element], element.getparent()
        while above is not None and above not in self._of:
            pending.append(above)
            above = above.getparent()
        line = -1 if above is None else self._of[above]
        for each in reversed(pending):
            line = numbers.setdefault(self._key(line, each), len(numbers))
            self._of[each] = line
        return line

    def _key(self, line: int, element: HtmlElement) -> Hashable:
        """What is in a template is a tree of its own."""
        if element.tag != "template":
            return line, _kind(element)
        self._trees += 1
        return line, _kind(element), self._trees


def _inside(element: HtmlElement) -> HtmlElement | None:
    """What the element is in, of the same tree."""
    above = element.getparent()
    return None if above is None or above.tag == "template" else above


def _kind(element: HtmlElement) -> Kind:
    return str(element.tag), element.get("id"), element.get("class")


# The elements of a run are of few kinds.
@lru_cache(maxsize=8192)
def _keys(kind: Kind) -> tuple[str, ...]:
    tag, identifier, classes = kind
    named = dict.fromkeys(classes.split()) if classes else ()
    own = ("#" + identifier,) if identifier else ()
    return ("*", tag, *own, *("." + name for name in named))
