"""The text of an element as Playwright's text engines compare it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, cast

from lxml.html import HtmlElement

from selfheal_cli.dom.text import normalise
from selfheal_cli.dom.text import texts_of as page_texts
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.traversal import is_shadow

_UNREAD = frozenset({"script", "noscript", "style", "head"})
_HEAD_ONLY = frozenset({"title", "meta", "link", "base"})
_BUTTONS = frozenset({"submit", "button", "reset"})


class ElementText:
    """`full`: all text below. The other forms are worked out when first asked for: most texts
    are only once compared."""

    __slots__ = ("_element", "_folded", "_normalised", "full")

    def __init__(self, full: str, element: HtmlElement | None = None) -> None:
        self.full = full
        self._element = element
        self._normalised: str | None = None
        self._folded: str | None = None

    @property
    def normalised(self) -> str:
        """`full` with its white space normalised."""
        if self._normalised is None:
            self._normalised = normalise(self.full)
        return self._normalised

    @property
    def folded(self) -> str:
        """`normalised` in lower case."""
        if self._folded is None:
            self._folded = self.normalised.lower()
        return self._folded

    @property
    def runs(self) -> tuple[str, ...]:
        """The runs of text directly in the element."""
        if self._element is None or is_button_input(self._element):
            return (self.full,)
        return tuple(_runs(self._element))


TextMatcher: TypeAlias = Callable[[ElementText], bool]


class Texts:
    """The texts of one page's elements; nothing is read before one is asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[HtmlElement, ElementText] = {}

    def of(self, element: HtmlElement) -> ElementText:
        """The element's text; nothing for scripts, styles and what stands in the head."""
        known = self._known.get(element)
        if known is None:
            inert = element.tag == "template" and not is_shadow(element)
            full = "" if inert else page_texts(self._page).of(element)
            known = self._known[element] = ElementText(full, element)
        return known

    def smallest(self, element: HtmlElement, matches: TextMatcher) -> str:
        """How the element matches: "none", "self", or "children" where a child does as well."""
        if skips(element) or not matches(self.of(element)):
            return "none"
        if element.tag == "template" and not is_shadow(element):
            return "self"
        return "children" if any(map(matches, map(self.of, element.iterchildren("*")))) else "self"


def texts_of(page: Page) -> Texts:
    """The one Texts of `page`."""
    known = page.derived.get("locators.texts")
    if known is None:
        known = page.derived["locators.texts"] = Texts(page)
    return cast(Texts, known)


def is_button_input(element: HtmlElement) -> bool:
    """Whether this is an `<input>` that shows its value as a button's text."""
    return element.tag == "input" and (element.get("type") or "").strip().lower() in _BUTTONS


def skips(element: HtmlElement) -> bool:
    """Whether text engines pass over the element: scripts, styles, the document's head."""
    tag = element.tag
    if tag in _UNREAD:
        return True
    if tag not in _HEAD_ONLY:
        return False
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


def _runs(element: HtmlElement) -> Iterator[str]:
    run = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not is_shadow(child):
            if run:
                yield run
            run = ""
        run += child.tail or ""
    if run:
        yield run
