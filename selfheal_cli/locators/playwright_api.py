"""A locator to calls of Playwright's API, as an author would write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from selfheal_cli.locators.css_write import escape_identifier, escape_string
from selfheal_cli.locators.playwright_builders import built
from selfheal_cli.locators.playwright_render import render_step
from selfheal_cli.locators.playwright_spelling import FILTERS, LOCATOR_METHODS, spelled
from selfheal_cli.locators.playwright_steps import STATES, inner, text_value
from selfheal_cli.model import Argument, Call, OptionValue, Pattern, Step

_METHODS = {strategy: method for method, strategy in LOCATOR_METHODS.items()}
_FILTERS = {strategy: option for option, strategy in FILTERS.items()}
_BARE = frozenset({"css", "xpath", "id", "attr"})
_CAMEL = {"include-hidden": "includeHidden"}


def to_calls(steps: Sequence[Step], language: str, fold_frames: bool = True) -> tuple[Call, ...]:
    """One call for each step; with `fold_frames` a selector and the frame it leads to make one
    `frameLocator`. Raises UnsupportedLocator."""
    return tuple(_calls(steps, language, fold_frames))


def _calls(steps: Sequence[Step], language: str, fold_frames: bool) -> Iterator[Call]:
    index = 0
    owner = "Page"
    while index < len(steps):
        step = steps[index]
        following = steps[index + 1].strategy if index + 1 < len(steps) else ""
        if fold_frames and step.strategy in _BARE and following == "frame":
            yield Call(spelled("frameLocator", language), (_selector(step),))
            index += 2
            owner = "FrameLocator"
        else:
            yield built(_call(step, language), language, owner)
            index += 1
            owner = "FrameLocator" if step.strategy == "frame" else "Locator"


def _call(step: Step, language: str) -> Call:
    strategy = step.strategy
    if strategy in _FILTERS:
        options = ((spelled(_FILTERS[strategy], language), _filtering(step, language)),)
        return Call(spelled("filter", language), (), options)
    if strategy == "role" and not _is_engine(step):
        return Call(spelled("getByRole", language), (step.value,), _role_options(step, language))
    if strategy == "testid" and not _is_engine(step):
        return Call(spelled("getByTestId", language), (step.value,))
    if strategy in _METHODS and not _is_engine(step):
        exact = ((spelled("exact", language), True),) if step.option("exact") is True else ()
        return Call(spelled(_METHODS[strategy], language), (step.value,), exact)
    if strategy in _SPECIAL:
        return _SPECIAL[strategy](step, language)
    return Call(spelled("locator", language), (_selector(step),))


def _is_engine(step: Step) -> bool:
    """Whether the author used the selector engine of that name, not the method."""
    given = dict(step.options)
    return "engine" in given or "operator" in given


def _selector(step: Step) -> str:
    if step.strategy != "attr" or isinstance(step.value, Pattern):
        return render_step(step)
    value = escape_string(step.value)
    name = escape_identifier(str(step.option("attribute")))
    return f"[{name}={value}]" if step.option("exact") is True else f"[{name}*={value} i]"


def _filtering(step: Step, language: str) -> Argument:
    if step.strategy in ("has", "has-not"):
        return to_calls(inner(step).steps, language)
    return step.value == "true" if step.strategy == "visible" else step.value


def _role_options(step: Step, language: str) -> tuple[tuple[str, Argument], ...]:
    given = dict(step.options)
    named = [(name, given[name]) for name in ("name", "description", "exact") if name in given]
    states = [(_CAMEL.get(name, name), given[name]) for name in STATES if name in given]
    return tuple((spelled(name, language), _plain(value)) for name, value in named + states)


def _plain(value: OptionValue) -> Argument:
    return value if isinstance(value, (str, bool, int, Pattern)) else None


def _nth(step: Step, language: str) -> Call:
    index = int(text_value(step))
    if index in (0, -1):
        return Call(spelled("last" if index else "first", language))
    return Call(spelled("nth", language), (index,))


def _frame(step: Step, language: str) -> Call:
    return Call(spelled("contentFrame", language))


def _nested(method: str) -> Callable[[Step, str], Call]:
    return lambda step, language: Call(
        spelled(method, language), (to_calls(inner(step).steps, language),)
    )


_SPECIAL: dict[str, Callable[[Step, str], Call]] = {
    "nth": _nth,
    "frame": _frame,
    "and": _nested("and"),
    "or": _nested("or"),
    "chain": _nested("locator"),
}
