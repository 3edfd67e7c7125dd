"""`cy.contains`: the one element that holds a text, as Cypress (9.2 and newer) chooses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, value_of
from selfheal_cli.dom.flat import is_drawn
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import jquery
from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.jquery_pseudos import has_words
from selfheal_cli.locators.regex import pattern_test
from selfheal_cli.locators.traversal import tree_of
from selfheal_cli.model import Pattern, Step

# So many characters are read in the time of one step.
_READ_A_STEP = 200
_PREFERRED = ("button", "a", "label")  # and the inputs that submit
_UNREAD = frozenset({"script", "style"})
_ANY = ":contains('')"


def first(step: Step, page: Page, scopes: Sequence[HtmlElement], shadow: bool) -> list[HtmlElement]:
    """The element below one of `scopes`, or one of `scopes` where nothing below any has the text;
    at most one. Raises LocatorSyntaxError, UnsupportedLocator."""
    holds = _test(step, page)
    selectors = _selectors(str(step.option("selector")))
    holding = list(filter(holds, _below(page, scopes, selectors, shadow)))
    return _chosen(holding or list(filter(holds, _those(page, scopes, selectors))))


def _selectors(text: str) -> list[str]:
    """Cypress parts a selector at each comma, wherever it stands. What it adds to the parts keeps
    jQuery from asking the browser; so does this, except for a name, which means one to both."""
    parts = text.strip().split(",")
    return [each if each.isalpha() and each.isascii() else f"{each}{_ANY}" for each in parts]


def _below(
    page: Page, scopes: Sequence[HtmlElement], selectors: Sequence[str], shadow: bool
) -> list[HtmlElement]:
    if selectors == [_ANY] and len(scopes) == 1:
        found = list(tree_of(page).own(scopes[0].iterdescendants("*"), scopes[0]))
    else:
        found = [each for text in selectors for each in jquery.find(page, text, scopes)]
    if len(selectors) > 1:
        found = tree_of(page).ordered(found)
    for root in _shadows(page, scopes) if shadow else ():
        found += [each for text in selectors for each in jquery.find(page, text, (root,))]
    return list(dict.fromkeys(found))


def _shadows(page: Page, scopes: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    for scope in scopes:
        below = list(tree_of(page).roots(scope, pierce=True))[1:]
        yield from (root for root in below if root is not None)


def _those(
    page: Page, scopes: Sequence[HtmlElement], selectors: Sequence[str]
) -> list[HtmlElement]:
    matching = {each for text in selectors for each in jquery.matching(page, scopes, text)}
    return [each for each in scopes if each in matching]


def _test(step: Step, page: Page) -> Callable[[HtmlElement], bool]:
    """Whether an element holds the text, or is a submit input whose value has it as a word."""
    wanted = step.value
    folds = step.option("match-case", True) is False
    if isinstance(wanted, Pattern):
        test = pattern_test(Pattern(wanted.source, wanted.flags + "i" * folds), budget_for(page))
        return lambda element: test(_content(element, page, True))
    text, budget = wanted.lower() if folds else wanted, budget_for(page)
    words = " ".join(text.replace("\ufeff", " ").split())
    likely = dom_texts(page).may_say(words, folds) if words else None

    def holds(element: HtmlElement) -> bool:
        if element.get("type") == "submit" and has_words(element.get("value") or "", wanted):
            return True
        if likely is not None and element not in likely:
            return False
        content = _content(element, page, False)
        budget.spend(1 + len(content) // _READ_A_STEP)
        return text in (content.lower() if folds else content)

    return holds


def _content(element: HtmlElement, page: Page, of_pattern: bool) -> str:
    """The text with each run of white space as one space, except directly in `<pre>`."""
    if of_pattern and element.tag == "input" and input_type(element) == "submit":
        return value_of(element)
    text = dom_texts(page).of(element)
    return text if element.tag == "pre" else _collapsed(text)


def _collapsed(text: str) -> str:
    words = " ".join(text.replace("\ufeff", " ").split())
    before = " " if text[:1].isspace() or text[:1] == "\ufeff" else ""
    after = " " if words and (text[-1:].isspace() or text[-1:] == "\ufeff") else ""
    return before + words + after


def _chosen(holding: Sequence[HtmlElement]) -> list[HtmlElement]:
    """The innermost of the first line of descent that does not end in a script or a style; a
    button, link or label around it comes before what is inside, if it was found too."""
    for at, each in enumerate(holding):
        inner = holding[at + 1] if at + 1 < len(holding) else None
        if _is_code(each) or (inner is not None and each in inner.iterancestors()):
            continue
        if _is_preferred(each):
            return [each]
        around = set(filter(_is_preferred, each.iterancestors()))
        return [last for last in holding if last in around][-1:] or [each]
    return []


def _is_preferred(element: HtmlElement) -> bool:
    if element.tag == "input":
        return (element.get("type") or "").lower() == "submit"
    return element.tag in _PREFERRED


def _is_code(element: HtmlElement) -> bool:
    return element.tag in _UNREAD and not is_drawn(element)
