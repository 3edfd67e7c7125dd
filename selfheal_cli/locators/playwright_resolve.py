"""Resolves Playwright locators against a page as its engine does in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.flat import LABELABLE
from selfheal_cli.dom.tree import Page, enter
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import xpath
from selfheal_cli.locators.budget import budget_for, spend_visit
from selfheal_cli.locators.css import escape_identifier, select_in
from selfheal_cli.locators.css_compile import compiled
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_playwright import PLAYWRIGHT
from selfheal_cli.locators.places import Row
from selfheal_cli.locators.playwright_role import RoleTest, has_role
from selfheal_cli.locators.playwright_steps import DEFAULT_TESTID, inner, text_value
from selfheal_cli.locators.text_content import ElementText, texts_of
from selfheal_cli.locators.text_query import find_text, text_query, value_matches
from selfheal_cli.locators.traversal import Scope, tree_of
from selfheal_cli.model import Locator, Step

# So many elements are passed in the time of one check.
_WALKED_A_STEP = 4
Found: TypeAlias = Iterable[HtmlElement]


@dataclass(frozen=True, slots=True, eq=False)
class _Document:
    """What one query asks of a document. `role_tests`: by the identity of a step of the query, as
    one may be taken from many elements."""

    page: Page
    context: Context
    role_tests: dict[int, RoleTest] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def labelled(self) -> Row:
        """What a label may name."""
        known = self.rows.get("labelled")
        if known is None:
            known = self.rows["labelled"] = _labelled(self.page)
        return known


def resolve(locator: Locator, page: Page) -> list[HtmlElement]:
    """The elements that the locator matches, in the engine's order; those of a frame are in the
    frame's document. A frame that is not exactly one iframe matches nothing. Raises
    UnsupportedLocator, LocatorSyntaxError."""
    _read_css(locator.steps)
    document: Page | None = page
    start = 0
    for index, step in enumerate(locator.steps):
        if step.strategy == "frame":
            document = _entered(locator.steps[start:index], document)
            start = index + 1
    rest = locator.steps[start:]
    return _chain(rest, _document(document), None) if document is not None and rest else []


def _read_css(steps: Sequence[Step]) -> None:
    """The engine parses all CSS of a selector before it looks for anything."""
    for step in steps:
        if step.strategy == "css":
            compiled(text_value(step), PLAYWRIGHT)
        if step.options:
            _read_css(inner(step).steps)


def _entered(steps: Sequence[Step], page: Page | None) -> Page | None:
    if page is None or not steps:
        return None
    iframes = _chain(steps, _document(page), None)
    return enter(page, iframes[0]) if len(iframes) == 1 else None


def _document(page: Page) -> _Document:
    def visible(element: HtmlElement) -> bool:
        return accessibility(page).visible(element)

    texts = texts_of(page)
    budget = budget_for(page)
    context = Context(tree_of(page), texts, visible, pierce=True, extended=True, budget=budget)
    return _Document(page, context)


def _chain(steps: Sequence[Step], document: _Document, scope: Scope) -> list[HtmlElement]:
    """Each step from each element of the step before; nothing twice."""
    found: list[Scope] = [scope]
    for step in steps:
        if step.strategy in _WHOLE:
            found = list(_WHOLE[step.strategy](step, document, scope, found))
        else:
            search = _engine(step)
            document.context.budget.spend(len(found))
            found = list(dict.fromkeys(e for each in found for e in search(step, document, each)))
    return [each for each in found if each is not None]


def _engine(step: Step) -> Callable[[Step, _Document, Scope], Found]:
    engine = _ENGINES.get(step.strategy)
    if engine is None:
        raise UnsupportedLocator(f"Playwright has no strategy '{step.strategy}'")
    return engine


def _nth(step: Step, _document: _Document, _scope: Scope, found: list[Scope]) -> list[Scope]:
    index = int(text_value(step))
    if index == -1:
        index = len(found) - 1
    return found[index : index + 1 or None] if index < 0 else found[index : index + 1]


def _and(step: Step, document: _Document, scope: Scope, found: list[Scope]) -> list[Scope]:
    before = set(found)
    return [each for each in _chain(inner(step).steps, document, scope) if each in before]


def _or(step: Step, document: _Document, scope: Scope, found: list[Scope]) -> list[Scope]:
    either = [each for each in found if each is not None]
    either += _chain(inner(step).steps, document, scope)
    document.context.budget.spend(len(document.page.elements) // _WALKED_A_STEP)
    return [*document.context.tree.ordered(either)]


def _css(step: Step, document: _Document, scope: Scope) -> Found:
    return select_in(document.context.at(scope), text_value(step))


def _xpath(step: Step, document: _Document, scope: Scope) -> Found:
    expression = text_value(step)
    if expression.startswith("/") and scope is not None:
        expression = "." + expression
    spend_visit(document.context.budget, document.page)
    return xpath.select(document.page, expression, scope)


def _by_attribute(name: str, step: Step, exact: bool, document: _Document, scope: Scope) -> Found:
    for element in select_in(document.context.at(scope), f"[{escape_identifier(name)}]"):
        actual = element.get(name.lower()) or ""
        if value_matches(step.value, exact, actual, document.context.budget):
            yield element


def _attribute(name: str) -> Callable[[Step, _Document, Scope], Found]:
    def search(step: Step, document: _Document, scope: Scope) -> Found:
        stated = name or str(step.option("attribute"))
        return _by_attribute(stated, step, step.option("exact") is True, document, scope)

    return search


def _testid(step: Step, document: _Document, scope: Scope) -> Found:
    attribute = str(step.option("attribute") or DEFAULT_TESTID)
    # Several attributes may be configured, separated by commas.
    names = [name.strip() for name in attribute.split(",")]
    for name in filter(None, names):
        yield from _by_attribute(name, step, True, document, scope)


def _id(step: Step, document: _Document, scope: Scope) -> Found:
    return _by_attribute("id", step, True, document, scope)


def _text(step: Step, document: _Document, scope: Scope) -> Found:
    context = document.context
    query = text_query(step, context.budget)
    return find_text(query, context.tree, context.texts, scope, context.budget)


def _label(step: Step, document: _Document, scope: Scope) -> Found:
    matches = text_query(step, document.context.budget).matches
    labels = accessibility(document.page).labels
    for element in _below(document.labelled, document, scope):
        if any(matches(ElementText(label)) for label in labels(element)):
            yield element


def _labelled(page: Page) -> Row:
    return Row(page, {*page.root.iter(*LABELABLE), *_NAMED(page.root)})


_NAMED = etree.XPath("descendant-or-self::*[@aria-label or @aria-labelledby]")


def _role(step: Step, document: _Document, scope: Scope) -> Iterator[HtmlElement]:
    test = document.role_tests.get(id(step))
    if test is None:
        test = has_role(step, document.page, document.context.budget)
        document.role_tests[id(step)] = test
    bearers, matches = test
    return filter(matches, _below(bearers, document, scope))


def _below(row: Row, document: _Document, scope: Scope) -> Sequence[HtmlElement]:
    """Those of `row` below `scope`, in shadow roots, too, in the engine's order."""
    tree = document.context.tree
    found: Sequence[HtmlElement]
    if tree.is_divided:
        roots = tree.roots(scope, pierce=True)
        found = [each for root in roots for each in tree.own(row.below(root), root)]
    else:
        found = row.below(scope)
    document.context.budget.spend(1 + len(found) // _WALKED_A_STEP)
    return found


def _has_text(wanted: bool) -> Callable[[Step, _Document, Scope], Found]:
    def keep(step: Step, document: _Document, scope: Scope) -> Found:
        if scope is None:
            return ()
        found = text_query(step, document.context.budget).matches(document.context.texts.of(scope))
        return (scope,) if found is wanted else ()

    return keep


def _has(wanted: bool) -> Callable[[Step, _Document, Scope, list[Scope]], list[Scope]]:
    def keep(step: Step, document: _Document, _scope: Scope, found: list[Scope]) -> list[Scope]:
        steps = _frameless(step)
        document.context.budget.spend(len(found))
        given = (each for each in found if each is not None)
        return [each for each in given if _holds_any(steps, document, each) is wanted]

    return keep


def _holds_any(steps: Sequence[Step], document: _Document, scope: HtmlElement) -> bool:
    """Whether the chain leads anywhere; its last step is followed as far as that takes."""
    *before, last = steps or (None,)
    if last is None or last.strategy in _WHOLE:
        return bool(_chain(steps, document, scope))
    search = _engine(last)
    starts = _chain(before, document, scope) if before else [scope]
    document.context.budget.spend(len(starts))
    return any(next(iter(search(last, document, each)), None) is not None for each in starts)


def _inside(step: Step, document: _Document, scope: Scope) -> list[HtmlElement]:
    return _chain(_frameless(step), document, scope)


def _frameless(step: Step) -> Sequence[Step]:
    steps = inner(step).steps
    if any(each.strategy == "frame" for each in steps):
        raise UnsupportedLocator("Playwright enters no frame inside of another locator")
    return steps


def _visible(step: Step, document: _Document, scope: Scope) -> Found:
    if scope is None:
        return ()
    return (scope,) if document.context.visible(scope) is (step.value == "true") else ()


_WHOLE: dict[str, Callable[[Step, _Document, Scope, list[Scope]], list[Scope]]] = {
    "nth": _nth,
    "and": _and,
    "or": _or,
    "has": _has(True),
    "has-not": _has(False),
}
_ENGINES: dict[str, Callable[[Step, _Document, Scope], Found]] = {
    "css": _css,
    "xpath": _xpath,
    "id": _id,
    "text": _text,
    "label": _label,
    "placeholder": _attribute("placeholder"),
    "alt": _attribute("alt"),
    "title": _attribute("title"),
    "attr": _attribute(""),
    "testid": _testid,
    "role": _role,
    "has-text": _has_text(True),
    "has-not-text": _has_text(False),
    "chain": _inside,
    "visible": _visible,
}
