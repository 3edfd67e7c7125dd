"""The WebdriverIO dialect: chains of `$` and the strategies that its strings state."""

from __future__ import annotations

from selfheal_cli.locators import webdriverio_calls, webdriverio_messages, webdriverio_resolve
from selfheal_cli.locators.api_show import show_calls
from selfheal_cli.locators.base import Spoken, shown_as

WEBDRIVERIO = Spoken(
    webdriverio_calls.NAME,
    webdriverio_messages.parse,
    webdriverio_resolve.resolve,
    webdriverio_calls.from_calls,
    webdriverio_calls.to_calls,
    shown_as(webdriverio_calls.to_calls, lambda calls: show_calls(calls, "javascript")),
)
