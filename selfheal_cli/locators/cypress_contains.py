"""`cy.contains`: the one element that holds a text, as Cypress chooses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, value_of
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import jquery
from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.jquery_pseudos import has_words
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.locators.traversal import tree_of
from selfheal_cli.model import Pattern, Step

_SPACES = re.compile(r"[\s\ufeff]+")
_PREFERRED = "input[type='submit'], button, a, label"
_UNREAD = frozenset({"script", "style"})


def first(step: Step, page: Page, scope: HtmlElement, shadow: bool) -> list[HtmlElement]:
    """The element below `scope`, or `scope` itself where nothing below it has the text; at most
    one. Raises LocatorSyntaxError, UnsupportedLocator."""
    holds = _test(step, page)
    selector = str(step.option("selector"))
    below = [each for each in _below(page, scope, selector, shadow) if holds(each)]
    if not below:
        own = jquery.matching(page, [scope], selector) if selector else [scope]
        return [each for each in own if holds(each)]
    return [_deepest(page, below)]


def _below(page: Page, scope: HtmlElement, selector: str, shadow: bool) -> list[HtmlElement]:
    text = selector or "*"
    found = jquery.find(page, text, (scope,))
    if shadow:
        for root in list(tree_of(page).roots(scope, pierce=True))[1:]:
            found += jquery.find(page, text, (root,))
    return found


def _test(step: Step, page: Page) -> Callable[[HtmlElement], bool]:
    """Whether an element holds the text, or is a submit input whose value has it as a word."""
    wanted = step.value
    folds = step.option("match-case", True) is False
    if isinstance(wanted, Pattern):
        test = pattern_test(Pattern(wanted.source, wanted.flags + "i" * folds), budget_for(page))
        return lambda element: _readable(element) and test(_content(element, page, True))
    text = wanted.lower() if folds else wanted

    def holds(element: HtmlElement) -> bool:
        if _is_submit(element) and has_words(element.get("value") or "", wanted):
            return True
        content = _content(element, page, False)
        return _readable(element) and text in (content.lower() if folds else content)

    return holds


def _readable(element: HtmlElement) -> bool:
    return element.tag not in _UNREAD


def _is_submit(element: HtmlElement) -> bool:
    return (element.get("type") or "").lower() == "submit"


def _content(element: HtmlElement, page: Page, of_pattern: bool) -> str:
    """The text with each run of white space as one space, except directly in `<pre>`."""
    if of_pattern and element.tag == "input" and input_type(element) == "submit":
        return value_of(element)
    text = dom_texts(page).of(element)
    return text if element.tag == "pre" else _SPACES.sub(" ", text)


def _deepest(page: Page, found: Sequence[HtmlElement]) -> HtmlElement:
    """The innermost of the first line of descent; a button, link or label around it comes before
    what is inside, if it was found too."""
    at = 0
    while at + 1 < len(found) and found[at] in found[at + 1].iterancestors():
        at += 1
    chosen = found[at]
    if jquery.matching(page, [chosen], _PREFERRED):
        return chosen
    around = jquery.matching(page, list(chosen.iterancestors()), _PREFERRED)
    kept = set(around)
    preferred = [each for each in found if each in kept]
    return preferred[-1] if preferred else chosen
