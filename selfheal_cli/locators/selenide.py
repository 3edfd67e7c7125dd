"""The Selenide dialect."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import selenide_calls, selenide_conditions, selenide_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.selenide_messages import parse
from selfheal_cli.model import Call, Locator, Step


class Selenide:
    """Selenide's elements, collections, selectors and conditions."""

    name = selenide_conditions.NAME

    def parse(self, text: str) -> Locator:
        """The locator of an error message, of its criteria, of a chain, or of a selector."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What `$$` would give."""
        return selenide_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that API calls state."""
        return selenide_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """The API calls for `steps`."""
        return selenide_calls.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """`$("a").find(byText("x"))`."""
        return show_calls(self.to_calls(locator.steps, language), "java")
