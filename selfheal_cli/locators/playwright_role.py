"""Whether an element has the role, name and states that a role step asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, accessibility, normalise
from selfheal_cli.dom.states import BEARERS
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.places import Row
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.model import OptionValue, Pattern, Step

_STATES = ("checked", "disabled", "expanded", "level", "pressed", "selected")
_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda actual, wanted: actual == wanted,
    "*=": lambda actual, wanted: wanted in actual,
    "^=": lambda actual, wanted: actual.startswith(wanted),
    "$=": lambda actual, wanted: actual.endswith(wanted),
    "|=": lambda actual, wanted: actual == wanted or actual.startswith(wanted + "-"),
    "~=": lambda actual, wanted: wanted in actual.split(" "),
}


RoleTest: TypeAlias = tuple[Row, Callable[[HtmlElement], bool]]
"""All elements of a role, and whether one of these is meant."""


def has_role(step: Step, page: Page, budget: Budget) -> RoleTest:
    """The test that a role step states; an element is looked at once. Raises
    LocatorSyntaxError."""
    tree = accessibility(page)
    role = step.value
    given = dict(step.options)
    hidden_too = given.get("include-hidden") is True
    states = [(name, given[name]) for name in _STATES if name in given]
    for name, _ in states:
        if role not in BEARERS.get(name, (role,)):
            raise LocatorSyntaxError(f"the role '{role}' has no state '{name}'")
    named = _text_test(step, "name", budget)
    described = _text_test(step, "description", budget)

    presentational = role in ("none", "presentation")
    bearers = tree.with_role("none" if presentational else str(role))

    def matches(element: HtmlElement) -> bool:
        if presentational and _presentational(element, tree) != role:
            return False
        if not hidden_too and tree.hidden(element):
            return False
        if not all(_is_in(element, name, wanted, tree) for name, wanted in states):
            return False
        if named is not None and not named(tree.name(element, hidden_too)):
            return False
        return described is None or described(tree.description(element))

    return Row(page, bearers), cache(matches)


def _presentational(element: HtmlElement, tree: Accessibility) -> str:
    """Which of the two synonyms: what is stated, here or on the table or list it belongs to."""
    above: HtmlElement | None = element
    while above is not None and tree.role(above) == "none":
        stated = (above.get("role") or "").split()
        if stated:
            return "none" if stated[0].lower() == "none" else "presentation"
        above = above.getparent()
    return "presentation"


def _is_in(element: HtmlElement, name: str, wanted: OptionValue, tree: Accessibility) -> bool:
    actual = tree.state(element, name)
    # A role without the state counts as not being in it, but it neither is collapsed.
    if actual is None and name not in ("expanded", "level"):
        actual = False
    return type(actual) is type(wanted) and actual == wanted


def _text_test(step: Step, option: str, budget: Budget) -> Callable[[str], bool] | None:
    wanted = step.option(option, False)
    if isinstance(wanted, Pattern):
        test = pattern_test(wanted, budget)
        return lambda actual: test(normalise(actual))
    if not isinstance(wanted, str):
        return None
    exact = step.option("exact") is True
    internal = step.option("engine") != "role"
    operator = str(step.option("operator") or ("=" if exact or not internal else "*="))
    compare = _OPERATORS[operator]
    text = normalise(wanted)
    if exact:
        return lambda actual: compare(normalise(actual), text)
    folded = text.lower()
    return lambda actual: compare(normalise(actual).lower(), folded)
