"""Which elements WebDriver calls displayed (Selenium's atom `isDisplayed`), without a layout.

To WebDriver, a box without a size is not displayed; a snapshot does not tell sizes, and a wrong
"hidden" costs more than a wrong "visible"."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.dom.visibility import Visibility

_LISTED = frozenset({"option", "optgroup"})
_TRANSPARENT = re.compile(
    r"(?:^|;)\s*opacity\s*:\s*(?:0+(?:\.0*)?|\.0+)%?\s*(?:!important\s*)?(?:;|$)", re.I
)


def displayed(page: Page) -> Callable[[HtmlElement], bool]:
    """Tells it of the page's elements."""
    visible = accessibility(page).visible
    vanishing: dict[HtmlElement, bool] = {}

    def is_displayed(element: HtmlElement) -> bool:
        shown = listed_in(element)
        return visible(shown) and shown.tag != "br" and not _vanishes(shown, vanishing)

    return is_displayed


def shows_text(element: HtmlElement, visibility: Visibility) -> bool:
    """Whether the text directly in the element is read."""
    return visibility.visible(listed_in(element))


def listed_in(element: HtmlElement) -> HtmlElement:
    """For an option, its list, with which it is displayed, open or closed; else the element."""
    if element.tag not in _LISTED:
        return element
    return next(element.iterancestors("select"), element)


def _vanishes(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Whether it, or something around it, is transparent."""
    above = [element]
    above += takewhile(lambda each: each not in known, element.iterancestors())
    for each in reversed(above):
        parent = each.getparent()
        around = parent is not None and known.get(parent, False)
        known[each] = around or _TRANSPARENT.search(each.get("style") or "") is not None
    return known[element]
