"""Resolves Testing Library's queries against a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, selected_options, value_of
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import jquery
from selfheal_cli.locators.call_arguments import only_text
from selfheal_cli.locators.css import escape_identifier, select_in
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.dom_text import own_text, own_texts
from selfheal_cli.locators.testing_library_labels import labels_of
from selfheal_cli.locators.testing_library_role import has_role, likely
from selfheal_cli.locators.testing_library_text import Matches, text_test
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.traversal import tree_of
from selfheal_cli.model import Locator, Step

_IMAGES = re.compile(r"(?:img|input|area|.+-.+)\Z", re.IGNORECASE)
# So many elements are walked over in the time of looking up from one.
_WALKED_A_LOOK = 16
_BUTTONS = frozenset(("submit", "button", "reset"))
_Found: TypeAlias = Iterable[HtmlElement]


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """What a query looks in: an element of a page."""

    page: Page
    context: Context
    element: HtmlElement

    def below(self, selector: str) -> list[HtmlElement]:
        """What `querySelectorAll` gives: ancestors outside may match the left compounds."""
        if selector == "*":
            return self.among(self.page.elements)
        return self.among(select_in(self.context.at(None), selector))

    def among(self, found: Sequence[HtmlElement]) -> list[HtmlElement]:
        """Those of the document's elements that are in the container."""
        element, tree = self.element, self.context.tree
        if len(found) < len(self.page.elements) // _WALKED_A_LOOK:
            return [e for e in tree.own(found, None) if element in e.iterancestors()]
        inside = list(tree.within(element, pierce=False))
        if found is self.page.elements and tree.home(element) is None:
            return inside
        known = set(inside)
        return [each for each in tree.own(found, None) if each in known]

    def matching(self, elements: Sequence[HtmlElement], selector: str) -> list[HtmlElement]:
        """Those that the selector matches."""
        return list(elements) if selector == "*" else jquery.matching(self.page, elements, selector)


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """The elements that the queries give, in the library's order. Raises UnsupportedLocator,
    LocatorSyntaxError."""
    found: Sequence[HtmlElement] = ()
    for index, step in enumerate(locator.steps):
        if index and not found:
            return []
        found = _found(step, page, found)
    return list(found)


def _found(step: Step, page: Page, scopes: Sequence[HtmlElement]) -> list[HtmlElement]:
    if step.strategy == "nth":
        index = int(only_text(step.value))
        return list(scopes[index : index + 1]) if index >= 0 else []
    if step.strategy == "axis":
        return jquery.along(page, scopes, str(step.option("to")), only_text(step.value))
    return query(step, page, scopes)


def query(step: Step, page: Page, scopes: Sequence[HtmlElement]) -> list[HtmlElement]:
    """What one query gives in each of `scopes`; without any, in the body. Raises
    UnsupportedLocator, LocatorSyntaxError."""
    search = _QUERIES.get(step.strategy)
    if search is None:
        raise UnsupportedLocator(f"Testing Library has no strategy '{step.strategy}'")
    context = Context(tree_of(page), texts_of(page), lambda element: True)
    body = next(page.root.iterchildren("body"), page.root)
    containers = [Container(page, context, scope) for scope in scopes or (body,)]
    return list(dict.fromkeys(each for inside in containers for each in search(step, inside)))


def _css(step: Step, inside: Container) -> _Found:
    return inside.below(only_text(step.value))


def _text(step: Step, inside: Container) -> _Found:
    """The texts directly in an element count, those of its children do not."""
    selector = str(step.option("selector") or "*")
    ignored = step.option("ignore", "script, style")
    matches = text_test(step)
    own = inside.matching([inside.element], selector)
    texts, is_empty_meant = own_texts(inside.page), matches("")
    texted = [
        each
        for each in [*own, *inside.below(selector)]
        if (is_empty_meant or each in texts or each.tag == "input")
        and matches(_node_text(each, texts))
    ]
    dropped = set(inside.matching(texted, ignored)) if isinstance(ignored, str) else set()
    return [each for each in texted if each not in dropped]


def _node_text(element: HtmlElement, texts: Mapping[HtmlElement, str]) -> str:
    if element.tag == "input" and input_type(element) in _BUTTONS:
        return value_of(element)
    return "" if element.tag == "template" else texts.get(element, "")


def _attribute(name: str) -> Callable[[Step, Container], _Found]:
    def search(step: Step, inside: Container) -> _Found:
        return _with_attribute(name, text_test(step), inside)

    return search


def _with_attribute(name: str, matches: Matches, inside: Container) -> list[HtmlElement]:
    found = inside.below(f"[{escape_identifier(name)}]")
    return [each for each in found if matches(each.get(name) or "")]


def _testid(step: Step, inside: Container) -> _Found:
    name = str(step.option("attribute") or "data-testid")
    return _with_attribute(name, text_test(step), inside)


def _alt(step: Step, inside: Container) -> _Found:
    found = _with_attribute("alt", text_test(step), inside)
    return [each for each in found if _IMAGES.match(str(each.tag))]


def _title(step: Step, inside: Container) -> _Found:
    matches = text_test(step)
    for each in inside.below("[title], svg > title"):
        stated = each.get("title")
        parent = each.getparent()
        drawn = each.tag == "title" and parent is not None and parent.tag == "svg"
        if (stated is not None and matches(stated)) or (drawn and matches(own_text(each))):
            yield each


def _display_value(step: Step, inside: Container) -> _Found:
    matches = text_test(step)
    for each in inside.below("input, select, textarea"):
        shown = [_value(each)]
        if each.tag == "select":
            shown = [own_text(option) for option in selected_options(each)]
        if any(map(matches, shown)):
            yield each


_DEFAULTS = {"checkbox": "on", "radio": "on", "color": "#000000", "range": "50"}


def _value(control: HtmlElement) -> str:
    """The `value` property; some types have one where none is written."""
    default = _DEFAULTS.get(input_type(control), "") if control.tag == "input" else ""
    return value_of(control) if not default or control.get("value") is not None else default


def _label(step: Step, inside: Container) -> _Found:
    matches = text_test(step)
    selector = str(step.option("selector") or "*")
    labels = labels_of(inside.page)
    labelled = labels.matching(inside.among(labels.likely), inside.below, matches, selector)
    labelled += _with_attribute("aria-label", matches, inside)
    return inside.matching(list(dict.fromkeys(labelled)), selector)


def _role(step: Step, inside: Container) -> _Found:
    matches = has_role(step, inside.page)
    return filter(matches, inside.among(likely(only_text(step.value), inside.page)))


_QUERIES: dict[str, Callable[[Step, Container], _Found]] = {
    "css": _css,
    "text": _text,
    "placeholder": _attribute("placeholder"),
    "alt": _alt,
    "title": _title,
    "testid": _testid,
    "display-value": _display_value,
    "label": _label,
    "role": _role,
}
