"""Capybara's filters: which of the elements found a query keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import urljoin

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.budget import Budget, budget_for, spend_rendering
from selfheal_cli.locators.capybara_kinds import KINDS, kinds_of
from selfheal_cli.locators.css_state import is_checked, is_disabled
from selfheal_cli.locators.displayed import displayed
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.locators.rendered_text import rendered_text
from selfheal_cli.locators.visible_words import Containing, Equalling
from selfheal_cli.model import OptionValue, Pattern, Step

Keeps: TypeAlias = Callable[[HtmlElement], bool]
Filters: TypeAlias = tuple[Keeps, ...]

_ATTRIBUTES = ("id", "name", "placeholder", "title", "value")
_DROPPED = re.compile("[\u200b\u200e\u200f]")
_SPACES = re.compile("[ \n\f\t\v\u2028\u2029]+")
_ANY_SPACES = re.compile(r"\s+")
_RUBY = re.compile(r"\\(?P<anchor>[AzZh])|\\[\s\S]|(?P<class>\[:\w+:\])")
_ANCHORS = {
    "A": "(?<![\\s\\S])",
    "z": "(?![\\s\\S])",
    "Z": "(?=\\n?(?![\\s\\S]))",
    "h": "[0-9a-fA-F]",
}


def filters_of(step: Step, page: Page) -> Filters:
    """The filters of a query, the cheap ones first. Raises UnsupportedLocator,
    LocatorSyntaxError."""
    options = dict(step.options)
    return tuple(_filters(step, options, page))


def _filters(step: Step, options: dict[str, OptionValue], page: Page) -> Iterator[Keeps]:
    for name in _ATTRIBUTES:
        if name in options:
            yield _attribute(name, options[name])
    if step.strategy == "id" and isinstance(step.value, Pattern):
        yield _attribute("id", step.value)
    for name in ("class", "type", "alt", "with", *_STATES):
        if name in options:
            yield _NAMED[name](options[name])
    if not isinstance(options.get("href", True), bool):
        yield _href(options["href"], page)
    yield from _enabled(step, options)
    visible = _visibility(options)
    if visible != "all":
        yield _shown(page, visible == "visible")
    yield from _texts(options, page, visible == "visible")


def _attribute(name: str, wanted: OptionValue) -> Keeps:
    if isinstance(wanted, Pattern):
        matches = _pattern(wanted)
        return lambda element: matches(element.get(name) or "")
    if isinstance(wanted, bool):
        return lambda element: (element.get(name) is not None) is wanted
    return lambda element: element.get(name) == str(wanted)


def _class(wanted: OptionValue) -> Keeps:
    if isinstance(wanted, Pattern):
        matches = _pattern(wanted)
        return lambda element: matches(element.get("class") or "")
    if not isinstance(wanted, str):
        raise UnsupportedLocator("a class is a text")
    sought = f" {wanted} "
    return lambda element: sought in f" {' '.join((element.get('class') or '').split())} "


def _type(wanted: OptionValue) -> Keeps:
    """For lists and text areas, the tag."""
    if wanted in ("textarea", "select"):
        return lambda element: element.tag == wanted
    return _attribute("type", wanted)


def _alternative(wanted: OptionValue) -> Keeps:
    return lambda element: any(each.get("alt") == wanted for each in element.iterdescendants("img"))


def _value(wanted: OptionValue) -> Keeps:
    matches = _pattern(wanted) if isinstance(wanted, Pattern) else str(wanted).__eq__
    return lambda element: matches(_value_of(element))


def _value_of(element: HtmlElement) -> str:
    recorded = element.get("__playwright_value_")
    if recorded is not None:
        return recorded
    return (element.text or "") if element.tag == "textarea" else element.get("value") or ""


def _href(wanted: OptionValue, page: Page) -> Keeps:
    if not isinstance(wanted, Pattern):
        return _attribute("href", wanted)
    matches = _pattern(wanted)
    return lambda element: matches(urljoin(page.url, element.get("href") or ""))


def _checked(wanted: OptionValue) -> Keeps:
    return lambda element: is_checked(element) is wanted


def _unchecked(wanted: OptionValue) -> Keeps:
    return lambda element: is_checked(element) is not wanted


_STATES: dict[str, Callable[[OptionValue], Keeps]] = {
    "checked": _checked,
    "unchecked": _unchecked,
    "selected": _checked,
    "readonly": lambda wanted: _attribute("readonly", bool(wanted)),
    "multiple": lambda wanted: _attribute("multiple", bool(wanted)),
}
_NAMED: dict[str, Callable[[OptionValue], Keeps]] = {
    "class": _class,
    "type": _type,
    "alt": _alternative,
    "with": _value,
    **_STATES,
}


def _enabled(step: Step, options: dict[str, OptionValue]) -> Iterator[Keeps]:
    kinds = kinds_of(str(step.option("kind")))
    disabled = options.get("disabled", False if any(kind.enabled for kind in kinds) else "all")
    if not isinstance(disabled, bool):
        return
    yield lambda element: is_disabled(element) is disabled
    if not disabled and KINDS["link"] not in kinds:
        yield lambda element: element.get("disabled") is None


def _visibility(options: dict[str, OptionValue]) -> str:
    """visible, hidden or all; hidden fields are only looked for where asked for."""
    given = options.get("visible", options.get("type") != "hidden")
    if isinstance(given, bool):
        asked = "visible" if given else "hidden" if options.get("type") == "hidden" else "all"
        return "all" if options.get("visible") is False else asked
    return str(given)


def _shown(page: Page, wanted: bool) -> Keeps:
    is_displayed = displayed(page)
    return lambda element: is_displayed(element) is wanted


def _texts(options: dict[str, OptionValue], page: Page, shown: bool) -> Iterator[Keeps]:
    read = _reader(page, shown, options.get("normalize-ws") is True)
    exact = options.get("exact-text", False)
    text = options.get("text")
    if text is not None:
        yield _says(page, read, text, exact is True)
    if isinstance(exact, str):
        yield _says(page, read, exact, True)


def _reader(page: Page, shown: bool, normal: bool) -> Callable[[HtmlElement], str]:
    visibility, budget = accessibility(page).visibility, budget_for(page)

    def read(element: HtmlElement) -> str:
        spend_rendering(budget, element)
        text = rendered_text(element, visibility) if shown else _all_text(page, element)
        return _ANY_SPACES.sub(" ", text).strip() if normal else text

    return read


def _all_text(page: Page, element: HtmlElement) -> str:
    text = _SPACES.sub(" ", _DROPPED.sub("", dom_texts(page).of(element)))
    return text.strip(" \n\r\t\f\v\u2028\u2029").replace("\xa0", " ")


def _says(
    page: Page, read: Callable[[HtmlElement], str], wanted: OptionValue, exact: bool
) -> Keeps:
    if isinstance(wanted, Pattern):
        matches = _pattern(wanted)
        return lambda element: matches(read(element))
    sought = str(wanted)
    if exact:
        return Equalling(page, sought, lambda element: read(element) == sought)
    return Containing(page, sought, lambda element: sought in read(element))


def _pattern(pattern: Pattern) -> Callable[[str], bool]:
    """Ruby's expression: `^` and `$` are those of lines, its `m` is the others' `s`."""
    if "x" in pattern.flags:
        raise UnsupportedLocator("extended regular expressions are not read")

    def translated(found: re.Match[str]) -> str:
        if found["class"]:
            raise UnsupportedLocator("POSIX classes in regular expressions are not read")
        return _ANCHORS[found["anchor"]] if found["anchor"] else found[0]

    flags = "m" + "i" * ("i" in pattern.flags) + "s" * ("m" in pattern.flags)
    return pattern_test(Pattern(_RUBY.sub(translated, pattern.source), flags), Budget())
