"""The criteria that Selenide's errors name: `#form/by text: Save.findBy(css class "x")[1]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators import selenide_conditions
from selfheal_cli.locators.api_text import read_calls
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.locators.selenide_by import looks_like_path
from selfheal_cli.locators.selenide_calls import from_calls
from selfheal_cli.locators.selenide_conditions import NAME
from selfheal_cli.locators.selenium_text import from_text
from selfheal_cli.model import Locator, Step

_QUOTED = r"\"[^\"\n]*\"|'[^'\n]*'"
_ELEMENT = re.compile(
    rf"Element (?:{_QUOTED})? ?(?:not found|is not clickable"
    rf"|should (?:{_QUOTED}|[^{{\"'\n])*?) \{{(.*)\}}\s*$",
    re.M,
)
_INVALID = re.compile(r"Invalid element state \[(.*)\]:", re.M)
_COLLECTION = re.compile(r"^Elements not found \{(.*)\}\s*$|[cC]ollection: (\S.*?)\s*$", re.M)
# Links are joined by slashes, choices by dots. What a text or an XPath names has no end of its own.
_LINK = re.compile(rf"(?:{_QUOTED}|\[[^\]]*\]|\([^)]*\)|[^/\"'\[(])+")
_OPEN_ENDED = re.compile(r"(?:by|with) (?:tag: \w+; by )?text: |By\.\w+: |\.?/|\(/")
_TEXT = re.compile(r"(?P<by>by|with) (?:tag: (?P<tag>\w+); by )?text: (?P<text>.*)", re.S)
_INDEX = re.compile(r"(?P<rest>.*)(?:\[(?P<index>\d+|first|last)\]|:(?P<end>last))", re.S)
_CHOICE = re.compile(r"(?P<rest>.*)\.(?P<how>findBy|filter|exclude)\((?P<condition>.*)\)", re.S)
_CHAIN = re.compile(r"\s*(?:Selenide\s*\.\s*)?(?=(?:\${1,2}x?|elements?)\()")
_LONGEST = 100_000


def parse(text: str) -> Locator:
    """The locator of an error message; else of a chain; else of an error's criteria or a plain
    selector. Raises LocatorSyntaxError, UnsupportedLocator."""
    given = text[:_LONGEST]
    chain = _CHAIN.match(given)
    if chain:
        return from_calls(read_calls(given, chain.end()))
    named = _named(given)
    return _criteria(given if named is None else named)


def from_message(message: str) -> Locator:
    """The locator that an error names. Raises LocatorSyntaxError."""
    named = _named(message[:_LONGEST])
    if named is None:
        raise LocatorSyntaxError("the message names no locator")
    return _criteria(named)


def _named(message: str) -> str | None:
    found = _ELEMENT.search(message) or _INVALID.search(message) or _COLLECTION.search(message)
    return None if found is None else next(filter(None, found.groups()), "")


def _criteria(text: str) -> Locator:
    given = text.strip()
    if not given:
        raise LocatorSyntaxError("the locator is empty")
    return Locator(NAME, tuple(step for link in _links(given) for step in _piece(link)))


def _links(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = None if _OPEN_ENDED.match(text, at) else _LINK.match(text, at)
        end = found.end() if found else len(text)
        yield text[at:end]
        at = end + 1


def _piece(text: str) -> list[Step]:
    choice = _CHOICE.fullmatch(text)
    if choice:
        return [*_piece(choice["rest"]), *_chosen(choice["how"], choice["condition"])]
    index = _INDEX.fullmatch(text)
    if index and not looks_like_path(text) and not text.startswith("By.xpath"):
        place = index["index"] or index["end"]
        place = {"first": "0", "last": "-1"}.get(place, place)
        return [*_piece(index["rest"]), Step("nth", place)]
    named = _TEXT.fullmatch(text)
    if named:
        return [_text_step(named)]
    printed = from_text(text)
    if printed:
        return list(printed.steps)
    return [Step("xpath" if looks_like_path(text) else "css", text)]


def _text_step(named: re.Match[str]) -> Step:
    options = selenide_conditions.flags(exact=named["by"] == "by", tag=named["tag"] or "")
    return Step("text", named["text"], options)


def _chosen(how: str, condition: str) -> list[Step]:
    step = _condition(condition)
    if how == "exclude":
        step = _not(step)
    return [step, Step("nth", "0")] if how == "findBy" else [step]


def _not(step: Step) -> Step:
    return Step("not", "", (("locator", Locator(NAME, (step,))),))


def _condition(text: str) -> Step:
    if text.startswith("not "):
        return _not(_condition(text.removeprefix("not ")))
    for pattern, read in _CONDITIONS:
        found = pattern.fullmatch(text)
        if found:
            return read(*found.groups(default=""))
    raise LocatorSyntaxError(f"the condition '{text[:60]}' is not known")


def _has_text(exact: str, sensitive: str, quoted: str) -> Step:
    options = selenide_conditions.flags(exact=bool(exact), sensitive=bool(sensitive))
    return Step("has-text", quoted[1:-1], options)


def _attribute(name: str, quoted: str) -> Step:
    value = f"={escape_string(quoted[1:-1])}" if quoted else ""
    return Step("filter", f"[{escape_identifier(name)}{value}]")


_CONDITIONS: Sequence[tuple[re.Pattern[str], Callable[..., Step]]] = (
    (re.compile(r"(exact )?text( case sensitive)? (\".*\"|'.*')", re.S), _has_text),
    (
        re.compile(r"css class (\".*\"|'.*')", re.S),
        lambda quoted: Step("filter", "." + escape_identifier(quoted[1:-1])),
    ),
    (re.compile(r"attribute ([\w:-]+)(?:=(\".*\"|'.*'|[^\"'].*))?", re.S), _attribute),
    (re.compile("visible|appear"), lambda: Step("visible", "true")),
    (re.compile("hidden|disappear"), lambda: Step("visible", "false")),
)
