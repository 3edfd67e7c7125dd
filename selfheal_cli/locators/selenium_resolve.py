"""Resolves WebDriver's location strategies against a page (WebDriver, section 12.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import css, xpath
from selfheal_cli.locators.framed import in_frames
from selfheal_cli.locators.rendered_text import searched_text
from selfheal_cli.locators.selenium_calls import held
from selfheal_cli.locators.traversal import Scope
from selfheal_cli.locators.visible_words import may_show
from selfheal_cli.model import Locator, Step


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """The elements that `findElements` gives, each further step from those before. Raises
    UnsupportedLocator, LocatorSyntaxError."""
    return in_frames(locator.steps, page, lambda steps, inner: _chain(steps, inner, None))


def _chain(steps: Sequence[Step], page: Page, start: Scope) -> list[HtmlElement]:
    found: list[Scope] = [start]
    for step in steps:
        if step.strategy == "or":
            more: list[Scope] = [*_chain(held(step).steps, page, start)]
            found = list(dict.fromkeys([*found, *more]))
        else:
            found = list(dict.fromkeys(e for scope in found for e in find(step, page, scope)))
    return [each for each in found if each is not None]


def find(step: Step, page: Page, scope: Scope) -> Iterable[HtmlElement]:
    """What one strategy finds from `scope`. Raises UnsupportedLocator, LocatorSyntaxError."""
    if step.strategy == "chain":
        return _chain(held(step).steps, page, scope)
    client = step.option("client")
    if client:
        return by_css(page, _class_of(str(client), str(step.value)), scope)
    strategy = _STRATEGIES.get(step.strategy)
    if strategy is None or not isinstance(step.value, str):
        raise UnsupportedLocator(f"Selenium has no strategy '{step.strategy}'")
    return strategy(page, step.value, scope)


def _class_of(client: str, value: str) -> str:
    """The selector that a client makes of a class that is more than a name."""
    if client == "python":
        return "." + value
    return "." + ".".join(map(css.escape_identifier, value.split()))


def by_css(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
    """From an element, its ancestors too may match the left compounds."""
    found = css.select(page, text)
    return found if scope is None else (each for each in found if scope in each.iterancestors())


def _attribute(name: str) -> Callable[[Page, str, Scope], Iterable[HtmlElement]]:
    return lambda page, text, scope: by_css(page, f"[{name}={css.escape_string(text)}]", scope)


def _class(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
    return by_css(page, "." + css.escape_identifier(text), scope) if text else ()


def _tag(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
    return by_css(page, text if text == "*" else css.escape_identifier(text), scope)


def _xpath(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
    return xpath.select(page, text, scope, only_elements=True)


def _identifier(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
    yield from _attribute("id")(page, text, scope)
    yield from _attribute("name")(page, text, scope)


def _links(
    matches: Callable[[str, str], bool],
) -> Callable[[Page, str, Scope], Iterable[HtmlElement]]:
    def find(page: Page, text: str, scope: Scope) -> Iterable[HtmlElement]:
        visibility = accessibility(page).visibility
        likely = may_show(page, text)
        for link in by_css(page, "a", scope):
            shown = likely is None or link in likely
            if shown and matches(searched_text(link, visibility), text):
                yield link

    return find


_STRATEGIES: dict[str, Callable[[Page, str, Scope], Iterable[HtmlElement]]] = {
    "id": _attribute("id"),
    "name": _attribute("name"),
    "identifier": _identifier,
    "class": _class,
    "tag": _tag,
    "css": by_css,
    "xpath": _xpath,
    "link-text": _links(lambda actual, wanted: actual == wanted.strip()),
    "partial-link-text": _links(lambda actual, wanted: wanted in actual),
}
