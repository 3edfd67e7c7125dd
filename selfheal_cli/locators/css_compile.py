"""Parsed CSS selectors to chains of predicates."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml.html import HtmlElement

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.css_chain import Chain, ends, has
from selfheal_cli.locators.css_context import Context, position
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_parts import (
    Check,
    browser_attribute,
    class_check,
    id_check,
    tag_check,
)
from selfheal_cli.locators.css_state import STATES, is_checked_in
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Complex,
    Compound,
    Id,
    NoArgument,
    Nth,
    Part,
    Pseudo,
    Raw,
    Selectors,
    Strings,
    Tag,
)

_UNANSWERABLE = frozenset(
    """hover active focus focus-within focus-visible target target-within visited
    fullscreen modal valid invalid user-valid user-invalid in-range out-of-range
    indeterminate autofill -webkit-autofill dir host host-context playing paused seeking
    picture-in-picture state left-of right-of above below near current past future
    local-link blank""".split()  # noqa: SIM905
)
_LISTS = frozenset({"is", "where", "-webkit-any"})
_PLACES = {
    "first-child": ("nth-child", 1),
    "last-child": ("nth-last-child", 1),
    "first-of-type": ("nth-of-type", 1),
    "last-of-type": ("nth-last-of-type", 1),
}
_ONLY = {
    "only-child": ("first-child", "last-child"),
    "only-of-type": ("first-of-type", "last-of-type"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """What is known beside CSS's own: `pseudo` is asked first and gives None for what it leaves
    to CSS. `within_scope`: what a pseudo-class holds matches below the query's scope only."""

    pseudo: Callable[[Pseudo], Check | None]
    attribute: Callable[[Attribute], Check] = browser_attribute
    within_scope: bool = False


BROWSER = Language(lambda part: None)
"""CSS as browsers know it."""


@lru_cache(maxsize=512)
def compiled(text: str, language: Language) -> tuple[Chain, ...]:
    """The chains of a selector list. Raises LocatorSyntaxError, UnsupportedLocator."""
    return chains_of(parse_selector(text).complexes, language)


def chains_of(complexes: tuple[Complex, ...], language: Language) -> tuple[Chain, ...]:
    """One chain for each selector of a list. Raises LocatorSyntaxError, UnsupportedLocator."""
    return tuple(chain_of(each, language) for each in complexes)


def chain_of(complex_: Complex, language: Language) -> Chain:
    """The chain of one selector. Raises LocatorSyntaxError, UnsupportedLocator."""
    checks = tuple(compound_checks(each, language) for each in complex_.compounds)
    symbols = [each.symbol for each in complex_.combinators]
    leading = complex_.leading
    between = tuple(symbols[1:] if leading else symbols)
    scoped = any(
        isinstance(part, Pseudo) and part.name == "scope"
        for compound in complex_.compounds
        for part in compound.parts
    )
    alone = len(complex_.compounds) == 1 and all(map(_is_alone, complex_.compounds[0].parts))
    return Chain(checks, between, leading, complex_.compounds[-1], scoped, alone)


def _is_alone(part: Part) -> bool:
    """Whether the part means the same from whatever scope it is asked."""
    if not isinstance(part, Pseudo):
        return True
    if isinstance(part.argument, Nth):
        return not part.argument.of
    if not isinstance(part.argument, Selectors):
        return part.name != "scope" and isinstance(part.argument, NoArgument | Strings | Raw)
    complexes = part.argument.complexes
    if part.name != "has" and any(len(each.compounds) > 1 or each.leading for each in complexes):
        return False
    known = part.name in ("has", "not", *_LISTS)
    return known and all(
        _is_alone(p) for c in complexes for each in c.compounds for p in each.parts
    )


def compound_checks(compound: Compound, language: Language) -> tuple[Check, ...]:
    """A check for each part. Raises LocatorSyntaxError, UnsupportedLocator."""
    return tuple(_part(part, language) for part in compound.parts)


