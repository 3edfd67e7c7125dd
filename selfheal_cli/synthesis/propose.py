"""Proposals for a broken locator: the cheapest ways to rewrite it that are proved to work."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import TypeAlias

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Proposal, Step
from selfheal_cli.synthesis.costs import NTH
from selfheal_cli.synthesis.dialects import ways_of
from selfheal_cli.synthesis.penalties import penalty
from selfheal_cli.synthesis.proof import Expectation, proved, resolve, writable
from selfheal_cli.synthesis.request import Request
from selfheal_cli.synthesis.windows import Branch, Twig, Window, windows

__all__ = ["Request", "propose"]

_ENOUGH = 6
_MOST_TRIED = 300
_FAR_DEARER = 40.0
_PLACES = 4

_Way: TypeAlias = tuple[Window, float, tuple[Step, ...]]
"""A window, its full cost, and the steps that it becomes."""


def propose(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    """A few proved locators for the targets, cheapest first, each worked out when it is asked for;
    none where none could be proved. Those much dearer than the first are left out."""
    return islice(_all_proved(request, dialect), _ENOUGH)


def _all_proved(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    old = request.locator.steps
    expected = (Expectation(request.page, request.targets), *request.others)
    dearest = math.inf
    seen = {old}
    for window, cost, new in islice(_with_places(request, dialect), _MOST_TRIED):
        if cost > dearest:
            return
        whole = (*old[: window.start], *new, *old[window.stop :])
        is_proved = whole not in seen and proved(dialect, whole, expected)
        if is_proved and writable(dialect, new, request.language):
            dearest = min(dearest, cost + _FAR_DEARER)
            yield _proposal(request, whole, window, new, cost, len(expected))
        seen.add(whole)


def _with_places(request: Request, dialect: Dialect) -> Iterator[_Way]:
    """All ways in the order of their cost; where one hits the target among others, then later on
    also the target's place among these."""
    counted: list[tuple[float, int, _Way]] = []
    turns = count()
    counts = ways_of(dialect.name).counts and len(request.targets) == 1
    for way in _in_order(request, dialect):
        while counted and counted[0][0] <= way[1]:
            yield heapq.heappop(counted)[2]
        yield way
        for placed in _placed(request, dialect, way) if counts and len(counted) < _PLACES else ():
            heapq.heappush(counted, (placed[1], next(turns), placed))
    yield from (way for _, _, way in sorted(counted))


def _placed(request: Request, dialect: Dialect, way: _Way) -> Iterator[_Way]:
    window, cost, new = way
    old = request.locator.steps
    if window.stop < len(old) or new[-1].strategy == "nth":
        return
    hit = resolve(dialect, (*old[: window.start], *new), request.page) or []
    for place, element in enumerate(hit):
        if element is request.targets[0] and len(hit) > 1:
            yield window, cost + NTH, (*new, Step("nth", str(place)))


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


def _in_order(request: Request, dialect: Dialect) -> Iterator[_Way]:
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
