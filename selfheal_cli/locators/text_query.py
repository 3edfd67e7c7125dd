"""What a text-like step compares: Playwright's lax, exact and regular-expression matching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from selfheal_cli.dom.text import normalise
from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.regex import compile_pattern, pattern_test
from selfheal_cli.locators.text_content import ElementText, TextMatcher, Texts
from selfheal_cli.locators.traversal import Scope, Tree
from selfheal_cli.model import Pattern, Step, Value


@dataclass(frozen=True, slots=True)
class TextQuery:
    """`needle`: what the folded text of every match, and of all around it, contains. `outer`:
    an element matches even where a child does."""

    matches: TextMatcher
    needle: str = ""
    outer: bool = False


def text_query(step: Step, budget: Budget) -> TextQuery:
    """The comparison that a text-like step states. Raises LocatorSyntaxError."""
    value, exact = step.value, step.option("exact") is True
    if isinstance(value, Pattern):
        test = pattern_test(value, budget)
        needle = compile_pattern(value.source, value.flags).needle
        return TextQuery(lambda text: test(text.full), needle)
    wanted = normalise(value)
    folded = wanted.lower()
    if not exact:
        return TextQuery(lambda text: text.contains(folded), folded)
    if step.option("engine") == "text":
        return TextQuery(lambda text: has_run(text, wanted), folded, outer=True)
    return TextQuery(lambda text: text.equals(wanted), folded)


def has_run(text: ElementText, wanted: str) -> bool:
    """Whether one run of text directly in the element is `wanted`, white space aside."""
    runs = text.runs
    return any(normalise(run) == wanted for run in runs) or not (wanted or runs)


def find_text(
    query: TextQuery, tree: Tree, texts: Texts, scope: Scope, budget: Budget
) -> Iterator[HtmlElement]:
    """The smallest elements at or below `scope` with the text, in the engine's order."""
    for element in _candidates(query.needle, tree, texts, scope):
        budget.spend(1 + len(element))
        found = texts.smallest(element, query.matches, query.needle)
        if found == "self" or (query.outer and found == "children"):
            yield element


def _candidates(needle: str, tree: Tree, texts: Texts, scope: Scope) -> Iterable[HtmlElement]:
    """More than all elements at or below `scope` whose text contains the needle."""
    at = () if scope is None else (scope,)
    if not needle:
        return chain(at, tree.within(scope, pierce=True))
    holding = texts.holding(needle)
    if tree.shadows:
        return filter(holding.__contains__, chain(at, tree.within(scope, pierce=True)))
    if scope is None:
        return tree.own(holding, scope)
    return chain(at, tree.own(_below(scope, holding), scope)) if scope in holding else ()


def _below(scope: HtmlElement, holding: Mapping[HtmlElement, None]) -> Iterator[HtmlElement]:
    """An element that does not hold the text holds none that does."""
    stack = list(scope.iterchildren("*", reversed=True))
    while stack:
        element = stack.pop()
        if element in holding:
            yield element
            stack.extend(element.iterchildren("*", reversed=True))


def value_matches(value: Value, exact: bool, actual: str, budget: Budget) -> bool:
    """The comparison of attribute engines: white space counts. Raises LocatorSyntaxError."""
    if isinstance(value, Pattern):
        return pattern_test(value, budget)(actual)
    return actual == value if exact else value.lower() in actual.lower()
