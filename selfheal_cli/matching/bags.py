"""Bags of words over two pages: rare words weigh more; overlaps of many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bag = tuple[str, ...]
Value = TypeVar("Value", bound=Hashable)

# Below these limits numbers are marked, or given their places in a table; above, sorted.
_MARKED, _PLACED = 16_000_000, 4_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One page's bags, equal ones stored once. `of[c, i]` is the bag of element `i` in channel
    `c`; bag `b` holds `tokens[start[b]:start[b + 1]]`; `mass` is each bag's weight."""

    of: Ints
    start: Ints
    tokens: Ints
    mass: Floats


@dataclass(frozen=True, slots=True)
class Bags:
    """Some channels of some elements of both pages. `weight[t]`: how telling token `t` is;
    `ids`: the tokens' numbers."""

    names: tuple[str, ...]
    old: Side
    new: Side
    weight: Floats
    ids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Per channel and pair: shared weight over joint weight, over the old one's; the shared
    weight; whether both have words at all."""

    jaccard: Floats
    covered: Floats
    shared: Floats
    both: npt.NDArray[np.bool_]


def make(
    names: Sequence[str],
    old: Sequence[Sequence[Bag]],
    new: Sequence[Sequence[Bag]],
    weigh: Callable[[str], float],
) -> Bags:
    """Numbers the words of all channels and weighs them. `old[c][i]`: a bag."""
    sides = [_numbered(chain.from_iterable(side)) for side in (old, new)]
    ids = _numbered(chain.from_iterable(bag for side in sides for bag in side))
    weight = np.fromiter(map(weigh, ids), np.float64, len(ids))
    old_side, new_side = (
        _side(channels, side, ids, weight)
        for channels, side in zip((old, new), sides, strict=True)
    )  # fmt: skip
    return Bags(tuple(names), old_side, new_side, weight, ids)


def _numbered(values: Iterable[Value]) -> dict[Value, int]:
    """The distinct values in their order, numbered from 0."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _side(
    channels: Sequence[Sequence[Bag]], unique: Mapping[Bag, int], ids: Mapping[str, int],
    weight: Floats,
) -> Side:  # fmt: skip
    number = unique.__getitem__
    of = np.stack([np.fromiter(map(number, bags), np.int64, len(bags)) for bags in channels])
    size = np.fromiter(map(len, unique), np.int64, len(unique))
    start = np.zeros(len(size) + 1, dtype=np.int64)
    np.cumsum(size, out=start[1:])
    words = chain.from_iterable(unique)
    tokens = np.fromiter(map(ids.__getitem__, words), np.int64, int(start[-1]))
    owner = np.repeat(np.arange(len(size)), size)
    mass = np.bincount(owner, weights=weight[tokens], minlength=len(size)).astype(float)
    return Side(of, start, tokens, mass)


def overlap(bags: Bags, old: Ints, new: Ints) -> Overlap:
    """What elements `old[k]` and `new[k]` (places in the bags) share, for every k."""
    a_all, b_all = bags.old.of[:, old].ravel(), bags.new.of[:, new].ravel()
    width = len(bags.new.start)
    mass_a, mass_b = bags.old.mass[a_all], bags.new.mass[b_all]
    both = (mass_a > 0) & (mass_b > 0)
    given = np.flatnonzero(both)
    limit = len(bags.old.start) * width
    codes, back = inverse(a_all[given] * width + b_all[given], limit)
    shared = np.zeros(len(a_all))
    shared[given] = _shared_weight(bags, codes // width, codes % width)[back]
    joint = np.maximum(mass_a + mass_b - shared, 1e-9)
    shape = (len(bags.names), len(old))
    return Overlap(
        (shared / joint).reshape(shape),
        (shared / np.maximum(mass_a, 1e-9)).reshape(shape),
        shared.reshape(shape),
        both.reshape(shape),
    )


def _shared_weight(bags: Bags, a: Ints, b: Ints) -> Floats:
    owner, tokens = gather(bags.old.start, bags.old.tokens, a)
    size = max(len(bags.weight), 1)
    side = bags.new
    holder = np.repeat(np.arange(len(side.start) - 1), np.diff(side.start))
    hit = _among(b[owner] * size + tokens, holder * size + side.tokens, size * len(side.start))
    # Times 0 for what is not shared: to pick what is takes longer.
    return np.bincount(owner, weights=bags.weight[tokens] * hit, minlength=len(b)).astype(float)


def _among(wanted: Ints, known: Ints, limit: int) -> npt.NDArray[np.bool_]:
    if limit <= _MARKED:
        there = np.zeros(limit, dtype=bool)
        there[known] = True
        return np.asarray(there[wanted])
    ordered = np.sort(known)
    at = np.minimum(np.searchsorted(ordered, wanted), max(len(ordered) - 1, 0))
    return np.asarray(ordered[at] == wanted) if len(ordered) else np.zeros(len(wanted), dtype=bool)


def ranked(group: Ints, score: Floats) -> Ints:
    """The rows by group, within one the highest score first, of equal ones the first row. Scores
    are 0 or more, and compared to 9 digits: so a row is one number, and sorting numbers is many
    times faster than sorting rows."""
    count = max(len(group), 1).bit_length()
    room = 62 - count - int(group.max(initial=0)).bit_length()
    fine = min(room, 32)
    if fine < 24:
        return np.lexsort((-score, group))
    top = float(score.max(initial=0.0)) or 1.0
    behind = ((top - score) * ((1 << fine) - 1) / top).astype(np.int64)
    rows = (group << (fine + count)) | (behind << count) | np.arange(len(group))
    rows.sort()
    return rows & ((1 << count) - 1)


def distinct(numbers: Ints) -> Ints:
    """Each number once, sorted."""
    ordered = np.sort(numbers)
    fresh = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def inverse(numbers: Ints, limit: int) -> tuple[Ints, Ints]:
    """Each number once, sorted, and for each of `numbers`, all below `limit`, its place there.
    (numpy's own way to say this loads its masked arrays first, which takes as long as a small
    page.)"""
    if limit <= _PLACED:
        there = np.zeros(limit, dtype=bool)
        there[numbers] = True
        once = np.flatnonzero(there)
        places = np.empty(limit, dtype=np.int64)
        places[once] = np.arange(len(once))
        return once, places[numbers]
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    fresh = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    place = np.empty(len(ordered), dtype=np.int64)
    place[order] = np.cumsum(fresh) - 1
    return ordered[fresh], place


def gather(start: Ints, values: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The concatenated `values[start[r]:start[r + 1]]` of `rows`, and which row each is from."""
    size = start[rows + 1] - start[rows]
    owner = np.repeat(np.arange(len(rows)), size)
    first = np.cumsum(size) - size
    at = np.arange(int(size.sum())) - np.repeat(first - start[rows], size)
    return owner, values[at]
