"""The Cypress dialect."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import cypress_calls, cypress_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.cypress_messages import parse
from selfheal_cli.model import Call, Locator, Step


class Cypress:
    """`cy.get`, `cy.contains` and what can be chained to them; selectors are jQuery's."""

    name = cypress_calls.NAME

    def parse(self, text: str) -> Locator:
        """The locator of an error message, of commands, or of a bare selector."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What the last command of the chain would yield."""
        return cypress_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that commands state."""
        return cypress_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """The commands for `steps`; the first is a method of `cy`."""
        return cypress_calls.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """`cy.get('.row').contains('Save')`."""
        return "cy." + show_calls(self.to_calls(locator.steps, language), "javascript")
