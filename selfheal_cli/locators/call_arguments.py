"""What calls were given: options without those left out, arguments as texts, steps of a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.model import Argument, Call, Pattern, Step, Value


def chained(
    calls: Sequence[Call], steps_of: Callable[[Call, bool], Iterable[Step]]
) -> tuple[Step, ...]:
    """The steps of a chain; `steps_of` is told whether some stand before the call. Raises
    LocatorSyntaxError where there are none, and what `steps_of` raises."""
    steps: list[Step] = []
    for call in calls:
        steps += steps_of(call, bool(steps))
    if not steps:
        raise LocatorSyntaxError("the calls state no locator")
    return tuple(steps)


def options_of(call: Call) -> dict[str, Argument]:
    """The call's options; those that are null count as not given."""
    return {name: value for name, value in call.options if value is not None}


def value_of(argument: Argument) -> Value:
    """A text (a number as JavaScript writes it) or a pattern. Raises LocatorSyntaxError."""
    if isinstance(argument, (str, Pattern)):
        return argument
    if isinstance(argument, (int, float)) and not isinstance(argument, bool):
        return str(argument)
    raise LocatorSyntaxError("a text or a regular expression is expected")


def value_at(call: Call, index: int) -> Value:
    """The positional argument as a text or pattern. Raises LocatorSyntaxError."""
    if index >= len(call.args):
        raise LocatorSyntaxError(f"'{call.name[:60]}' lacks its argument")
    return value_of(call.args[index])


def text_at(call: Call, index: int) -> str:
    """The positional argument as a text. Raises LocatorSyntaxError."""
    value = value_at(call, index)
    if isinstance(value, Pattern):
        raise LocatorSyntaxError(f"'{call.name[:60]}' takes a text")
    return value


def index_at(call: Call, index: int) -> int:
    """The positional argument as an integer. Raises LocatorSyntaxError."""
    given = call.args[index] if index < len(call.args) else None
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    raise LocatorSyntaxError(f"'{call.name[:60]}' takes an index")


def only_text(value: Value) -> str:
    """The value where only a text makes sense. Raises LocatorSyntaxError."""
    if isinstance(value, Pattern):
        raise LocatorSyntaxError("a regular expression stands where a text is expected")
    return value
