"""Whether an element has the role, state and name that `ByRole` asks for, by the tables of roles
and the rules for names that Testing Library takes (aria-query, dom-accessibility-api)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, takewhile
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.dom.visibility import Visibility
from selfheal_cli.locators.call_arguments import only_text
from selfheal_cli.locators.css_state import STATES
from selfheal_cli.locators.testing_library_names import description_of, name_of
from selfheal_cli.locators.testing_library_roles import asked_role, tags_asked
from selfheal_cli.locators.testing_library_text import value_test
from selfheal_cli.model import OptionValue, Pattern, Step

_State: TypeAlias = "Callable[[HtmlElement], OptionValue | None]"


_STATING = etree.XPath("descendant-or-self::*[@role]")


def likely(role: str, page: Page) -> Sequence[HtmlElement]:
    """More than all elements of the role, in document order."""
    tags = tags_asked(role)
    if not tags:
        return page.elements
    found = {*page.root.iter(*tags), *_STATING(page.root)}
    return [each for each in page.elements if each in found]


def has_role(step: Step, page: Page) -> Callable[[HtmlElement], bool]:
    """The test that a role step states. Raises LocatorSyntaxError."""
    visibility = accessibility(page).visibility
    role = only_text(step.value)
    fallbacks = step.option("fallbacks") is True
    hidden_too = step.option("include-hidden") is True
    state = next(((_STATES[k], v) for k in _STATES for n, v in step.options if n == k), None)
    named, described = _text(step, "name"), _text(step, "description")
    left_out: dict[HtmlElement, bool] = {}

    def matches(element: HtmlElement) -> bool:
        stated = element.get("role")
        if stated is not None:
            tokens = stated.split(" ")
            if role not in (tokens if fallbacks else tokens[:1]):
                return False
        elif role != asked_role(element):
            return False
        if state is not None and state[0](element) != state[1]:
            return False
        if not hidden_too and _is_left_out(element, visibility, left_out):
            return False
        if named is not None and not named(name_of(element, page)):
            return False
        return described is None or described(description_of(element, page))

    return matches


def _is_left_out(
    element: HtmlElement, visibility: Visibility, known: dict[HtmlElement, bool]
) -> bool:
    """Whether the library calls it inaccessible: by styles and attributes, closed or not."""
    passed = list(
        takewhile(lambda each: each not in known, chain((element,), element.iterancestors()))
    )
    for each in reversed(passed):
        above = each.getparent()
        known[each] = (above is not None and known[above]) or _is_dropped(each, visibility)
    return known[element] or visibility.invisible(element)


def _is_dropped(element: HtmlElement, visibility: Visibility) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or visibility.display(element) == "none"
    )


def _text(step: Step, option: str) -> Callable[[str], bool] | None:
    wanted = step.option(option, False)
    return value_test(wanted) if isinstance(wanted, (str, Pattern)) else None


def _aria(name: str) -> _State:
    return lambda element: {"true": True, "false": False}.get(element.get(name) or "")


def _selected(element: HtmlElement) -> OptionValue | None:
    if element.tag == "option":
        return STATES["checked"](element)
    return _aria("aria-selected")(element)


def _checked(element: HtmlElement) -> OptionValue | None:
    if element.tag == "input":
        return STATES["checked"](element)
    return _aria("aria-checked")(element)


def _current(element: HtmlElement) -> OptionValue:
    stated = element.get("aria-current")
    if stated is None:
        return False
    return {"true": True, "false": False}.get(stated, stated)


def _level(element: HtmlElement) -> OptionValue | None:
    stated = (element.get("aria-level") or "").strip()
    if stated.isdigit() and int(stated):
        return int(stated)
    tag = str(element.tag)
    return int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else None


# Of several states only the first of this order is looked at.
_STATES: dict[str, _State] = {
    "selected": _selected,
    "busy": lambda element: element.get("aria-busy") == "true",
    "checked": _checked,
    "pressed": _aria("aria-pressed"),
    "current": _current,
    "expanded": _aria("aria-expanded"),
    "level": _level,
}
