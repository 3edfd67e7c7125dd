"""A locator read from the API form in which logs and error messages name it."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_text import read_calls
from selfheal_cli.locators.playwright_calls import from_calls
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.model import Locator

_START = re.compile(
    r"(?<![\w.$])(?:[pP]age\.)?(?:[lL]ocator|[fF]rameLocator|frame_locator|[gG]etBy[A-Z]\w*"
    r"|get_by_\w+)\("
)
# Playwright before 1.30 names the selector itself.
_SELECTOR = re.compile(r"waiting for selector \"(.+)\"(?: to be \w+)?\s*$", re.M)
_LONGEST = 100_000


def parse_api(text: str) -> Locator:
    """The first locator in API form in a log line or an error message. Raises
    LocatorSyntaxError, UnsupportedLocator."""
    start = _START.search(text[:_LONGEST])
    named = _SELECTOR.search(text[:_LONGEST])
    if named and (start is None or named.start() < start.start()):
        return parse(named[1])
    if start is None:
        raise LocatorSyntaxError("the text names no locator")
    return from_calls(read_calls(text, start.start()))
