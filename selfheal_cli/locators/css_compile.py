"""Parsed CSS selectors to chains of predicates."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache

from lxml.html import HtmlElement

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.css_chain import Chain, ends, has, query
from selfheal_cli.locators.css_context import Context, position
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_parts import (
    Check,
    attribute_check,
    class_check,
    id_check,
    tag_check,
)
from selfheal_cli.locators.css_state import STATES
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Class,
    Complex,
    Compound,
    Id,
    Match,
    Nth,
    Part,
    Pseudo,
    Raw,
    Selectors,
    Strings,
    Tag,
)
from selfheal_cli.locators.css_text import TEXTS

_UNANSWERABLE = frozenset(
    """hover active focus focus-within focus-visible target target-within visited
    fullscreen modal valid invalid user-valid user-invalid in-range out-of-range
    indeterminate autofill -webkit-autofill dir host host-context playing paused seeking
    picture-in-picture state left-of right-of above below near current past future
    local-link blank""".split()  # noqa: SIM905
)
_EXTENSIONS = frozenset({"text", "text-is", "text-matches", "has-text", "visible", "light"})
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


@lru_cache(maxsize=512)
def compiled(text: str, extended: bool) -> tuple[Chain, ...]:
    """The chains of a selector list. Raises LocatorSyntaxError, UnsupportedLocator."""
    return _chains(parse_selector(text).complexes, extended)


def _chains(complexes: tuple[Complex, ...], extended: bool) -> tuple[Chain, ...]:
    return tuple(_chain(each, extended) for each in complexes)


def _chain(complex_: Complex, extended: bool) -> Chain:
    checks = tuple(_compound(each, extended) for each in complex_.compounds)
    symbols = [each.symbol for each in complex_.combinators]
    leading = complex_.leading
    between = tuple(symbols[1:] if leading else symbols)
    scoped = any(
        isinstance(part, Pseudo) and part.name == "scope"
        for compound in complex_.compounds
        for part in compound.parts
    )
    return Chain(checks, between, leading, complex_.compounds[-1], scoped)


def _compound(compound: Compound, extended: bool) -> tuple[Check, ...]:
    return tuple(_part(part, extended) for part in compound.parts)


def _part(part: Part, extended: bool) -> Check:
    match part:
        case Tag():
            return tag_check(part)
        case Id():
            return id_check(part)
        case Class():
            return class_check(part)
        case Attribute():
            return attribute_check(part)
        case Pseudo():
            return _pseudo(part, extended)


def _pseudo(part: Pseudo, extended: bool) -> Check:
    name, argument = part.name, part.argument
    is_extension = name in _EXTENSIONS or isinstance(argument, Match)
    if is_extension and not extended:
        raise LocatorSyntaxError(f"CSS: browsers know no pseudo-class ':{name}'")
    match argument:
        case Selectors(complexes):
            return _listed(name, complexes, extended)
        case Nth():
            return _nth(name, argument, extended)
        case Match():
            return _nth_match(argument, extended)
        case Strings(values):
            return TEXTS[name](values)
        case Raw(text):
            return _with_text(name, text)
    return _plain(name, extended)


def _plain(name: str, extended: bool) -> Check:
    if name in STATES:
        state = STATES[name]
        return lambda element, context: state(element)
    if name in _PLACES:
        kind, place = _PLACES[name]
        return _nth(kind, Nth(0, place), extended)
    if name in _ONLY:
        first, last = (_plain(each, extended) for each in _ONLY[name])
        return lambda element, context: first(element, context) and last(element, context)
    known = _PLAIN.get(name)
    if known is not None:
        return known
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


def _is_visible(element: HtmlElement, context: Context) -> bool:
    return context.visible(element)


_PLAIN: dict[str, Check] = {"root": _is_root, "scope": _is_scope, "visible": _is_visible}


def _listed(name: str, complexes: tuple[Complex, ...], extended: bool) -> Check:
    chains = _chains(complexes, extended)
    if name == "has":
        return lambda element, context: has(chains, element, context)
    if name == "not":
        return lambda element, context: not any(ends(each, element, context) for each in chains)
    if name == "light":
        return lambda element, context: _in_light(chains, element, context)
    return lambda element, context: any(ends(each, element, context) for each in chains)


def _in_light(chains: tuple[Chain, ...], element: HtmlElement, context: Context) -> bool:
    if context.tree.home(element) is not context.tree.home(context.scope):
        return False
    light = replace(context, pierce=False)
    return any(ends(chain, element, light) for chain in chains)


def _nth(name: str, nth: Nth, extended: bool) -> Check:
    last = "last" in name
    a, b = nth.a, nth.b
    chains = _chains(nth.of, extended)
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


def _nth_match(match: Match, extended: bool) -> Check:
    chains = _chains(match.selectors, extended)
    index = match.index

    def check(element: HtmlElement, context: Context) -> bool:
        key = (chains, context.scope)
        if key not in context.found:
            context.found[key] = list(query(chains, context))
        found = context.found[key]
        return isinstance(found, list) and 0 < index <= len(found) and found[index - 1] is element

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
