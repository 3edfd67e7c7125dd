"""What Capybara's selectors find by a locator, before any filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.capybara_kinds import Form, Kind, kinds_of
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.traversal import Scope, tree_of
from selfheal_cli.model import Step


def find(step: Step, page: Page, scope: Scope, exact: bool) -> Iterator[HtmlElement]:
    """In document order. Raises UnsupportedLocator."""
    kinds = kinds_of(str(step.option("kind")))
    if not kinds or not isinstance(step.value, str):
        raise UnsupportedLocator("Capybara has no such selector")
    search = _Search(page, scope, step.value, exact)
    anyone = bool(step.option("any"))
    href = step.option("href", True)
    for element in tree_of(page).within(scope, pierce=False):
        for kind in kinds:
            if kind.title == "link" and href is True and element.get("href") is None:
                continue
            if search.has_form(element, kind) and (anyone or search.names(element, kind)):
                yield element
                break


class _Search:
    """One locator on one page; labels are read when they are first asked for."""

    __slots__ = ("_fors", "_inside", "_page", "_scope", "exact", "wanted")

    def __init__(self, page: Page, scope: Scope, wanted: str, exact: bool) -> None:
        self._page = page
        self._scope = scope
        self.wanted = wanted
        self.exact = exact
        self._fors: set[str] | None = None
        self._inside: set[HtmlElement] | None = None

    def has_form(self, element: HtmlElement, kind: Kind) -> bool:
        """Whether it is an element of this kind."""
        return any(_is(element, form) for form in kind.forms)

    def names(self, element: HtmlElement, kind: Kind) -> bool:
        """Whether the locator names it."""
        return (
            any(element.get(name) == self.wanted for name in kind.equal)
            or self._attributes(element, kind)
            or (element.tag in kind.by_text and self._says(element))
            or (element.tag in kind.by_picture and self._shows(element))
            or (bool(kind.of_child or kind.of_part) and self._part_says(element, kind))
            or (kind.by_label and self._labelled(element))
        )

    def _is(self, actual: str | None) -> bool:
        if actual is None:
            return not self.wanted and not self.exact
        return actual == self.wanted if self.exact else self.wanted in actual

    def _attributes(self, element: HtmlElement, kind: Kind) -> bool:
        if any(self._is(element.get(name)) for name in kind.alike):
            return True
        is_picture = kind.title == "button" and element.get("type") == "image"
        return is_picture and element.tag == "input" and self._is(element.get("alt"))

    def _says(self, element: HtmlElement) -> bool:
        return self._is(_normal(dom_texts(self._page).of(element)))

    def _shows(self, element: HtmlElement) -> bool:
        return any(self._is(picture.get("alt")) for picture in element.iterdescendants("img"))

    def _part_says(self, element: HtmlElement, kind: Kind) -> bool:
        if kind.of_child:
            return any(self._says(each) for each in element.iterchildren(kind.of_child))
        parts = element.iterdescendants(kind.of_part)
        texts = [dom_texts(self._page).of(each) for each in parts]
        if self.exact:
            return self.wanted in texts
        return self._is(texts[0] if texts else "")

    def _labelled(self, element: HtmlElement) -> bool:
        """Labels anywhere name what they are for; those in the scope, what they hold."""
        identifier = element.get("id")
        if identifier is not None and identifier in self._named():
            return True
        return element in self._held()

    def _named(self) -> set[str]:
        if self._fors is None:
            labels = tree_of(self._page).within(None, pierce=False)
            targets = [each.get("for") for each in self._labels(labels)]
            self._fors = {each for each in targets if each is not None}
        return self._fors

    def _held(self) -> set[HtmlElement]:
        if self._inside is None:
            self._inside = set()
            within = tree_of(self._page).within(self._scope, pierce=False)
            for label in self._labels(within):
                if label not in self._inside:
                    self._inside.update(label.iterdescendants("*"))
        return self._inside

    def _labels(self, among: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
        return (each for each in among if each.tag == "label" and self._says(each))


def _is(element: HtmlElement, form: Form) -> bool:
    if element.tag not in form.tags:
        return False
    kind = element.get("type")
    if form.types and kind not in form.types:
        return False
    if kind is not None and kind in form.other_types:
        return False
    return not form.has or element.get(form.has) is not None


def _normal(text: str) -> str:
    """As XPath's `normalize-space`."""
    for space in "\t\n\r":
        text = text.replace(space, " ")
    return " ".join(filter(None, text.split(" ")))
