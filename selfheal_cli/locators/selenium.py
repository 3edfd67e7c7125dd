"""The Selenium dialect: WebDriver's location strategies, and the ways each can be written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_syntax import Attribute, Class, Id, Part, Tag
from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.locators.selenium_resolve import resolve
from selfheal_cli.model import Call, Locator, Step

NAME = "selenium"

# The WebDriver names, those of each client's `By`, and those of tools that write `by=value`.
_STRATEGIES = {
    "id": "id",
    "name": "name",
    "class": "class",
    "classname": "class",
    "tag": "tag",
    "tagname": "tag",
    "css": "css",
    "cssselector": "css",
    "xpath": "xpath",
    "link": "link-text",
    "linktext": "link-text",
    "partiallinktext": "partial-link-text",
}
_PYTHON = {
    "id": "ID",
    "name": "NAME",
    "class": "CLASS_NAME",
    "tag": "TAG_NAME",
    "css": "CSS_SELECTOR",
    "xpath": "XPATH",
    "link-text": "LINK_TEXT",
    "partial-link-text": "PARTIAL_LINK_TEXT",
}
_JAVASCRIPT = {
    "id": "id",
    "name": "name",
    "class": "className",
    "tag": "tagName",
    "css": "css",
    "xpath": "xpath",
    "link-text": "linkText",
    "partial-link-text": "partialLinkText",
}
_RELATIVE = frozenset(
    """locatewith withtagname above below near toleftof torightof straightabove straightbelow
    straightleftof straightrightof relativeby""".split()  # noqa: SIM905
)
_FIND = re.compile(r"(?:find_elements?|findElements?)(?:_by_|By)(?P<by>\w+)\Z")
_XPATH = re.compile(r"\s*\(*\s*\.{0,2}/")
_RAW_ATTRIBUTE = re.compile(r"\*?\[(?P<by>id|name)\s*=\s*(?P<q>[\"'])(?P<value>.*)(?P=q)\]", re.S)
_RAW_CLASS = re.compile(r"\.(?P<value>[^\s.#\[\]:>+~,()\\]+(?: +[^\s.#\[\]:>+~,()\\]+)*)")


def from_pair(using: str, value: str) -> Locator:
    """The locator of a WebDriver command or message. Raises LocatorSyntaxError."""
    strategy = _STRATEGIES.get(_folded(using))
    if strategy is None:
        raise LocatorSyntaxError(f"unknown location strategy '{using[:60]}'")
    return Locator(NAME, (Step(strategy, value),))


def _folded(name: str) -> str:
    return re.sub(r"[\s_.-]+", "", name).lower()


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
    """`by=value` in any of the strategies' names; without one, XPath or CSS by its looks."""
    by, equals, value = text.partition("=")
    if equals and _folded(by) in _STRATEGIES:
        return from_pair(by, value)
    if not text.strip():
        raise LocatorSyntaxError("the locator is empty")
    return from_pair("xpath" if _XPATH.match(text) else "css", text.strip())


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that `By` calls state, one step each. Raises LocatorSyntaxError,
    UnsupportedLocator for relative locators."""
    steps = [step for call in calls for step in _steps(call)]
    if not steps:
        raise LocatorSyntaxError("the calls state no locator")
    return Locator(NAME, tuple(steps))


def _steps(call: Call) -> tuple[Step, ...]:
    by = _by(call.name)
    if by in _RELATIVE:
        raise UnsupportedLocator("relative locators need the page's layout")
    if by in _STRATEGIES:
        return from_pair(by, _text(call, 0)).steps
    if by in ("findelement", "findelements") and len(call.args) == 2:
        return from_pair(_text(call, 0), _text(call, 1)).steps
    return tuple(
        step for arg in call.args if isinstance(arg, tuple) for step in from_calls(arg).steps
    )


def _by(name: str) -> str:
    found = _FIND.fullmatch(name)
    if found:
        return _folded(found["by"])
    head, dot, tail = name.rpartition(".")
    return (
        _folded(tail if dot and head.endswith(("By", "by")) else name)
        if (dot or _folded(name) in _RELATIVE or name.startswith("find"))
        else ""
    )


def _text(call: Call, index: int) -> str:
    value = call.args[index] if index < len(call.args) else dict(call.options).get("value")
    if not isinstance(value, str):
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no text")
    return value


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """`By.ID` and its like in the language's spelling. Raises UnsupportedLocator."""
    names = _PYTHON if language == "python" else _JAVASCRIPT
    for step in steps:
        if step.strategy not in names or not isinstance(step.value, str):
            raise UnsupportedLocator(f"Selenium has no strategy '{step.strategy}'")
    return tuple(
        Call("By." + names[step.strategy], (step.value,))
        for step in steps
        if isinstance(step.value, str)
    )


def show(locator: Locator, language: str) -> str:
    """`By.ID, "x"` in Python, `By.id("x")` elsewhere; several steps joined by `>`."""
    calls = to_calls(locator.steps, language)
    pairs = [(call.name, json.dumps(call.args[0], ensure_ascii=False)) for call in calls]
    form = "{}, {}" if language == "python" else "{}({})"
    return " > ".join(form.format(*pair) for pair in pairs)


class Selenium:
    """WebDriver's strategies and the `By` of its clients."""

    name = NAME

    def parse(self, text: str) -> Locator:
        """The locator of `by=value`."""
        return parse(text)

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """What `findElements` would give."""
        return resolve(locator, page)

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator that `By` calls state."""
        return from_calls(calls)

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """The `By` calls for `steps`."""
        return to_calls(steps, language)

    def show(self, locator: Locator, language: str) -> str:
        """The strategy and its value as the language writes them."""
        return show(locator, language)
