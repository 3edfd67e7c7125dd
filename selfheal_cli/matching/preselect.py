"""Which pairs of elements are worth a closer look: a dozen candidates an element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Bags, Floats, Ints, gather
from selfheal_cli.matching.view import View

Mask = npt.NDArray[np.bool_]

_PER_ELEMENT = 10
_PER_TARGET = 30
_PER_NEW = 4
_SETTLED = 12
_COMMON = 200
_INSIDE = 6
_MOST_PAIRS = 6000
_DENSE = 2_000_000
WEIGHTS = {"marks": 1.5, "texts": 1.5, "content": 0.7, "links": 1.0, "classes": 0.6,
           "around": 0.25, "near": 0.5, "entry": 0.4, "inside": 0.5, "everything": 0.0,
           "purpose": 0.3, "shape": 0.3}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sorted by old, then new element: row k pairs `old[k]` with `new[k]`. `width` is the number
    of new elements; `code` one sorted number per pair."""

    old: Ints
    new: Ints
    width: int
    code: Ints

    def find(self, old: Ints, new: Ints) -> Ints:
        """Row numbers of the given pairs; -1 where a pair is not there."""
        wanted = old * self.width + new
        if not len(self.code):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.code, wanted), len(self.code) - 1)
        return np.where((old >= 0) & (new >= 0) & (self.code[at] == wanted), at, -1)


def pairs_of(codes: Ints, width: int) -> Pairs:
    """The pairs of sorted, distinct codes (old * width + new)."""
    width = max(width, 1)
    return Pairs(codes // width, codes % width, width, codes)


def shape(view: View, i: int) -> tuple[str, ...]:
    """Tag, class of tag, type, and where in the tree: what stays when all words change."""
    known = view.known[i]
    up = view.walk.parent[i]
    tag, kind = (str(view.elements[up].tag), view.kinds[up]) if up >= 0 else ("", "")
    seen = view.contexts
    return (
        f"tag {known.tag}", f"kind {known.kind}", f"role {known.role}", f"type {known.type}",
        f"step {tag}>{known.tag}:{view.sibling[i]}", f"under {kind}>{known.kind}",
        f"cell {seen.cell[i]} {known.kind}", *(f"in {mark}" for mark in seen.landmark[i]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Pairs of elements (places among the compared ones) that share a rare enough word."""

    old: Ints
    new: Ints
    score: Floats


def scores(bags: Bags, wanted: Mask, free: Mask) -> Scores:
    """Weighs what the elements share, words that too many pairs share left out. New elements that
    are not `free` are compared with the `wanted` old ones alone."""
    weights = np.array([WEIGHTS[name] for name in bags.names])
    rarity = bags.weight if len(bags.weight) else np.zeros(1)
    size = len(rarity)
    old = _postings(bags.old.of, bags.old.start, bags.old.tokens, size)
    new = _postings(bags.new.of, bags.new.start, bags.new.tokens, size)
    many = np.diff(old[0]) * np.diff(new[0])
    gain = np.repeat(weights, size) * np.tile(rarity, len(bags.names))
    keys = np.flatnonzero((many > 0) & (many <= _MOST_PAIRS) & (gain > 0))
    o, n, score = _joined(old, new, keys, gain)
    good = wanted[o] | free[n]
    if not good.all():
        o, n, score = o[good], n[good], score[good]
    return _summed(o, n, score, (bags.old.of.shape[1], bags.new.of.shape[1]))


def _postings(of: Ints, start: Ints, tokens: Ints, size: int) -> tuple[Ints, Ints]:
    """For each channel's token the elements that have it."""
    channels, count = of.shape
    element, token = gather(start, tokens, of.ravel())
    key = (element // max(count, 1)) * size + token
    order = np.argsort(key, kind="stable")
    begin = np.zeros(channels * size + 1, dtype=np.int64)
    np.cumsum(np.bincount(key, minlength=channels * size), out=begin[1:])
    return begin, (element % max(count, 1))[order]


def _joined(
    old: tuple[Ints, Ints], new: tuple[Ints, Ints], keys: Ints, gain: Floats
) -> tuple[Ints, Ints, Floats]:
    owner, o = gather(old[0], old[1], keys)
    which, n = gather(new[0], new[1], keys[owner])
    return o[which], n, gain[keys[owner[which]]]


def _summed(o: Ints, n: Ints, score: Floats, shape: tuple[int, int]) -> Scores:
    code = o * shape[1] + n
    if shape[0] * shape[1] <= _DENSE:
        total = np.bincount(code, score, shape[0] * shape[1]).astype(float)
        found = np.flatnonzero(total)
        return Scores(found // shape[1], found % shape[1], total[found])
    codes, back = np.unique(code, return_inverse=True)
    summed = np.bincount(back, score).astype(float)
    return Scores(codes // shape[1], codes % shape[1], summed)


def best_pairs(found: Scores, wide: Mask) -> Mask:
    """Marks the best pairs of each old and each new element; more of the old ones in `wide`."""
    rank = _rank(found.old, found.score)
    keep = np.where(wide[found.old], _PER_TARGET, _PER_ELEMENT)
    return np.asarray((rank < keep) | (_rank(found.new, found.score) < _PER_NEW))


def first_pairs(found: Scores, keep: int) -> Mask:
    """Marks the `keep` best pairs of each old element."""
    return np.asarray(_rank(found.old, found.score) < keep)


def _rank(group: Ints, score: Floats) -> Ints:
    """The place of each score within its group, from 0 for the highest."""
    order = np.lexsort((-score, group))
    ordered = group[order]
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(ordered, ordered)
    return rank


def with_parents(codes: Ints, top: Ints, old: View, new: View) -> Ints:
    """The pairs `codes` and, for those in `top`, their parents' and grandparents' pairs."""
    width = max(len(new), 1)
    chosen = [codes]
    o, n = top // width, top % width
    for _ in range(2):
        o, n = old.parent[o], new.parent[n]
        inside = (o >= 0) & (n >= 0)
        o, n = o[inside], n[inside]
        chosen.append(o * width + n)
    return np.unique(np.concatenate(chosen))


def settled_alike(
    new: View, said: Iterable[str], owners: Ints, weights: Mapping[str, float]
) -> list[int]:
    """The new elements, among those with an owner, that share the rarest words of `said`."""
    found: dict[int, float] = {}
    for word in said:
        rows = new.holders.get(word, ())
        if len(rows) <= _COMMON:
            weight = weights[word]
            for i in rows:
                if owners[i] >= 0:
                    found[i] = found.get(i, 0.0) + weight
    return sorted(found, key=lambda i: (-found[i], i))[:_SETTLED]


def settled_kin(old: View, settled: Ints, target: int) -> list[int]:
    """What the elements around and inside the target became: it may have merged with one."""
    up = old.walk.parent[target]
    above = old.walk.parent[up] if up >= 0 else -1
    kin = [i for i in (above, up) if i >= 0]
    kin += range(target + 1, min(old.walk.end[target], target + 1 + _INSIDE))
    return [int(settled[i]) for i in kin if settled[i] >= 0]
