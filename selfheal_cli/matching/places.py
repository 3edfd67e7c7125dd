"""Where a candidate stands: inside of what the boxes around the target became, and between what
its neighbours became. Features for one target's candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.spreading import ANCHORED, Spread
from selfheal_cli.matching.view import View

Mask = npt.NDArray[np.bool_]

# What is believed less is no box's successor.
_LIKELY = 0.2
# A box of more of the page than this tells nothing of the place.
_MOST_OF_PAGE = 0.6
_SMALL = 3
# How far, in elements, a candidate stands from its neighbour's successor until it is far away.
_NEAR = 6.0


@dataclass(frozen=True, slots=True)
class Box:
    """An element around the target, its successor, and the belief in it."""

    old: int
    new: int
    belief: float


def boxes(page: Spread, target: int) -> list[Box]:
    """The boxes around the target whose successors are likely, innermost first."""
    old = page.prepared.old
    most = len(old) * _MOST_OF_PAGE
    found = []
    up = old.walk.parent[target]
    while up >= 0 and old.walk.end[up] - up < most:
        belief = float(page.refound[up])
        if belief >= _LIKELY:
            found.append(Box(up, int(page.successor[up]), belief))
        up = old.walk.parent[up]
    return found


def places(page: Spread, target: int, rows: Ints) -> Iterator[tuple[str, Floats]]:
    """Per candidate in `rows`."""
    around = boxes(page, target)
    yield "inside its boxes", _inside(page, around, rows)
    yield "only of its kind in its box", _only(page, around, target, rows)
    yield from _slot(page, target, rows)


def _inside(page: Spread, around: list[Box], rows: Ints) -> Floats:
    """Which share of the boxes' successors holds it, nearer boxes counting more."""
    if not around:
        return np.full(len(rows), 0.5)
    weight = np.array([box.belief / (1 + k) for k, box in enumerate(around)])
    first = np.array([box.new for box in around])
    stop = page.prepared.new.end[first]
    inside = (rows >= first[:, None]) & (rows < stop[:, None])
    return np.asarray(weight @ inside / weight.sum(), dtype=np.float64)


def _only(page: Spread, around: list[Box], target: int, rows: Ints) -> Floats:
    """Whether target and candidate are both alone of their kind in the nearest sure box."""
    old, new = page.prepared.old, page.prepared.new
    kind = old.kinds[target]
    sure = (b for b in around if b.belief >= ANCHORED and old.walk.end[b.old] - b.old > _SMALL)
    box = next(sure, None)
    if box is None or kind == "plain":
        return np.zeros(len(rows))
    before, now = _of_kind(old, kind, box.old), _of_kind(new, kind, box.new)
    alone = len(before) == len(now) == 1
    return np.asarray((rows == now[0]) if alone else np.zeros(len(rows)), dtype=np.float64)


def _of_kind(view: View, kind: str, box: int) -> Ints:
    number, of = view.numbered_kinds
    return box + np.flatnonzero(of[box : view.walk.end[box]] == number.get(kind, -1))


def _slot(page: Spread, target: int, rows: Ints) -> Iterator[tuple[str, Floats]]:
    """Whether it stands between the successors of the nearest sure elements before and after the
    target that say something, and how near the first of them."""
    old, new = page.prepared.old, page.prepared.new
    sure = page.guides
    before = sure[: np.searchsorted(sure, target)]
    before = before[old.end[before] <= target]
    after = sure[np.searchsorted(sure, old.end[target]) :]
    first = int(page.successor[before[-1]]) if len(before) else -1
    stop = int(page.successor[after[0]]) if len(after) else len(new)
    begin = int(new.end[first]) if first >= 0 else 0
    known = 0 <= first < stop
    yield "in its slot", np.asarray((rows >= begin) & (rows < stop) & known, dtype=np.float64)
    yield "after its neighbour", np.exp(-np.abs(rows - begin) / _NEAR) * (first >= 0)
