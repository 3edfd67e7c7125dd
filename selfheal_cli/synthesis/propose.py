"""Proposals for a broken locator: which links to rewrite, how, and the proof that it works."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, enter, page_of
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Action, Locator, Pattern, Proposal, Step
from selfheal_cli.synthesis import playwright_options, selenium_options
from selfheal_cli.synthesis.costs import (
    CHAIN_LINK,
    LOST_PARAMETER,
    STRATEGY,
    TAUTOLOGY,
    UNSCOPED_PLACE,
)
from selfheal_cli.synthesis.links import Link, last_frame, links_of
from selfheal_cli.synthesis.options import Aim, Option
from selfheal_cli.synthesis.proof import Expectation, proved, resolve

_OPTIONS: dict[str, Callable[[Step, Aim], Iterator[Option]]] = {
    "playwright": playwright_options.options,
    "selenium": selenium_options.options,
}
_ENOUGH = 6
_MOST_TRIED = 300
_MOST_SCOPES = 12
_PAIRED = 10


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


@dataclass(frozen=True, slots=True)
class _Window:
    """Steps `start:stop` become what `write` gives, at `cost`; `kept`: what of the old steps is
    in it."""

    start: int
    stop: int
    write: Callable[[], tuple[Step, ...]]
    cost: float
    kept: tuple[Step, ...] = ()


def propose(request: Request, dialect: Dialect) -> tuple[Proposal, ...]:
    """Proved locators for the targets, cheapest first; empty where none could be proved."""
    steps = request.locator.steps
    found: list[Proposal] = []
    seen: set[tuple[Step, ...]] = set()
    expected = (Expectation(request.page, request.targets), *request.others)
    for window, cost, new in islice(_in_order(request, dialect), _MOST_TRIED):
        whole = (*steps[: window.start], *new, *steps[window.stop :])
        if whole in seen or whole == steps:
            continue
        seen.add(whole)
        if proved(dialect, whole, expected):
            found.append(_proposal(request, whole, window, new, cost, len(expected)))
        if len(found) >= _ENOUGH:
            break
    return tuple(found)


def _proposal(
    request: Request,
    whole: tuple[Step, ...],
    window: _Window,
    new: tuple[Step, ...],
    cost: float,
    pages: int,
) -> Proposal:
    locator = replace(request.locator, steps=whole)
    return Proposal(locator, window.start, window.stop, new, cost, len(request.targets), pages)


def _in_order(
    request: Request, dialect: Dialect
) -> Iterator[tuple[_Window, float, tuple[Step, ...]]]:
    """Windows with their full cost and their steps, cheapest first; nothing is written before its
    turn comes, and what then turns out to cost more is put back."""
    heap = [(w.cost, turn, False, w) for turn, w in enumerate(_windows(request, dialect))]
    heapq.heapify(heap)
    while heap:
        cost, turn, settled, window = heapq.heappop(heap)
        new = window.write()
        penalty = 0.0 if settled else _penalty(request, window, new)
        if penalty:
            heapq.heappush(heap, (cost + penalty, turn, True, window))
        else:
            yield window, cost, new


def _windows(request: Request, dialect: Dialect) -> Iterator[_Window]:
    """Every way to rewrite the chain that is worth a proof."""
    steps = request.locator.steps
    boundary = last_frame(steps)
    if boundary and not _enters(request, dialect, boundary):
        yield from _frame_windows(request, dialect, boundary)
        return
    links = [link for link in links_of(steps) if link.start >= boundary]
    if not links:
        return
    good = _good_prefix(request, dialect, links)
    drifted = min(good, len(links) - 1)
    yield from _tail_windows(request, dialect, links, drifted)
    if drifted < len(links) - 1:
        yield from _inner_windows(request, dialect, links, drifted)


def _aim(
    request: Request,
    elements: tuple[HtmlElement, ...],
    document: Page,
    scope: HtmlElement | None,
) -> Aim:
    return Aim(
        elements, document, scope, request.testid_attribute, request.strategies, request.quote
    )


def _document(request: Request) -> Page:
    return page_of(request.page, request.targets[0])


def _enters(request: Request, dialect: Dialect, boundary: int) -> bool:
    """Whether the chain's frame steps lead into the targets' document."""
    iframes = resolve(dialect, request.locator.steps[: boundary - 1], request.page) or []
    document = _document(request)
    return any(_entered(request.page, iframe) is document for iframe in iframes)


def _entered(page: Page, iframe: HtmlElement) -> Page | None:
    return enter(page_of(page, iframe), iframe)


def _frame_windows(request: Request, dialect: Dialect, boundary: int) -> Iterator[_Window]:
    """The frame is no longer found: rewrite the link that names it, if it is the chain's first."""
    document = _document(request)
    frames = list(request.page.root.iter("iframe", "frame"))
    for iframe in frames:
        if _entered(request.page, iframe) is document:
            link = Link(0, boundary - 1)
            aim = _aim(request, (iframe,), request.page, None)
            yield from _link_windows(request, link, aim, 0.0)


def _good_prefix(request: Request, dialect: Dialect, links: Sequence[Link]) -> int:
    """How many links, from the first, still lead to the targets."""
    for count, link in enumerate(links):
        hit = resolve(dialect, request.locator.steps[: link.stop], request.page)
        if not hit or not all(_covered(target, hit) for target in request.targets):
            return count
    return len(links)


