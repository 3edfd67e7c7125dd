"""The options of Capybara's queries: between a call's keywords and a step's options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.patterns import canonical
from selfheal_cli.model import Argument, Call, Name, OptionValue, Pattern, Step

_ORDER = """any kind match exact exact-text text normalize-ws visible id class name type with value
    placeholder href title alt disabled checked unchecked selected readonly multiple""".split()  # noqa: SIM905
_SYMBOLS = frozenset({"match", "visible", "disabled"})
_ANYWHERE = frozenset({"any", "kind"})
# They say how long to wait, how many to expect, or what to do, but not what is found.
_IDLE = frozenset(
    """wait count minimum maximum between fill_options make_visible allow_label_click
    allow_reload currently_with""".split()  # noqa: SIM905
)

Options = tuple[tuple[str, OptionValue], ...]


def ordered(given: Mapping[str, OptionValue]) -> Options:
    """Options of a step in their one order."""
    return tuple((name, given[name]) for name in _ORDER if name in given)


def read(call: Call, passed_over: Iterable[str] = ()) -> dict[str, OptionValue]:
    """What the call's keywords ask of the element. Raises UnsupportedLocator,
    LocatorSyntaxError."""
    skipped = _IDLE.union(passed_over)
    found: dict[str, OptionValue] = {}
    for name, value in call.options:
        written = name.replace("_", "-")
        if name in skipped:
            continue
        if written not in _ORDER or written in _ANYWHERE:
            raise UnsupportedLocator(f"the option '{name[:60]}' cannot be told from a page")
        found[written] = _value(name, value)
    return found


def _value(name: str, value: Argument) -> OptionValue:
    if isinstance(value, Name):
        return value.text.removeprefix(":")
    if isinstance(value, Pattern):
        return canonical(value)
    if isinstance(value, (str, bool, int)):
        return value
    if value is None and name == "href":
        raise UnsupportedLocator("links without an address are not looked for")
    raise LocatorSyntaxError(f"the option '{name[:60]}' has no plain value")


def write(step: Step, left_out: Sequence[str] = ()) -> tuple[tuple[str, Argument], ...]:
    """The keywords for the step's options. Raises UnsupportedLocator."""
    written: list[tuple[str, Argument]] = []
    for name, value in step.options:
        if name in _ANYWHERE or name in left_out:
            continue
        if name not in _ORDER or not isinstance(value, (str, bool, int, Pattern)):
            raise UnsupportedLocator(f"Capybara has no option '{name}'")
        symbol = name in _SYMBOLS and isinstance(value, str)
        written.append((name.replace("-", "_"), Name(f":{value}") if symbol else value))
    return tuple(written)
