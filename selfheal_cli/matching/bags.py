"""Bags of words over two pages: rare words weigh more; overlaps of many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bag = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One page's bags, equal ones stored once. `of[i]` is the bag of element `i`; bag `b` holds
    `tokens[start[b]:start[b + 1]]`; `mass` is each bag's weight."""

    of: Ints
    start: Ints
    tokens: Ints
    mass: Floats
    count: Ints


@dataclass(frozen=True, slots=True)
class Bags:
    """One channel of both pages. `weight[t]`: how telling token `t` is (inverse frequency)."""

    old: Side
    new: Side
    weight: Floats


@dataclass(frozen=True, slots=True)
class Overlap:
    """Per pair: shared weight over joint weight, over the old one's, the old bag's weight."""

    jaccard: Floats
    covered: Floats
    shared: Floats
    mass: Floats


def make(old: Sequence[Bag], new: Sequence[Bag]) -> Bags:
    """Numbers the words of both pages and weighs them by how few elements have them."""
    ids: dict[str, int] = {}
    sides = [_number(side, ids) for side in (old, new)]
    frequency = np.ones(len(ids))
    total = 2.0
    for of, start, tokens in sides:
        uses = np.bincount(of, minlength=len(start) - 1)
        np.add.at(frequency, tokens, np.repeat(uses, np.diff(start)))
        total += len(of)
    weight = np.log(total / frequency) + 0.1
    old_side, new_side = (_side(*side, weight) for side in sides)
    return Bags(old_side, new_side, weight)


def _number(bags: Sequence[Bag], ids: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    unique: dict[Bag, int] = {}
    of = np.array([unique.setdefault(b, len(unique)) for b in bags], dtype=np.int64)
    start = np.zeros(len(unique) + 1, dtype=np.int64)
    start[1:] = np.cumsum([len(b) for b in unique])
    tokens = [ids.setdefault(word, len(ids)) for b in unique for word in b]
    return of, start, np.array(tokens, dtype=np.int64)


def _side(of: Ints, start: Ints, tokens: Ints, weight: Floats) -> Side:
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    mass = np.bincount(owner, weights=weight[tokens], minlength=len(start) - 1).astype(float)
    uses = np.bincount(of, minlength=len(start) - 1)
    return Side(of, start, tokens, mass, uses)


def overlap(bags: Bags, old: Ints, new: Ints) -> Overlap:
    """What elements `old[k]` and `new[k]` share, for every k."""
    width = len(bags.new.start)
    codes, back = np.unique(bags.old.of[old] * width + bags.new.of[new], return_inverse=True)
    a, b = codes // width, codes % width
    owner, tokens = gather(bags.old.start, bags.old.tokens, a)
    shared = _shared_weight(bags, b, owner, tokens)
    mass_a, mass_b = bags.old.mass[a], bags.new.mass[b]
    joint = np.maximum(mass_a + mass_b - shared, 1e-9)
    covered = shared / np.maximum(mass_a, 1e-9)
    return Overlap((shared / joint)[back], covered[back], shared[back], mass_a[back])


def _shared_weight(bags: Bags, b: Ints, owner: Ints, tokens: Ints) -> Floats:
    size = max(len(bags.weight), 1)
    side = bags.new
    holder = np.repeat(np.arange(len(side.start) - 1), np.diff(side.start))
    known = np.sort(holder * size + side.tokens)
    wanted = b[owner] * size + tokens
    at = np.searchsorted(known, wanted)
    hit = np.zeros(len(wanted), dtype=bool)
    inside = at < len(known)
    hit[inside] = known[at[inside]] == wanted[inside]
    shared = np.bincount(owner[hit], weights=bags.weight[tokens[hit]], minlength=len(b))
    return shared.astype(float)


def gather(start: Ints, values: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The concatenated `values[start[r]:start[r + 1]]` of `rows`, and which row each is from."""
    size = start[rows + 1] - start[rows]
    owner = np.repeat(np.arange(len(rows)), size)
    first = np.cumsum(size) - size
    at = np.arange(int(size.sum())) - np.repeat(first, size) + np.repeat(start[rows], size)
    return owner, values[at]
