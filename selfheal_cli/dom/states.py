"""States of elements as assistive technology is told them; roles without a state give None."""

from __future__ import annotations

from collections.abc import Set

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, natively_disabled, selected_options
from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.roles import Roles

State = bool | int | str | None

_CHECKED = frozenset(
    "checkbox menuitemcheckbox option radio switch menuitemradio treeitem".split()  # noqa: SIM905
)
_EXPANDED = frozenset(
    """application button checkbox combobox gridcell link listbox menuitem row rowheader tab
    treeitem columnheader menuitemcheckbox menuitemradio switch""".split()  # noqa: SIM905
)
_SELECTED = frozenset(
    "gridcell option row tab rowheader columnheader treeitem".split()  # noqa: SIM905
)
_DISABLED = frozenset(
    """application button composite gridcell group input link menuitem scrollbar separator tab
    checkbox columnheader combobox grid listbox menu menubar menuitemcheckbox menuitemradio option
    radio radiogroup row rowheader searchbox select slider spinbutton switch tablist textbox toolbar
    tree treegrid treeitem""".split()  # noqa: SIM905
)
_LEVEL = frozenset(("heading", "listitem", "row", "treeitem"))
# Roles that can be in a state; any can be disabled, as the engine has it.
BEARERS = {
    "checked": _CHECKED,
    "expanded": _EXPANDED,
    "level": _LEVEL,
    "pressed": frozenset(("button",)),
    "selected": _SELECTED,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOT_TYPED = frozenset(
    """button checkbox color file hidden image radio range reset submit""".split()  # noqa: SIM905
)


class States:
    """Answers for the elements of one document."""

    def __init__(self, tree: FlatTree, roles: Roles) -> None:
        self._tree = tree
        self._roles = roles
        self._known_choices: dict[HtmlElement, frozenset[HtmlElement]] = {}

    def state(self, element: HtmlElement, name: str) -> State:
        """The state called `name`; None where the element's role has no such state."""
        answer = _ANSWERS.get(name)
        return None if answer is None else answer(self, element)

    def checked(self, element: HtmlElement) -> State:
        """True, False or "mixed"."""
        if element.tag == "input" and input_type(element) in ("checkbox", "radio"):
            recorded = element.get("__playwright_checked_")
            return "checked" in element.attrib if recorded is None else recorded == "true"
        role = self._roles.of(element)
        if role not in _CHECKED:
            return None
        return _tristate(element.get("aria-checked"))

    def pressed(self, element: HtmlElement) -> State:
        """True, False or "mixed"."""
        if self._roles.of(element) != "button":
            return None
        return _tristate(element.get("aria-pressed"))

    def expanded(self, element: HtmlElement) -> State:
        """None also where nothing says whether it expands."""
        if element.tag == "details":
            return "open" in element.attrib
        if self._roles.of(element) not in _EXPANDED:
            return None
        given = element.get("aria-expanded")
        return None if given is None else given.lower() == "true"

    def selected(self, element: HtmlElement) -> State:
        """True or False."""
        if element.tag == "option":
            select = next(iter(element.iterancestors("select")), None)
            return select is not None and element in self._chosen(select)
        if self._roles.of(element) not in _SELECTED:
            return None
        return element.get("aria-selected", "").lower() == "true"

    def _chosen(self, select: HtmlElement) -> Set[HtmlElement]:
        known = self._known_choices.get(select)
        if known is None:
            known = self._known_choices[select] = frozenset(selected_options(select))
        return known

    def disabled(self, element: HtmlElement) -> bool:
        """By HTML, or by aria-disabled on it or above it."""
        if natively_disabled(element):
            return True
        above: HtmlElement | None = element
        if self._roles.of(element) not in _DISABLED:
            return False
        while above is not None:
            given = (above.get("aria-disabled") or "").lower()
            if given in ("true", "false"):
                return given == "true"
            above = self._tree.parent(above)
        return False

    def level(self, element: HtmlElement) -> State:
        """The level of a heading, a list item, a row or a tree item, from 1."""
        native = _HEADINGS.get(str(element.tag))
        if native is not None:
            return native
        given = (element.get("aria-level") or "").strip()
        if self._roles.of(element) in _LEVEL and given.isdecimal() and int(given) > 0:
            return int(given)
        return None

    def editable(self, element: HtmlElement) -> bool:
        """Whether one can type into it now: text inputs, text areas, editable content."""
        if element.tag == "input" or element.tag == "textarea":
            typed = element.tag == "textarea" or input_type(element) not in _NOT_TYPED
            return typed and "readonly" not in element.attrib and not self.disabled(element)
        above: HtmlElement | None = element
        while above is not None:
            given = above.get("contenteditable")
            if given is not None:
                return given.lower() in ("", "true", "plaintext-only")
            above = self._tree.parent(above)
        return False


def _tristate(value: str | None) -> State:
    folded = (value or "").lower()
    return "mixed" if folded == "mixed" else folded == "true"


_ANSWERS = {
    "checked": States.checked,
    "pressed": States.pressed,
    "expanded": States.expanded,
    "selected": States.selected,
    "disabled": States.disabled,
    "level": States.level,
}
