"""The locator that a WebdriverIO error message, or a chain in text, states."""

from __future__ import annotations

import json
import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_text import read_calls
from selfheal_cli.locators.webdriverio_calls import NAME, from_calls
from selfheal_cli.locators.webdriverio_strategy import from_wire, read
from selfheal_cli.model import Locator, Step

_LONGEST = 100_000
_MESSAGES = (
    re.compile(r"element with selector \"(?P<text>[\s\S]+?)\" (?:because|that|wasn't)"),
    re.compile(r"element \(\"(?P<text>[\s\S]+?)\"\) still"),
    re.compile(r"Expect \$\$?\(`(?P<text>[\s\S]+?)`\)"),
)
_SENT = re.compile(
    r"\{\"(?:method|using)\":\"(?:[^\"\\]|\\.)*\",\"(?:selector|value)\":\"(?:[^\"\\]|\\.)*\"\}"
)
_CHAIN = re.compile(
    r"\s*(?:await\s+)?(?:(?:browser|driver)\s*\.\s*)?(?=(?:shadow|react|custom)?\${1,2}\()"
)


def parse(text: str) -> Locator:
    """The locator of an error message, else of a chain; else the text is a selector. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    given = text[:_LONGEST]
    for message in _MESSAGES:
        found = message.search(given)
        if found:
            return Locator(NAME, (read(found["text"]),))
    sent = _SENT.search(given)
    if sent:
        return Locator(NAME, (_sent(sent.group()),))
    chain = _CHAIN.match(given)
    if chain:
        return from_calls(read_calls(given, chain.end()))
    if not given.strip():
        raise LocatorSyntaxError("the selector is empty")
    return Locator(NAME, (read(given),))


def _sent(text: str) -> Step:
    using, value = json.loads(text).values()
    return from_wire(using, value)
