"""What assistive technology and a reader find on a page: the one entrance to it."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import chain

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.controls import focusable, input_type
from selfheal_cli.dom.flat import LABELABLE, FlatTree
from selfheal_cli.dom.flow import Flow
from selfheal_cli.dom.lines import Lines
from selfheal_cli.dom.names import Names
from selfheal_cli.dom.roles import Roles, tags_with
from selfheal_cli.dom.sheets import Linked, Sheets
from selfheal_cli.dom.states import State, States
from selfheal_cli.dom.text import flat, normalise, texts_of
from selfheal_cli.dom.tree import Page
from selfheal_cli.dom.visibility import Visibility

__all__ = ["Accessibility", "accessibility", "normalise"]

_WIDGETS = frozenset(
    """button checkbox combobox gridcell link listbox menuitem menuitemcheckbox menuitemradio option
    radio scrollbar searchbox slider spinbutton switch tab textbox treeitem""".split()  # noqa: SIM905
)
_STATING_ROLES = etree.XPath("descendant-or-self::*[@role]")
_ACTIVE_TAGS = frozenset(("label", "summary"))


class Accessibility:
    """One document's roles, names, texts and states. Nothing is computed that nobody asks for,
    and nothing twice. Elements must be of the page's own document, not of a frame's."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._tree = FlatTree(page)
        self._roles = Roles(self._tree)
        linked, lines = Linked(self._tree), Lines(page)
        self._visibility = Visibility(self._tree, Sheets(linked, lines, "box"))
        flow = Flow(self._tree, Sheets(linked, lines, "text"), self._visibility)
        self._names = Names(self._tree, self._roles, flow, self._visibility, self._raw_text)
        self._states = States(self._tree, self._roles)
        self._bearers: dict[str, set[HtmlElement]] = {}
        self._known_names: dict[tuple[HtmlElement, bool], str] = {}

    def role(self, element: HtmlElement) -> str:
        """The ARIA role; "" where there is none, "none" where it is presentational, "generic"
        only where stated."""
        return self._roles.of(element)

    def with_role(self, role: str) -> Set[HtmlElement]:
        """All elements whose `role` is the given one, which is not ""."""
        known = self._bearers.get(role)
        if known is None:
            every = self._likely(role)
            known = self._bearers[role] = {e for e in every if self._roles.of(e) == role}
        return known

    def _likely(self, role: str) -> Iterable[HtmlElement]:
        """More than all that have the role."""
        root = self._page.root
        if role == "none":
            return self._page.elements
        tags = tags_with(role)
        return chain(root.iter(*tags) if tags else (), _STATING_ROLES(root))

    def name(self, element: HtmlElement, include_hidden: bool = False) -> str:
        """The accessible name as locators compare it, white space normalised; "" for a hidden
        element unless `include_hidden`."""
        key = (element, include_hidden)
        known = self._known_names.get(key)
        if known is None:
            known = self._known_names[key] = normalise(self._names.name(element, include_hidden))
        return known

    def nameable(self, element: HtmlElement) -> bool:
        """Whether its `name` may be other than "", included or not: told without the page."""
        return self._names.nameable(element)

    def exact_name(self, element: HtmlElement) -> str:
        """The accessible name as accname-1.2 computes it: no-break spaces are kept."""
        return flat(self._names.name(element))

    def description(self, element: HtmlElement) -> str:
        """The accessible description, white space normalised."""
        return normalise(self._names.description(element))

    def hidden(self, element: HtmlElement) -> bool:
        """Whether the element is left out of the accessibility tree."""
        return self._visibility.hidden(element)

    def visible(self, element: HtmlElement) -> bool:
        """Whether the element is rendered, as far as a snapshot tells."""
        return self._visibility.visible(element)

    def boxed(self, element: HtmlElement) -> bool:
        """Whether the element has a place in the layout, as far as a snapshot tells."""
        return self._visibility.boxed(element)

    @property
    def visibility(self) -> Visibility:
        """How elements are rendered, as far as that is known without a layout."""
        return self._visibility

    def state(self, element: HtmlElement, name: str) -> State:
        """`checked`, `pressed`, `expanded`, `selected`, `disabled` or `level`; None where the
        element has no such state."""
        return self._states.state(element, name)

    def editable(self, element: HtmlElement) -> bool:
        """Whether one can type into it."""
        return self._states.editable(element)

    def interactive(self, element: HtmlElement) -> bool:
        """Whether a person can do something with it, as far as markup tells."""
        return (
            self._roles.of(element) in _WIDGETS
            or focusable(element)
            or element.tag in _ACTIVE_TAGS
            or "onclick" in element.attrib
            or (element.get("contenteditable") or "false").lower() != "false"
        )

    def labels(self, element: HtmlElement) -> list[str]:
        """The texts that a search by label compares: those of aria-labelledby's elements, else
        aria-label, else of each `<label>`."""
        referenced = self._tree.by_ids(element.get("aria-labelledby"), element)
        if referenced:
            return [self.text(label) for label in referenced]
        stated = normalise(element.get("aria-label") or "")
        if stated:
            return [stated]
        if element.tag in LABELABLE and (element.tag != "input" or input_type(element) != "hidden"):
            return [self.text(label) for label in self._tree.labels(element)]
        return []

    def text(self, element: HtmlElement) -> str:
        """The text content, shadow trees included, without scripts and styles; the value of an
        input that is a button."""
        return normalise(self._raw_text(element))

    def _raw_text(self, element: HtmlElement) -> str:
        return texts_of(self._page).of(element)


def accessibility(page: Page) -> Accessibility:
    """The one Accessibility of `page`."""
    known = page.derived.get("accessibility")
    if not isinstance(known, Accessibility):
        known = page.derived["accessibility"] = Accessibility(page)
    return known
