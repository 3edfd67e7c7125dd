"""Resolves Selenide's locators: Selenium's strategies, text nodes, conditions, first elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import css, selenium_resolve, xpath
from selfheal_cli.locators.budget import Budget, budget_for, spend_rendering
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.displayed import displayed
from selfheal_cli.locators.framed import in_frames
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.locators.rendered_text import rendered_text
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.traversal import Scope, shadow_of, tree_of
from selfheal_cli.locators.visible_words import Containing, Equalling
from selfheal_cli.model import Locator, Pattern, Step

_RUNS = re.compile("[ \t\n\r\xa0]+")


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """What `$$` would give of the whole chain; a search starts from the first element that the
    one before it found. Raises UnsupportedLocator, LocatorSyntaxError."""
    return in_frames(locator.steps, page, _chain)


def _chain(steps: Sequence[Step], page: Page) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for index, step in enumerate(steps):
        if step.strategy in _CHOOSING:
            found = _CHOOSING[step.strategy](step, page, found)
        elif index and not found:
            return []
        else:
            scope = found[0] if index else None
            found = list(dict.fromkeys(_search(step, page, scope)))
    return found


def _search(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    if step.strategy == "text":
        return _by_text(step, page, scope)
    if step.strategy == "attr":
        condition = f"[{css.escape_identifier(str(step.option('attribute')))}="
        return selenium_resolve.by_css(
            page, f"{condition}{css.escape_string(str(step.value))}]", scope
        )
    if step.strategy == "axis":
        return _axis(step, page, scope)
    if step.strategy == "shadow":
        root = None if scope is None else shadow_of(scope)
        return () if root is None else (root,)
    if step.strategy == "css" and (step.option("shadow") or _in_shadow(scope)):
        pierce = step.option("shadow") is True
        context = Context(tree_of(page), texts_of(page), lambda each: True, scope, pierce=pierce)
        return css.select_in(context, str(step.value))
    return selenium_resolve.find(step, page, scope)


def _in_shadow(scope: Scope) -> bool:
    return scope is not None and scope.tag == "template"


def _axis(step: Step, page: Page, scope: Scope) -> Iterator[HtmlElement]:
    """`closest` starts at the parent: Selenide asks the ancestors only."""
    above: list[HtmlElement] = [] if scope is None else list(scope.iterancestors())
    if step.option("to") == "parent":
        yield from above[:1]
        return
    matching = set(css.select(page, str(step.value)))
    yield from [each for each in above if each in matching][:1]


def _by_text(step: Step, page: Page, scope: Scope) -> Iterator[HtmlElement]:
    """The parents of the text nodes that are, or hold, the text."""
    folded, exact = bool(step.option("folded")), bool(step.option("exact"))
    wanted = str(step.value).lower() if folded else str(step.value)
    tag = str(step.option("tag")).lower()
    for element in xpath.select(page, ".//*" if scope is not None else "//*", scope):
        if tag and element.tag != tag:
            continue
        for text in _text_nodes(element):
            actual = _RUNS.sub(" ", text).strip(" ")
            actual = actual.lower() if folded else actual
            if actual == wanted if exact else wanted in actual:
                yield element
                break


def _text_nodes(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _nth(step: Step, page: Page, found: list[HtmlElement]) -> list[HtmlElement]:
    index = int(str(step.value))
    return found[index:][:1] if index >= -len(found) else []


def _has_text(step: Step, page: Page, found: list[HtmlElement]) -> list[HtmlElement]:
    visibility = accessibility(page).visibility
    matches, budget = _text_test(step), budget_for(page)

    def holds(element: HtmlElement) -> bool:
        spend_rendering(budget, element)
        return matches(rendered_text(element, visibility))

    if isinstance(step.value, Pattern):
        return list(filter(holds, found))
    compare = Equalling if step.option("exact") else Containing
    return list(filter(compare(page, step.value, holds), found))


def _text_test(step: Step) -> Callable[[str], bool]:
    if isinstance(step.value, Pattern):
        return pattern_test(step.value, Budget())
    sensitive, exact = bool(step.option("sensitive")), bool(step.option("exact"))

    def reduced(text: str) -> str:
        spaced = " ".join(text.split())
        return spaced if sensitive else spaced.lower()

    wanted = reduced(step.value)
    if exact:
        return lambda actual: reduced(actual) == wanted
    return lambda actual: wanted in reduced(actual)


def _visible(step: Step, page: Page, found: list[HtmlElement]) -> list[HtmlElement]:
    shown = displayed(page)
    return [each for each in found if shown(each) is (step.value == "true")]


def _filter(step: Step, page: Page, found: list[HtmlElement]) -> list[HtmlElement]:
    matching = set(css.select(page, str(step.value)))
    return [each for each in found if each in matching]


def _not(step: Step, page: Page, found: list[HtmlElement]) -> list[HtmlElement]:
    held = step.option("locator")
    if not isinstance(held, Locator):
        raise UnsupportedLocator("nothing is left out")
    condition = held.steps[0]
    out = set(_CHOOSING[condition.strategy](condition, page, found))
    return [each for each in found if each not in out]


_CHOOSING: dict[str, Callable[[Step, Page, list[HtmlElement]], list[HtmlElement]]] = {
    "nth": _nth,
    "has-text": _has_text,
    "visible": _visible,
    "filter": _filter,
    "not": _not,
}
