"""Capybara's locators as text: in its errors, as calls, alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_show import RUBY, show_calls
from selfheal_cli.locators.api_text import read_calls, read_chain
from selfheal_cli.locators.capybara_calls import from_calls
from selfheal_cli.locators.capybara_kinds import NAME, PLAIN, TITLES
from selfheal_cli.locators.capybara_options import ordered
from selfheal_cli.model import Call, Locator, OptionValue, Pattern, Step, Value

_LONGEST = 100_000
_LITERAL = r"(?:\"(?:[^\"\\]|\\[\s\S])*\"|/(?:[^/\\\n]|\\.)+/[a-z]*|:\w+|nil)"
_TITLE = "|".join(sorted(map(re.escape, TITLES), key=len, reverse=True))
_NAMED = re.compile(
    r"(?:Unable to find|Ambiguous match, found \d+ elements matching|expected (?:not )?to find) "
    rf"(?:(?P<visible>visible|non-visible) )?(?P<title>{_TITLE}) (?P<value>{_LITERAL})"
)
_UNQUOTED = r"(.+?)(?= with | that is | of type | within #<| but | and |$)"
_WITHIN = re.compile(r" within #<Capybara::Node::\w+ tag=\"[^\"]*\" path=\"([^\"]*)\">")
_END = re.compile(r"\s*$|\n| but |, | and | (?:exactly|at least|at most|between|\d+ time)")
_SHOUTED = re.compile(r"(?:/[A-Z][A-Z0-9-]*(?:\[\d+\])?)+")
_CONTROL = re.compile(r"\\(?:([aev])|[\s\S])")
_CODES = {"a": "\\x07", "e": "\\x1b", "v": "\\x0b"}
_CALLED = re.compile(
    r"\s*(?:page\s*\.\s*)?(?=(?:find(?:_\w+)?|first|all|within(?:_\w+)?|click_\w+|fill_in|choose"
    r"|check|uncheck|select|unselect|attach_file)\()"
)
_BLOCK = re.compile(r"\s*\{\s*")
_PATH = re.compile(r"\s*\(*\s*\.{0,2}/")


def parse(text: str) -> Locator:
    """The locator of an error message; else of calls (`within("#a") { find_button("Save") }`);
    else the text is an XPath or a CSS selector by its looks. Raises LocatorSyntaxError,
    UnsupportedLocator."""
    given = text[:_LONGEST]
    named = _NAMED.search(given)
    if named:
        return _described(given, named)
    called = _CALLED.match(given)
    if called:
        return from_calls(tuple(_blocks(given, called.end())))
    if not given.strip():
        raise LocatorSyntaxError("the locator is empty")
    return Locator(NAME, (Step("xpath" if _PATH.match(given) else "css", given.strip()),))


def from_message(message: str) -> Locator:
    """The locator that an error names. Raises LocatorSyntaxError."""
    named = _NAMED.search(message[:_LONGEST])
    if named is None:
        raise LocatorSyntaxError("the message names no locator")
    return _described(message[:_LONGEST], named)


def _blocks(text: str, position: int) -> Iterator[Call]:
    """Calls, and those in the block of a `within` at their end."""
    inside = True
    while inside:
        calls, position = read_chain(text, position)
        yield from calls
        block = _BLOCK.match(text, position)
        inside = block is not None and calls[-1].name.startswith("within")
        position = block.end() if block else position


def show(calls: Sequence[Call]) -> str:
    """The calls as Ruby writes them."""
    for index, call in enumerate(calls):
        if call.name.startswith("within") and index + 1 < len(calls):
            block = show(calls[index + 1 :])
            return f"{show_calls(calls[: index + 1], RUBY)} {{ {block} }}"
    return show_calls(calls, RUBY)


# --- errors ------------------------------------------------------------------------------------


def _described(message: str, named: re.Match[str]) -> Locator:
    kind = TITLES[named["title"]]
    options: dict[str, OptionValue] = {}
    if named["visible"]:
        options["visible"] = "visible" if named["visible"] == "visible" else "hidden"
    value = "" if named["value"] == "nil" else _literal(named["value"])
    if named["value"] == "nil":
        options["any"] = True
    if kind not in PLAIN:
        options["kind"] = kind
    scope = _conditions(message, named.end(), options)
    step = Step(PLAIN.get(kind, "default"), value, ordered(options))
    return Locator(NAME, (*scope, step))


def _conditions(message: str, position: int, options: dict[str, OptionValue]) -> tuple[Step, ...]:
    """Reads what narrows the query into `options`; the steps that lead to its scope."""
    while True:
        within = _WITHIN.match(message, position)
        if within:
            return (Step("xpath", _path(within[1])), Step("within", ""))
        if _END.match(message, position):
            return ()
        position = _condition(message, position, options)


def _path(text: str) -> str:
    """A browser's own names are in capitals; XPath in HTML folds them."""
    return text.lower() if _SHOUTED.fullmatch(text) else text


