"""jQuery's pseudo-classes and attribute tests that look at one element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_parts import Check, attribute_check
from selfheal_cli.locators.css_state import STATES, is_checked_in
from selfheal_cli.locators.css_syntax import Attribute, Pseudo, Raw
from selfheal_cli.locators.dom_text import dom_texts

Test: TypeAlias = Callable[[HtmlElement], bool]

_SPACES = re.compile(r"[ \t\r\n\f]+")
# jQuery answers with the attribute's name where one of these is present.
_BOOLEANS = frozenset(
    """checked selected async autofocus autoplay controls defer disabled hidden ismap loop
    multiple open readonly required scoped""".split()  # noqa: SIM905
)
_HEADERS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INPUTS = frozenset(("input", "select", "textarea", "button"))
_REFERRED = frozenset(
    """clippath defs desc filter lineargradient marker mask metadata pattern radialgradient
    symbol title""".split()  # noqa: SIM905
)
_UNANSWERABLE = frozenset({"animated", "focus", "target"})


def _typed(kind: str) -> Test:
    return lambda element: element.tag == "input" and input_type(element) == kind


def _button_typed(kind: str) -> Test:
    def check(element: HtmlElement) -> bool:
        if element.tag == "input":
            return input_type(element) == kind
        return element.tag == "button" and _button_type(element) == kind

    return check


def _button_type(button: HtmlElement) -> str:
    stated = (button.get("type") or "").lower()
    return stated if stated in ("button", "reset") else "submit"


def _is_text(element: HtmlElement) -> bool:
    return element.tag == "input" and (element.get("type", "text")).lower() == "text"


def _is_button(element: HtmlElement) -> bool:
    return element.tag == "button" or (element.tag == "input" and input_type(element) == "button")


def _is_selected(element: HtmlElement, context: Context) -> bool:
    return element.tag == "option" and is_checked_in(element, context)


TESTS: dict[str, Test] = {
    "header": lambda element: element.tag in _HEADERS,
    "input": lambda element: element.tag in _INPUTS,
    "button": _is_button,
    "text": _is_text,
    "submit": _button_typed("submit"),
    "reset": _button_typed("reset"),
    "parent": lambda element: not STATES["empty"](element),
    **{kind: _typed(kind) for kind in ("radio", "checkbox", "file", "password", "image")},
}


def has_box(element: HtmlElement, laid_out: Test) -> bool:
    """Whether jQuery calls the element visible; `laid_out` tells what HTML and CSS do to it. What
    a drawing only refers to is drawn elsewhere."""
    if not laid_out(element):
        return False
    return not any(str(each.tag).lower() in _REFERRED for each in _drawn(element))


def _drawn(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and what is around it, up to its drawing."""
    around = [element, *element.iterancestors()]
    within = next((at for at, each in enumerate(around) if each.tag == "svg"), 0)
    return iter(around[:within])


def pseudo_check(part: Pseudo, page: Page, boxed: Test) -> Check | None:
    """The test of one of jQuery's own pseudo-classes; None for those that are CSS's. `boxed`:
    whether an element has a layout box. Raises UnsupportedLocator."""
    name = part.name
    if name == "selected":
        return _is_selected
    if name in TESTS:
        test = TESTS[name]
        return lambda element, context: test(element)
    if name == "contains":
        return _contains(part.argument.text if isinstance(part.argument, Raw) else "", page)
    if name in ("visible", "hidden"):
        wanted = name == "visible"
        return lambda element, context: has_box(element, boxed) is wanted
    if name in _UNANSWERABLE:
        raise UnsupportedLocator(f"a snapshot cannot answer jQuery's ':{name}'")
    return None


def _contains(text: str, page: Page) -> Check:
    return lambda element, context: not text or dom_texts(page).contains(element, text)


def attribute_test(part: Attribute) -> Check:
    """`[name!=value]` holds where the attribute is absent, too; values compare as they stand."""
    if part.operator == "":
        return attribute_check(part, _given)
    if part.operator == "~=":
        name = part.name.lower()
        return lambda element, context: has_words(_given(element, name, context) or "", part.value)
    exact = Attribute(part.name, "=" if part.operator == "!=" else part.operator, part.value, "s")
    if part.name.lower() in _BOOLEANS:
        return _boolean(exact, part.operator == "!=")
    check = attribute_check(exact, _given)
    if part.operator != "!=":
        return check
    return lambda element, context: not check(element, context)


def _given(element: HtmlElement, name: str, context: Context) -> str | None:
    """What `getAttribute` gives, whatever namespace the parser put the attribute into."""
    value = element.get(name)
    if value is None and name in context.tree.foreign.capital_attributes:
        return element.get(context.tree.foreign.capital_attributes[name])
    return value


def has_words(value: str, wanted: str) -> bool:
    """JQuery's `~=`, which takes several words in a row, too."""
    return f" {wanted} " in f" {_SPACES.sub(' ', value)} "


def _boolean(part: Attribute, negated: bool) -> Check:
    name = part.name.lower()
    probe = HtmlElement()
    probe.set(name, name)
    matches = attribute_check(part, _given)

    def check(element: HtmlElement, context: Context) -> bool:
        present = element.get(name) is not None
        return (present and matches(probe, context)) is not negated

    return check
