"""White space and the text of elements, as Playwright's text engine reads them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import value_of
from selfheal_cli.dom.tree import Page

_UNREAD = frozenset(("script", "style", "noscript", "head"))
_VALUE_INPUTS = frozenset(("submit", "button", "reset"))
_DROPPED = str.maketrans("\ufeff", " ", "\u200b\u00ad")


def normalise(text: str) -> str:
    """`text` without zero-width spaces and soft hyphens, runs of white space as one space."""
    if not text.isascii():
        text = text.translate(_DROPPED)
    return " ".join(text.split())


class Texts:
    """The text of every element of a page, from one walk over it. Shadow trees follow the light
    children of their host; scripts, styles and the head have none."""

    def __init__(self, page: Page) -> None:
        self._spans: dict[HtmlElement, tuple[int, int]] = {}
        self._parts: list[str] = []
        self._length = 0
        self._walk(page.root)
        self._flat = "".join(self._parts)
        self._parts = []

    def of(self, element: HtmlElement) -> str:
        """The element's text as it stands, white space and all."""
        start, end = self._spans.get(element, (0, 0))
        return self._flat[start:end]

    def _put(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _walk(self, root: HtmlElement) -> None:
        """No recursion: a page may be deeper than Python's stack."""
        open_elements = [(root, self._length, self._enter(root))]
        while open_elements:
            element, start, children = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                self._spans[element] = (start, self._length)
                if element.tag != "template" or element.get("shadowrootmode") is None:
                    self._put(element.tail)
            elif isinstance(child, str):
                self._put(child)
            elif child.tag in _UNREAD:
                self._put(child.tail)
            else:
                open_elements.append((child, self._length, self._enter(child)))

    @staticmethod
    def _enter(element: HtmlElement) -> Iterator[HtmlElement | str]:
        if element.tag == "input" and (element.get("type") or "").lower() in _VALUE_INPUTS:
            yield value_of(element)
            return
        if element.text:
            yield element.text
        shadow = None
        for child in element:
            if not isinstance(child.tag, str):
                yield child.tail or ""
            elif child.tag == "template" and child.get("shadowrootmode") is not None:
                shadow = child
                yield child.tail or ""
            else:
                yield child
        if shadow is not None:
            yield shadow


def texts_of(page: Page) -> Texts:
    """The one Texts of `page`; the walk is made when this is first asked."""
    known: Texts | None = page.derived.get("dom.texts")
    if known is None:
        known = page.derived["dom.texts"] = Texts(page)
    return known
