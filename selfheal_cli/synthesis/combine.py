"""Combinations of choices in order of their summed cost, without building them all."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def cheapest(choices: Sequence[Sequence[tuple[T, float]]]) -> Iterator[tuple[tuple[T, ...], float]]:
    """One choice of each list, cheapest sums first; every list is sorted by cost beforehand."""
    if not all(choices):
        return
    start = (0,) * len(choices)
    heap = [(_sum(choices, start), start)]
    seen = {start}
    while heap:
        cost, picks = heapq.heappop(heap)
        yield tuple(options[i][0] for options, i in zip(choices, picks, strict=True)), cost
        for following in _successors(choices, picks):
            if following not in seen:
                seen.add(following)
                heapq.heappush(heap, (_sum(choices, following), following))


def _sum(choices: Sequence[Sequence[tuple[T, float]]], picks: tuple[int, ...]) -> float:
    return sum(options[i][1] for options, i in zip(choices, picks, strict=True))


def _successors(
    choices: Sequence[Sequence[tuple[T, float]]], picks: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    for place, options in enumerate(choices):
        if picks[place] + 1 < len(options):
            yield (*picks[:place], picks[place] + 1, *picks[place + 1 :])
