"""Two pages side by side: what is settled, the pairs worth comparing, and their features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.anchors import anchors
from selfheal_cli.matching.bags import Bags, Ints, distinct, make
from selfheal_cli.matching.channels import CHANNELS, read
from selfheal_cli.matching.features import Compared, Features, features
from selfheal_cli.matching.preselect import (
    Mask,
    Pairs,
    best_pairs,
    pairs_of,
    scores,
    settled_alike,
    settled_kin,
    shape,
    with_parents,
)
from selfheal_cli.matching.view import View, view_of
from selfheal_cli.matching.weights import Weights

# The parents of so many best candidates of an element are candidates of its parent.
_HEIRS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The views of two pages and what is plainly the same: `settled[o]` is the new element of old
    element `o`, or -1; `owners` the other way."""

    old: View
    new: View
    settled: Ints
    owners: Ints
    weights: Weights


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is known of a page pair, for some targets, before any weight is applied. `pairs`:
    the settled ones and the `open` ones (row numbers), which alone have features, of the compared
    `rows_old`; `place[k]`: the
    row of pair `k` in their matrix, -1 for a settled one."""

    old: View
    new: View
    pairs: Pairs
    rows_old: Ints
    open: Ints
    place: Ints
    features: Features

    @property
    def weighed(self) -> Mask:
        """The old elements that are settled or compared."""
        found = np.zeros(len(self.old), dtype=bool)
        found[self.pairs.old] = True
        found[self.rows_old] = True
        return found

    def numbers(self, rows: Ints, column: int | slice = slice(None)) -> npt.NDArray[np.float32]:
        """The features of some open pairs, all of them or one."""
        return self.features.matrix[self.place[rows], column]


def ground(old: Page, new: Page) -> Ground:
    """The views of the two documents, and the elements that are settled."""
    before, after = view_of(old), view_of(new)
    settled = anchors(before, after)
    owners = np.full(len(after), -1, dtype=np.int64)
    there = np.flatnonzero(settled >= 0)
    owners[settled[there]] = there
    return Ground(before, after, settled, owners, Weights(before, after))


def prepare(known: Ground, targets: Iterable[int]) -> Prepared:
    """Candidate pairs and pair features of what is not settled, and of the targets."""
    old, new = known.old, known.new
    asked = np.array(sorted(set(targets)), dtype=np.int64)
    wanted = np.zeros(len(old), dtype=bool)
    wanted[asked] = True
    rows_old, rows_new = _compared(known, asked, wanted)
    bags = _bags(known, rows_old, rows_new)
    codes = _chosen(known, bags, wanted, rows_old, rows_new)
    kept = np.flatnonzero((known.settled >= 0) & ~wanted)
    width = max(len(new), 1)
    pairs = pairs_of(distinct(np.concatenate([codes, kept * width + known.settled[kept]])), width)
    rows = np.searchsorted(pairs.code, codes)
    place = np.full(len(pairs.code), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    compared = Compared(
        old, new, rows_old, rows_new,
        np.searchsorted(rows_old, pairs.old[rows]), np.searchsorted(rows_new, pairs.new[rows]),
    )  # fmt: skip
    return Prepared(old, new, pairs, rows_old, rows, place, features(compared, bags))


def _compared(known: Ground, asked: Ints, wanted: Mask) -> tuple[Ints, Ints]:
    """What is not settled, the targets, and the settled new elements that they resemble."""
    old, new = known.settled < 0, known.owners < 0
    for target in asked.tolist():
        if known.settled[target] >= 0:
            new[known.settled[target]] = True
        said = known.old.spoken[target].union(*read(known.old, "texts", [target]))
        new[settled_alike(known.new, said, known.owners, known.weights)] = True
        new[settled_kin(known.old, known.settled, target)] = True
    return np.flatnonzero(old | wanted), np.flatnonzero(new)


def _bags(known: Ground, rows_old: Ints, rows_new: Ints) -> Bags:
    sides = ((known.old, rows_old.tolist()), (known.new, rows_new.tolist()))
    shapes = [[shape(view, i) for i in rows] for view, rows in sides]
    uses = Counter(word for side in shapes for words in side for word in words)
    weigh = _weigher(known.weights, uses, len(rows_old) + len(rows_new))
    old, new = ([*(read(view, name, rows) for name in CHANNELS)] for view, rows in sides)
    return make((*CHANNELS, "shape"), [*old, shapes[0]], [*new, shapes[1]], weigh)


def _weigher(weights: Weights, uses: Counter[str], total: int) -> Callable[[str], float]:
    """Shapes hold a blank, words never do."""
    return lambda word: (
        log((2.0 + total) / (1 + uses[word])) + 0.1 if " " in word else weights[word]
    )


def _chosen(known: Ground, bags: Bags, wanted: Mask, rows_old: Ints, rows_new: Ints) -> Ints:
    """The codes of the open pairs. Only a target is compared with what is settled."""
    width = max(len(known.new), 1)
    found = scores(bags, wanted[rows_old], known.owners[rows_new] < 0)
    codes = rows_old[found.old] * width + rows_new[found.new]
    best, first = best_pairs(found, wanted[rows_old], _HEIRS)
    chosen = with_parents(codes[best], codes[first], known.old, known.new)
    o, n = chosen // width, chosen % width
    held, there = np.zeros(len(known.old), dtype=bool), np.zeros(width, dtype=bool)
    held[rows_old], there[rows_new] = True, True
    free = (known.owners[n] < 0) & (known.settled[o] < 0)
    good = held[o] & there[n] & (wanted[o] | free)
    mine = np.flatnonzero(wanted & (known.settled >= 0))
    return distinct(np.concatenate([chosen[good], mine * width + known.settled[mine]]))
