"""Proof of a locator: resolved by its dialect on every page at hand, never assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Locator, OptionValue, Step, Value

_BESIDE_THE_CALL = ("prefix", "kind")


@dataclass(frozen=True, slots=True)
class Expectation:
    """On `page` the locator must hit exactly `elements`; `or_nothing`: or none at all."""

    page: Page
    elements: tuple[HtmlElement, ...]
    or_nothing: bool = False


def resolve(dialect: Dialect, steps: Sequence[Step], page: Page) -> list[HtmlElement] | None:
    """What the steps hit on `page`; None where the dialect cannot tell."""
    try:
        return dialect.resolve(Locator(dialect.name, tuple(steps)), page)
    except SelfhealError:
        return None


def proved(dialect: Dialect, steps: Sequence[Step], expected: Sequence[Expectation]) -> bool:
    """Whether the steps meet every expectation."""
    return all(_met(dialect, steps, expectation) for expectation in expected)


def _met(dialect: Dialect, steps: Sequence[Step], expectation: Expectation) -> bool:
    hit = resolve(dialect, steps, expectation.page)
    if hit is None:
        return False
    return (expectation.or_nothing and not hit) or same_elements(hit, expectation.elements)


def writable(dialect: Dialect, steps: Sequence[Step], language: str) -> bool:
    """Whether the dialect's calls for the steps read back as these very steps: a value that its
    syntax cannot hold would mean something else once it is written."""
    try:
        read = dialect.from_calls(dialect.to_calls(steps, language)).steps
    except SelfhealError:
        return False
    return list(map(_meaning, read)) == list(map(_meaning, steps))


def _meaning(step: Step) -> tuple[str, Value, dict[str, OptionValue]]:
    options = {name: value for name, value in step.options if name not in _BESIDE_THE_CALL}
    return step.strategy, step.value, options


def same_elements(left: Sequence[HtmlElement], right: Sequence[HtmlElement]) -> bool:
    """Whether both hold the same elements, in any order."""
    return len(left) == len(right) and {id(e) for e in left} == {id(e) for e in right}
