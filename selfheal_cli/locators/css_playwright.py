"""CSS as Playwright knows it: its pseudo-classes beside the browsers'."""

from __future__ import annotations

from dataclasses import replace

from lxml.html import HtmlElement

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators.css_chain import Chain, ends, query
from selfheal_cli.locators.css_compile import Language, chains_of
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_parts import Check, browser_attribute
from selfheal_cli.locators.css_syntax import (
    Attribute,
    Match,
    NoArgument,
    Pseudo,
    Selectors,
    Strings,
)
from selfheal_cli.locators.css_text import TEXTS


def _pseudo(part: Pseudo) -> Check | None:
    match part.argument:
        case Strings(values):
            return TEXTS[part.name](values)
        case Match() as match:
            return _nth_match(match)
        case Selectors(complexes) if part.name == "light":
            chains = chains_of(complexes, PLAYWRIGHT)
            return lambda element, context: _in_light(chains, element, context)
        case NoArgument() if part.name == "visible":
            return lambda element, context: context.visible(element)
    return None


def _attribute(part: Attribute) -> Check:
    """The browser is asked compound by compound, as elements are looked at: what it does not know
    is an error only when it is reached."""
    try:
        return browser_attribute(part)
    except LocatorSyntaxError as error:
        message = str(error)

    def refuse(element: HtmlElement, context: Context) -> bool:
        raise LocatorSyntaxError(message)

    return refuse


PLAYWRIGHT = Language(_pseudo, _attribute, within_scope=True)
"""Compounds in its lists match below the query's scope only."""


def _in_light(chains: tuple[Chain, ...], element: HtmlElement, context: Context) -> bool:
    if context.tree.home(element) is not context.tree.home(context.scope):
        return False
    light = replace(context, pierce=False)
    return any(ends(chain, element, light) for chain in chains)


def _nth_match(match: Match) -> Check:
    chains = chains_of(match.selectors, PLAYWRIGHT)
    index = match.index

    def check(element: HtmlElement, context: Context) -> bool:
        key = (chains, context.scope)
        if key not in context.found:
            context.found[key] = list(query(chains, context))
        found = context.found[key]
        return isinstance(found, list) and 0 < index <= len(found) and found[index - 1] is element

    return check
