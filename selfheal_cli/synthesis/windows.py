"""The ways to rewrite a chain, as a tree that is grown from its cheapest branches first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, enter, page_of
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import CHAIN_LINK, UNSCOPED_PLACE
from selfheal_cli.synthesis.dialects import ways_of
from selfheal_cli.synthesis.filters import refiltered
from selfheal_cli.synthesis.links import Link, last_frame, links_of
from selfheal_cli.synthesis.options import Aim, Batch, Option
from selfheal_cli.synthesis.proof import resolve
from selfheal_cli.synthesis.request import Request, aim_at, document_of
from selfheal_cli.synthesis.ways import batches

_NOTHING = Step("", "")
_MOST_SCOPES = 12
_FARTHER = 2.0
_SECOND_LINK = 4.0
_HEADS, _TAILS = 3, 8


@dataclass(frozen=True, slots=True)
class Window:
    """Steps `start:stop` become what `write` gives, at `cost`; `kept`: what of the old steps is
    in it."""

    start: int
    stop: int
    write: Callable[[], tuple[Step, ...]]
    cost: float
    kept: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """More ways, none cheaper than `cost`, worked out when asked for. `goes_on`: they are the rest
    of those that it grew with."""

    cost: float
    grow: Callable[[], Iterator[Twig]]
    goes_on: bool = False


Twig: TypeAlias = Window | Branch


def windows(request: Request, dialect: Dialect) -> Iterator[Twig]:
    """Every way to rewrite the chain that is worth a proof."""
    steps = request.locator.steps
    boundary = last_frame(steps)
    if boundary and not _enters(request, dialect, boundary):
        yield from _frame_windows(request, boundary)
        return
    links = [link for link in links_of(steps) if link.start >= boundary]
    links = links or [Link(boundary, boundary)]
    drifted = min(_good_prefix(request, dialect, links), len(links) - 1)
    for first in range(drifted, -1, -1):
        yield from _tail_windows(request, dialect, links, first, drifted)
    if drifted < len(links) - 1:
        yield from _inner_windows(request, dialect, links, drifted)


def _enters(request: Request, dialect: Dialect, boundary: int) -> bool:
    """Whether the chain's frame steps lead into the targets' document."""
    iframes = resolve(dialect, request.locator.steps[: boundary - 1], request.page) or []
    document = document_of(request)
    return any(_entered(request.page, iframe) is document for iframe in iframes)


def _entered(page: Page, iframe: HtmlElement) -> Page | None:
    return enter(page_of(page, iframe), iframe)


def _frame_windows(request: Request, boundary: int) -> Iterator[Twig]:
    """The frame is no longer found: rewrite the link that names it, if it is the chain's first."""
    document = document_of(request)
    for iframe in list(request.page.root.iter("iframe", "frame")):
        if _entered(request.page, iframe) is document:
            aim = aim_at(request, (iframe,), request.page, None)
            yield from _link_windows(request, Link(0, boundary - 1), aim, 0.0)


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
    request: Request, dialect: Dialect, links: Sequence[Link], first: int, drifted: int
) -> Iterator[Twig]:
    """From link `first` on, one link that hits the targets."""
    dropped = (len(links) - 1 - first) + (drifted - first)

    def grow() -> Iterator[Twig]:
        scope = _scope(request, dialect, links, first)
        aim = aim_at(request, request.targets, document_of(request), scope)
        for twig in _link_windows(request, links[-1], aim, CHAIN_LINK * dropped):
            yield from _lengthened(twig, links[first].start, bool(dropped))

    yield Branch(CHAIN_LINK * dropped, grow)


def _lengthened(twig: Twig, start: int, dropped: bool) -> Iterator[Twig]:
    """The twig as one that replaces everything from `start` on."""
    if isinstance(twig, Branch):
        yield replace(twig, grow=lambda: _all_lengthened(twig, start, dropped))
        return
    placed = dropped and any(step.strategy == "nth" for step in twig.kept)
    yield replace(twig, start=start, cost=twig.cost + (UNSCOPED_PLACE if placed else 0.0))


