"""Resolves SeleniumLibrary's strategies as its element finder does through Selenium's Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import selenium_resolve, xpath
from selfheal_cli.locators.framed import in_frames
from selfheal_cli.locators.robot_keywords import CONSTRAINTS, STRATEGIES
from selfheal_cli.locators.traversal import Scope
from selfheal_cli.locators.xpath_write import literal
from selfheal_cli.model import Locator, Step

_Strategy: TypeAlias = Callable[[Step, Page, Scope], Iterable[HtmlElement]]

_KEYS = {
    "": ("@id", "@name"),
    "a": ("@id", "@name", "@href", "normalize-space(descendant-or-self::text())"),
    "img": ("@id", "@name", "@src", "@alt"),
    "input": ("@id", "@name", "@value", "@src"),
    "button": ("@id", "@name", "@value", "normalize-space(descendant-or-self::text())"),
}
_URLS = ("@src", "@href")
_TYPES = frozenset(
    """button checkbox color date datetime-local email file hidden image month number password radio
    range reset search submit tel text time url week""".split()  # noqa: SIM905
)
_CUSTOM = re.compile(r"([A-Za-z][\w -]*?) ?[:=](?!//)")


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """What `Get WebElements` would give; of a chain's earlier links the first element counts.
    Raises UnsupportedLocator, LocatorSyntaxError."""
    return in_frames(locator.steps, page, _chain)


def _chain(steps: Sequence[Step], page: Page) -> list[HtmlElement]:
    scope: Scope = None
    for step in steps[:-1]:
        found = _find(step, page, scope)
        if not found:
            return []
        scope = found[0]
    return _find(steps[-1], page, scope) if steps else []


def _find(step: Step, page: Page, scope: Scope) -> list[HtmlElement]:
    """The first of the tags to be tried that has something."""
    kind = str(step.option("kind"))
    tried = CONSTRAINTS.get(kind, ((kind, ()),) if kind else (("", ()),))
    for tag, types in tried:
        found = _of_tag(step, page, scope, tag, types)
        if found:
            return found
    return []


def _of_tag(
    step: Step, page: Page, scope: Scope, tag: str, types: tuple[str, ...]
) -> list[HtmlElement]:
    if step.strategy == "default":
        return _default(step, page, scope, tag, types)
    find = _STRATEGIES.get(step.strategy)
    if find is None or not isinstance(step.value, str):
        raise UnsupportedLocator(f"SeleniumLibrary has no strategy '{step.strategy}'")
    found = dict.fromkeys(find(step, page, scope))
    return [each for each in found if _is(each, tag, types)]


def _is(element: HtmlElement, tag: str, types: tuple[str, ...]) -> bool:
    if tag and element.tag != tag:
        return False
    given = input_type(element)
    return not types or (given if given in _TYPES else "text") in types


def _default(
    step: Step, page: Page, scope: Scope, tag: str, types: tuple[str, ...]
) -> list[HtmlElement]:
    """The key attributes: of an anchor, an image, an input and a button more than id and name."""
    value = str(step.value)
    keys = _KEYS.get(tag, _KEYS[""])
    wanted = [f"{key}={literal(value)}" for key in keys]
    base = page.url.rpartition("/")[0]
    wanted += [f"{key}={literal(f'{base}/{value}')}" for key in _URLS if key in keys]
    either = " or ".join(f"@type={literal(each)}" for each in types)
    condition = f"({either}) and ({' or '.join(wanted)})" if types else " or ".join(wanted)
    found = xpath.select(page, f"//{tag or '*'}[{condition}]", scope)
    if not found:
        _refuse_custom(value, page)
    return found


def _refuse_custom(value: str, page: Page) -> None:
    """`word:rest` may be an id, if ids like it are on the page; else a strategy that the suite
    registered."""
    prefix = _CUSTOM.match(value)
    if prefix is None or prefix[1].replace(" ", "").lower() in STRATEGIES:
        return
    same = (
        f"//*[starts-with(@id, {literal(prefix[0])}) or starts-with(@name, {literal(prefix[0])})]"
    )
    if not xpath.select(page, same):
        raise UnsupportedLocator(f"'{prefix[1]}' may be a custom strategy, which is a keyword")


def _css(write: str) -> _Strategy:
    """The client puts the value into a selector as it stands, unescaped."""
    return lambda step, page, scope: selenium_resolve.by_css(
        page, write.replace("%", str(step.value)), scope
    )


def _identifier(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    yield from _css('[id="%"]')(step, page, scope)
    yield from _css('[name="%"]')(step, page, scope)


def _xpath(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    return xpath.select(page, str(step.value), scope)


def _data(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    return xpath.select(page, f'//*[@{step.option("attribute")}="{step.value}"]', scope)


def _link(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    return selenium_resolve.find(Step(step.strategy, step.value), page, scope)


_STRATEGIES: dict[str, _Strategy] = {
    "id": _css('[id="%"]'),
    "name": _css('[name="%"]'),
    "class": _css(".%"),
    "tag": _css("%"),
    "css": _css("%"),
    "identifier": _identifier,
    "xpath": _xpath,
    "attr": _data,
    "link-text": _link,
    "partial-link-text": _link,
}
