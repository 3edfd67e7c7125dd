"""Which pairs of elements are worth a closer look: a dozen candidates an element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Bags, Floats, Ints, Side, distinct, gather, inverse, ranked
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

    def finder(self, height: int) -> Callable[[Ints, Ints], Ints]:
        """What `find` says, for many questions about `height` old elements: by a table of all
        pairs that there could be, unless they are too many."""
        size = height * self.width
        if size > _DENSE:
            return self.find
        row = np.full(size + 1, -1, dtype=np.int64)
        row[self.code] = np.arange(len(self.code))
        return lambda old, new: row[
            np.where(np.minimum(old, new) < 0, size, old * self.width + new)
        ]


def pairs_of(codes: Ints, width: int) -> Pairs:
    """The pairs of sorted, distinct codes (old * width + new)."""
    width = max(width, 1)
    return Pairs(codes // width, codes % width, width, codes)


def shape(view: View, i: int) -> tuple[str, ...]:
    """Tag, class of tag, type, and where in the tree: what stays when all words change."""
    known = view.known[i]
    up = view.walk.parent[i]
    above = (str(view.elements[up].tag), view.kinds[up]) if up >= 0 else ("", "")
    seen = view.contexts
    own = (known.tag, known.kind, known.role, known.type)
    return _shape(own, above, int(view.sibling[i]), seen.cell[i], seen.landmark[i])


@lru_cache(maxsize=16384)
def _shape(
    own: tuple[str, str, str, str], above: tuple[str, str], place: int, cell: int,
    marks: tuple[str, ...],
) -> tuple[str, ...]:  # fmt: skip
    tag, kind, role, type_ = own
    return (
        f"tag {tag}", f"kind {kind}", f"role {role}", f"type {type_}",
        f"step {above[0]}>{tag}:{place}", f"under {above[1]}>{kind}",
        f"cell {cell} {kind}", *(f"in {mark}" for mark in marks),
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
    size = max(len(bags.weight), 1)
    old, new = (_holders(side, weights > 0, size) for side in (bags.old, bags.new))
    uses = [np.bincount(key, minlength=len(weights) * size) for key, _ in (old, new)]
    many = uses[0] * uses[1]
    keys = np.flatnonzero((many > 0) & (many <= _MOST_PAIRS))
    place = np.full(len(many), -1, dtype=np.int64)
    place[keys] = np.arange(len(keys))
    gain = weights[keys // size] * bags.weight[keys % size]
    width = bags.new.of.shape[1]
    code, score = _joined(_postings(*old, place), _postings(*new, place), gain, width)
    found = _summed(code, score, (bags.old.of.shape[1], width))
    good = wanted[found.old] | free[found.new]
    return found if good.all() else Scores(found.old[good], found.new[good], found.score[good])


def _holders(side: Side, weighed: Mask, size: int) -> tuple[Ints, Ints]:
    """The words (channel * `size` + token) of the weighed channels, and whose they are."""
    channels = np.flatnonzero(weighed)
    of = side.of[channels]
    which, token = gather(side.start, side.tokens, of.ravel())
    count = max(of.shape[1], 1)
    return channels[which // count] * size + token, which % count


def _postings(key: Ints, element: Ints, place: Ints) -> tuple[Ints, Ints]:
    """For each word that has a place the elements that have it: where theirs begin, and they."""
    at = place[key]
    there = np.flatnonzero(at >= 0)
    at = at[there]
    begin = np.zeros(int(place.max(initial=-1)) + 2, dtype=np.int64)
    np.cumsum(np.bincount(at, minlength=len(begin) - 1), out=begin[1:])
    return begin, element[there][_sorting(at)]


def _sorting(numbers: Ints) -> Ints:
    """A stable order of numbers from 0; small ones are sorted by digits."""
    small = len(numbers) and int(numbers.max()) < 2**16
    return np.argsort(numbers.astype(np.uint16) if small else numbers, kind="stable")


def _joined(
    old: tuple[Ints, Ints], new: tuple[Ints, Ints], gain: Floats, width: int
) -> tuple[Ints, Floats]:
    """All pairs of elements (old * `width` + new) that have the same word, and the word's gain."""
    owner = np.repeat(np.arange(len(gain)), np.diff(old[0]))
    start, size = new[0][owner], np.diff(new[0])[owner]
    # For each pair its place among the new ones, its old one, and the gain.
    at = np.repeat(start + size - np.cumsum(size), size)
    at += np.arange(len(at))
    code = np.repeat(old[1] * width, size)
    code += new[1][at]
    return code, np.repeat(gain[owner], size)


def _summed(code: Ints, score: Floats, shape: tuple[int, int]) -> Scores:
    if shape[0] * shape[1] <= _DENSE:
        total = np.asarray(np.bincount(code, score, shape[0] * shape[1]), dtype=np.float64)
        found = np.flatnonzero(total)
        return Scores(*np.divmod(found, shape[1]), total[found])
    codes, back = inverse(code, shape[0] * shape[1])
    summed = np.asarray(np.bincount(back, score), dtype=np.float64)
    return Scores(*np.divmod(codes, shape[1]), summed)


def best_pairs(found: Scores, wide: Mask, keep: int) -> tuple[Mask, Mask]:
    """Marks the best pairs of each old and each new element, more of the old ones in `wide`; and
    the `keep` best pairs of each old element."""
    rank = _rank(found.old, found.score)
    many = np.where(wide, _PER_TARGET, _PER_ELEMENT)[found.old]
    return (rank < many) | (_rank(found.new, found.score) < _PER_NEW), rank < keep


def _rank(group: Ints, score: Floats) -> Ints:
    """The place of each row within its group, the highest score first."""
    order = ranked(group, score)
    sizes = np.bincount(group)
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
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
    return distinct(np.concatenate(chosen))


def settled_alike(
    new: View, said: Iterable[str], owners: Ints, weights: Mapping[str, float]
) -> list[int]:
    """The new elements, among those with an owner, that share the rarest words of `said`."""
    taken = (owners >= 0).tolist()
    found: dict[int, float] = {}
    for word in sorted(word for word in said if 0 < new.word_uses[word] <= _COMMON):
        for i in new.holders[word]:
            if taken[i]:
                found[i] = found.get(i, 0) + weights[word]
    return sorted(found, key=lambda i: (-found[i], i))[:_SETTLED]


def settled_kin(old: View, settled: Ints, target: int) -> list[int]:
    """What the elements around and inside the target became: it may have merged with one."""
    up = old.walk.parent[target]
    above = old.walk.parent[up] if up >= 0 else -1
    kin = [i for i in (above, up) if i >= 0]
    kin += range(target + 1, min(old.walk.end[target], target + 1 + _INSIDE))
    return [int(settled[i]) for i in kin if settled[i] >= 0]
