"""Which elements of a page are alike to plain style rules, and what names there are to match."""

from __future__ import annotations

from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page

Kind = tuple[str, str | None, str | None]
"""An element's name, id and classes."""


_NONE: frozenset[str] = frozenset()
_MOST_AROUND = 400


class Numbers:
    """Numbers for the lines of descent met so far, on whatever page. `named`: the ids ("#a") and
    classes (".a") that tell elements apart; what has others is in a line with what has none."""

    def __init__(self, named: frozenset[str]) -> None:
        self._named = named
        self._kinds: dict[Kind, int] = {}
        self._told: dict[frozenset[str], int] = {}
        self._lines: dict[tuple[int, int, int], int] = {}

    def of(self, above: int, kind: Kind, tree: int) -> int:
        """That of elements of `kind` in the line `above`. `tree`: the number of the tree that it
        is the root of, 0: of none."""
        told = self._kinds.get(kind)
        if told is None:
            told = self._kinds[kind] = self._number(kind)
        return self._lines.setdefault((above, told, tree), len(self._lines))

    def _number(self, kind: Kind) -> int:
        counting = (k for k in _keys(kind) if k[0] not in "#." or k in self._named)
        return self._told.setdefault(frozenset(counting), len(self._told))


class Lines:
    """Lines of descent: the same for elements that are alike in name, and in id and classes as far
    as these are told apart, as are all those around them up to the root of their tree."""

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

    def of(self, element: HtmlElement, numbers: Numbers) -> int:
        """The number of the element's line."""
        known = self._of.get(element)
        if known is not None:
            return known
        pending, above = [element], element.getparent()
        while above is not None and above not in self._of:
            pending.append(above)
            above = above.getparent()
        line = -1 if above is None else self._of[above]
        for each in reversed(pending):
            line = self._of[each] = numbers.of(line, _kind(each), self._tree(each))
        return line

    def _tree(self, element: HtmlElement) -> int:
        """What is in a template is a tree of its own."""
        if element.tag != "template":
            return 0
        self._trees += 1
        return self._trees


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
