"""Calls of WebdriverIO's API to a locator, and a locator to calls."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.api_show import INDEX
from selfheal_cli.locators.call_arguments import chained, index_at, text_at
from selfheal_cli.locators.testing_library_calls import is_query, query_call, query_step
from selfheal_cli.locators.testing_library_embedded import embedded, is_embedded
from selfheal_cli.locators.webdriverio_strategy import read, write
from selfheal_cli.model import Call, Locator, Step

NAME = "webdriverio"

_AXES = {"parentElement": "parent", "nextElement": "next", "previousElement": "previous"}
_METHODS = {axis: method for method, axis in _AXES.items()}
_REFUSED = {
    "react$": "React's component tree is not in a snapshot",
    "custom$": "a function of the test's own finds it",
}
_TRANSPARENT = frozenset({"browser", "driver", "expect", "within", "setupBrowser", "wdio"})


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator of a chain of `$`; calls after it that act or assert are passed over. Raises
    LocatorSyntaxError where there is none, UnsupportedLocator."""
    return Locator(NAME, chained(calls, _steps))


def _steps(call: Call, started: bool) -> Sequence[Step]:
    name = call.name.rpartition(".")[2]
    if name.replace("$$", "$") in _REFUSED:
        raise UnsupportedLocator(_REFUSED[name.replace("$$", "$")])
    if name in ("$", "$$", "shadow$", "shadow$$"):
        return _queried(call, name.startswith("shadow"))
    if is_query(name):
        return (embedded(query_step(call)),)
    if name in _AXES and started:
        return (Step("axis", "", (("to", _AXES[name]),)),)
    if name == INDEX and started:
        return (Step("nth", str(index_at(call, 0))),)
    if name in ("expect", "within") and call.args and isinstance(call.args[0], tuple):
        return from_calls(call.args[0]).steps
    if not started and name not in _TRANSPARENT:
        raise LocatorSyntaxError(f"'{name[:60]}' states no locator")
    return ()


def _queried(call: Call, shadow: bool) -> Sequence[Step]:
    if call.args and isinstance(call.args[0], tuple):
        return from_calls(call.args[0]).steps
    step = read(text_at(call, 0))
    return (Step("shadow", ""), step) if shadow else (step,)


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """A call for each step; one that an index follows asks for all. Raises UnsupportedLocator."""
    calls: list[Call] = []
    for index, step in enumerate(steps):
        following = steps[index + 1].strategy if index + 1 < len(steps) else ""
        before = steps[index - 1].strategy if index else ""
        if step.strategy != "shadow":
            calls.append(_call(step, following == "nth", before == "shadow"))
        elif following in ("", "nth", "axis", "shadow"):
            raise UnsupportedLocator("a shadow root is only written with what is looked for in it")
    return tuple(calls)


def _call(step: Step, several: bool, in_shadow: bool) -> Call:
    if step.strategy == "nth" and isinstance(step.value, str):
        return Call(INDEX, (int(step.value),))
    if step.strategy == "axis":
        method = _METHODS.get(str(step.option("to")))
        if method is None or step.value:
            raise UnsupportedLocator("WebdriverIO has no such traversal")
        return Call(method)
    if is_embedded(step):
        return query_call(step, "getAll" if several else "get")
    return Call(("shadow$" if in_shadow else "$") + "$" * several, (write(step),))
