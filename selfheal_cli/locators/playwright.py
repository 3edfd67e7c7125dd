"""The Playwright dialect."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import playwright_api, playwright_calls, playwright_resolve
from selfheal_cli.locators.playwright_read import parse_api
from selfheal_cli.locators.playwright_render import render
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.locators.playwright_show import show
from selfheal_cli.model import Call, Locator, Step

__all__ = ["Playwright", "parse_api", "render"]


class Playwright:
    """Engine selector text and the API of JavaScript, Python, Java and C#."""

    name = "playwright"

    def parse(self, text: str) -> Locator:
        """The locator of an engine selector, as traces hold it."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What the engine would match."""
        return playwright_resolve.resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that API calls state."""
        return playwright_calls.from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """The API calls for `steps`."""
        return playwright_api.to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """The API form as Playwright's logs print it."""
        return show(locator, language)
