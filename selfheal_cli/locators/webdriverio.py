"""The WebdriverIO dialect."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import webdriverio_calls, webdriverio_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.webdriverio_messages import parse
from selfheal_cli.model import Call, Locator, Step


class WebdriverIO:
    """Chains of `$` and the strategies that its strings state."""

    name = webdriverio_calls.NAME

    def parse(self, text: str) -> Locator:
        """The locator of an error message, of a chain, or of a bare selector."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What `$$` in the last place would give."""
        return webdriverio_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that a chain states."""
        return webdriverio_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """`$` for each step; an index is the call `[]`."""
        return webdriverio_calls.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """`$('.row').$('=Edit')`."""
        return show_calls(self.to_calls(locator.steps, language), "javascript")
