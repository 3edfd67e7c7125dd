"""Steps of Playwright locators in their one normal form."""

from __future__ import annotations

from collections.abc import Mapping

from selfheal_cli.locators.patterns import canonical
from selfheal_cli.model import Locator, OptionValue, Pattern, Step, Value

NAME = "playwright"
DEFAULT_TESTID = "data-testid"
STATES = ("checked", "disabled", "expanded", "include-hidden", "level", "pressed", "selected")
_ORDER = ("name", "exact", "description", "attribute", *STATES, "operator", "engine", "locator")


def step(
    strategy: str, value: Value = "", options: Mapping[str, OptionValue] | None = None
) -> Step:
    """A step with its options in the fixed order and its patterns in their normal form."""
    given = options or {}
    ordered = [(name, _normal(given[name])) for name in _ORDER if name in given]
    return Step(strategy, canonical(value) if isinstance(value, Pattern) else value, tuple(ordered))


def _normal(value: OptionValue) -> OptionValue:
    return canonical(value) if isinstance(value, Pattern) else value


def text_step(strategy: str, value: Value, exact: bool = False) -> Step:
    """A text-like step; a pattern is neither exact nor not."""
    return step(strategy, value, {"exact": True} if exact and isinstance(value, str) else {})


def make_testid(value: Value, attribute: str = DEFAULT_TESTID, engine: str = "") -> Step:
    """A test-id step; the attribute is named only where it is not the usual one."""
    options: dict[str, OptionValue] = {}
    if attribute != DEFAULT_TESTID:
        options["attribute"] = attribute
    if engine:
        options["engine"] = engine
    return step("testid", value, options)


def nested(strategy: str, locator: Locator) -> Step:
    """A step that holds another locator: has, has-not, and, or, chain."""
    return step(strategy, "", {"locator": locator})


def inner(step_: Step) -> Locator:
    """The locator that a nested step holds."""
    held = step_.option("locator")
    return held if isinstance(held, Locator) else Locator(NAME, ())


def role_step(role: str, options: Mapping[str, OptionValue]) -> Step:
    """A role step; `exact` is kept only where there is a text to compare."""
    kept = dict(options)
    texts = (kept.get("name"), kept.get("description"))
    if not kept.get("exact") or not any(isinstance(text, str) for text in texts):
        kept.pop("exact", None)
    return step("role", role.lower(), kept)


def text_value(step_: Step) -> str:
    """The step's value where only a text makes sense."""
    return step_.value if isinstance(step_.value, str) else step_.value.source
