"""The DOM's `textContent` of every element of a page, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

from lxml.html import HtmlElement

from selfheal_cli.dom.spans import Joined, TextTree, find, find_words, texts_in
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.traversal import nearest

_Piece: TypeAlias = tuple[str, HtmlElement]
_MOST_REMEMBERED = 32
_SIGMA = "\u03a3"  # its small form depends on what is beside it


class DomTexts:
    """Scripts and styles are text too; what a template or a shadow root holds is not that of
    the elements around it."""

    def __init__(self, page: Page) -> None:
        templates = frozenset(page.root.iter("template"))
        read = list(texts_in(page.root))
        if templates:
            apart = nearest(page.root, ("template",))
            read = _grouped(read, {**apart, **dict(zip(templates, templates, strict=True))})
        pieces = [text for text, _ in read]
        self._tree = TextTree(pieces, [holder for _, holder in read], templates)
        self._found: dict[str, Mapping[HtmlElement, None]] = {}

    def of(self, element: HtmlElement) -> str:
        """The text as it stands, white space and all."""
        return self._tree.of(element)

    def contains(self, element: HtmlElement, text: str) -> bool:
        """Whether it stands in the element's text, to the letter."""
        if not text:
            return True
        if text not in self._found:
            if len(self._found) == _MOST_REMEMBERED:
                self._found.clear()
            joined = self._tree.joined
            self._found[text] = self._tree.around(find(text, joined.text), joined)
        return element in self._found[text]

    def may_say(self, words: str, folds: bool) -> Mapping[HtmlElement, None] | None:
        """More than all elements in whose text the words stand in a row; None where that is not
        told quickly. `words`: with single spaces between."""
        text, starts = self._tree.joined.text, self._tree.joined.starts
        seen = (text.lower() if folds else text).replace("\ufeff", " ")
        if len(seen) != len(text) or (folds and _SIGMA in text):
            return None
        return self._tree.around(find_words(words, seen), Joined(seen, starts))


def _grouped(read: Iterable[_Piece], apart: Mapping[HtmlElement, HtmlElement]) -> list[_Piece]:
    """What is in the same template in a row; what is in none first."""
    groups: dict[HtmlElement | None, list[_Piece]] = {None: []}
    for text, holder in read:
        groups.setdefault(apart.get(holder), []).append((text, holder))
    return [each for group in groups.values() for each in group]


def own_texts(page: Page) -> Mapping[HtmlElement, str]:
    """The text directly in each element that has such, worked out once."""
    known = page.derived.get("locators.own-texts")
    if known is None:
        pieces: dict[HtmlElement, list[str]] = {}
        for text, holder in texts_in(page.root):
            pieces.setdefault(holder, []).append(text)
        known = {holder: "".join(each) for holder, each in pieces.items()}
        page.derived["locators.own-texts"] = known
    return cast(Mapping[HtmlElement, str], known)


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
