"""The Selenide dialect: elements, collections, selectors and conditions."""

from __future__ import annotations

from selfheal_cli.locators import (
    selenide_calls,
    selenide_conditions,
    selenide_messages,
    selenide_resolve,
)
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.base import Spoken, shown_as

SELENIDE = Spoken(
    selenide_conditions.NAME,
    selenide_messages.parse,
    selenide_resolve.resolve,
    selenide_calls.from_calls,
    selenide_calls.to_calls,
    shown_as(selenide_calls.to_calls, lambda calls: show_calls(calls, "java")),
)
