"""What a page tells of an element that a locator finds, and that is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page

_LEAST, _MOST = 4, 200


def hidden_evidence(page: Page, found: Sequence[HtmlElement]) -> str:
    """Why nothing can be done with the first of `found`, in words: the others, or another element
    that shows its text, are named."""
    if _shown(page, found[1:]):
        return (
            f"the locator finds {len(found)} elements; the first one, which is taken, is not"
            " visible, others are"
        )
    words = "the element is found, but it is not visible"
    other = next(_saying_the_same(page, found[0]), None)
    return f"{words}; its text is shown by {_called(other)}" if other is not None else words


def stand_in(page: Page, found: Sequence[HtmlElement]) -> HtmlElement | None:
    """The one element that may be meant now that the first of `found` is hidden: of the others
    found the one that shows, else the one that shows its text. None where it shows, or where not
    just one does."""
    if accessibility(page).visible(found[0]):
        return None
    others = _shown(page, found[1:]) or list(islice(_saying_the_same(page, found[0]), 2))
    return others[0] if len(others) == 1 else None


def _shown(page: Page, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    return list(filter(accessibility(page).visible, elements))


def _saying_the_same(page: Page, hidden: HtmlElement) -> Iterator[HtmlElement]:
    text = _said(hidden.text_content())
    if not _LEAST <= len(text) <= _MOST:
        return
    looks = accessibility(page)
    around = {id(up) for up in hidden.iterancestors()} | {id(each) for each in hidden.iter()}
    for other in page.elements:
        if id(other) not in around and _said(other.text or "") == text and looks.visible(other):
            yield other


def _said(text: str) -> str:
    return " ".join(text.split())


def _called(element: HtmlElement) -> str:
    name, classes = element.get("id", ""), element.get("class", "").split()
    mark = f"#{name}" if name else f".{classes[0]}" if classes else ""
    return f"`<{element.tag!s}{mark}>`"
