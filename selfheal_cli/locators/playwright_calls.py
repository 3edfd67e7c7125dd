"""Calls of Playwright's API to a locator; the same normal form as of the text a trace holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.playwright_builders import plain
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.locators.playwright_spelling import (
    EXPECTING,
    FILTERS,
    LOCATOR_METHODS,
    QUERY_METHODS,
    SELECTOR_METHODS,
    TRANSPARENT,
    meaning,
)
from selfheal_cli.locators.playwright_steps import (
    NAME,
    make_testid,
    nested,
    role_step,
    step,
    text_step,
)
from selfheal_cli.model import Argument, Call, Locator, Pattern, Step, Value

_ROLE_OPTIONS = {
    "name": "name",
    "exact": "exact",
    "description": "description",
    "checked": "checked",
    "disabled": "disabled",
    "expanded": "expanded",
    "includeHidden": "include-hidden",
    "level": "level",
    "pressed": "pressed",
    "selected": "selected",
}


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that a chain of calls states; calls after it that act or assert are passed
    over. Raises LocatorSyntaxError where there is none, UnsupportedLocator."""
    steps = _built(calls).steps
    if not steps:
        raise LocatorSyntaxError("the calls state no locator")
    return Locator(NAME, tuple(steps))


def steps_of_calls(calls: Sequence[Call]) -> list[tuple[int, int]]:
    """For each call the half-open range of the locator's steps that it states."""
    return _built(calls).spans


def _expects(name: str) -> bool:
    return meaning(name.rpartition(".")[2]) in EXPECTING


def _built(calls: Sequence[Call]) -> _Builder:
    builder = _Builder()
    for call in calls:
        builder.add(call)
    return builder


class _Builder:
    """The steps so far. `in_frame`: the last call entered a frame, so that a following `first()`
    still chooses among the frames. `done`: the chain has acted; nothing is added any more."""

    __slots__ = ("done", "in_frame", "spans", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.spans: list[tuple[int, int]] = []
        self.in_frame = False
        self.done = ""

    def add(self, given: Call) -> None:
        call = plain(given)
        name = meaning(call.name) if call.name.strip("_$") else call.name
        start = len(self.steps)
        if name in _INDEXING and self.in_frame and self.steps:
            self._index_frame(name, call)
            return
        entered = self._act(name, call)
        self.in_frame = entered
        self.spans.append((min(start, len(self.steps)), len(self.steps)))

    def _act(self, name: str, call: Call) -> bool:
        """Appends what the call states; whether it enters a frame."""
        if name in _BUILDING:
            if self.done:
                raise LocatorSyntaxError(f"'{self.done}' states no locator")
            self.steps.extend(_BUILDING[name](call))
        elif name in ("frameLocator", "contentFrame"):
            self.steps.extend([*(_selector(call) if name[0] == "f" else ()), step("frame")])
            return True
        elif name == "owner" and self.steps and self.steps[-1].strategy == "frame":
            self.steps.pop()
            self.spans[-1] = (self.spans[-1][0], len(self.steps))
        elif _expects(name) and call.args and isinstance(call.args[0], tuple):
            self.steps.extend(from_calls(call.args[0]).steps)
        else:
            self._other(name, call)
        return False

    def _other(self, name: str, call: Call) -> None:
        if name in QUERY_METHODS or (name in SELECTOR_METHODS and not self.steps):
            self.steps[:] = _selector(call)
            self.spans[:] = [(0, 0)] * len(self.spans)
        elif self.steps:
            self.done = "" if name == "describe" else name
        elif name not in TRANSPARENT and not _expects(name):
            raise LocatorSyntaxError(f"'{call.name[:60]}' states no locator")

    def _index_frame(self, name: str, call: Call) -> None:
        frame = len(self.steps) - 1
        start, _ = self.spans[-1]
        self.steps[frame:frame] = _BUILDING[name](call)
        self.spans[-1] = (start, frame)
        self.spans.append((frame, len(self.steps)))


def _options(call: Call) -> dict[str, Argument]:
    return {meaning(name): value for name, value in call.options if value is not None}


def _first(call: Call) -> Argument:
    if not call.args:
        raise LocatorSyntaxError(f"'{call.name[:60]}' lacks its argument")
    return call.args[0]


def _value(argument: Argument) -> Value:
    if isinstance(argument, (str, Pattern)):
        return argument
    raise LocatorSyntaxError("a text or a regular expression is expected")


def _selector(call: Call) -> tuple[Step, ...]:
    given = _options(call).get("selector") if not call.args else call.args[0]
    if not isinstance(given, str):
        raise LocatorSyntaxError(f"'{call.name[:60]}' has no selector text")
    return parse(given).steps


def _locator(call: Call) -> list[Step]:
    given = call.args[0] if call.args else None
    if isinstance(given, tuple):
        return [nested("chain", from_calls(given)), *_filters(_options(call))]
    return [*_selector(call), *_filters(_options(call))]


def _filter(call: Call) -> list[Step]:
    return _filters(_options(call))


def _filters(options: Mapping[str, Argument]) -> list[Step]:
    return [
        _filtering(strategy, options[name]) for name, strategy in FILTERS.items() if name in options
    ]


def _filtering(strategy: str, given: Argument) -> Step:
    if strategy == "visible":
        return step("visible", "true" if given else "false")
    if strategy in ("has", "has-not"):
        return nested(strategy, _locator_argument(given))
    return text_step(strategy, _value(given))


def _locator_argument(given: Argument) -> Locator:
    if not isinstance(given, tuple):
        raise LocatorSyntaxError("a locator is expected")
    return from_calls(given)


def _combined(strategy: str) -> Callable[[Call], list[Step]]:
    return lambda call: [nested(strategy, _locator_argument(_first(call)))]


def _texted(strategy: str) -> Callable[[Call], list[Step]]:
    def build(call: Call) -> list[Step]:
        options = _options(call)
        given = call.args[0] if call.args else options.get("text")
        return [text_step(strategy, _value(given), options.get("exact") is True)]

    return build


def _testid(call: Call) -> list[Step]:
    given = call.args[0] if call.args else _options(call).get("testId")
    return [make_testid(_value(given))]


def _role(call: Call) -> list[Step]:
    options = _options(call)
    role = call.args[0] if call.args else options.pop("role", None)
    if not isinstance(role, str):
        raise LocatorSyntaxError("a role is expected")
    return [
        role_step(
            role,
            {
                _ROLE_OPTIONS[name]: value
                for name, value in options.items()
                if name in _ROLE_OPTIONS and isinstance(value, (str, bool, int, Pattern))
            },
        )
    ]


def _nth(call: Call) -> list[Step]:
    index = call.args[0] if call.args else _options(call).get("index")
    if not isinstance(index, int) or isinstance(index, bool):
        raise LocatorSyntaxError("an index is expected")
    return [step("nth", str(index))]


def _none(_call: Call) -> list[Step]:
    return []


_INDEXING = frozenset({"first", "last", "nth"})
_BUILDING: dict[str, Callable[[Call], list[Step]]] = {
    "locator": _locator,
    "filter": _filter,
    "getByRole": _role,
    "getByTestId": _testid,
    "first": lambda call: [step("nth", "0")],
    "last": lambda call: [step("nth", "-1")],
    "nth": _nth,
    "and": _combined("and"),
    "or": _combined("or"),
    "describe": _none,
    **{method: _texted(strategy) for method, strategy in LOCATOR_METHODS.items()},
}
