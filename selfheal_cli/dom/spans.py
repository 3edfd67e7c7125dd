"""A page's text as one, and which stretch of it is whose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from lxml import etree
from lxml.html import HtmlElement

_TEXTS = etree.XPath("descendant::text()")
_VISIBLE = re.compile(r"\S")


class Spans:
    """Which pieces of text are in which element, told from who holds each; those of one element
    stand in a row. Worked out when first asked for; elements without text take no time."""

    def __init__(self, holders: Sequence[HtmlElement], apart: Set[HtmlElement]) -> None:
        self._holders = holders
        self._apart = apart

    def of(self, element: HtmlElement) -> tuple[int, int]:
        """The first of the element's pieces, and the one after the last."""
        first = self._first.get(element)
        return (0, 0) if first is None else (first, self._after[element])

    @cached_property
    def _first(self) -> dict[HtmlElement, int]:
        places: dict[HtmlElement, int] = {}
        for place, holder in enumerate(self._holders):
            element: HtmlElement | None = holder
            while element is not None and element not in places and element not in self._apart:
                places[element] = place
                element = element.getparent()
        return places

    @cached_property
    def _after(self) -> dict[HtmlElement, int]:
        places: dict[HtmlElement, int] = {}
        for place in range(len(self._holders), 0, -1):
            element: HtmlElement | None = self._holders[place - 1]
            while element is not None and element not in places and element not in self._apart:
                places[element] = place
                element = element.getparent()
        return places


@dataclass(frozen=True, slots=True)
class Joined:
    """Pieces of text as one, and where each begins in it."""

    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, pieces: Sequence[str]) -> Joined:
        """The pieces in a row."""
        return cls("".join(pieces), list(accumulate(map(len, pieces), initial=0)))

    def range(self, first: int, after: int) -> tuple[int, int]:
        """Where the pieces from `first` to before `after` stand in the text."""
        return self.starts[first], self.starts[after]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands in another: beginnings and ends, both ascending."""

    starts: list[int]
    ends: list[int]

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first place that is within the range."""
        first = bisect_left(self.starts, start)
        if first == len(self.starts) or self.ends[first] > end:
            return None
        return self.starts[first], self.ends[first]


def find_words(wanted: str, text: str) -> Found:
    """Where `wanted`, words with single spaces between, stands in `text`, any white space between
    two words being as good as one space. Places may overlap."""
    if " " not in wanted:
        return find(wanted, text)
    pattern = re.compile(r"\s+".join(map(re.escape, wanted.split(" "))))
    spans = []
    place = pattern.search(text)
    while place is not None:
        spans.append(place.span())
        place = pattern.search(text, place.start() + 1)
    return Found([start for start, _ in spans], [end for _, end in spans])


def find(wanted: str, text: str) -> Found:
    """Where `wanted`, which is not "", stands in `text`. Places may overlap."""
    starts = []
    at = text.find(wanted)
    while at >= 0:
        starts.append(at)
        at = text.find(wanted, at + 1)
    return Found(starts, [start + len(wanted) for start in starts])


def is_all(text: str, start: int, end: int, place: tuple[int, int]) -> bool:
    """Whether there is nothing in that range of `text`, beside the place, but white space."""
    if _VISIBLE.search(text, start, place[0]) is not None:
        return False
    return _VISIBLE.search(text, place[1], end) is None


def texts_in(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """All texts below, in document order, and the element that each is directly in."""
    for text in _TEXTS(root):
        beside = text.getparent()
        yield text, beside.getparent() if text.is_tail else beside


class TextTree:
    """The text of a page's elements: pieces in a row, and the element that each is directly in.
    `apart`: what has no text, its content being a tree of its own."""

    def __init__(
        self,
        pieces: Sequence[str],
        holders: Sequence[HtmlElement],
        apart: Set[HtmlElement] = frozenset(),
    ) -> None:
        self._joined = Joined.of(pieces)
        self.holders = holders
        self._apart = apart
        self.spans = Spans(holders, apart)

    @property
    def joined(self) -> Joined:
        """The pieces in a row."""
        return self._joined

    def of(self, element: HtmlElement) -> str:
        """The element's text as it stands."""
        start, end = self._joined.range(*self.spans.of(element))
        return self._joined.text[start:end]

    def around(self, found: Found, joined: Joined) -> dict[HtmlElement, None]:
        """All elements whose text holds one of the places found in `joined`, in document order;
        what is in a shadow root after the light content of its host."""
        return self.up_from(self.innermost(found, joined))

    def innermost(self, found: Found, joined: Joined) -> Iterator[HtmlElement | None]:
        """For each place the innermost element that holds all of it; None where none does."""
        for start, end in zip(found.starts, found.ends, strict=True):
            first = bisect_right(joined.starts, start) - 1
            last = bisect_left(joined.starts, end) - 1
            holder = self.holders[first]
            yield holder if first == last else self._reaching(holder, last)

    def up_from(self, innermost: Iterable[HtmlElement | None]) -> dict[HtmlElement, None]:
        """Those elements with all that are around them."""
        around: dict[HtmlElement, None] = {}
        for above in innermost:
            chain: list[HtmlElement] = []
            while above is not None and above not in around and above not in self._apart:
                chain.append(above)
                above = above.getparent()
            around.update(dict.fromkeys(reversed(chain)))
        return around

    def _reaching(self, element: HtmlElement | None, last: int) -> HtmlElement | None:
        """The nearest at or around the element that reaches as far as the piece `last`."""
        while element is not None and self.spans.of(element)[1] <= last:
            element = element.getparent()
        return element
