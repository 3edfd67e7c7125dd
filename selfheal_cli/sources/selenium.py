"""Selenium's locators as host expressions: the kinds' names in each of their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selfheal_cli.locators.selenium_words import SPELLED, STRATEGIES, folded
from selfheal_cli.model import Call, Name
from selfheal_cli.sources.values import Symbol, Text, Value

_ORDER = ("id", "name", "class", "tag", "css", "xpath", "link-text", "partial-link-text")
_WIRE = "id|name|class name|tag name|css selector|xpath|link text|partial link text"
_HOW = "ID NAME CLASS_NAME TAG_NAME CSS XPATH LINK_TEXT PARTIAL_LINK_TEXT"
_KEYS = {
    "java": SPELLED["javascript"],
    "ruby": {kind: word.lstrip(":") for kind, word in SPELLED["ruby"].items()},
}
WORDS = dict(zip(_ORDER, _WIRE.split("|"), strict=True))
"""Kind -> the wire's word."""
_HOWS = {
    "java": dict(zip(_ORDER, _HOW.split(), strict=True)),
    "csharp": SPELLED["csharp"],
}
_OLD = re.compile(r"(?P<prefix>[fF]ind_?[eE]lements?(?:_by_|By))(?P<by>\w+)\Z")
_PREFIX = re.compile(r"(?P<word>[A-Za-z]+(?:[_ -][A-Za-z]+)*)(?P<mark>\s*(?:=>|::|[=:])\s*)(?=\S)")
ANNOTATIONS = frozenset({"FindBy", "FindsBy"})
_CONSTANT = re.compile(r"(?:^|\.)(?:By|How)$")


@dataclass(frozen=True, slots=True)
class Prefix:
    """A kind in front of a value (`id=save`), as a project's own functions take locators: `text`
    is all that stands before the value, the last part of it `mark`."""

    kind: str
    text: str
    mark: str


def prefix_of(text: str) -> Prefix | None:
    """The kind in front of a text; None where there is none."""
    found = _PREFIX.match(text)
    kind = _strategy(found["word"]) if found else None
    return Prefix(kind, found.group(), found["mark"]) if found and kind else None


def prefix_shown(kind: str, mark: str, texts: Iterable[str]) -> str:
    """What stands for a kind in front of one of the texts, with the same mark; "" where none has
    it."""
    prefixes = (prefix_of(text) for text in texts)
    alike = (found for found in prefixes if found and (found.kind, found.mark) == (kind, mark))
    return next((found.text for found in alike), "")


def kind_of(value: Value) -> str | None:
    """The kind that `By.ID`, `How.Id`, `:id` or the text "id" names."""
    if isinstance(value, Symbol):
        owner, _, name = value.name.rpartition(".")
        if name.startswith(":"):
            return _strategy(name)
        return _strategy(name) if _CONSTANT.search(owner) else None
    if isinstance(value, Text) and value.known:
        return next((kind for kind, word in WORDS.items() if word == value.value), None)
    return None


def _strategy(name: str) -> str | None:
    kind = STRATEGIES.get(folded(name))
    return kind if kind in WORDS else None


def searches(name: str) -> bool:
    """Whether a call of this name searches where it is called: `find_element`, `findElements`."""
    return folded(name).startswith("findelement")


def kind_of_method(name: str) -> str | None:
    """The kind that an old API method (`find_element_by_id`, `findElementById`) names."""
    found = _OLD.match(name)
    return _strategy(found["by"]) if found else None


def kind_of_factory(root: str, name: str) -> str | None:
    """The kind that `By.css(...)` names."""
    return _strategy(name) if root.split(".")[-1] == "By" else None


def kind_of_key(name: str) -> str | None:
    """The kind that the name of an option (`id: "x"`) names."""
    return _strategy(name)


def kind_of_call(name: str) -> str | None:
    """The kind that a canonical call's name states, whatever the spelling."""
    return kind_of_method(name) or _strategy(name.rsplit(".", 1)[-1])


def stated_by(call: Call) -> tuple[str, str] | None:
    """The kind and the value of a call that the dialect made."""
    kind = kind_of_call(call.name)
    value = call.args[-1] if call.args else None
    if len(call.args) == 2 and isinstance(call.args[0], Name):
        kind = _strategy(call.args[0].text)
    return (kind, value) if kind is not None and isinstance(value, str) else None


def canonical(kind: str, language: str) -> str:
    """The name of the call that states a kind, as the dialect reads it."""
    return "By." + SPELLED["python" if language == "python" else "java"][kind]


def takes_options(name: str, language: str) -> bool:
    """Whether an option of a call (`id: "x"`, `id = "x"`) may be its locator."""
    return language == "ruby" or name in ANNOTATIONS or name.lower().startswith("find")


def respelled(kind: str, form: str, old: str, language: str) -> str:
    """The kind as `old` was written: a constant, a method of the old API, a factory, an option's
    name, a word."""
    if form == "suffix":
        found = _OLD.match(old)
        prefix = found["prefix"] if found else ""
        words = SPELLED["csharp"] if prefix.endswith("By") else SPELLED["python"]
        return prefix + (words[kind] if prefix.endswith("By") else words[kind].lower())
    if form == "factory":
        return SPELLED[language][kind]
    if form == "option":
        return _KEYS.get(language, SPELLED["javascript"])[kind]
    if form == "word":
        return WORDS[kind]
    return _constant(kind, old, language)


def _constant(kind: str, old: str, language: str) -> str:
    if old.startswith(":"):
        return SPELLED["ruby"][kind]
    if language in _HOWS:
        return _HOWS[language][kind]
    return SPELLED["python"][kind]
