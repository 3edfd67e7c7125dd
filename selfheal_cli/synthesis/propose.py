"""Proposals for a broken locator: the cheapest ways to rewrite it that are proved to work."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Proposal, Step
from selfheal_cli.synthesis.penalties import penalty
from selfheal_cli.synthesis.proof import Expectation, proved, writable
from selfheal_cli.synthesis.request import Request
from selfheal_cli.synthesis.windows import Branch, Twig, Window, windows

__all__ = ["Request", "propose"]

_ENOUGH = 6
_MOST_TRIED = 300
_FAR_DEARER = 40.0


def propose(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    """A few proved locators for the targets, cheapest first, each worked out when it is asked for;
    none where none could be proved. Those much dearer than the first are left out."""
    return islice(_all_proved(request, dialect), _ENOUGH)


def _all_proved(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    old = request.locator.steps
    expected = (Expectation(request.page, request.targets), *request.others)
    dearest = math.inf
    seen = {old}
    for window, cost, new in islice(_in_order(request, dialect), _MOST_TRIED):
        if cost > dearest:
            return
        whole = (*old[: window.start], *new, *old[window.stop :])
        is_proved = whole not in seen and proved(dialect, whole, expected)
        if is_proved and writable(dialect, new, request.language):
            dearest = min(dearest, cost + _FAR_DEARER)
            yield _proposal(request, whole, window, new, cost, len(expected))
        seen.add(whole)


def _proposal(
    request: Request,
    whole: tuple[Step, ...],
    window: Window,
    new: tuple[Step, ...],
    cost: float,
    pages: int,
) -> Proposal:
    locator = replace(request.locator, steps=whole)
    return Proposal(locator, window.start, window.stop, new, cost, len(request.targets), pages)


def _in_order(
    request: Request, dialect: Dialect
) -> Iterator[tuple[Window, float, tuple[Step, ...]]]:
    """Windows with their full cost and their steps, cheapest first. Branches grow and steps are
    written when their turn comes; what then turns out to cost more is put back."""
    turns = count()
    heap: list[tuple[float, int, bool, Twig]] = []
    for twig in windows(request, dialect):
        heapq.heappush(heap, (twig.cost, next(turns), False, twig))
    while heap:
        cost, turn, settled, twig = heapq.heappop(heap)
        if isinstance(twig, Branch):
            for grown in twig.grow():
                heapq.heappush(heap, (grown.cost, next(turns), False, grown))
            continue
        new = twig.write()
        more = 0.0 if settled else penalty(request, twig.start, twig.stop, new)
        if more:
            heapq.heappush(heap, (cost + more, turn, True, twig))
        else:
            yield twig, cost, new
