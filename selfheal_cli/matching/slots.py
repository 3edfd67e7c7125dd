"""Is the place where the target stood filled: what is free between the successors of its
neighbours, and how much of its kind, and of its page's words, lives on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View

_SURE = 0.6
# More free elements than this are not told apart.
MOST_FREE = 4
# What pairs that are all but certain kept of themselves, against what the best candidate kept.
_KEPT = ("caption edit", "texts overlap", "marks covered", "classes overlap", "same tag",
         "around overlap", "own score")  # fmt: skip
Mask = npt.NDArray[np.bool_]


def slots(page: Spread, ranked: Ranked, best: int) -> dict[str, float]:
    """Named numbers for one target; `best`: the place of its best candidate."""
    target = ranked.candidates.target
    old, new = page.prepared.old, page.prepared.new
    it = int(ranked.candidates.new[best])
    taken = claimed_by_others(page, ranked, target)
    kind = old.kinds[target]
    old_alike, new_alike = _of_kind(old, kind), _of_kind(new, kind)
    others = np.flatnonzero(old_alike)
    others = others[others != target]
    free = (taken < 0.5) & new_alike
    return {
        **_slot(page, target, it, taken, np.ones(len(old), dtype=bool), new_alike, "slot"),
        **_slot(page, target, it, taken, old_alike, new_alike, "kind slot"),
        "kind refound": float(page.kept[others].mean()) if len(others) else 0.5,
        "kind free": float(free.sum() / max(new_alike.sum(), 1)),
        "kind shrunk": float(np.clip(np.log((old_alike.sum() + 1) / (new_alike.sum() + 1)), -2, 2)),
        "best taken": float(taken[it]),
        **_kept(page, ranked, best, old_alike),
    }


def claimed_by_others(page: Spread, ranked: Ranked, target: int) -> Floats:
    """Per new element the belief that another old element became it."""
    known = page.owners
    taken = np.where(known.first == target, known.second, known.most)
    taken[list(ranked.taken)] = 1.0
    return np.asarray(taken, dtype=np.float64)


def _of_kind(view: View, kind: str) -> Mask:
    number, of = view.numbered_kinds
    return np.asarray(of == number.get(kind, -1))


@dataclass(frozen=True, slots=True)
class Gap:
    """From where to where nothing is sure around the target, and between its successors."""

    old: tuple[int, int]
    new: tuple[int, int]


def _gap(page: Spread, target: int, among: Mask) -> Gap | None:
    """Between the nearest sure ones of `among` before and after the target; None where there is
    none or their order has changed."""
    old, new = page.prepared.old, page.prepared.new
    sure = (page.refound >= _SURE) & among
    sure[target : int(old.end[target])] = False
    around = np.flatnonzero(sure)
    around = around[old.end[around] <= target] if len(around) else around
    after = np.flatnonzero(sure[int(old.end[target]) :]) + int(old.end[target])
    if not len(around) or not len(after):
        return None
    a, b = int(page.successor[around[-1]]), int(page.successor[after[0]])
    if b <= a:
        return None
    return Gap((int(old.end[around[-1]]), int(after[0])), (min(int(new.end[a]), b), b))


def crowded(page: Spread, ranked: Ranked) -> bool:
    """Whether more of the target's kind went lost between its sure neighbours than there is free
    of that kind between what these became."""
    target = ranked.candidates.target
    old, new = page.prepared.old, page.prepared.new
    gap = _gap(page, target, np.ones(len(old), dtype=bool))
    if gap is None:
        return False
    kind = old.kinds[target]
    free = (claimed_by_others(page, ranked, target) < 0.5) & _of_kind(new, kind)
    lost = (page.kept < 0.5) & _of_kind(old, kind)
    lost[target : int(old.end[target])] = False
    around = np.arange(len(old))
    lost &= ~((around <= target) & (old.end > target))
    return int(lost[slice(*gap.old)].sum()) + 1 > int(free[slice(*gap.new)].sum())


def _slot(
    page: Spread, target: int, it: int, taken: Floats, among: Mask, alike: Mask, name: str
) -> dict[str, float]:
    """What is free between the successors of the nearest `among` before and after the target."""
    new, gap = page.prepared.new, _gap(page, target, among)
    if gap is None:
        return {f"{name} found": 0.0, f"{name} free": 0.0, f"{name} free alike": 0.0,
                f"{name} holds best": 0.0, f"{name} width": 0.0}  # fmt: skip
    first, b = gap.new
    free = taken[first:b] < 0.5
    return {
        f"{name} found": 1.0,
        f"{name} free": float(min((free & new.telling[first:b]).sum(), MOST_FREE) / MOST_FREE),
        f"{name} free alike": float(min((free & alike[first:b]).sum(), MOST_FREE) / MOST_FREE),
        f"{name} holds best": float(first <= it < b),
        f"{name} width": float(np.log1p(b - first) / 6),
    }


def _kept(page: Spread, ranked: Ranked, best: int, alike: Mask) -> dict[str, float]:
    """What sure pairs of the target's kind kept of themselves, and how the best compares."""
    names = page.prepared.features.names
    pairs, rows = page.prepared.pairs, page.sure
    mine = rows[alike[pairs.old[rows]] & (pairs.old[rows] != ranked.candidates.target)]
    if len(mine) < 3:
        mine = rows[pairs.old[rows] != ranked.candidates.target]
    here = ranked.candidates.matrix[best]
    found: dict[str, float] = {"sure ones": float(np.log1p(len(mine)) / 5)}
    for name in _KEPT:
        if name == "own score":
            usual, it = page.own[mine], float(page.own[ranked.candidates.rows[best]])
        else:
            column = names.index(name)
            usual, it = page.prepared.numbers(mine, column), float(here[column])
        mean = float(usual.mean()) if len(mine) else it
        found[f"{name} usually"] = mean
        found[f"{name} below usual"] = mean - it
    return found
