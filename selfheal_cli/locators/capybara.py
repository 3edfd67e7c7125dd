"""The Capybara dialect."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import capybara_calls, capybara_messages, capybara_resolve
from selfheal_cli.locators.capybara_kinds import NAME
from selfheal_cli.model import Call, Locator, Step


class Capybara:
    """Capybara's queries: by selector and locator, narrowed by filters."""

    name = NAME

    def parse(self, text: str) -> Locator:
        """The locator of an error message, of calls, or of a plain CSS selector or XPath."""
        return capybara_messages.parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """The elements that match, exact ones first; several are an ambiguous match."""
        return capybara_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that a chain of calls states."""
        return capybara_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """A query for each step; `within` stands before what is looked for inside."""
        return capybara_calls.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """`within("#form") { find_button("Save") }`."""
        return capybara_messages.show(self.to_calls(locator.steps, language))
