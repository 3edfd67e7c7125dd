"""Compiled compounds joined by combinators: whether an element ends such a chain, and which do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.text import normalise
from selfheal_cli.locators.css_context import (
    Context,
    children_of,
    outer_parent,
    parent_of,
    previous_of,
)
from selfheal_cli.locators.css_parts import Check
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Compound,
    Id,
    Pseudo,
    Strings,
    Tag,
)
from selfheal_cli.locators.traversal import Scope

# libxml2 looks at so many elements in the time of one check in Python.
_SEEDS_A_STEP = 8
# To ask anew, from another scope, takes as long as so many checks.
_STEPS_OF_HAS = 4
_PLAIN_NAME = re.compile(r"[\w-]+")
_BY_ID = etree.XPath("descendant-or-self::*[@id=$value]")
_BY_CLASS = etree.XPath("descendant-or-self::*[contains(@class, $value)]")
_BY_ANY_ATTRIBUTE = etree.XPath("descendant-or-self::*[@*[name()=$value]]")
_PLAIN_ATTRIBUTE = re.compile(r"[a-z_][a-z0-9_-]*", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """One complex selector: checks from left to right, the combinators between them, and the
    relative selector's first one. `scoped`: it names `:scope`. `alone`: one compound that matches
    or does not, wherever it is asked from."""

    checks: tuple[tuple[Check, ...], ...]
    symbols: tuple[str, ...]
    leading: str
    last: Compound
    scoped: bool
    alone: bool


def query(chains: tuple[Chain, ...], context: Context) -> Iterator[HtmlElement]:
    """The elements below the scope that end one of the chains, in the engine's order."""
    if any(chain.scoped for chain in chains):
        context = _around(context)
    if len(chains) == 1:
        return _query(chains, chains[0].last, context)
    found = _query(chains, None, context)
    return iter(context.tree.ordered(found)) if context.tree.shadows else found


def _query(
    chains: tuple[Chain, ...], seed: Compound | None, context: Context
) -> Iterator[HtmlElement]:
    for root in context.tree.roots(context.scope, context.pierce):
        for element in context.tree.own(_seeds(seed, root, context), root):
            if element is root:
                continue
            for chain in chains:
                if ends(chain, element, context):
                    yield element
                    break


def _around(context: Context) -> Context:
    """A selector with `:scope` is asked from the scope's parent, so that it can match there."""
    outer = None if context.scope is None else outer_parent(context.scope, context)
    if outer is None:
        return context
    return replace(
        context,
        scope=outer,
        subject=context.subject if context.subject is not None else context.scope,
    )


def _seeds(last: Compound | None, root: Scope, context: Context) -> Iterable[HtmlElement]:
    """A superset of the matches below `root`, found without looking at each in Python."""
    top = context.tree.root if root is None else root
    parts = () if last is None else last.parts
    for part in sorted(parts, key=_selectivity):
        match part:
            case Pseudo("has-text" | "text" | "text-is", Strings(values)):
                needle = normalise(values[0]).lower()
                if needle and root is None and context.extended and not context.tree.shadows:
                    return context.texts.holding(needle)
            case Id(name):
                return _evaluate(_BY_ID, top, name)
            case Class(name):
                return _evaluate(_BY_CLASS, top, name)
            case Tag(name) if _PLAIN_NAME.fullmatch(name):
                lower = name.lower()
                return top.iter(lower, context.tree.foreign.capital_tags.get(lower, lower))
            case Attribute(name, operator) if operator != "!=" and not name.startswith("__play"):
                lower = name.lower()
                if lower not in context.tree.foreign.capital_attributes:
                    return _evaluate(_by_attribute(lower), top, lower)
    return top.iter("*")


@lru_cache(maxsize=256)
def _by_attribute(name: str) -> etree.XPath:
    if _PLAIN_ATTRIBUTE.fullmatch(name):
        return etree.XPath(f"descendant-or-self::*[@{name}]")
    return _BY_ANY_ATTRIBUTE


def _selectivity(part: object) -> int:
    order = (Id, Pseudo, Class, Tag, Attribute)
    return next((rank for rank, kind in enumerate(order) if isinstance(part, kind)), len(order))


def _evaluate(path: etree.XPath, top: HtmlElement, value: str) -> list[HtmlElement]:
    try:
        return path(top, value=value)  # type: ignore[no-any-return]
    except ValueError:
        return []  # characters that no document can hold


