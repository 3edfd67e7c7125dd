"""The text of an element as Playwright's text engines compare it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from lxml.html import HtmlElement

from selfheal_cli.dom.text import Texts as PageTexts
from selfheal_cli.dom.text import normalise
from selfheal_cli.dom.text import texts_of as page_texts
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.traversal import is_shadow

_UNREAD = frozenset({"script", "noscript", "style", "head"})
_HEAD_ONLY = frozenset({"title", "meta", "link", "base"})
_BUTTONS = frozenset({"submit", "button", "reset"})


class ElementText:
    """A text that is compared: that of an element, with what stands directly in it, or one that
    was read elsewhere. Nothing is worked out that no comparison asks for."""

    __slots__ = ("_element", "_page", "_read")

    def __init__(
        self, read: str = "", element: HtmlElement | None = None, page: PageTexts | None = None
    ) -> None:
        self._read = read
        self._element = element
        self._page = page

    @property
    def full(self) -> str:
        """All text below."""
        if self._page is not None and self._element is not None:
            return self._page.of(self._element)
        return self._read

    def contains(self, folded: str) -> bool:
        """Whether it holds `folded`, a normalised text in lower case."""
        if self._page is not None and self._element is not None:
            return self._page.contains(self._element, folded)
        return folded in normalise(self._read).lower()

    def equals(self, wanted: str) -> bool:
        """Whether it is `wanted`, a normalised text."""
        if self._page is not None and self._element is not None:
            return self._page.equals(self._element, wanted)
        return normalise(self._read) == wanted

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
            texts = None if inert else page_texts(self._page)
            known = self._known[element] = ElementText("", element, texts)
        return known

    def holding(self, folded: str) -> Mapping[HtmlElement, None]:
        """More than all elements whose text contains `folded`, a normalised text in lower case
        that is not "", in document order."""
        return page_texts(self._page).holding(folded)

    def smallest(self, element: HtmlElement, matches: TextMatcher, needle: str = "") -> str:
        """How the element matches: "none", "self", or "children" where a child does as well.
        `needle`: what the folded text of all that match contains."""
        if skips(element) or not matches(self.of(element)):
            return "none"
        if element.tag == "template" and not is_shadow(element):
            return "self"
        children: Iterable[HtmlElement] = element.iterchildren("*")
        if needle:
            children = filter(self.holding(needle).__contains__, children)
        return "children" if any(map(matches, map(self.of, children))) else "self"


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
