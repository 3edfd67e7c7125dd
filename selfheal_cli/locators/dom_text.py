"""The DOM's `textContent` of every element of a page, from one walk over it."""

from __future__ import annotations

from typing import cast

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page


class DomTexts:
    """Scripts and styles are text too; what a template or a shadow root holds is not that of
    the elements around it."""

    def __init__(self, page: Page) -> None:
        self._spans: dict[HtmlElement, tuple[int, int]] = {}
        self._parts: list[str] = []
        self._length = 0
        self._apart: list[HtmlElement] = []
        self._walk(page.root)
        while self._apart:
            inner = self._apart.pop()
            self._put(inner.text)
            for child in inner:
                if isinstance(child.tag, str):
                    self._walk(child)
                self._put(child.tail)
        self._text = "".join(self._parts)
        self._parts = []

    def of(self, element: HtmlElement) -> str:
        """The text as it stands, white space and all."""
        start, end = self._spans.get(element, (0, 0))
        return self._text[start:end]

    def _put(self, text: str | None) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _walk(self, root: HtmlElement) -> None:
        """No recursion: a page may be deeper than Python's stack."""
        pending: list[tuple[HtmlElement, int]] = [(root, -1)]
        while pending:
            element, start = pending.pop()
            if start >= 0:
                self._spans[element] = (start, self._length)
                self._put(element.tail if element is not root else None)
            elif not isinstance(element.tag, str):
                self._put(element.tail)
            else:
                pending.append((element, self._length))
                self._open(element, pending)

    def _open(self, element: HtmlElement, pending: list[tuple[HtmlElement, int]]) -> None:
        if element.tag == "template":
            self._apart.append(element)
            return
        self._put(element.text)
        pending.extend((child, -1) for child in reversed(element))


def dom_texts(page: Page) -> DomTexts:
    """The one DomTexts of `page`; the walk is made when this is first asked."""
    known = page.derived.get("locators.dom-texts")
    if known is None:
        known = page.derived["locators.dom-texts"] = DomTexts(page)
    return cast(DomTexts, known)


def own_text(element: HtmlElement) -> str:
    """The text nodes directly in the element, joined."""
    pieces = [element.text or ""]
    pieces += [child.tail or "" for child in element]
    return "".join(pieces)
