"""The Cypress dialect: `cy.get`, `cy.contains` and what can be chained to them, with jQuery's
selectors."""

from __future__ import annotations

from selfheal_cli.locators import cypress_calls, cypress_messages, cypress_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.base import Spoken, shown_as

CYPRESS = Spoken(
    cypress_calls.NAME,
    cypress_messages.parse,
    cypress_resolve.resolve,
    cypress_calls.from_calls,
    cypress_calls.to_calls,
    shown_as(cypress_calls.to_calls, lambda calls: "cy." + show_calls(calls, "javascript")),
)
