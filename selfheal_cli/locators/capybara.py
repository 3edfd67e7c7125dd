"""The Capybara dialect: queries by selector and locator, narrowed by filters."""

from __future__ import annotations

from selfheal_cli.locators import capybara_calls, capybara_messages, capybara_resolve
from selfheal_cli.locators.base import Spoken, shown_as
from selfheal_cli.locators.capybara_kinds import NAME

CAPYBARA = Spoken(
    NAME,
    capybara_messages.parse,
    capybara_resolve.resolve,
    capybara_calls.from_calls,
    capybara_calls.to_calls,
    shown_as(capybara_calls.to_calls, capybara_messages.show),
)
