"""Which pairs of elements are worth a closer look: some forty candidates an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Bags, Floats, Ints, gather, make
from selfheal_cli.matching.view import View

_PER_ELEMENT = 30
_PER_NEW = 8
_MOST_PAIRS = 6000
_WEIGHTS = {"marks": 1.5, "texts": 1.5, "content": 0.7, "links": 1.0, "classes": 0.6,
            "around": 0.25, "near": 0.5, "entry": 0.4, "inside": 0.5,
            "purpose": 0.3}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sorted by old, then new element: row k pairs `old[k]` with `new[k]`. `width` is the number
    of new elements."""

    old: Ints
    new: Ints
    width: int

    @property
    def code(self) -> Ints:
        """One sorted number per pair."""
        return self.old * self.width + self.new

    def find(self, old: Ints, new: Ints) -> Ints:
        """Row numbers of the given pairs; -1 where a pair is not there."""
        code = self.code
        wanted = old * self.width + new
        at = np.searchsorted(code, wanted)
        at[at >= len(code)] = 0
        good = (old >= 0) & (new >= 0) & (code[at] == wanted) if len(code) else old < -1
        return np.where(good, at, -1)


def preselect(old: View, new: View, bags: Mapping[str, Bags]) -> Pairs:
    """The pairs that share the most telling words, shape and place, with their parents."""
    code, score = _scores(old, new, {**bags, "shape": make(shapes(old), shapes(new))})
    width = len(new)
    best = _best(code // width, score, _PER_ELEMENT) | _best(code % width, score, _PER_NEW)
    top = code[_best(code // width, score, 4)]
    chosen = [code[best]]
    o, n = top // width, top % width
    for _ in range(2):
        o, n = old.parent[o], new.parent[n]
        inside = (o >= 0) & (n >= 0)
        o, n = o[inside], n[inside]
        chosen.append(o * width + n)
    codes = np.unique(np.concatenate(chosen))
    return Pairs(codes // width, codes % width, width)


def shapes(view: View) -> list[tuple[str, ...]]:
    """Tag, class of tag, role, and where in the tree: what stays when all words change."""
    found = []
    for i, known in enumerate(view.known):
        up = view.known[view.walk.parent[i]] if view.walk.parent[i] >= 0 else known
        found.append((
            f"tag {known.tag}", f"kind {known.kind}", f"role {known.role}", f"type {known.type}",
            f"step {up.tag}>{known.tag}:{view.sibling[i]}", f"under {up.kind}>{known.kind}",
            f"cell {view.contexts.cell[i]} {known.kind}", *view.contexts.landmark[i],
        ))  # fmt: skip
    return found


def _scores(old: View, new: View, bags: Mapping[str, Bags]) -> tuple[Ints, Floats]:
    codes, scores = [], []
    for name, channel in bags.items():
        if name in _WEIGHTS or name == "shape":
            code, score = _shared(channel, len(new), _WEIGHTS.get(name, 0.3))
            codes.append(code)
            scores.append(score)
    code, back = np.unique(np.concatenate(codes), return_inverse=True)
    return code, np.bincount(back, weights=np.concatenate(scores)).astype(float)


def _shared(bags: Bags, width: int, weight: float) -> tuple[Ints, Floats]:
    """All pairs that share a word which is rare enough, with the weight of what they share."""
    old_start, old_rows = _postings(bags.old.of, bags.old.start, bags.old.tokens, len(bags.weight))
    new_start, new_rows = _postings(bags.new.of, bags.new.start, bags.new.tokens, len(bags.weight))
    many = np.diff(old_start) * np.diff(new_start)
    tokens = np.flatnonzero((many > 0) & (many <= _MOST_PAIRS))
    owner, o = gather(old_start, old_rows, tokens)
    size = np.diff(new_start)[tokens][owner]
    which = np.repeat(np.arange(len(owner)), size)
    first = np.cumsum(size) - size
    place = np.arange(int(size.sum())) - np.repeat(first, size)
    n = new_rows[new_start[tokens[owner[which]]] + place]
    gain = weight * bags.weight[tokens[owner[which]]]
    return o[which] * width + n, gain


def _postings(of: Ints, start: Ints, tokens: Ints, size: int) -> tuple[Ints, Ints]:
    """For each token the elements that have it."""
    element, token = gather(start, tokens, of)
    order = np.argsort(token, kind="stable")
    begin = np.zeros(size + 1, dtype=np.int64)
    begin[1:] = np.cumsum(np.bincount(token, minlength=size))
    return begin, element[order]


def _best(group: Ints, score: Floats, keep: int) -> npt.NDArray[np.bool_]:
    """Marks the `keep` highest scores of each group."""
    order = np.lexsort((-score, group))
    ordered = group[order]
    first = np.searchsorted(ordered, ordered)
    good = np.zeros(len(group), dtype=bool)
    good[order] = np.arange(len(group)) - first < keep
    return good
