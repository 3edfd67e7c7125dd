"""What a CSS predicate may ask of its surroundings: the scope, parents, siblings, positions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.text_content import Texts
from selfheal_cli.locators.traversal import Scope, Tree, is_shadow

Positions: TypeAlias = dict[HtmlElement, int]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One query. Compounds match below `scope` only. `subject` is what `:scope` and a relative
    selector's first combinator refer to. `extended`: Playwright's pseudo-classes are known."""

    tree: Tree
    texts: Texts
    visible: Callable[[HtmlElement], bool]
    scope: Scope = None
    subject: Scope = None
    pierce: bool = False
    extended: bool = False
    budget: Budget = field(default_factory=Budget)
    found: dict[Hashable, object] = field(default_factory=dict)
    chosen: dict[HtmlElement, frozenset[HtmlElement]] = field(default_factory=dict)
    holders: dict[Hashable, set[HtmlElement]] = field(default_factory=dict)
    sizes: dict[HtmlElement, int] = field(default_factory=dict)
    positions: dict[tuple[Scope, Hashable, bool], Positions] = field(default_factory=dict)

    def at(self, scope: Scope) -> Context:
        """The same query from another scope."""
        return self if scope is self.scope else replace(self, scope=scope)


def parent_of(element: HtmlElement, context: Context) -> Scope:
    """The parent below the scope, through an open shadow root where those are pierced."""
    parent = outer_parent(element, context)
    return None if parent is context.scope else parent


def outer_parent(element: HtmlElement, context: Context) -> Scope:
    """The parent, whether it is below the scope or not."""
    parent: Scope = element.getparent()
    if parent is not None and parent.tag == "template" and is_shadow(parent):
        return parent.getparent() if context.pierce else None
    return parent


def previous_of(element: HtmlElement, context: Context) -> Scope:
    """The element sibling before, or None."""
    previous = next(element.itersiblings("*", preceding=True), None)
    return None if previous is None or is_shadow(previous) else previous


def children_of(parent: HtmlElement) -> Iterable[HtmlElement]:
    """Element children; a shadow root is not one."""
    return (child for child in parent.iterchildren("*") if not is_shadow(child))


def position(
    element: HtmlElement,
    context: Context,
    kind: Hashable,
    last: bool,
    counts: Callable[[HtmlElement], Hashable],
) -> int:
    """The element's place, from 1, among its siblings for which `counts` gives the same value;
    0 where it gives None. Counted once for all siblings; `kind` names what is counted."""
    parent: Scope = element.getparent()
    key = (parent, kind, last)
    known = context.positions.get(key)
    if known is None:
        siblings = [element] if parent is None else list(children_of(parent))
        known = context.positions[key] = _count(siblings[::-1] if last else siblings, counts)
    return known.get(element, 0)


def _count(siblings: Iterable[HtmlElement], counts: Callable[[HtmlElement], Hashable]) -> Positions:
    places: Positions = {}
    seen: dict[Hashable, int] = {}
    for sibling in siblings:
        group = counts(sibling)
        if group is not None:
            places[sibling] = seen[group] = seen.get(group, 0) + 1
    return places