def ends(chain: Chain, element: HtmlElement, context: Context) -> bool:
    """Whether the chain's last compound matches `element` and the others match around it."""
    last = len(chain.checks) - 1
    if not _holds(chain.checks[last], element, context):
        return False
    return not (last or chain.leading) or _before(chain, last, element, context)


def _holds(checks: tuple[Check, ...], element: HtmlElement, context: Context) -> bool:
    context.budget.spend()
    for check in checks:  # noqa: SIM110 a generator would take as long as most checks do
        if not check(element, context):
            return False
    return True


def _before(chain: Chain, index: int, element: HtmlElement, context: Context) -> bool:
    """Whether the compounds left of `index` match around `element`. Recurs only where another
    combinator stands further left: one that is repeated is followed to its end."""
    while index:
        index -= 1
        others = _matching(chain.checks[index], chain.symbols[index], element, context)
        if not _nearest_decides(chain, index):
            return any(_before(chain, index, other, context) for other in others)
        nearest = next(others, None)
        if nearest is None:
            return False
        element = nearest
    return not chain.leading or _follows(chain.leading, element, context)


def _nearest_decides(chain: Chain, index: int) -> bool:
    """Whether no element farther off can match the rest where the nearest one does not."""
    symbol = chain.symbols[index]
    if symbol in ">+":
        return True
    return chain.symbols[index - 1] == symbol if index else not chain.leading


def _matching(
    checks: tuple[Check, ...], symbol: str, element: HtmlElement, context: Context
) -> Iterator[HtmlElement]:
    """The elements on the left of a combinator, nearest first, that fulfil the checks."""
    step = parent_of if symbol in " >" else previous_of
    other = step(element, context)
    while other is not None:
        if _holds(checks, other, context):
            yield other
        if symbol in ">+":
            return
        other = step(other, context)


def _follows(symbol: str, element: HtmlElement, context: Context) -> bool:
    """Whether `element` stands to the subject as a relative selector's first combinator says."""
    subject = context.subject
    if symbol == ">":
        return outer_parent(element, context) is subject
    if symbol == "+":
        return previous_of(element, context) is subject
    before = list(element.itersiblings("*", preceding=True))
    context.budget.spend(len(before))
    return any(each is subject for each in before)


def has(chains: tuple[Chain, ...], element: HtmlElement, context: Context) -> bool:
    """`:has()`: whether one of the relative chains ends somewhere around `element`."""
    return any(_has(chain, element, context) for chain in chains)


def _has(chain: Chain, element: HtmlElement, context: Context) -> bool:
    context.budget.spend(_STEPS_OF_HAS)
    if chain.alone and not chain.leading and not context.tree.is_divided:
        return element in _holders(chain, context)
    if chain.leading in ("+", "~"):
        after = replace(context, scope=None, subject=element)
        return any(ends(chain, each, after) for each in _after(element))
    if chain.leading:
        if context.extended and element is context.tree.root:
            return False  # Playwright looks for the subject below the parent, and it has none
        below = replace(context, scope=element, subject=element)
    else:
        keeps = context.extended and context.subject is not None
        below = replace(context, scope=element, subject=context.subject if keeps else element)
    if chain.leading and len(chain.checks) == 1 and not context.tree.shadows:
        return any(_holds(chain.checks[0], child, below) for child in children_of(element))
    context.budget.spend(_size(element, context) // _SEEDS_A_STEP)
    return next(query((chain,), below), None) is not None


def _holders(chain: Chain, context: Context) -> set[HtmlElement]:
    """All elements that hold a match of a chain that means the same everywhere."""
    known = context.holders.get(chain)
    if known is None:
        known = context.holders[chain] = set()
        for match in query((chain,), replace(context, scope=None, subject=None)):
            above: Scope = match.getparent()
            while above is not None and above not in known:
                known.add(above)
                above = above.getparent()
    return known


def _size(element: HtmlElement, context: Context) -> int:
    """How many elements it is and holds."""
    known = context.sizes
    if not known:
        for each in reversed(list(context.tree.root.iter("*"))):
            size = known[each] = known.get(each, 0) + 1
            parent = each.getparent()
            if parent is not None:
                known[parent] = known.get(parent, 0) + size
    return known.get(element, 1)


def _after(element: HtmlElement) -> Iterator[HtmlElement]:
    for sibling in element.itersiblings("*"):
        yield from sibling.iter("*")
