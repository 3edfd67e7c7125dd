"""Which elements a label's text leads to, as Testing Library's `ByLabelText` finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, value_of
from selfheal_cli.dom.flat import LABELABLE
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import jquery
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.testing_library_text import Matches


class Labels:
    """The labels of one page's controls (HTML, 4.10.4), found once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._labels: dict[HtmlElement, list[HtmlElement]] = {}
        for label in page.root.iter("label"):
            control = self._control(label)
            if control is not None:
                self._labels.setdefault(control, []).append(label)

    @cached_property
    def _ids(self) -> dict[str, HtmlElement]:
        """The first element of each id."""
        return {each.get("id") or "": each for each in reversed(self._page.elements)}

    @cached_property
    def likely(self) -> list[HtmlElement]:
        """All elements that have labels, in document order, and perhaps others."""
        found = {*self._labels, *_REFERRING(self._page.root)}
        return [each for each in self._page.elements if each in found]

    def _control(self, label: HtmlElement) -> HtmlElement | None:
        stated = label.get("for")
        if stated is not None:
            named = self._ids.get(stated) if stated else None
            return named if named is not None and _is_labelable(named) else None
        return next(filter(_is_labelable, label.iterdescendants(*LABELABLE)), None)

    def of(self, control: HtmlElement) -> Sequence[HtmlElement]:
        """The labels of a control, in document order."""
        return self._labels.get(control, ())

    def named(self, ids: str | None) -> list[HtmlElement]:
        """The elements that an attribute refers to by their ids."""
        return [self._ids[each] for each in (ids or "").split(" ") if each and each in self._ids]

    def matching(
        self,
        elements: Sequence[HtmlElement],
        below: Callable[[str], list[HtmlElement]],
        matches: Matches,
        selector: str,
    ) -> list[HtmlElement]:
        """Those of `elements` that a matching label names, and the first control of each matching
        label. `below` selects in the container."""
        found: list[HtmlElement] = []
        ids: dict[str, HtmlElement] = {}
        if any(each.get("aria-labelledby") for each in elements):
            ids = {each.get("id") or "": each for each in reversed(below("[id]"))}
        for element in elements:
            named = element.get("aria-labelledby")
            labels = self._labels.get(element, ())
            if named is None and not labels:
                continue
            if named:
                texts = [self._referenced(ids.get(each)) for each in named.split(" ")]
            else:
                texts = [_label_text(label) for label in labels]
                found += self._first_controls(labels, texts, matches, selector)
            if any(map(matches, _joined(list(filter(None, texts))))):
                found.append(element)
        return found

    def _referenced(self, first: HtmlElement | None) -> str:
        if first is None:
            return ""
        if first.tag == "label":
            return _label_text(first)
        shown = value_of(first) if first.tag in ("input", "textarea") else first.get("value") or ""
        return (shown if first.tag in _VALUED else "") or dom_texts(self._page).of(first)

    def _first_controls(
        self, labels: Sequence[HtmlElement], texts: list[str], matches: Matches, selector: str
    ) -> Iterator[HtmlElement]:
        for label, text in zip(labels, texts, strict=True):
            controls = list(label.iterdescendants(*LABELABLE))
            if selector != "*":
                controls = jquery.matching(self._page, controls, selector)
            if controls and matches(text):
                yield controls[0]


_REFERRING = etree.XPath("descendant-or-self::*[@aria-labelledby]")
_VALUED = frozenset(("input", "textarea", "button", "option", "li", "meter", "progress", "data"))


def _joined(texts: list[str]) -> Iterator[str]:
    """What is compared: all of them, each of several, and all but one of more than two."""
    yield " ".join(texts)
    for index, text in enumerate(texts if len(texts) > 1 else ()):
        yield text
        others = texts[:index] + texts[index + 1 :]
        if len(others) > 1:
            yield " ".join(others)


def _is_labelable(element: HtmlElement) -> bool:
    return element.tag in LABELABLE and input_type(element) != "hidden"


def _label_text(label: HtmlElement) -> str:
    """The text of a label without that of the controls in it."""
    pieces: list[str] = []
    pending: list[HtmlElement | str] = [label]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif item.tag not in LABELABLE and item.tag != "template":
            for child in reversed(item):
                pending.append(child.tail or "")
                if isinstance(child.tag, str):
                    pending.append(child)
            pending.append(item.text or "")
    return "".join(pieces)


def labels_of(page: Page) -> Labels:
    """The one Labels of `page`."""
    known = page.derived.get("locators.labels")
    if known is None:
        known = page.derived["locators.labels"] = Labels(page)
    return cast(Labels, known)
