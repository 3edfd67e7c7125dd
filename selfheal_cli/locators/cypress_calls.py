"""Cypress commands to a locator, and a locator to commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.call_arguments import (
    index_at,
    only_text,
    options_of,
    text_at,
    value_at,
)
from selfheal_cli.locators.patterns import canonical
from selfheal_cli.locators.testing_library_calls import is_query, query_call, query_step
from selfheal_cli.locators.testing_library_embedded import embedded, is_embedded
from selfheal_cli.model import Argument, Call, Locator, OptionValue, Pattern, Step, Value

NAME = "cypress"

AXES = {
    "children": "child",
    "parent": "parent",
    "parents": "ancestor",
    "closest": "closest",
    "siblings": "sibling",
    "next": "next",
    "nextAll": "next-all",
    "prev": "previous",
    "prevAll": "previous-all",
}
"""The traversal commands and the axis that each follows."""
_COMMANDS = {axis: command for command, axis in AXES.items()}
_DOCUMENTS = frozenset({"0.contentDocument.body", "0.contentDocument", "0.contentDocument.window"})
# Commands that yield something other than elements found by what they say.
_OPAQUE = frozenset(
    """focused root document window task request fixture wrap invoke map then each spread
    location title url go visit nextUntil prevUntil parentsUntil""".split()  # noqa: SIM905
)


def from_calls(calls: Sequence[Call]) -> Locator:
    """The locator that a chain of commands states; actions and assertions in it are passed over.
    Raises LocatorSyntaxError where there is none, UnsupportedLocator."""
    builder = _Builder()
    for call in calls:
        builder.add(call)
    if not builder.steps:
        raise LocatorSyntaxError("the commands state no locator")
    return Locator(NAME, tuple(builder.steps))


class _Builder:
    """The steps so far. `opaque`: the command that yields what no locator tells."""

    __slots__ = ("aliases", "opaque", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.aliases: dict[str, list[Step]] = {}
        self.opaque = ""

    def add(self, call: Call) -> None:
        name = call.name.rpartition(".")[2]
        if is_query(name):
            self._continue([embedded(query_step(call))])
        elif name in _ROOTED:
            self._restart(_ROOTED[name](call), call)
        elif name in _CHAINED:
            self._continue(_CHAINED[name](call))
        elif name == "as" and call.args:
            self.aliases[text_at(call, 0)] = list(self.steps)
        elif name == "within":
            self._within(call)
        elif name == "its":
            self._property(call)
        elif name in _OPAQUE:
            self.opaque = name

    def _restart(self, found: list[Step], call: Call) -> None:
        """`get` begins at the document again, or at what `within` narrowed it to."""
        outer = [index for index, each in enumerate(self.steps) if each.strategy == "within"]
        del self.steps[outer[-1] + 1 if outer else 0 :]
        self.opaque = ""
        alias = found[0].value
        if isinstance(alias, str) and alias.startswith("@"):
            self.steps = list(self._aliased(alias[1:]))
        else:
            self.steps += found

    def _aliased(self, name: str) -> list[Step]:
        if name not in self.aliases:
            raise UnsupportedLocator(f"the alias '@{name[:60]}' is defined elsewhere")
        return self.aliases[name]

    def _continue(self, found: list[Step]) -> None:
        if self.opaque:
            raise UnsupportedLocator(f"'{self.opaque}' yields what the commands do not state")
        starts = is_embedded(found[0]) or found[0].strategy in _STARTERS
        if not self.steps and not starts:
            raise LocatorSyntaxError("a chain does not begin with that command")
        self.steps += found

    def _within(self, call: Call) -> None:
        if not self.steps:
            return
        self.steps.append(Step("within", ""))
        for each in call.args:
            if isinstance(each, tuple):
                self.steps += from_calls(each).steps

    def _property(self, call: Call) -> None:
        if call.args and call.args[0] in _DOCUMENTS and self.steps:
            self.steps.append(Step("frame", ""))
        elif call.args != ("body",):
            self.opaque = "its"


def _options(call: Call) -> tuple[tuple[str, OptionValue], ...]:
    shadow = options_of(call).get("includeShadowDom")
    return (("shadow", shadow),) if isinstance(shadow, bool) else ()


def _css(call: Call) -> list[Step]:
    return [Step("css", text_at(call, 0), _options(call))]


def _contains(call: Call) -> list[Step]:
    given: list[tuple[str, OptionValue]] = []
    content = value_at(call, len(call.args[:2]) - 1)
    if len(call.args) > 1 and call.args[0]:
        given.append(("selector", text_at(call, 0)))
    if options_of(call).get("matchCase") is False:
        given.append(("match-case", False))
    value = canonical(content) if isinstance(content, Pattern) else content
    return [Step("text", value, (*given, *_options(call)))]


def _xpath(call: Call) -> list[Step]:
    return [Step("xpath", text_at(call, 0))]


def _iframe(call: Call) -> list[Step]:
    """The command of the `cypress-iframe` plugin; without a selector it takes the first frame."""
    return [Step("css", text_at(call, 0) if call.args else "iframe"), Step("frame", "")]


def _axis(axis: str) -> Callable[[Call], list[Step]]:
    return lambda call: [
        Step("axis", text_at(call, 0) if call.args else "", (("to", axis), *_options(call)))
    ]


def _tested(strategy: str) -> Callable[[Call], list[Step]]:
    return lambda call: [Step(strategy, text_at(call, 0))]


def _at(place: str) -> Callable[[Call], list[Step]]:
    return lambda call: [Step("nth", place)]


_ROOTED: dict[str, Callable[[Call], list[Step]]] = {"get": _css, "iframe": _iframe}
_CHAINED: dict[str, Callable[[Call], list[Step]]] = {
    "contains": _contains,
    "xpath": _xpath,
    "find": _css,
    "filter": _tested("filter"),
    "not": _tested("not"),
    "first": _at("0"),
    "last": _at("-1"),
    "eq": lambda call: [Step("nth", str(index_at(call, 0)))],
    "shadow": lambda call: [Step("shadow", "")],
    **{command: _axis(axis) for command, axis in AXES.items()},
}
_STARTERS = frozenset({"text", "xpath"})


def to_calls(steps: Sequence[Step], language: str) -> tuple[Call, ...]:
    """One command for each step. Raises UnsupportedLocator."""
    calls: list[Call] = []
    starts = True
    for step in steps:
        calls.append(_call(step, starts))
        starts = step.strategy == "within"
    return tuple(calls)


def _call(step: Step, starts: bool) -> Call:
    if is_embedded(step):
        return query_call(step, "find")
    write = _WRITTEN.get(step.strategy)
    if write is None:
        raise UnsupportedLocator(f"Cypress has no strategy '{step.strategy}'")
    return write(step, starts)


def _given(step: Step) -> tuple[tuple[str, Argument], ...]:
    given: list[tuple[str, Argument]] = []
    if step.option("match-case", True) is False:
        given.append(("matchCase", False))
    shadow = step.option("shadow", "")
    if isinstance(shadow, bool):
        given.append(("includeShadowDom", shadow))
    return tuple(given)


def _write_css(step: Step, starts: bool) -> Call:
    return Call("get" if starts else "find", (only_text(step.value),), _given(step))


def _write_contains(step: Step, _starts: bool) -> Call:
    selector = step.option("selector")
    args: tuple[Value, ...] = (step.value,)
    if isinstance(selector, str) and selector:
        args = (selector, step.value)
    return Call("contains", args, _given(step))


def _write_axis(step: Step, _starts: bool) -> Call:
    value = only_text(step.value)
    return Call(_COMMANDS[str(step.option("to"))], (value,) if value else (), _given(step))


def _write_nth(step: Step, _starts: bool) -> Call:
    index = int(only_text(step.value))
    return Call("last" if index else "first") if index in (0, -1) else Call("eq", (index,))


def _write_frame(_step: Step, _starts: bool) -> Call:
    return Call("its", ("0.contentDocument.body",))


def _write_value(command: str) -> Callable[[Step, bool], Call]:
    return lambda step, starts: Call(command, (step.value,))


def _write_bare(command: str) -> Callable[[Step, bool], Call]:
    return lambda step, starts: Call(command)


_WRITTEN: dict[str, Callable[[Step, bool], Call]] = {
    "css": _write_css,
    "text": _write_contains,
    "axis": _write_axis,
    "nth": _write_nth,
    "frame": _write_frame,
    **{name: _write_value(name) for name in ("xpath", "filter", "not")},
    **{name: _write_bare(name) for name in ("shadow", "within")},
}
