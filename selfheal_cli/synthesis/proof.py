"""Proof of a locator: resolved by its dialect on every page at hand, never assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Locator, OptionValue, Step, Value
from selfheal_cli.synthesis.structure import only_structure

_BESIDE_THE_CALL = ("prefix", "kind")


@dataclass(frozen=True, slots=True)
class Expectation:
    """On `page` the locator must hit exactly `elements`; `or_nothing`: or none at all, or what
    means the same there."""

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
    if same_elements(hit, expectation.elements):
        return True
    if not expectation.or_nothing:
        return False
    return not hit or (not only_structure(steps) and _means_the_same(hit, expectation))


def _means_the_same(hit: Sequence[HtmlElement], expected: Expectation) -> bool:
    """Whether the hit is the elements and their copies in views that the page hides, or the box
    around the one element, which says what that says."""
    wanted = {id(element) for element in expected.elements}
    others = [element for element in hit if id(element) not in wanted]
    if len(hit) - len(others) == len(wanted):
        return not any(_is_shown(other, expected.page) for other in others)
    return len(hit) == len(wanted) == 1 and _is_box(hit[0], expected.elements[0])


def _is_shown(element: HtmlElement, page: Page) -> bool:
    return accessibility(page_of(page, element)).visible(element)


def _is_box(one: HtmlElement, around: HtmlElement) -> bool:
    said = around.text_content().split()
    return bool(said) and one in around.iterancestors() and one.text_content().split() == said


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
