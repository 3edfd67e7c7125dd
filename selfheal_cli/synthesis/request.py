"""What a new locator is asked for, and what each of its links has to hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.model import Action, Locator
from selfheal_cli.synthesis.dialects import ways_of
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.proof import Expectation


@dataclass(frozen=True, slots=True)
class Request:
    """What a new locator is asked for.

    `locator`: the author's; without a step where there is none, as for an element that no test
    has named yet; `targets`: the elements it must hit on `page`; `language`: the source's;
    `preferred`: strategies to come first, beyond the author's; `quote`: the one around the
    locator's text in the source; `scopes`: for a link of the old chain (by the index of its first
    step) the element it now stands for, where that is known; `parameters`: by step index, values
    that a variable of the source gives and that must stay visible; `handed`: by step index, texts
    that other callers of the same code word differently; `changing`: figures that the next run may
    show differently; `counted`: keys that number things, and what it costs to lean on each;
    `others`: further pages.
    """

    locator: Locator
    page: Page
    targets: tuple[HtmlElement, ...]
    action: Action
    testid_attribute: str = "data-testid"
    language: str = "javascript"
    preferred: tuple[str, ...] = ()
    quote: str = ""
    scopes: Mapping[int, HtmlElement] = field(default_factory=dict)
    parameters: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    handed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    changing: frozenset[str] = frozenset()
    counted: Mapping[str, float] = field(default_factory=dict)
    others: tuple[Expectation, ...] = ()


def aim_at(
    request: Request,
    elements: tuple[HtmlElement, ...],
    document: Page,
    scope: HtmlElement | None,
) -> Aim:
    """The elements a link has to hit, with what the request says of writing."""
    costs = ways_of(request.locator.dialect).preferring(request.preferred)
    return Aim(elements, document, scope, request.testid_attribute, costs, request.quote)


def document_of(request: Request) -> Page:
    """The document that the targets stand in."""
    return page_of(request.page, request.targets[0])
