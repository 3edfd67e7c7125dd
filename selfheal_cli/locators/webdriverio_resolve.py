"""Resolves WebdriverIO's locators against a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import css, jquery, selenium, selenium_resolve, webdriverio_names
from selfheal_cli.locators.call_arguments import only_text
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.framed import in_frames
from selfheal_cli.locators.testing_library_embedded import is_embedded
from selfheal_cli.locators.testing_library_resolve import query
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.traversal import Scope, is_shadow, shadow_of, tree_of
from selfheal_cli.locators.webdriverio_strategy import wire
from selfheal_cli.model import Locator, Step


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """What `$$` in the last place would give; of what comes before, the first element counts.
    Raises UnsupportedLocator, LocatorSyntaxError."""
    return in_frames(locator.steps, page, _chain)


def _chain(steps: Sequence[Step], page: Page) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for index, step in enumerate(steps):
        if index and step.strategy == "nth":
            place = int(only_text(step.value))
            found = found[place : place + 1] if place >= 0 else []
        elif index and not found:
            return []
        else:
            found = list(dict.fromkeys(_find(step, page, found[0] if index else None)))
    return found


def _find(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    if is_embedded(step):
        return query(step, page, () if scope is None else (scope,))
    if scope is not None and step.strategy == "axis":
        return jquery.along(page, (scope,), str(step.option("to")), "")
    if scope is not None and step.strategy == "shadow":
        root = shadow_of(scope)
        return () if root is None else (root,)
    if step.strategy == "aria" and webdriverio_names.is_plain(page, scope):
        with suppress(ValueError):
            return webdriverio_names.named(page, only_text(step.value), scope)
    using, value = wire(step)
    if using == "shadow":
        return _deep(page, value, scope)
    if using in ("xpath", "css selector") and step.strategy == "css":
        return _pierced(page, value, scope)
    return selenium_resolve.find(selenium.from_pair(using, value).steps[0], page, scope)


def _pierced(page: Page, text: str, scope: Scope) -> list[HtmlElement]:
    """Version 9 asks every open shadow root below, too, each for itself."""
    tree = tree_of(page)
    context = Context(tree, texts_of(page), _always)
    inside = scope is not None and is_shadow(scope)
    found = [] if inside else list(selenium_resolve.by_css(page, text, scope))
    for root in list(tree.roots(scope, pierce=True))[0 if inside else 1 :]:
        found += css.select_in(replace(context, scope=root), text)
    return tree.ordered(found) if len(found) > 1 else found


def _deep(page: Page, text: str, scope: Scope) -> list[HtmlElement]:
    """`>>>`: compounds may stand on both sides of a shadow root's boundary."""
    context = Context(tree_of(page), texts_of(page), _always, scope=scope, pierce=True)
    return css.select_in(context, text)


def _always(element: HtmlElement) -> bool:
    return True
