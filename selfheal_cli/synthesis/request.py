"""What a new locator is asked for, and what each of its links has to hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.model import Action, Locator
from selfheal_cli.synthesis.costs import STRATEGY
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.proof import Expectation


@dataclass(frozen=True, slots=True)
class Request:
    """What a new locator is asked for.

    `targets`: the elements it must hit on `page`; `scopes`: for a link of the old chain (by the
    index of its first step) the element it now stands for, where that is known; `quote`: the one
    around the locator's text in the source; `parameters`: by
    step index, values that only the run knew and that must stay visible; `others`: further pages.
    """

    locator: Locator
    page: Page
    targets: tuple[HtmlElement, ...]
    action: Action
    testid_attribute: str = "data-testid"
    strategies: Mapping[str, float] = field(default_factory=lambda: STRATEGY)
    quote: str = ""
    scopes: Mapping[int, HtmlElement] = field(default_factory=dict)
    parameters: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[Expectation, ...] = ()


def aim_at(
    request: Request,
    elements: tuple[HtmlElement, ...],
    document: Page,
    scope: HtmlElement | None,
) -> Aim:
    """The elements a link has to hit, with what the request says of writing."""
    return Aim(
        elements, document, scope, request.testid_attribute, request.strategies, request.quote
    )


def document_of(request: Request) -> Page:
    """The document that the targets stand in."""
    return page_of(request.page, request.targets[0])
