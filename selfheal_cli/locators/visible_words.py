"""Where words may be displayed on a page: told from its texts alone, before any is rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.spans import Found, TextTree, find, texts_in
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.displayed import shows_text
from selfheal_cli.locators.places import Row

_DROPPED = re.compile("[\\s\u200b\u200e\u200f\ufeff]+")
_LONGEST = 200
# Long, and displayed nowhere but where a style sheet says so.
_CODE = ("script", "style")


def letters(text: str) -> str:
    """What is left of a text, however it is spaced, and whatever `text-transform` says."""
    if text.isascii():
        return "".join(text.split()).lower()
    return _DROPPED.sub("", text).casefold().replace("\u0131", "i")


def may_show(page: Page, wanted: str) -> Mapping[HtmlElement, None] | None:
    """More than all elements whose rendered text contains `wanted`, in document order; None where
    that cannot be told without a look at each."""
    places = _places(page, wanted)
    return None if places is None else _letters_of(page).tree.up_from(places)


def _places(page: Page, wanted: str) -> list[HtmlElement | None] | None:
    """The innermost element around each place where the words may be displayed."""
    sought = letters(wanted)
    if page.has_shadow or not 0 < len(sought) <= _LONGEST:
        return None
    known = _letters_of(page)
    tree = known.tree
    found = find(sought, tree.joined.text)
    places = list(zip(found.starts, found.ends, strict=True))
    places += _Interrupted(page, known).found(sought)
    places.sort()
    where = Found([start for start, _ in places], [end for _, end in places])
    return list(tree.innermost(where, tree.joined))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of each text of a page."""

    pieces: Sequence[str]
    tree: TextTree


def _letters_of(page: Page) -> _Letters:
    known = page.derived.get("locators.letters")
    if known is None:
        texts = list(texts_in(page.root))
        visibility = accessibility(page).visibility
        pieces = [
            "" if holder.tag in _CODE and not shows_text(holder, visibility) else letters(text)
            for text, holder in texts
        ]
        tree = TextTree(pieces, [holder for _, holder in texts])
        known = page.derived["locators.letters"] = _Letters(pieces, tree)
    return cast(_Letters, known)


class _Interrupted:
    """Looks for words with something between them that is not displayed."""

    def __init__(self, page: Page, letters_: _Letters) -> None:
        self._visibility = accessibility(page).visibility
        self._tree = letters_.tree
        self._pieces = letters_.pieces
        self._after: dict[int, int] = {}

    def found(self, sought: str) -> Iterator[tuple[int, int]]:
        """Where each place begins and ends."""
        beginnings = tuple(sought[:length] for length in range(1, len(sought)))
        starts = self._tree.joined.starts
        for place, piece in enumerate(self._pieces):
            if beginnings and piece.endswith(beginnings):
                for begun in filter(piece.endswith, beginnings):
                    last = self._end(place, sought[len(begun) :])
                    if last is not None:
                        yield starts[place + 1] - len(begun), starts[last + 1]

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
    """Whether it contains `wanted`. What is around an element that does, does; and the innermost
    around each place is all that need be rendered, where the words begin and end with a letter."""

    def __init__(self, page: Page, wanted: str, test: Callable[[HtmlElement], bool]) -> None:
        super().__init__(page, wanted, test)
        self._known: dict[HtmlElement, bool] = {}

    @cached_property
    def _places(self) -> list[HtmlElement | None] | None:
        return _places(self._page, self._wanted)

    @cached_property
    def _likely(self) -> Mapping[HtmlElement, None] | None:
        return None if self._places is None else _letters_of(self._page).tree.up_from(self._places)

    @cached_property
    def _innermost(self) -> Row | None:
        if self._places is None or self._wanted.strip() != self._wanted:
            return None
        return Row(self._page, {each for each in self._places if each is not None})

    def __call__(self, element: HtmlElement) -> bool:
        """Tells it of an element."""
        if self._innermost is None:
            return super().__call__(element)
        likely = self._likely
        if likely is None or element not in likely:
            return False
        known = self._known.get(element)
        if known is None:
            known = any(map(self._tells, self._innermost.at_or_below(element)))
            self._known[element] = known
        return known

    def _tells(self, element: HtmlElement) -> bool:
        known = self._known.get(element)
        if known is None:
            known = self._known[element] = self._test(element)
            above = element.getparent() if known else None
            while above is not None and not self._known.get(above):
                self._known[above] = True
                above = above.getparent()
        return known