def _part(part: Part, language: Language) -> Check:
    match part:
        case Tag():
            return tag_check(part)
        case Id():
            return id_check(part)
        case Class():
            return class_check(part)
        case Attribute():
            return language.attribute(part)
        case Pseudo():
            return _pseudo(part, language)


def _pseudo(part: Pseudo, language: Language) -> Check:
    name, argument = part.name, part.argument
    own = language.pseudo(part)
    if own is not None:
        return own
    match argument:
        case Selectors(complexes):
            return _listed(name, complexes, language)
        case Nth():
            return _nth(name, argument, language)
        case Raw(text):
            return _with_text(name, text)
        case NoArgument():
            return _plain(name, language)
    return _refuse(name)


def _plain(name: str, language: Language) -> Check:
    known = _PLAIN.get(name)
    if known is not None:
        return known
    if name in STATES:
        state = STATES[name]
        return lambda element, context: state(element)
    if name in _PLACES:
        kind, place = _PLACES[name]
        return _nth(kind, Nth(0, place), language)
    if name in _ONLY:
        first, last = (_plain(each, language) for each in _ONLY[name])
        return lambda element, context: first(element, context) and last(element, context)
    return _refuse(name)


def _refuse(name: str) -> Check:
    if name in _UNANSWERABLE or name.startswith(":"):
        raise UnsupportedLocator(f"a snapshot cannot answer the CSS pseudo-class ':{name}'")
    raise LocatorSyntaxError(f"CSS: unknown pseudo-class ':{name}', or wrong arguments")


def _is_root(element: HtmlElement, context: Context) -> bool:
    return element is context.tree.root


def _is_scope(element: HtmlElement, context: Context) -> bool:
    target = context.subject if context.subject is not None else context.scope
    return element is (context.tree.root if target is None else target)


_PLAIN: dict[str, Check] = {"root": _is_root, "scope": _is_scope, "checked": is_checked_in}


def _listed(name: str, complexes: tuple[Complex, ...], language: Language) -> Check:
    forgives = name in ("is", "where") and not language.within_scope
    chains = _valid_chains(complexes, language) if forgives else chains_of(complexes, language)
    if name == "has":
        return lambda element, context: has(chains, element, context)
    if name != "not" and name not in _LISTS:
        return _refuse(name)
    wanted = name != "not"

    def check(element: HtmlElement, context: Context) -> bool:
        if context.scope is not None and not language.within_scope:
            context = replace(context, scope=None)
        return any(ends(each, element, context) for each in chains) is wanted

    return check


def _valid_chains(complexes: tuple[Complex, ...], language: Language) -> tuple[Chain, ...]:
    """Without those that browsers know not (Selectors 4, forgiving selector lists)."""
    valid: list[Chain] = []
    for each in complexes:
        with suppress(LocatorSyntaxError):
            valid += chains_of((each,), language)
    return tuple(valid)


def _nth(name: str, nth: Nth, language: Language) -> Check:
    last = "last" in name
    a, b = nth.a, nth.b
    chains = chains_of(nth.of, language)
    kind: Hashable = chains if chains else name

    def counts(context: Context) -> Callable[[HtmlElement], Hashable]:
        if name.endswith("of-type"):
            return lambda each: str(each.tag)
        if chains:
            return lambda each: any(ends(chain, each, context) for chain in chains) or None
        return lambda each: True

    def check(element: HtmlElement, context: Context) -> bool:
        place = position(element, context, kind, last, counts(context))
        steps = place - b
        return place > 0 and (steps == 0 if a == 0 else steps % a == 0 and steps // a >= 0)

    return check


_LANGUAGES = re.compile(r"\s*,\s*")


def _with_text(name: str, text: str) -> Check:
    if name != "lang":
        return _refuse(name)
    wanted = [each.strip("'\"").lower() for each in _LANGUAGES.split(text.strip())]

    def check(element: HtmlElement, context: Context) -> bool:
        lang = _language(element)
        return any(lang == each or lang.startswith(each + "-") for each in wanted if each)

    return check


def _language(element: HtmlElement) -> str:
    for each in (element, *element.iterancestors()):
        if each.get("lang") is not None:
            return (each.get("lang") or "").lower()
    return ""
