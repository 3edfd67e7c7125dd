"""Playwright's pseudo-classes that look at text."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from selfheal_cli.dom.text import normalise
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_parts import Check
from selfheal_cli.locators.regex import compile_pattern
from selfheal_cli.locators.text_content import ElementText, skips
from selfheal_cli.locators.text_query import has_run


def _text(values: tuple[str, ...]) -> Check:
    wanted = normalise(values[0]).lower()

    def check(element: HtmlElement, context: Context) -> bool:
        found = context.texts.smallest(element, lambda text: text.contains(wanted), wanted)
        return found == "self"

    return check


def _has_text(values: tuple[str, ...]) -> Check:
    wanted = normalise(values[0]).lower()
    return lambda element, context: (
        not skips(element) and context.texts.of(element).contains(wanted)
    )


def _text_is(values: tuple[str, ...]) -> Check:
    wanted = normalise(values[0])

    def check(element: HtmlElement, context: Context) -> bool:
        return not skips(element) and has_run(context.texts.of(element), wanted)

    return check


def _text_matches(values: tuple[str, ...]) -> Check:
    pattern = compile_pattern(values[0], values[1] if len(values) > 1 else "")

    def check(element: HtmlElement, context: Context) -> bool:
        def matches(text: ElementText) -> bool:
            return pattern.test(text.full, context.budget)

        return context.texts.smallest(element, matches) == "self"

    return check


TEXTS: dict[str, Callable[[tuple[str, ...]], Check]] = {
    "text": _text,
    "has-text": _has_text,
    "text-is": _text_is,
    "text-matches": _text_matches,
}
