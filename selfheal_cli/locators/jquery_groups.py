"""One page's jQuery queries: selectors with counting pseudo-classes run from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.css_chain import Chain, ends, has, query
from selfheal_cli.locators.css_compile import BROWSER, Language, chain_of, compiled, compound_checks
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_parts import Check, browser_attribute
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Complex,
    Compound,
    Part,
    Pseudo,
    Selectors,
    Tag,
)
from selfheal_cli.locators.jquery_parse import POSITIONS, parse_jquery
from selfheal_cli.locators.jquery_positions import Keep, keep_of
from selfheal_cli.locators.jquery_pseudos import attribute_test, pseudo_check
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.traversal import Scope, tree_of

_ID = re.compile(r"#([\w-]+)", re.ASCII)
_SPACE = " \t\r\n\f"


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """A selector with a counting pseudo-class: how to find what stands before it, how to test
    for that, what it and the parts after it keep, and the selectors (none or one) to follow from
    there."""

    start: _Group
    before: _Group
    keeps: tuple[Keep, ...]
    rest: tuple[_Group, ...]


_Group: TypeAlias = Chain | _Counted


class Query:
    """Selectors are compiled once for a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._context = Context(tree_of(page), texts_of(page), _always, budget=budget_for(page))
        self._language = Language(self._pseudo, attribute_test)
        self._known: dict[str, tuple[_Group, ...]] = {}

    def begin(self) -> None:
        """Each query has its own steps to spend."""
        self._context.budget.left = budget_for(self._page).left

    def find(self, text: str, scope: Scope) -> list[HtmlElement]:
        """As `jQuery.find`: the browser's own engine first, then jQuery's. Raises
        LocatorSyntaxError, UnsupportedLocator."""
        text = text.strip(_SPACE)
        named = _ID.fullmatch(text)
        if named:
            first = self._by_id(named[1])
            if scope is None:
                return first
            if first and scope in first[0].iterancestors():
                return first
        try:
            chains = compiled(text, BROWSER)
        except LocatorSyntaxError:
            return self._all(self._groups(text), scope)
        if scope is not None and any(chain.scoped for chain in chains):
            return []
        return list(query(chains, replace(self._context, scope=scope, subject=scope)))

    def filter(self, text: str, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
        """Those of `elements` that match, positions being those among them."""
        if len(elements) == 1:
            return [each for each in elements if self.is_matched(text, each)]
        return self._kept(self._groups(text.strip(_SPACE)), elements)

    def is_matched(self, text: str, element: HtmlElement) -> bool:
        """Whether the one element matches: by the browser's engine, else by jQuery's."""
        text = text.strip(_SPACE)
        try:
            chains = compiled(text, BROWSER)
        except LocatorSyntaxError:
            return bool(self._kept(self._groups(text), [element]))
        return any(ends(chain, element, self._context) for chain in chains)

    def _by_id(self, name: str) -> list[HtmlElement]:
        """As `getElementById`: the first only."""
        found = query(compiled(f'[id="{name}"]', BROWSER), self._context)
        return [each for each in (next(found, None),) if each is not None]

    # --- compiling -----------------------------------------------------------------------------

    def _groups(self, text: str) -> tuple[_Group, ...]:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(map(self._group, parse_jquery(text).complexes))
        return known

    def _group(self, complex_: Complex) -> _Group:
        for at, compound in enumerate(complex_.compounds):
            for place, part in enumerate(compound.parts):
                if _counts(part):
                    return self._counted(complex_, at, place)
        return chain_of(complex_, self._language)

    def _counted(self, complex_: Complex, at: int, place: int) -> _Counted:
        compound = complex_.compounds[at]
        head = Compound(compound.parts[:place] or (Tag("*"),))
        joined = at + 1 if complex_.leading else at
        before = Complex((*complex_.compounds[:at], head), complex_.combinators[:joined])
        keeps = tuple(map(self._keep, compound.parts[place:]))
        after = Complex(complex_.compounds[at + 1 :], complex_.combinators[joined:])
        rest = (self._found(_unspaced(after)),) if after.compounds else ()
        return _Counted(self._found(before), self._group(before), keeps, rest)

    def _found(self, complex_: Complex) -> _Group:
        """What is looked for on its own: the browser is asked first."""
        try:
            return chain_of(complex_, _NATIVE)
        except LocatorSyntaxError:
            return self._group(complex_)

    def _keep(self, part: Part) -> Keep:
        if not isinstance(part, Pseudo) or not _counts(part):
            checks = compound_checks(Compound((part,)), self._language)
            return lambda found: [e for e in found if all(c(e, self._context) for c in checks)]
        if part.name in POSITIONS:
            return keep_of(part)
        groups = tuple(map(self._group, _held(part)))
        return lambda found: _without(found, self._kept(groups, found))

    def _pseudo(self, part: Pseudo) -> Check | None:
        held = _held(part)
        if held and part.name == "has":
            inner = tuple(map(self._group, held))
            chains = tuple(each for each in inner if isinstance(each, Chain))
            if chains == inner:
                return lambda element, context: has(chains, element, context)
            return lambda element, context: bool(self._all(inner, element))
        if held and part.name == "not":
            groups = tuple(map(self._group, held))
            return lambda element, context: not self._kept(groups, (element,))
        return pseudo_check(part, self._page, accessibility(self._page).boxed)

    # --- running -------------------------------------------------------------------------------

    def _all(self, groups: tuple[_Group, ...], scope: Scope) -> list[HtmlElement]:
        if len(groups) == 1:
            return self._run(groups[0], (scope,))
        found = [each for group in groups for each in self._run(group, (scope,))]
        return self._context.tree.ordered(found)

    def _run(self, group: _Group, scopes: Iterable[Scope]) -> list[HtmlElement]:
        if isinstance(group, Chain):
            return [each for scope in scopes for each in self._chained(group, scope)]
        found = self._run(group.start, scopes)
        return self._followed(group, found)

    def _followed(self, group: _Counted, found: list[HtmlElement]) -> list[HtmlElement]:
        for keep in group.keeps:
            found = keep(found)
        for rest in group.rest:
            found = self._run(rest, found)
        return found

    def _chained(self, chain: Chain, scope: Scope) -> Iterator[HtmlElement]:
        if chain.leading not in ("+", "~"):
            return query((chain,), replace(self._context, scope=scope, subject=scope))
        after = replace(self._context, subject=scope)
        return (each for each in _following(scope) if ends(chain, each, after))

    def _kept(
        self, groups: tuple[_Group, ...], elements: Sequence[HtmlElement]
    ) -> list[HtmlElement]:
        """Those of `elements` that one of the groups keeps."""
        kept = {each for group in groups for each in self._seeded(group, elements)}
        return [each for each in elements if each in kept]

    def _seeded(self, group: _Group, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
        if isinstance(group, Chain):
            return [each for each in elements if ends(group, each, self._context)]
        return self._followed(group, self._seeded(group.before, elements))


def _native_attribute(part: Attribute) -> Check:
    if part.operator == "!=":
        raise LocatorSyntaxError("CSS: browsers know no operator '!='")
    return browser_attribute(part)


_NATIVE = Language(lambda part: None, _native_attribute)


def _always(element: HtmlElement) -> bool:
    return True


def _following(scope: Scope) -> Iterator[HtmlElement]:
    if scope is not None:
        for sibling in scope.itersiblings("*"):
            yield from sibling.iter("*")


def _held(part: Pseudo) -> tuple[Complex, ...]:
    return part.argument.complexes if isinstance(part.argument, Selectors) else ()


def _counts(part: Part) -> bool:
    """Whether the part asks for places among what was found; `:not` does where it holds such."""
    if not isinstance(part, Pseudo):
        return False
    if part.name in POSITIONS:
        return True
    return part.name == "not" and any(
        _counts(inner)
        for complex_ in _held(part)
        for compound in complex_.compounds
        for inner in compound.parts
    )


def _unspaced(complex_: Complex) -> Complex:
    """A first combinator of white space says nothing more than the scope does."""
    if complex_.leading == " ":
        return Complex(complex_.compounds, complex_.combinators[1:])
    return complex_


def _without(found: Sequence[HtmlElement], dropped: Iterable[HtmlElement]) -> list[HtmlElement]:
    gone = set(dropped)
    return [each for each in found if each not in gone]


def query_of(page: Page) -> Query:
    """The one Query of `page`, to ask once."""
    known = page.derived.get("locators.jquery")
    if known is None:
        known = page.derived["locators.jquery"] = Query(page)
    query_ = cast(Query, known)
    query_.begin()
    return query_
