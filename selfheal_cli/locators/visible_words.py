"""Where words may be displayed on a page: told from its texts alone, before any is rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.spans import Found, TextTree, find, texts_in
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.displayed import shows_text

_DROPPED = re.compile("[\\s\u200b\u200e\u200f\ufeff]+")
_LONGEST = 200


def letters(text: str) -> str:
    """What is left of a text, however it is spaced, and whatever `text-transform` says."""
    return _DROPPED.sub("", text).casefold().replace("\u0131", "i")


def may_show(page: Page, wanted: str) -> Mapping[HtmlElement, None] | None:
    """More than all elements whose rendered text contains `wanted`, in document order; None where
    that cannot be told without a look at each."""
    sought = letters(wanted)
    if page.has_shadow or not 0 < len(sought) <= _LONGEST:
        return None
    texts = list(texts_in(page.root))
    pieces = [letters(text) for text, _ in texts]
    tree = TextTree(pieces, [holder for _, holder in texts])
    starts = tree.joined.starts
    found = find(sought, tree.joined.text)
    places = list(zip(found.starts, found.ends, strict=True))
    places += (
        (starts[first], starts[last + 1])
        for first, last in _Interrupted(page, tree, pieces).found(sought)
    )
    places.sort()
    where = Found([start for start, _ in places], [end for _, end in places])
    return tree.around(where, tree.joined)


class _Interrupted:
    """Looks for words with something between them that is not displayed."""

    def __init__(self, page: Page, tree: TextTree, pieces: Sequence[str]) -> None:
        self._visibility = accessibility(page).visibility
        self._tree = tree
        self._pieces = pieces
        self._after: dict[int, int] = {}

    def found(self, sought: str) -> Iterator[tuple[int, int]]:
        """The first and the last piece of each place."""
        beginnings = tuple(sought[:length] for length in range(1, len(sought)))
        for place, piece in enumerate(self._pieces):
            if beginnings and piece.endswith(beginnings):
                for begun in filter(piece.endswith, beginnings):
                    last = self._end(place, sought[len(begun) :])
                    if last is not None:
                        yield place, last

    def _end(self, place: int, rest: str) -> int | None:
        """The piece at which `rest` ends, where it follows the one at `place`."""
        while rest:
            place = self._next(place + 1)
            if place == len(self._pieces):
                return None
            piece = self._pieces[place]
            if not piece.startswith(rest) and not rest.startswith(piece):
                return None
            rest = rest[len(piece) :]
        return place

    def _next(self, place: int) -> int:
        """The first piece from `place` on that is displayed and has letters."""
        passed: list[int] = []
        while place < len(self._pieces) and place not in self._after and not self._shows(place):
            passed.append(place)
            place += 1
        place = self._after.get(place, place)
        self._after.update(dict.fromkeys(passed, place))
        return place

    def _shows(self, place: int) -> bool:
        return bool(self._pieces[place]) and shows_text(self._tree.holders[place], self._visibility)


class Equalling:
    """Whether the rendered text of elements is `wanted`. `test`: renders one element and tells."""

    def __init__(self, page: Page, wanted: str, test: Callable[[HtmlElement], bool]) -> None:
        self._page = page
        self._wanted = wanted
        self._test = test

    @cached_property
    def _likely(self) -> Mapping[HtmlElement, None] | None:
        return may_show(self._page, self._wanted)

    def __call__(self, element: HtmlElement) -> bool:
        """Tells it of an element."""
        likely = self._likely
        return (likely is None or element in likely) and self._test(element)


class Containing(Equalling):
    """Whether it contains `wanted`. What is around an element that does, does; so the innermost is
    rendered first."""

    def __init__(self, page: Page, wanted: str, test: Callable[[HtmlElement], bool]) -> None:
        super().__init__(page, wanted, test)
        self._known: dict[HtmlElement, bool] = {}
        self._innermost: dict[HtmlElement, HtmlElement] = {}

    def __call__(self, element: HtmlElement) -> bool:
        """Tells it of an element."""
        likely = self._likely
        if likely is None:
            return self._test(element)
        if element not in likely:
            return False
        return self._tells(self._inner(element, likely)) or self._tells(element)

    def _tells(self, element: HtmlElement) -> bool:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._test(element)
            above = element.getparent() if known else None
            while above is not None and not self._known.get(above):
                self._known[above] = True
                above = above.getparent()
        return known

    def _inner(self, element: HtmlElement, likely: Mapping[HtmlElement, None]) -> HtmlElement:
        passed: list[HtmlElement] = []
        inner: HtmlElement | None = element
        while inner is not None and inner not in self._innermost:
            passed.append(inner)
            inner = next((each for each in inner.iterchildren("*") if each in likely), None)
        last = passed[-1] if inner is None else self._innermost[inner]
        self._innermost.update(dict.fromkeys(passed, last))
        return last
