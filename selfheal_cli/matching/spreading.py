"""Whole-page matching: beliefs in all pairs, spread along parents, children and siblings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.flooding import (
    Links,
    agreement,
    belief,
    best_pair,
    claimed,
    links,
    smooth,
)
from selfheal_cli.matching.linear import Ranker
from selfheal_cli.matching.prepared import Prepared
from selfheal_cli.matching.preselect import Pairs

ROUNDS = 2
# How far above "none" the score of a settled pair is.
_SETTLED = 5.0
_NEARBY = 8
_SURE = 0.7
# What is believed at least so much is where the page is held on to.
ANCHORED = 0.5
# What is believed at least so much to be another old element's successor is not free.
CLAIMED = 0.3
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Owners:
    """Per new element: who claims it most, how much, and how much the next one does."""

    first: Ints
    most: Floats
    second: Floats


def owners(pairs: Pairs, belief: Floats, size: int) -> Owners:
    """Of the `belief` in each pair, for `size` new elements."""
    first, most, second = np.full(size, -1), np.zeros(size), np.zeros(size)
    order = np.lexsort((-belief, pairs.new))
    new = pairs.new[order]
    start = np.flatnonzero(np.append(True, new[1:] != new[:-1])) if len(new) else new
    first[new[start]] = pairs.old[order[start]]
    most[new[start]] = belief[order[start]]
    then = start + 1
    then = then[then < len(new)]
    then = then[new[then] == new[then - 1]]
    second[new[then]] = belief[order[then]]
    return Owners(first, most, second)


@dataclass(frozen=True, eq=False)
class Spread:
    """The state after the last round. `own`, `score`: each pair's score by itself and with its
    neighbourhood; `forward`, `backward`: its share among the old and the new element's pairs."""

    prepared: Prepared
    own: Floats
    score: Floats
    forward: Floats
    backward: Floats
    names: Names
    agreement: npt.NDArray[np.float64]
    claim_names: Names
    claims: npt.NDArray[np.float64]

    @cached_property
    def belief(self) -> Floats:
        """One number per pair: both sides choose each other."""
        return np.asarray(np.sqrt(self.forward * self.backward))

    @cached_property
    def refound(self) -> Floats:
        """Per old element: the belief in its best pair."""
        best = np.zeros(len(self.prepared.old))
        np.maximum.at(best, self.prepared.pairs.old, self.belief)
        return best

    @cached_property
    def kept(self) -> Floats:
        """The same; an element that is not worth weighing goes with the box around it."""
        kept = self.refound.copy()
        parent = self.prepared.old.walk.parent
        for i in np.flatnonzero(~self.prepared.weighed).tolist():
            kept[i] = kept[parent[i]] if parent[i] >= 0 else 0.0
        return kept

    @cached_property
    def share(self) -> float:
        """The mean of `kept`: which share of the old page is still there."""
        return float(self.kept.mean())

    @cached_property
    def around(self) -> Floats:
        """Per old element: which share of what stands around it in the text is still there."""
        return smooth(self.kept, _NEARBY) / _NEARBY

    @cached_property
    def guides(self) -> Ints:
        """The old elements that say something and whose successors are known."""
        return np.flatnonzero((self.refound >= ANCHORED) & self.prepared.old.telling)

    @cached_property
    def sure(self) -> Ints:
        """The open pairs that are all but certain on both sides."""
        rows = self.prepared.open
        return np.asarray(rows[self.belief[rows] >= _SURE])

    @cached_property
    def owners(self) -> Owners:
        """Who claims each new element."""
        return owners(self.prepared.pairs, self.belief, len(self.prepared.new))

    @cached_property
    def successor(self) -> Ints:
        """Per old element: the new element of its best pair, -1 where it has none."""
        pairs = self.prepared.pairs
        best = best_pair(pairs, self.belief, len(self.prepared.old))
        return np.where(best >= 0, pairs.new[best], -1) if len(pairs.new) else best


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """The pairs judged one by one, and what their neighbours make of it."""

    score: Floats
    near: Links
    names: Names
    agreement: npt.NDArray[np.float64]


def judge(prepared: Prepared, ranker: Ranker) -> Own:
    """The first round: own features only."""
    score = _scores(prepared, ranker)
    near = links(prepared.old, prepared.new, prepared.pairs)
    names, matrix, _, _ = _agree(prepared, near, score, ranker.none)
    return Own(score, near, names, matrix)


def _scores(prepared: Prepared, ranker: Ranker) -> Floats:
    """By own features; a settled pair's score is given."""
    score = np.full(len(prepared.pairs.code), ranker.none + _SETTLED)
    features = prepared.features
    score[prepared.open] = ranker.score(features.names, features.matrix)
    return score


def spread(prepared: Prepared, own: Own, ranker: Ranker) -> Spread:
    """The later rounds: own features and the neighbours' agreement, over and over."""
    names, matrix = own.names, own.agreement
    score, forward, backward = own.score, own.score, own.score
    base = _scores(prepared, ranker)
    free = prepared.place >= 0
    for _ in range(ROUNDS):
        score = base + ranker.score(names, matrix) * free
        names, matrix, forward, backward = _agree(prepared, own.near, score, ranker.none)
    claim_names, claims = zip(*claimed(prepared.old, prepared.pairs, forward), strict=True)
    return Spread(
        prepared, own.score, score, forward, backward, names, matrix, claim_names,
        np.stack(claims, axis=1),
    )  # fmt: skip


def _agree(
    prepared: Prepared, near: Links, score: Floats, none: float
) -> tuple[Names, npt.NDArray[np.float64], Floats, Floats]:
    old, new, pairs = prepared.old, prepared.new, prepared.pairs
    forward, backward = belief(pairs, score, none, len(old))
    named = agreement(old, new, pairs, near, np.sqrt(forward * backward))
    names, columns = zip(*named, strict=True)
    return names, np.stack(columns, axis=1), forward, backward
