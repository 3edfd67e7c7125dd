"""The Selenium dialect: WebDriver's location strategies, and the ways each can be written."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.base import Spoken
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_syntax import Attribute, Class, Id, Part, Tag
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.locators.selenium_calls import from_calls, to_calls
from selfheal_cli.locators.selenium_resolve import resolve
from selfheal_cli.locators.selenium_shown import from_shown
from selfheal_cli.locators.selenium_text import from_message, from_text, show
from selfheal_cli.locators.selenium_words import NAME, STRATEGIES, folded, from_pair
from selfheal_cli.model import Locator, Step

__all__ = ["SELENIUM", "from_message", "from_pair", "variants"]

_XPATH = re.compile(r"\s*\(*\s*\.{0,2}/")
_RAW_ATTRIBUTE = re.compile(r"\*?\[(?P<by>id|name)\s*=\s*(?P<q>[\"'])(?P<value>.*)(?P=q)\]", re.S)
_RAW_CLASS = re.compile(r"\.(?P<value>[^\s.#\[\]:>+~,()\\]+(?: +[^\s.#\[\]:>+~,()\\]+)*)")


def variants(locator: Locator) -> tuple[Locator, ...]:
    """The other ways in which the author can have written the same: clients send `By.ID` and
    its like as CSS."""
    if len(locator.steps) != 1 or not isinstance(locator.steps[0].value, str):
        return ()
    step = locator.steps[0]
    value = locator.steps[0].value
    found = _from_css(value) if step.strategy == "css" else _to_css(step.strategy, value)
    return tuple(Locator(NAME, (each,)) for each in dict.fromkeys(found) if each != step)


def _from_css(text: str) -> list[Step]:
    """Clients that do not escape are read first: the value stands as the author gave it."""
    found: list[Step] = []
    raw = _RAW_ATTRIBUTE.fullmatch(text)
    if raw:
        found.append(Step(raw["by"], raw["value"]))
    raw_class = _RAW_CLASS.fullmatch(text)
    if raw_class:
        found.append(Step("class", raw_class["value"]))
    return found + [step for part in _only_part(text) for step in _as_strategy(part)]


def _only_part(text: str) -> list[Part]:
    try:
        complexes = parse_selector(text).complexes
    except LocatorSyntaxError:
        return []
    if len(complexes) != 1 or len(complexes[0].compounds) != 1:
        return []
    parts = [part for part in complexes[0].compounds[0].parts if part != Tag("*")]
    return parts if len(parts) == 1 else []


def _as_strategy(part: Part) -> list[Step]:
    match part:
        case Id(name):
            return [Step("id", name)]
        case Class(name):
            return [Step("class", name)]
        case Tag(name):
            return [Step("tag", name)]
        case Attribute(("id" | "name") as name, "=", value, ""):
            return [Step(name, value)]
    return []


def _to_css(strategy: str, value: str) -> list[Step]:
    written = {
        "id": (f"[id={escape_string(value)}]", f"#{escape_identifier(value)}"),
        "name": (f"[name={escape_string(value)}]",),
        "class": (f".{escape_identifier(value)}",),
        "tag": (value,),
    }
    return [Step("css", text) for text in written.get(strategy, ())] if value else []


def parse(text: str) -> Locator:
    """`by=value` in any of the strategies' names, as a client prints it (`By.id: x`), or as it is
    shown (`By.ID, "x"`); else XPath or CSS by its looks."""
    printed = from_text(text) or from_shown(text)
    if printed:
        return printed
    by, equals, value = text.partition("=")
    if equals and folded(by) in STRATEGIES:
        return from_pair(by, value)
    if not text.strip():
        raise LocatorSyntaxError("the locator is empty")
    return from_pair("xpath" if _XPATH.match(text) else "css", text.strip())


SELENIUM = Spoken(NAME, parse, resolve, from_calls, to_calls, show)
