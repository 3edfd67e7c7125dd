"""The locator that an error message of Testing Library, or queries in text, state."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.api_text import read_calls
from selfheal_cli.locators.patterns import from_literal
from selfheal_cli.locators.testing_library_calls import NAME, from_calls
from selfheal_cli.model import Locator, OptionValue, Step, Value

_LONGEST = 100_000
_HEAD = r"(?:[Ff]ind|Found multiple|Found) (?:an? )?(?:accessible )?(?:elements? |label )?"
_END = r"(?=\.?(?:\n\n|\Z|\. Th|, however ))"
_ROLE = re.compile(
    rf"{_HEAD}(?:with the )?role[ =]\"(?P<role>[^\"]*)\""
    r"(?: and name (?:\"(?P<name>[\s\S]*?)\"|`(?P<pattern>[\s\S]*?)`))?(?=\n|\Z| and desc)"
)
_TESTID = re.compile(rf"{_HEAD}by: \[(?P<attribute>[\w-]+)=\"(?P<value>[\s\S]*?)\"\]")
_TEXT = re.compile(
    rf"{_HEAD}with the (?P<kind>text of|text|placeholder text of|alt text|title|display value): "
    r"(?P<value>[\s\S]*?)(?: \(normalized from '(?P<raw>[\s\S]*?)'\))?"
    rf"(?:, which matches selector '(?P<selector>[^\n]*?)')?{_END}"
)
_KINDS = {
    "text of": "label",
    "text": "text",
    "placeholder text of": "placeholder",
    "alt text": "alt",
    "title": "title",
    "display value": "display-value",
}
_QUERY = re.compile(
    r"(?:screen\s*\.\s*|cy\s*\.\s*)?(?=(?:(?:get|query|find)(?:All)?By[A-Z]\w*|within"
    r"|querySelector(?:All)?|(?:screen|container)\.\w+)\()"
)
_REGEX = re.compile(r"/[\s\S]+/[dgimsuvy]*")
_FUNCTION = re.compile(r"\(\s*(?:function\b|async\b|\([^()]*\)\s*=>|\w+\s*=>)")


def parse(text: str) -> Locator:
    """The locator of an error message, else of queries. Raises LocatorSyntaxError,
    UnsupportedLocator where a function decides."""
    stated = message_step(text)
    if stated is not None:
        return Locator(NAME, (stated,))
    query = _QUERY.search(text[:_LONGEST])
    if query is None:
        raise LocatorSyntaxError("the text names no query")
    if _FUNCTION.search(text, query.end()):
        raise UnsupportedLocator("a function decides what the query matches")
    return from_calls(read_calls(text, query.end()))


def message_step(text: str) -> Step | None:
    """The step of which a message says that it found nothing or too much; None: no message."""
    given = text[:_LONGEST]
    role = _ROLE.search(given)
    if role:
        named = role["name"] if role["name"] is not None else role["pattern"]
        value = named if role["name"] is not None or named is None else _value(named)
        return Step("role", role["role"], () if value is None else (("name", value),))
    testid = _TESTID.search(given)
    if testid:
        attribute = testid["attribute"]
        usual = attribute == "data-testid"
        return Step("testid", testid["value"], () if usual else (("attribute", attribute),))
    found = _TEXT.search(given)
    if found is None:
        return None
    selector = found["selector"]
    options: tuple[tuple[str, OptionValue], ...] = (("selector", selector),) if selector else ()
    raw = found["raw"] if found["raw"] is not None else found["value"]
    return Step(_KINDS[found["kind"]], _value(raw), options)


def _value(text: str) -> Value:
    return from_literal(text) if _REGEX.fullmatch(text) else text
