"""Resolves Capybara's locators: what its selectors find, then what its filters keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import css, selenium_resolve, xpath
from selfheal_cli.locators.capybara_filters import Filters, filters_of
from selfheal_cli.locators.capybara_find import find
from selfheal_cli.locators.framed import in_frames
from selfheal_cli.locators.traversal import Scope, tree_of
from selfheal_cli.model import Locator, Step

_FIRST = ("first", "prefer_exact")
_EXACT_FIRST = ("", "smart", "prefer_exact")


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """What the last link finds, several where Capybara would call the match ambiguous; nothing
    where one before is ambiguous. Raises UnsupportedLocator, LocatorSyntaxError."""
    return in_frames(locator.steps, page, _chain)


def _chain(steps: Sequence[Step], page: Page) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    scope: Scope = None
    for index, step in enumerate(steps):
        if step.strategy == "nth":
            place = int(str(step.value))
            found = found[place:][:1] if place >= -len(found) else []
            continue
        if index and len(found) != 1:
            return []
        if step.strategy == "within":
            scope = found[0]
        elif step.strategy == "axis":
            found = _along(step, page, found[0], scope)
        else:
            found = _query(step, page, found[0] if index else None)
    return found


def _query(step: Step, page: Page, scope: Scope) -> list[HtmlElement]:
    match = str(step.option("match"))
    exact = step.option("exact") is True
    filters = filters_of(step, page)
    found: list[HtmlElement] = []
    if match in _EXACT_FIRST:
        found = _kept(step, page, scope, True, filters)
    if not found:
        found = _kept(step, page, scope, exact, filters)
    return found[:1] if match in _FIRST else found


def _kept(step: Step, page: Page, scope: Scope, exact: bool, filters: Filters) -> list[HtmlElement]:
    found = dict.fromkeys(_found(step, page, scope, exact))
    return [each for each in found if all(keeps(each) for keeps in filters)]


def _found(step: Step, page: Page, scope: Scope, exact: bool) -> Iterable[HtmlElement]:
    if step.strategy == "default":
        return find(step, page, scope, exact)
    if step.option("any"):
        return tree_of(page).within(scope, pierce=False)
    if step.strategy == "id" and not isinstance(step.value, str):
        return css.select(page, "[id]") if scope is None else _below(page, scope)
    if step.strategy == "css":
        return selenium_resolve.by_css(page, str(step.value), scope)
    if step.strategy == "xpath":
        return xpath.select(page, str(step.value), scope)
    if step.strategy in ("id", "tag"):
        return selenium_resolve.find(Step(step.strategy, step.value), page, scope)
    raise UnsupportedLocator(f"Capybara has no selector '{step.strategy}'")


def _below(page: Page, scope: HtmlElement) -> Iterable[HtmlElement]:
    return selenium_resolve.by_css(page, "[id]", scope)


def _along(step: Step, page: Page, start: HtmlElement, scope: Scope) -> list[HtmlElement]:
    """The ancestors or siblings among what the query finds from the nearest `within` on."""
    held = step.option("locator")
    if not isinstance(held, Locator) or len(held.steps) != 1:
        raise UnsupportedLocator("Capybara has no such traversal")
    if step.option("to") == "ancestor":
        near = set(start.iterancestors())
    else:
        parent = start.getparent()
        near = set(() if parent is None else parent.iterchildren("*")) - {start}
    return [each for each in _query(held.steps[0], page, scope) if each in near]
