"""XPath 1.0 resolved against a page as browsers do (DOM, `document.evaluate`)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.page_shape import shape_of
from selfheal_cli.locators.traversal import Scope, is_shadow, tree_of
from selfheal_cli.locators.xpath_cost import cost
from selfheal_cli.locators.xpath_tokens import for_browser, tokens, walks

_CHEAP, _COSTLIEST = 10**8, 10**9


@dataclass(frozen=True, slots=True, eq=False)
class _Light:
    """A copy of a tree without what hides in templates, and the way to it and back."""

    top: HtmlElement
    originals: dict[HtmlElement, HtmlElement]
    copies: dict[HtmlElement, HtmlElement]


def select(
    page: Page, expression: str, scope: Scope = None, only_elements: bool = False
) -> list[HtmlElement]:
    """The elements that `expression` gives from `scope` (None: the document), in document order.
    Nodes that are no elements are left out; with `only_elements` they are an error, as to
    WebDriver. Raises LocatorSyntaxError, UnsupportedLocator."""
    tree = tree_of(page)
    foreign = tree.foreign
    # Only where a name has capitals does it matter whether attributes have.
    attributes = frozenset() if expression == expression.lower() else foreign.attributes
    path = _compiled(for_browser(expression, scope is None, foreign.tags, attributes))
    _bound(page, expression)
    if not tree.homes and not tree.shadows:
        return _elements(path, page.root if scope is None else scope, expression, only_elements)
    light = _light(page, tree.home(scope))
    start = light.top if scope is None else light.copies.get(scope, light.top)
    copies = _elements(path, start, expression, only_elements)
    found = [light.originals[each] for each in copies]
    return [each for each in found if not is_shadow(each)]


def _bound(page: Page, expression: str) -> None:
    """A page on which even the costliest use of each step is cheap need not be measured."""
    pieces = tokens(expression)
    if len(page.elements) ** (1 + walks(pieces)) < _CHEAP:
        return
    if cost(pieces, shape_of(page)) > _COSTLIEST:
        raise UnsupportedLocator(f"the XPath is too costly on this page: {expression[:200]}")


@lru_cache(maxsize=512)
def _compiled(expression: str) -> etree.XPath:
    try:
        return etree.XPath(expression, regexp=False, smart_strings=False)
    except (etree.XPathError, ValueError) as error:
        raise LocatorSyntaxError(f"XPath {expression[:200]!r}: {error}") from error


def _elements(
    path: etree.XPath, start: HtmlElement, expression: str, only_elements: bool
) -> list[HtmlElement]:
    try:
        found = path(start)
    except etree.XPathError as error:
        raise LocatorSyntaxError(f"XPath {expression[:200]!r}: {error}") from error
    if not isinstance(found, list):
        raise LocatorSyntaxError(f"XPath {expression[:200]!r} does not give elements")
    elements = [e for e in found if isinstance(e, HtmlElement) and isinstance(e.tag, str)]
    if only_elements and len(elements) < len(found):
        raise LocatorSyntaxError(f"XPath {expression[:200]!r} gives nodes that are no elements")
    return elements


def _light(page: Page, home: Scope) -> _Light:
    known = cast("dict[Scope, _Light]", page.derived.setdefault("locators.light", {}))
    if home not in known:
        known[home] = _without_hidden(page.root if home is None else home)
    return known[home]


def _without_hidden(top: HtmlElement) -> _Light:
    copy = deepcopy(top)
    copy.tail = None
    pairs = list(zip(copy.iter("*"), top.iter("*"), strict=True))
    for template in list(copy.iterdescendants("template", "noscript")):
        parent = template.getparent()
        if is_shadow(template) and parent is not None:
            parent.text = (parent.text or "") + (template.tail or "") or None
            parent.remove(template)
        else:
            del template[:]
    return _Light(copy, dict(pairs), {original: twin for twin, original in pairs})