def _covered(target: HtmlElement, hit: Sequence[HtmlElement]) -> bool:
    found = {id(element) for element in hit}
    return id(target) in found or any(id(a) in found for a in target.iterancestors())


def _tail_windows(
    request: Request, dialect: Dialect, links: Sequence[Link], drifted: int
) -> Iterator[_Window]:
    """From the drifted link on, or from one before it, one link that hits the targets."""
    document = _document(request)
    for first in range(drifted, -1, -1):
        scope = _scope(request, dialect, links, first)
        aim = _aim(request, request.targets, document, scope)
        link = Link(links[first].start, links[-1].stop)
        dropped = (len(links) - 1 - first) + (drifted - first)
        for window in _link_windows(request, links[-1], aim, CHAIN_LINK * dropped):
            placed = any(step.strategy == "nth" for step in window.kept)
            lost = UNSCOPED_PLACE if dropped and placed else 0.0
            yield replace(window, start=link.start, cost=window.cost + lost)


def _scope(
    request: Request, dialect: Dialect, links: Sequence[Link], index: int
) -> HtmlElement | None:
    """The element below which link `index` is resolved; None for the whole document."""
    if index == 0:
        return None
    hit = resolve(dialect, request.locator.steps[: links[index].start], request.page) or []
    ancestors = [request.targets[0], *request.targets[0].iterancestors()]
    return next((a for a in ancestors if any(a is element for element in hit)), None)


def _inner_windows(
    request: Request, dialect: Dialect, links: Sequence[Link], drifted: int
) -> Iterator[_Window]:
    """The drifted link alone, its tail kept or its last link rewritten too."""
    link, last = links[drifted], links[-1]
    document = _document(request)
    outer = _scope(request, dialect, links, drifted)
    tail_cache: dict[int, list[_Window]] = {}
    for distance, (scope, known) in enumerate(_scopes(request, link, outer)):
        aim = _aim(request, (scope,), document, outer)
        extra = 0.0 if known else 2.0 * distance
        heads = sorted(_link_windows(request, link, aim, extra), key=lambda w: w.cost)[:_PAIRED]
        yield from heads
        inner = _aim(request, request.targets, document, scope)
        tails = tail_cache.setdefault(
            id(scope),
            sorted(_link_windows(request, last, inner, 4.0), key=lambda w: w.cost)[:_PAIRED],
        )
        middle = request.locator.steps[link.stop : last.start]
        for head in heads[:3]:
            for tail in tails:
                yield _Window(
                    link.start, last.stop, _joined(head, middle, tail), head.cost + tail.cost
                )


def _joined(
    head: _Window, middle: tuple[Step, ...], tail: _Window
) -> Callable[[], tuple[Step, ...]]:
    return lambda: (*head.write(), *middle, *tail.write())


def _scopes(
    request: Request, link: Link, outer: HtmlElement | None
) -> Iterator[tuple[HtmlElement, bool]]:
    """Elements that the link may now stand for: the known one, or the targets' ancestors."""
    known = request.scopes.get(link.start)
    if known is not None:
        yield known, True
        return
    first, *others = request.targets
    shared = [set(map(id, other.iterancestors())) for other in others]
    reach = (a for a in first.iterancestors() if all(id(a) in ids for ids in shared))
    for ancestor in islice(reach, _MOST_SCOPES):
        if ancestor is outer or ancestor.tag in ("body", "html"):
            return
        yield ancestor, False


def _link_windows(request: Request, link: Link, aim: Aim, extra: float) -> Iterator[_Window]:
    """The link rewritten for `aim`, its filters kept, and without them."""
    steps = request.locator.steps[link.start : link.stop]
    old, filters = steps[0], steps[1:]
    kept_filters = [(filters, 0.0)] if not filters else [(filters, 0.0), ((), 5.0 * len(filters))]
    for option in _OPTIONS[request.locator.dialect](old, aim):
        for kept, dropped in kept_filters:
            cost = option.cost + extra + dropped
            yield _Window(link.start, link.stop, _written(option, kept), cost, kept)


def _written(option: Option, kept: tuple[Step, ...]) -> Callable[[], tuple[Step, ...]]:
    return lambda: (option.write(), *kept)


def _penalty(request: Request, link: _Window, new: Sequence[Step]) -> float:
    """What makes a spelling wrong for this test: a lost parameter, or an assertion that would
    only repeat its own expectation."""
    said = [_said(step) for step in new]
    wanted = [v for i in range(link.start, link.stop) for v in request.parameters.get(i, ())]
    lost = sum(LOST_PARAMETER for v in wanted if not any(v in text for text in said))
    return lost + (TAUTOLOGY if _repeats(request, link, said) else 0.0)


def _said(step: Step) -> str:
    values = [step.value, *(value for _, value in step.options)]
    return "\n".join(v.source if isinstance(v, Pattern) else str(v) for v in values)


def _repeats(request: Request, link: _Window, said: Sequence[str]) -> bool:
    expected = request.action.value.strip()
    if request.action.kind != "assert-text" or not expected:
        return False
    before = [_said(step) for step in request.locator.steps[link.start : link.stop]]
    return _mentions(said, expected) and not _mentions(before, expected)


def _mentions(texts: Sequence[str], expected: str) -> bool:
    folded = expected.lower()
    return any(
        folded in text.lower() or (len(text) > 3 and text.lower() in folded) for text in texts
    )
