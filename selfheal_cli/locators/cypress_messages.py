"""The locator that a Cypress error message, or commands in text, state."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_text import read_calls
from selfheal_cli.locators.cypress_calls import NAME, from_calls
from selfheal_cli.locators.patterns import from_literal
from selfheal_cli.locators.testing_library_embedded import embedded
from selfheal_cli.locators.testing_library_messages import message_step
from selfheal_cli.model import Locator, OptionValue, Step, Value

_LONGEST = 100_000
_ELEMENT = re.compile(
    r"Expected (?:not )?to find element: `(?P<selector>[\s\S]*?)`,"
    r" but (?:never found it|continuously)"
)
_CONTENT = re.compile(
    r"content: '(?P<content>[\s\S]*?)'"
    r"(?: within the element: (?P<element>`?(?:<|\[)[\s\S]*?(?:>|\])`?))?"
    r"(?: (?:and with|within) the selector: '(?P<selector>[\s\S]*?)')?"
    r",? but (?:never did|continuously)"
)
_SHORT = re.compile(r"`?<(?P<tag>[a-zA-Z][\w-]*)(?P<rest>[^\s<>]*)>`?")
_COMMAND = re.compile(
    r"\s*(?:cy\s*\.\s*)?(?=(?:get|contains|find|iframe|xpath|find(?:All)?By[A-Z]\w*)\()"
)
_REGEX = re.compile(r"/[\s\S]+/[dgimsuvy]*")


def parse(text: str) -> Locator:
    """The locator of an error message; else of commands (`cy.get('a').find('b')`); else the text
    is a selector. Raises LocatorSyntaxError."""
    given = text[:_LONGEST]
    element, content = _ELEMENT.search(given), _CONTENT.search(given)
    if content:
        return Locator(NAME, _content(content))
    if element:
        return Locator(NAME, (Step("css", element["selector"]),))
    queried = message_step(given)
    if queried is not None:
        return Locator(NAME, (embedded(queried),))
    command = _COMMAND.match(given)
    if command:
        return from_calls(read_calls(given, command.end()))
    if not text.strip():
        raise LocatorSyntaxError("the locator is empty")
    return Locator(NAME, (Step("css", text.strip()),))


def _content(found: re.Match[str]) -> tuple[Step, ...]:
    value: Value = found["content"]
    if _REGEX.fullmatch(found["content"]):
        value = from_literal(found["content"])
    options: tuple[tuple[str, OptionValue], ...] = ()
    if found["selector"]:
        options = (("selector", found["selector"]),)
    contains = Step("text", value, options)
    subject = _SHORT.fullmatch(found["element"] or "")
    if subject is None:
        return (contains,)
    return (Step("css", subject["tag"] + subject["rest"]), contains)
