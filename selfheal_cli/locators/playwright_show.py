"""A locator in the API form that Playwright prints in its logs."""

from __future__ import annotations

from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.playwright_api import to_calls
from selfheal_cli.model import Locator


def show(locator: Locator, language: str) -> str:
    """`getByRole('link', { name: 'Log out' })`, or another language's form of it."""
    return show_calls(to_calls(locator.steps, language, fold_frames=False), language)
