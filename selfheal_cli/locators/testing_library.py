"""The Testing Library dialect: DOM, React, Vue, Angular and Svelte share its queries."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import testing_library_calls, testing_library_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.testing_library_messages import parse
from selfheal_cli.model import Call, Locator, Step


class TestingLibrary:
    """`getByRole`, `findAllByText` and their like; which of `get`, `query` and `find` it is does
    not change what is found."""

    __test__ = False  # pytest would collect it
    name = testing_library_calls.NAME

    def parse(self, text: str) -> Locator:
        """The locator of an error message, or of queries."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What the `queryAllBy` form of the last query gives."""
        return testing_library_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that queries state."""
        return testing_library_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """`getBy` queries; steps before the last one in `within`."""
        return testing_library_calls.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """`within(screen.getByRole('list')).getByText('x')`."""
        calls = self.to_calls(locator.steps, language)
        return show_calls(testing_library_calls.rooted(calls), "javascript")
