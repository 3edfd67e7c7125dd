"""CSS selectors: parsed, written, and resolved against a page as browsers do."""

from __future__ import annotations

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.css_chain import query
from selfheal_cli.locators.css_compile import BROWSER, compiled
from selfheal_cli.locators.css_context import Context
from selfheal_cli.locators.css_parse import parse_selector
from selfheal_cli.locators.css_playwright import PLAYWRIGHT
from selfheal_cli.locators.css_write import escape_identifier, escape_string, unparse
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.traversal import tree_of

__all__ = [
    "escape_identifier",
    "escape_string",
    "parse_selector",
    "select",
    "select_in",
    "unparse",
]


def select(page: Page, text: str) -> list[HtmlElement]:
    """What `document.querySelectorAll(text)` gives. Raises LocatorSyntaxError,
    UnsupportedLocator."""
    context = Context(tree_of(page), texts_of(page), _always, budget=budget_for(page))
    return select_in(context, text)


def select_in(context: Context, text: str) -> list[HtmlElement]:
    """The elements below the context's scope that `text` selects."""
    language = PLAYWRIGHT if context.extended else BROWSER
    return list(query(compiled(text, language), context))


def _always(element: HtmlElement) -> bool:
    return True
