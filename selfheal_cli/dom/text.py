"""White space and the text of elements, as Playwright's text engine reads them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.controls import value_of
from selfheal_cli.dom.tree import Page

_UNREAD = frozenset(("script", "style", "noscript", "head"))
_VALUE_INPUTS = frozenset(("submit", "button", "reset"))
# Letter by letter, not by a table: looking for what is not there is many times faster.
_DROPPED = (("\u200b", ""), ("\u00ad", ""), ("\ufeff", " "))
_MOST_REMEMBERED = 32
_HTML_SPACES = " \t\n\f\r"
_HTML_SPACE = re.compile(f"[{_HTML_SPACES}]+")


def normalise(text: str) -> str:
    """`text` without zero-width spaces and soft hyphens, runs of white space as one space."""
    return " ".join(_kept(text).split())


def _kept(text: str) -> str:
    if not text.isascii():
        for dropped, instead in _DROPPED:
            text = text.replace(dropped, instead)
    return text


def flat(text: str) -> str:
    """`text` as accname-1.2 has it, a flat string: as `normalise`, but for no-break spaces and
    other characters that are no white space in HTML."""
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\u00ad", "")
    return " ".join(_HTML_SPACE.split(text.strip(_HTML_SPACES)))


class Texts:
    """The text of every element of a page, from one walk over it. Shadow trees follow the light
    children of their host; scripts, styles and the head have none."""

    def __init__(self, page: Page) -> None:
        pieces, self._spans = _read(page.root)
        self._full = _Joined(pieces)
        self._folded: _Joined | None = None
        self._places: dict[str, list[int]] = {}

    def of(self, element: HtmlElement) -> str:
        """The element's text as it stands, white space and all."""
        start, end = self._full.range(*self._spans.get(element, (0, 0)))
        return self._full.text[start:end]

    def equals(self, element: HtmlElement, wanted: str) -> bool:
        """Whether the element's normalised text is `wanted`."""
        start, end = self._folds().range(*self._spans.get(element, (0, 0)))
        folded = wanted.lower()
        if end - start > len(folded) + len("  "):
            return False
        same = self._folds().text[start:end].strip() == folded
        return same and normalise(self.of(element)) == wanted

    def contains(self, element: HtmlElement, folded: str) -> bool:
        """Whether the element's normalised text in lower case holds `folded`, a text of that
        form. Looks for it once for the whole page."""
        start, end = self._folds().range(*self._spans.get(element, (0, 0)))
        if not folded or end - start < len(folded):
            return not folded
        places = self._places_of(folded)
        first = bisect_left(places, start)
        return first < len(places) and places[first] + len(folded) <= end

    def _folds(self) -> _Joined:
        if self._folded is None:
            self._folded = _Joined(list(_folding(self._full.pieces)))
        return self._folded

    def _places_of(self, folded: str) -> list[int]:
        known = self._places.get(folded)
        if known is None:
            if len(self._places) == _MOST_REMEMBERED:
                self._places.clear()
            known = self._places[folded] = list(_found(folded, self._folds().text))
        return known


class _Joined:
    """Pieces of text as one, and where each begins in it."""

    __slots__ = ("_starts", "pieces", "text")

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.text = "".join(pieces)
        self._starts = list(accumulate(map(len, pieces), initial=0))

    def range(self, first: int, after: int) -> tuple[int, int]:
        """Where the pieces from `first` to before `after` stand in the text."""
        return self._starts[first], self._starts[after]


def _folding(pieces: list[str]) -> Iterator[str]:
    """Each piece so that all together are normalised, in lower case; only the ends of what is cut
    out of them may be a space too many."""
    spaced = True
    for piece in pieces:
        kept = _kept(piece).lower()
        words = " ".join(kept.split())
        if not words:
            yield "" if spaced or not kept else " "
            spaced = spaced or bool(kept)
        else:
            before = " " if kept[0].isspace() and not spaced else ""
            spaced = kept[-1].isspace()
            yield f"{before}{words} " if spaced else before + words


def _found(wanted: str, text: str) -> Iterator[int]:
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


_Spans = dict[HtmlElement, tuple[int, int]]


def _read(root: HtmlElement) -> tuple[list[str], _Spans]:
    """All pieces of text, and which of them (from, to before) are whose."""
    if any(template.get("shadowrootmode") is not None for template in root.iter("template")):
        return _read_shadows(root)
    pieces: list[str] = []
    spans: _Spans = {}
    starts: list[int] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        text = node.tail
        if event == "start":
            starts.append(len(pieces))
            text = node.text
            if node.tag in _UNREAD or _shows_value(node):
                text = "" if node.tag in _UNREAD else value_of(node)
                walk.skip_subtree()
        elif event == "end":
            start = starts.pop()
            if node.tag not in _UNREAD:
                spans[node] = (start, len(pieces))
        if text:
            pieces.append(text)
    return pieces, spans


def _read_shadows(root: HtmlElement) -> tuple[list[str], _Spans]:
    """No recursion: a page may be deeper than Python's stack."""
    pieces: list[str] = []
    spans: _Spans = {}
    open_elements = [(root, 0, _inside(root))]
    while open_elements:
        element, start, children = open_elements[-1]
        child = next(children, None)
        text: str | None = None
        if child is None:
            open_elements.pop()
            spans[element] = (start, len(pieces))
            text = None if _is_shadow(element) else element.tail
        elif isinstance(child, str):
            text = child
        elif child.tag in _UNREAD:
            text = child.tail
        else:
            open_elements.append((child, len(pieces), _inside(child)))
        if text:
            pieces.append(text)
    return pieces, spans


def _inside(element: HtmlElement) -> Iterator[HtmlElement | str]:
    if _shows_value(element):
        yield value_of(element)
        return
    if element.text:
        yield element.text
    shadow = None
    for child in element:
        if not isinstance(child.tag, str):
            yield child.tail or ""
        elif _is_shadow(child):
            shadow = child
            yield child.tail or ""
        else:
            yield child
    if shadow is not None:
        yield shadow


def _shows_value(element: HtmlElement) -> bool:
    return element.tag == "input" and (element.get("type") or "").lower() in _VALUE_INPUTS


def _is_shadow(element: HtmlElement) -> bool:
    return element.tag == "template" and element.get("shadowrootmode") is not None


def texts_of(page: Page) -> Texts:
    """The one Texts of `page`; the walk is made when this is first asked."""
    known: Texts | None = page.derived.get("dom.texts")
    if known is None:
        known = page.derived["dom.texts"] = Texts(page)
    return known
