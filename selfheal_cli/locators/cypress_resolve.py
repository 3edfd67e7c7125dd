"""Resolves Cypress's commands against a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, enter
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import cypress_contains, jquery, xpath
from selfheal_cli.locators.budget import budget_for, spend_visit
from selfheal_cli.locators.call_arguments import only_text
from selfheal_cli.locators.testing_library_embedded import is_embedded
from selfheal_cli.locators.testing_library_resolve import query
from selfheal_cli.locators.traversal import Scope, shadow_of, tree_of
from selfheal_cli.model import Locator, Step


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """What the chain has yielded so far; `none yet` is told by `started`."""

    page: Page
    elements: tuple[HtmlElement, ...]
    started: bool

    def scopes(self) -> tuple[Scope, ...]:
        return self.elements if self.started else (None,)


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """The elements that the chain yields, in jQuery's order. Raises UnsupportedLocator,
    LocatorSyntaxError."""
    subject = _Subject(page, (), started=False)
    for step in locator.steps:
        subject = _followed(step, subject)
    return list(subject.elements)


def _followed(step: Step, subject: _Subject) -> _Subject:
    if step.strategy == "within":
        return subject
    if step.strategy == "frame":
        return _entered(subject)
    if is_embedded(step):
        if subject.started and not subject.elements:
            return subject
        return _Subject(subject.page, tuple(query(step, subject.page, subject.elements)), True)
    find = _STEPS.get(step.strategy)
    if find is None:
        raise UnsupportedLocator(f"Cypress has no strategy '{step.strategy}'")
    return _Subject(subject.page, tuple(dict.fromkeys(find(step, subject))), started=True)


def _entered(subject: _Subject) -> _Subject:
    """The first frame's document, as `0.contentDocument` has it."""
    inner = enter(subject.page, subject.elements[0]) if subject.elements else None
    if inner is None:
        return _Subject(subject.page, (), started=True)
    return _Subject(inner, (), started=False)


def _css(step: Step, subject: _Subject) -> Iterable[HtmlElement]:
    text = only_text(step.value)
    return _found(text, subject, step.option("shadow") is True)


def _found(text: str, subject: _Subject, shadow: bool) -> list[HtmlElement]:
    found = jquery.find(subject.page, text, subject.scopes())
    if shadow:
        tree = tree_of(subject.page)
        for scope in subject.scopes():
            for root in list(tree.roots(scope, pierce=True))[1:]:
                found += jquery.find(subject.page, text, (root,))
    return found


def _contains(step: Step, subject: _Subject) -> Iterable[HtmlElement]:
    shadow = step.option("shadow") is True
    scopes = subject.elements if subject.started else tuple(subject.page.root.iter("body"))[:1]
    return cypress_contains.first(step, subject.page, scopes, shadow)


def _xpath(step: Step, subject: _Subject) -> Iterator[HtmlElement]:
    budget = budget_for(subject.page)
    for scope in subject.scopes():
        spend_visit(budget, subject.page)
        yield from xpath.select(subject.page, only_text(step.value), scope)


def _axis(step: Step, subject: _Subject) -> Iterable[HtmlElement]:
    return jquery.along(
        subject.page, subject.elements, str(step.option("to")), only_text(step.value)
    )


def _filter(step: Step, subject: _Subject) -> Iterable[HtmlElement]:
    return jquery.matching(subject.page, subject.elements, only_text(step.value))


def _not(step: Step, subject: _Subject) -> Iterable[HtmlElement]:
    dropped = set(_filter(step, subject))
    return [each for each in subject.elements if each not in dropped]


def _nth(step: Step, subject: _Subject) -> Sequence[HtmlElement]:
    index = int(only_text(step.value))
    index += len(subject.elements) if index < 0 else 0
    return subject.elements[index : index + 1] if index >= 0 else ()


def _shadow(_step: Step, subject: _Subject) -> Iterator[HtmlElement]:
    for element in subject.elements:
        root = shadow_of(element)
        if root is not None:
            yield root


_STEPS: dict[str, Callable[[Step, _Subject], Iterable[HtmlElement]]] = {
    "css": _css,
    "text": _contains,
    "xpath": _xpath,
    "axis": _axis,
    "filter": _filter,
    "not": _not,
    "nth": _nth,
    "shadow": _shadow,
}