def _condition(message: str, position: int, options: dict[str, OptionValue]) -> int:
    for pattern, read in _CONDITIONS:
        found = pattern.match(message, position)
        if found:
            options.update(read(found))
            return found.end()
    raise LocatorSyntaxError(f"the condition '{message[position : position + 60]}' is not known")


def _literal(text: str) -> Value:
    """Ruby's text, symbol or regular expression. Raises LocatorSyntaxError."""
    if text.startswith(":"):
        return text[1:]
    controls = _CONTROL.sub(lambda found: _CODES[found[1]] if found[1] else found[0], text)
    value = read_calls(f"find({controls})")[0].args[0]
    if not isinstance(value, (str, Pattern)):
        raise LocatorSyntaxError("a text is expected")
    return value


def _given(name: str) -> Callable[[re.Match[str]], dict[str, OptionValue]]:
    return lambda found: {name: _literal(found[1])}


def _unquoted(name: str) -> Callable[[re.Match[str]], dict[str, OptionValue]]:
    return lambda found: {name: found[1]}


def _stated(name: str, value: OptionValue) -> Callable[[re.Match[str]], dict[str, OptionValue]]:
    return lambda found: {name: value}


def _exact_text(found: re.Match[str]) -> dict[str, OptionValue]:
    return {"text": _literal(found[1]), "exact-text": True}


_CONDITIONS = (
    (re.compile(rf" with exact text ({_LITERAL})"), _exact_text),
    (re.compile(rf" with exact text {_UNQUOTED}", re.M), _unquoted("exact-text")),
    (re.compile(rf" with text ({_LITERAL})"), _given("text")),
    (re.compile(r" with classes \[([^\],]*)\]"), _unquoted("class")),
    (re.compile(rf" of type ({_LITERAL})"), _given("type")),
    (re.compile(rf" with href (?:matching )?({_LITERAL})"), _given("href")),
    *(
        (re.compile(rf" with {name} ({_LITERAL})"), _given(option))
        for name, option in (("value", "with"), ("title", "title"), ("alt", "alt"))
    ),
    *(
        (re.compile(rf" with {name} {_UNQUOTED}", re.M), _unquoted(name))
        for name in ("id", "name", "placeholder", "value", "title", "type", "alt")
    ),
    (re.compile(" that is not disabled"), lambda found: {}),
    (re.compile(" (?:that|which) is disabled"), _stated("disabled", True)),
    (re.compile(" that is checked"), _stated("checked", True)),
    (re.compile(" that is not checked"), _stated("checked", False)),
    (re.compile(" that is selected"), _stated("selected", True)),
    (re.compile(" that is not selected"), _stated("selected", False)),
    (re.compile(" with the multiple attribute"), _stated("multiple", True)),
    (re.compile(" without the multiple attribute"), _stated("multiple", False)),
)