def _all_lengthened(branch: Branch, start: int, dropped: bool) -> Iterator[Twig]:
    for twig in branch.grow():
        yield from _lengthened(twig, start, dropped)


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
) -> Iterator[Twig]:
    """The drifted link alone, its tail kept or its last link rewritten too."""
    outer = _scope(request, dialect, links, drifted)
    for distance, (scope, known) in enumerate(_scopes(request, links[drifted], outer)):
        extra = 0.0 if known else _FARTHER * distance
        aim = aim_at(request, (scope,), document_of(request), outer)
        yield from _link_windows(request, links[drifted], aim, extra)
        yield _both(request, links[drifted], links[-1], aim, extra)


def _both(request: Request, link: Link, last: Link, aim: Aim, extra: float) -> Branch:
    """The drifted link for `aim`'s element, and the last link below it."""

    def grow() -> Iterator[Twig]:
        inner = aim_at(request, request.targets, aim.document, aim.elements[0])
        heads = cheapest_of(_link_windows(request, link, aim, extra), _HEADS)
        tails = cheapest_of(_link_windows(request, last, inner, _SECOND_LINK), _TAILS)
        middle = request.locator.steps[link.stop : last.start]
        for head in heads:
            for tail in tails:
                write = _joined(head, middle, tail)
                yield Window(link.start, last.stop, write, head.cost + tail.cost)

    return Branch(extra + _SECOND_LINK, grow)


def cheapest_of(twigs: Iterator[Twig], most: int) -> list[Window]:
    """The `most` cheapest windows of all that grow from `twigs`; of equal ones the last."""
    found: list[Window] = []
    # A twig's place: its number, from the last, below the place of the branch it grew from.
    heap: list[tuple[float, bool, tuple[int, ...], Twig]] = []

    def add(twigs: Iterator[Twig], place: tuple[int, ...], first: int) -> None:
        for number, twig in enumerate(twigs, first):
            here = (*place, -number)
            heapq.heappush(heap, (twig.cost, isinstance(twig, Window), here, twig))

    add(twigs, (), 0)
    while heap and len(found) < most:
        _, _, place, twig = heapq.heappop(heap)
        if isinstance(twig, Window):
            found.append(twig)
        elif twig.goes_on:
            add(twig.grow(), place[:-1], -place[-1])
        else:
            add(twig.grow(), place, 0)
    return found


def _joined(head: Window, middle: tuple[Step, ...], tail: Window) -> Callable[[], tuple[Step, ...]]:
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


def _link_windows(request: Request, link: Link, aim: Aim, extra: float) -> Iterator[Twig]:
    """The link rewritten for `aim`, batch by batch."""
    old, *filters = request.locator.steps[link.start : link.stop] or (_NOTHING,)
    ways = ways_of(request.locator.dialect)
    kept = tuple(refiltered(filters, aim, ways))
    for batch in batches(old, aim, ways):
        grow = _grown(link, kept, batch, extra, lambda new: ways.spelled(new, old))
        yield Branch(batch.least + extra, grow)


def _grown(
    link: Link,
    kept: Sequence[tuple[tuple[Step, ...], float]],
    batch: Batch,
    extra: float,
    spelled: Callable[[Step], Step],
) -> Callable[[], Iterator[Twig]]:
    """The batch's options with the link's filters as they are kept, each way at its cost."""
    least = min((changed for _, changed in kept), default=0.0)

    def told(option: Option) -> Iterator[Twig]:
        for steps, changed in kept:
            cost = option.cost + extra + changed
            yield Window(link.start, link.stop, _written(option, steps, spelled), cost, steps)

    def one_by_one(option: Option, others: Iterator[Option]) -> Iterator[Twig]:
        yield from told(option)
        then = next(others, None)
        if then is not None:
            more = partial(one_by_one, then, others)
            yield Branch(then.cost + extra + least, more, goes_on=True)

    def grow() -> Iterator[Twig]:
        options = batch.make()
        if not batch.in_order:
            return (twig for option in options for twig in told(option))
        first = next(options, None)
        return iter(()) if first is None else one_by_one(first, options)

    return grow


def _written(
    option: Option, kept: tuple[Step, ...], spelled: Callable[[Step], Step]
) -> Callable[[], tuple[Step, ...]]:
    return lambda: (spelled(option.write()), *kept)
