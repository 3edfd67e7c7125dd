"""Testing Library's queries to a locator, and a locator to queries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.api_show import INDEX
from selfheal_cli.locators.call_arguments import chained, index_at, options_of, text_at, value_of
from selfheal_cli.locators.patterns import canonical
from selfheal_cli.model import Argument, Call, Locator, Name, OptionValue, Pattern, Step

NAME = "testing-library"

QUERIES = {
    "Role": "role",
    "LabelText": "label",
    "PlaceholderText": "placeholder",
    "Text": "text",
    "AltText": "alt",
    "Title": "title",
    "DisplayValue": "display-value",
    "TestId": "testid",
}
"""What follows `By` in a query's name, and its strategy."""
_WORDS = {strategy: word for word, strategy in QUERIES.items()}
_QUERY = re.compile(r"(?:get|query|find)(?:All)?By(?P<word>[A-Z]\w*)")
_SELECTORS = frozenset({"querySelector", "querySelectorAll"})
_TRANSPARENT = frozenset({"screen", "cy", "render", "container", "expect", "page", "browser"})
# How the API names an option, and how a step does; in the steps' order.
_OPTIONS = {
    "exact": "exact",
    "name": "name",
    "description": "description",
    "hidden": "include-hidden",
    "selected": "selected",
    "busy": "busy",
    "checked": "checked",
    "pressed": "pressed",
    "current": "current",
    "expanded": "expanded",
    "level": "level",
    "queryFallbacks": "fallbacks",
    "selector": "selector",
    "ignore": "ignore",
    "trim": "trim",
    "collapseWhitespace": "collapse",
}
_WRITTEN = {name: option for option, name in _OPTIONS.items()}
# Said where they say nothing new.
_DEFAULTS: dict[str, OptionValue] = {
    "exact": True,
    "include-hidden": False,
    "fallbacks": False,
    "selector": "*",
    "ignore": "script, style",
    "trim": True,
    "collapse": True,
}


def is_query(name: str) -> bool:
    """Whether a method of that name is one of Testing Library's queries."""
    found = _QUERY.fullmatch(name)
    return found is not None and found["word"] in QUERIES


def query_step(call: Call) -> Step:
    """The step that a query states. Raises LocatorSyntaxError, UnsupportedLocator."""
    found = _QUERY.fullmatch(call.name.rpartition(".")[2])
    if found is None or found["word"] not in QUERIES:
        raise LocatorSyntaxError(f"'{call.name[:60]}' is no query")
    if not call.args:
        raise LocatorSyntaxError(f"'{call.name[:60]}' lacks its argument")
    value = value_of(_static(call.args[0]))
    options = options_of(call)
    if "normalizer" in options or "value" in options:
        raise UnsupportedLocator("a query with that option cannot be answered from a snapshot")
    kept = [(name, _option(options[given])) for given, name in _OPTIONS.items() if given in options]
    strategy = QUERIES[found["word"]]
    return Step(strategy, _plain(value), tuple((k, v) for k, v in kept if _DEFAULTS.get(k) != v))


def _static(argument: Argument) -> Argument:
    if isinstance(argument, (Name, tuple)):
        raise UnsupportedLocator("a function decides what the query matches")
    return argument


def _option(argument: Argument) -> OptionValue:
    given = _static(argument)
    if isinstance(given, (str, bool, int, Pattern)):
        return canonical(given) if isinstance(given, Pattern) else given
    raise LocatorSyntaxError("an option of a query has no known value")


def _plain(value: str | Pattern) -> str | Pattern:
    return canonical(value) if isinstance(value, Pattern) else value


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator of `within(...)` and queries; what comes after them is passed over. Raises
    LocatorSyntaxError where there is none, UnsupportedLocator."""
    return Locator(NAME, chained(calls, _steps))


def _steps(call: Call, started: bool) -> Sequence[Step]:
    name = call.name.rpartition(".")[2]
    if is_query(name):
        return (query_step(call),)
    if name in ("within", "getQueriesForElement", "expect") and call.args:
        if not isinstance(call.args[0], tuple):
            raise LocatorSyntaxError(f"'{name}' is given no query")
        return from_calls(call.args[0]).steps
    if name in _SELECTORS:
        return (Step("css", text_at(call, 0)),)
    if name == "closest" and started:
        return (Step("axis", text_at(call, 0), (("to", "closest"),)),)
    if name == INDEX and started:
        return (Step("nth", str(index_at(call, 0))),)
    if not started and name not in _TRANSPARENT:
        raise LocatorSyntaxError(f"'{name[:60]}' states no locator")
    return ()


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """A query for the last step, all before it in `within`. Raises UnsupportedLocator."""
    calls: tuple[Call, ...] = ()
    for index, step in enumerate(steps):
        following = steps[index + 1].strategy if index + 1 < len(steps) else ""
        call = _call(step, following == "nth")
        if calls and step.strategy not in _SUFFIXES:
            calls = (Call("within", ((*_screen(calls), *calls),)), call)
        else:
            calls = (*calls, call)
    return calls


_SUFFIXES = frozenset({"nth", "axis", "css"})


def _screen(calls: Sequence[Call]) -> tuple[Call, ...]:
    if calls[0].name == "within":
        return ()
    return (Call("container" if calls[0].name in _SELECTORS else "screen"),)


def rooted(calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls with what they are methods of: `screen`, or nothing where `within` begins."""
    return (*_screen(calls), *calls)


def query_call(step: Step, verb: str = "get") -> Call:
    """The query for a step of one of the queries' strategies. Raises UnsupportedLocator."""
    word = _WORDS.get(step.strategy)
    if word is None:
        raise UnsupportedLocator(f"Testing Library has no strategy '{step.strategy}'")
    given = [(_WRITTEN[name], value) for name, value in step.options if name in _WRITTEN]
    options = tuple((k, v) for k, v in given if isinstance(v, (str, bool, int, Pattern)))
    return Call(f"{verb}By{word}", (step.value,), options)


def _call(step: Step, several: bool) -> Call:
    if step.strategy == "nth" and isinstance(step.value, str):
        return Call(INDEX, (int(step.value),))
    if step.strategy == "css":
        return Call("querySelectorAll" if several else "querySelector", (step.value,))
    if step.strategy == "axis" and step.option("to") == "closest":
        return Call("closest", (step.value,))
    return query_call(step, "getAll" if several else "get")
