"""What a text-like step compares: Playwright's lax, exact and regular-expression matching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    for element in _candidates(query, tree, texts, scope):
        budget.spend(1 + len(element))
        found = texts.smallest(element, query.matches)
        if found == "self" or (query.outer and found == "children"):
            yield element


def _candidates(query: TextQuery, tree: Tree, texts: Texts, scope: Scope) -> Iterator[HtmlElement]:
    if tree.homes or tree.shadows or not query.needle:
        if scope is not None:
            yield scope
        yield from tree.within(scope, pierce=True)
        return
    # An element without the text holds none that has it.
    stack = [tree.root if scope is None else scope]
    while stack:
        element = stack.pop()
        if texts.of(element).contains(query.needle) or element.tag == "html":
            yield element
            stack.extend(element.iterchildren("*", reversed=True))


def value_matches(value: Value, exact: bool, actual: str, budget: Budget) -> bool:
    """The comparison of attribute engines: white space counts. Raises LocatorSyntaxError."""
    if isinstance(value, Pattern):
        return pattern_test(value, budget)(actual)
    return actual == value if exact else value.lower() in actual.lower()
