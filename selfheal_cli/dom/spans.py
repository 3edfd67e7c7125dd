"""A page's text as one, and which stretch of it is whose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from lxml.html import HtmlElement

_MOST_REMEMBERED = 32
_VISIBLE = re.compile(r"\S")


class Spans:
    """Which pieces of text are in which element, told from who holds each. Worked out when first
    asked for; elements without text take no time."""

    def __init__(self, holders: Sequence[HtmlElement]) -> None:
        self._holders = holders

    def of(self, element: HtmlElement) -> tuple[int, int]:
        """The first of the element's pieces, and the one after the last."""
        first = self._first.get(element)
        return (0, 0) if first is None else (first, self._after[element])

    @cached_property
    def _first(self) -> dict[HtmlElement, int]:
        places: dict[HtmlElement, int] = {}
        for place, holder in enumerate(self._holders):
            element: HtmlElement | None = holder
            while element is not None and element not in places:
                places[element] = place
                element = element.getparent()
        return places

    @cached_property
    def _after(self) -> dict[HtmlElement, int]:
        places: dict[HtmlElement, int] = {}
        for place in range(len(self._holders), 0, -1):
            element: HtmlElement | None = self._holders[place - 1]
            while element is not None and element not in places:
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
class _Found:
    """Where a text stands in another: beginnings and ends, both ascending."""

    starts: list[int]
    ends: list[int]

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """The first place that is within the range."""
        first = bisect_left(self.starts, start)
        if first == len(self.starts) or self.ends[first] > end:
            return None
        return self.starts[first], self.ends[first]


class Searched:
    """A text in which words are looked for, each query once for the whole of it; any white space
    between two words serves as well as one space."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, _Found] = {}

    def holds(self, wanted: str, start: int, end: int) -> bool:
        """Whether `wanted`, words with single spaces between, stands in that range."""
        return end - start >= len(wanted) and self._find(wanted).within(start, end) is not None

    def is_all(self, wanted: str, start: int, end: int) -> bool:
        """Whether nothing else stands in that range but white space."""
        if not wanted:
            return _VISIBLE.search(self._text, start, end) is None
        place = self._find(wanted).within(start, end)
        if place is None or _VISIBLE.search(self._text, start, place[0]) is not None:
            return False
        return _VISIBLE.search(self._text, place[1], end) is None

    def _find(self, wanted: str) -> _Found:
        known = self._known.get(wanted)
        if known is None:
            if len(self._known) == _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[wanted] = _found(wanted, self._text)
        return known


def _found(wanted: str, text: str) -> _Found:
    if " " in wanted:
        pattern = re.compile(r"\s+".join(map(re.escape, wanted.split(" "))))
        spans = []
        place = pattern.search(text)
        while place is not None:
            spans.append(place.span())
            place = pattern.search(text, place.start() + 1)
        return _Found([start for start, _ in spans], [end for _, end in spans])
    starts = []
    at = text.find(wanted)
    while at >= 0:
        starts.append(at)
        at = text.find(wanted, at + 1)
    return _Found(starts, [start + len(wanted) for start in starts])
