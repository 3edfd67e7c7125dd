"""One target's candidates, ranked with the whole page's beliefs and the action's demands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.demands import demands
from selfheal_cli.matching.linear import Ranker
from selfheal_cli.matching.nested import nested
from selfheal_cli.matching.others import others
from selfheal_cli.matching.places import places
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.model import Action


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The pairs of one old element: `rows` in the page's pairs, `new` their new elements, and
    the features (`names` x pairs) that the last ranker weighs."""

    target: int
    rows: Ints
    new: Ints
    names: tuple[str, ...]
    matrix: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Candidates with their scores; `none`: the score of "none of them"; `taken`: new elements
    that are out of question."""

    candidates: Candidates
    score: Floats
    none: float
    taken: frozenset[int] = frozenset()


def candidates(page: Spread, target: int, action: Action) -> Candidates:
    """The candidates of old element `target`, with all their features."""
    prepared = page.prepared
    pairs = prepared.pairs
    first, stop = np.searchsorted(pairs.old, [target, target + 1])
    rows = np.arange(first, stop)
    new = pairs.new[rows]
    told = prepared.numbers(rows)
    first_names = prepared.features.names
    asked = [
        *demands(prepared.old, prepared.new, target, new, action),
        *nested(prepared.old, prepared.new, target, new, first_names, told),
        *places(page, target, new),
        *others(prepared.old, prepared.new, target, new),
    ]
    names = (*first_names, *page.names, *page.claim_names, "forward", "backward",
             *(name for name, _ in asked))  # fmt: skip
    parts: list[npt.NDArray[Any]] = [
        told,
        page.agreement[rows],
        page.claims[rows],
        page.forward[rows, None],
        page.backward[rows, None],
        *(values[:, None] for _, values in asked),
    ]
    return Candidates(target, rows, new, names, np.hstack(parts).astype(np.float64))


def rank(found: Candidates, ranker: Ranker) -> Ranked:
    """The candidates' scores."""
    return Ranked(found, ranker.score(found.names, found.matrix), ranker.none)


def sparing(ranked: Ranked, others: frozenset[int]) -> Ranked:
    """The same without the candidates in `others`, which are not taken by anything."""
    return replace(without(ranked, others), taken=ranked.taken) if others else ranked


def without(ranked: Ranked, taken: frozenset[int]) -> Ranked:
    """The same without the new elements in `taken`."""
    found = ranked.candidates
    keep = np.array([new not in taken for new in found.new.tolist()], dtype=bool)
    left = Candidates(
        found.target, found.rows[keep], found.new[keep], found.names, found.matrix[keep],
    )  # fmt: skip
    return Ranked(left, ranked.score[keep], ranked.none, ranked.taken | taken)
