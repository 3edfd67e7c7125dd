"""Selenium's locators as its clients print them, alone and inside of error messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.api_show import RUBY, string
from selfheal_cli.locators.playwright_spelling import JAVA
from selfheal_cli.locators.selenium_calls import to_calls
from selfheal_cli.locators.selenium_words import NAME, STRATEGIES, folded, from_pair
from selfheal_cli.model import Argument, Call, Locator, Name, Step

_USING = r"css selector|link text|partial link text|tag name|class name|xpath|id|name"
# `By.id: x` (Java), `By.CssSelector: x` (C#), `By.ClassName[Contains]: x`.
_TO_STRING = re.compile(r"(?:\w+)?By\.(\w+)(?:\[\w+\])?: (.*)", re.S)
_CALLED = re.compile(rf"By\(({_USING}), (.*)\)", re.S)
_SEVERAL = re.compile(r"By\.(chained|all)\(\{(.*)\}\)", re.S)
_BETWEEN = re.compile(r",(?=By\.\w+(?:: |\())")
# No driver escapes the quotes inside the value: it ends at the last `"}` of its line.
_SENT = re.compile(r'\{\\?"method\\?":\\?"([^"\\]+)\\?",\\?"selector\\?":\\?"(.*)\\?"\}')
_JAVA_INFO = re.compile(rf"\{{Using=({_USING}), value=(.*)\}}")
_END = r"(?= \(tried for |\) \(tried|\) must |\) (?:to|should) |'(?:\s|$)|$)"
_LOCATED = re.compile(rf"\b(By\.(?!chained|all)\w+(?:\[\w+\])?: .+?){_END}", re.M)
_CHOSEN = re.compile(r"By\.(?:chained|all)\(\{.*\}\)")
_JAVASCRIPT = re.compile(rf"By\((?:{_USING}), .*\)(?=\s|$)")
_HANDLE = re.compile(rf"-> ({_USING}): (.*)\](?=\s|$)", re.M)
# Firefox's driver names the value alone.
_VALUE = re.compile(r"Unable to locate element: (?!\{)(\S.*?)(?:; For documentation.*)?\s*$", re.M)
_PATH = re.compile(r"\(*\.{0,2}/")
_PLAINLY_CSS = re.compile(r"[#.\[*][\w\"'=~^$*|\]-]|[\w\])*] ?[>+~] ?[\w.#\[*]|:[a-z]")
_RUBY = re.compile(r"\{:?\"?(\w+)\"?(?:=>|: ?)\"((?:[^\"\\]|\\.)*)\"\}")


def from_text(text: str) -> Locator | None:
    """The locator that a client prints for itself; None where the text is of another form."""
    several = _SEVERAL.fullmatch(text)
    if several:
        parts = [from_text(part) for part in _BETWEEN.split(several[2])]
        return _joined([part for part in parts if part], several[1] == "all")
    found = _TO_STRING.fullmatch(text) or _CALLED.fullmatch(text)
    if found and folded(found[1]) in STRATEGIES:
        return from_pair(found[1], found[2])
    return None


def _joined(parts: Sequence[Locator], either: bool) -> Locator | None:
    if not parts:
        return None
    if not either:
        return Locator(NAME, tuple(step for part in parts for step in part.steps))
    others = tuple(Step("or", "", (("locator", part),)) for part in parts[1:])
    inner = Locator(NAME, (*parts[0].steps, *others))
    return Locator(NAME, (Step("chain", "", (("locator", inner),)),))


def from_message(message: str) -> Locator:
    """The locator that an error of a client or a driver names. Raises LocatorSyntaxError."""
    for pattern in (_JAVA_INFO, _SENT):
        if found := pattern.search(message):
            return from_pair(found[1], found[2])
    for printed in (_CHOSEN, _LOCATED, _JAVASCRIPT):
        named = printed.search(message)
        locator = from_text(named[0]) if named else None
        if locator:
            return locator
    found = _HANDLE.search(message) or _RUBY.search(message)
    if found and folded(found[1]) in STRATEGIES:
        return from_pair(found[1], found[2])
    return _by_looks(_VALUE.search(message))


def _by_looks(found: re.Match[str] | None) -> Locator:
    """What is neither XPath nor plainly CSS may be a link's text or a tag."""
    if found and _PATH.match(found[1]):
        return from_pair("xpath", found[1])
    if found and _PLAINLY_CSS.search(found[1]):
        return from_pair("css", found[1])
    raise LocatorSyntaxError("the message names no locator")


def show(locator: Locator, language: str) -> str:
    """`By.ID, "x"` in Python, `:id, "x"` in Ruby, `By.id("x")` elsewhere; several steps joined
    by `>`."""
    return " > ".join(_shown(call, language) for call in to_calls(locator.steps, language))


def _shown(call: Call, language: str) -> str:
    written = ", ".join(_argument(each, language) for each in call.args)
    if language == "ruby":
        return written
    return f"{call.name}, {written}" if language == "python" else f"{call.name}({written})"


def _argument(value: Argument, language: str) -> str:
    if isinstance(value, tuple):
        return _shown(value[0], language)
    if isinstance(value, Name):
        return value.text
    return string(str(value), RUBY if language == RUBY else JAVA)
