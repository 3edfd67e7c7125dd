"""The Playwright dialect: engine selector text and the API of JavaScript, Python, Java and C#."""

from __future__ import annotations

from selfheal_cli.locators import playwright_api, playwright_calls, playwright_resolve
from selfheal_cli.locators.base import Spoken
from selfheal_cli.locators.playwright_read import parse_api
from selfheal_cli.locators.playwright_render import render
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.locators.playwright_show import show
from selfheal_cli.locators.playwright_steps import NAME

__all__ = ["PLAYWRIGHT", "parse_api", "render"]

PLAYWRIGHT = Spoken(
    NAME,
    parse,
    playwright_resolve.resolve,
    playwright_calls.from_calls,
    playwright_api.to_calls,
    show,
)
