"""Proposals for a broken locator: the cheapest ways to rewrite it that are proved to work."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count, islice
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Proposal, Step
from selfheal_cli.synthesis.costs import FARTHER_PLACE, NTH, RECOUNT
from selfheal_cli.synthesis.dialects import ways_of
from selfheal_cli.synthesis.penalties import penalty
from selfheal_cli.synthesis.proof import proved, resolve, same_elements, writable
from selfheal_cli.synthesis.request import Request
from selfheal_cli.synthesis.structure import recounts
from selfheal_cli.synthesis.windows import Branch, Twig, Window, windows

__all__ = ["Request", "propose"]

_ENOUGH = 6
_MOST_TRIED = 300
_FAR_DEARER = 40.0
_PLACES = 4

Steps: TypeAlias = tuple[Step, ...]
_Way: TypeAlias = tuple[Window, float, Steps]
"""A window, its full cost, and the steps that it becomes."""
_Hits: TypeAlias = Callable[[Steps], Sequence[HtmlElement]]


def propose(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    """A few proved locators for the targets, cheapest first, each worked out when it is asked for;
    none where none could be proved. Those much dearer than the first are left out."""
    return islice(_all_proved(request, dialect), _ENOUGH)


def _all_proved(request: Request, dialect: Dialect) -> Iterator[Proposal]:
    dearest = math.inf
    hits = cache(partial(_hits, request, dialect))
    seen = {request.locator.steps}
    for window, cost, new in islice(_with_places(request, dialect, hits), _MOST_TRIED):
        if cost > dearest:
            return
        whole = _whole(request, window, new)
        is_proved = (
            whole not in seen
            and _is_proved(request, dialect, whole, hits)
            and _stands(request, window, new, hits)
        )
        if is_proved and writable(dialect, new, request.language):
            dearest = min(dearest, cost + _FAR_DEARER)
            yield _proposal(request, whole, window, new, cost)
        seen.add(whole)


def _hits(request: Request, dialect: Dialect, steps: Steps) -> Sequence[HtmlElement]:
    """What the steps find on the failing page; nothing where the dialect cannot tell."""
    return resolve(dialect, steps, request.page) or ()


def _whole(request: Request, window: Window, new: Steps) -> Steps:
    old = request.locator.steps
    return (*old[: window.start], *new, *old[window.stop :])


def _is_proved(request: Request, dialect: Dialect, whole: Steps, hits: _Hits) -> bool:
    if not same_elements(hits(whole), request.targets):
        return False
    # On another page the new place is that of another element.
    return recounts(request.locator.steps, whole) or proved(dialect, whole, request.others)


def _stands(request: Request, window: Window, new: Steps, hits: _Hits) -> bool:
    """Whether a link inside of the chain still hits what it stood for, where that is known, and a
    place that a variable gives still chooses among several: a chain may find its target for this
    one row only."""
    before = request.locator.steps[: window.start]
    known = request.scopes.get(window.start)
    inner = window.stop < len(request.locator.steps) and known is not None
    if inner and not any(element is known for element in hits((*before, *new))):
        return False
    told = {v for i in range(window.start, window.stop) for v in request.parameters.get(i, ())}
    counted = (i for i, step in enumerate(new) if step.strategy == "nth" and step.value in told)
    return all(len(hits((*before, *new[:place]))) > 1 for place in counted)


def _with_places(request: Request, dialect: Dialect, hits: _Hits) -> Iterator[_Way]:
    """All ways in the order of their cost; where one hits the target among others, then later on
    also the target's place among these."""
    counted: list[tuple[float, int, _Way]] = []
    turns = count()
    counts = ways_of(dialect.name).counts and len(request.targets) == 1
    for way in _in_order(request, dialect):
        while counted and counted[0][0] <= way[1]:
            yield heapq.heappop(counted)[2]
        yield way
        for placed in _placed(request, way, hits) if counts and len(counted) < _PLACES else ():
            heapq.heappush(counted, (placed[1], next(turns), placed))
    yield from (way for _, _, way in sorted(counted))


def _placed(request: Request, way: _Way, hits: _Hits) -> Iterator[_Way]:
    window, cost, new = way
    if window.stop < len(request.locator.steps) or new[-1].strategy == "nth":
        return
    hit = hits(_whole(request, window, new))
    for place, element in enumerate(hit):
        if element is request.targets[0] and len(hit) > 1:
            placed = (*new, Step("nth", str(place)))
            again = recounts(request.locator.steps, _whole(request, window, placed))
            yield window, cost + (RECOUNT if again else NTH + FARTHER_PLACE * place), placed


def _proposal(request: Request, whole: Steps, window: Window, new: Steps, cost: float) -> Proposal:
    locator = replace(request.locator, steps=whole)
    pages = 1 + len(request.others)
    return Proposal(locator, window.start, window.stop, new, cost, len(request.targets), pages)


def _in_order(request: Request, dialect: Dialect) -> Iterator[_Way]:
    """Windows with their full cost and their steps, cheapest first. Branches grow and steps are
    written when their turn comes; what then turns out to cost more is put back."""
    growths = count()
    # A twig's turn: when it grew, and its number then.
    heap: list[tuple[float, tuple[int, int], bool, Twig]] = []

    def add(twigs: Iterator[Twig], growth: int, first: int) -> None:
        for number, twig in enumerate(twigs, first):
            heapq.heappush(heap, (twig.cost, (growth, number), False, twig))

    add(windows(request, dialect), next(growths), 0)
    while heap:
        cost, turn, settled, twig = heapq.heappop(heap)
        if isinstance(twig, Branch):
            add(twig.grow(), *(turn if twig.goes_on else (next(growths), 0)))
            continue
        new = twig.write()
        more = 0.0 if settled else penalty(request, twig.start, twig.stop, new)
        if more:
            heapq.heappush(heap, (cost + more, turn, True, twig))
        else:
            yield twig, cost, new
