"""Is there room for a successor: what of the target is anywhere in the new page, and what is free
where it stood."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats
from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View, texts_of

_ANCHORED = 0.5
_BOX = 6
_SEARCHED = 400
_ANY = ("texts overlap", "marks overlap", "caption edit", "inside overlap", "purpose overlap",
        "links overlap")  # fmt: skip


def gaps(page: Spread, ranked: Ranked, best: int) -> dict[str, float]:
    """Named numbers about the place where the target stood and what could fill it."""
    target = ranked.candidates.target
    return {
        **_in_page(page.prepared.old, page.prepared.new, target, ranked.taken),
        **_any_candidate(ranked),
        **_in_box(page, ranked, target, int(ranked.candidates.new[best])),
    }


def _in_page(old: View, new: View, target: int, taken: frozenset[int]) -> dict[str, float]:
    """How many of the target's words are anywhere in the new page, but for what is `taken`."""
    known = old.known[target]
    said = texts_of(known)
    purpose = concepts(said) or concepts((*known.marks, *known.classes))
    asked = {*said, *known.marks, *known.classes, *(f"@{p}" for p in purpose)}
    out: Counter[str] = Counter()
    for top in taken:
        for spoken in new.spoken[top : int(new.end[top])]:
            out.update(asked & spoken)
    uses = new.word_uses
    there = frozenset(word for word in asked if uses[word] > out[word])
    return {
        "texts in page": _share(said, there),
        "marks in page": _share(known.marks, there),
        "classes in page": _share(known.classes, there),
        "purpose in page": _share(tuple(f"@{p}" for p in purpose), there),
        "says something": float(bool(said)),
        "has marks": float(bool(known.marks)),
    }


def _share(said: tuple[str, ...], there: frozenset[str]) -> float:
    return sum(word in there for word in said) / len(said) if said else 0.5


def _any_candidate(ranked: Ranked) -> dict[str, float]:
    """The best of several likenesses over all candidates, whole and among the unclaimed."""
    found = ranked.candidates
    place = {name: k for k, name in enumerate(found.names)}
    free = 1 - found.matrix[:, place["claimed by another"]]
    best: dict[str, float] = {}
    for name in _ANY:
        column = found.matrix[:, place[name]]
        best[f"best {name}"] = float(column.max())
        best[f"best free {name}"] = float((column * free).max())
    return best


def _in_box(page: Spread, ranked: Ranked, target: int, it: int) -> dict[str, float]:
    """What is free in the successor of the nearest box of some size around the target."""
    old, new = page.prepared.old, page.prepared.new
    box, there = _box(page, target)
    if there < 0:
        return {"box found": 0.0, "best in box": 0.0, "free alike in box": 0.0, "free in box": 0.0,
                "box size": 0.0, "box shrunk": 0.0}  # fmt: skip
    stop = min(int(new.end[there]), there + _SEARCHED)
    taken = _taken(page, target, there, stop)
    out = [i - there for i in ranked.taken if there <= i < stop]
    taken[out] = 1
    number, kinds = new.numbered_kinds
    alike = kinds[there:stop] == number.get(old.kinds[target], -1)
    size_old, size_new = int(old.end[box]) - box, int(new.end[there]) - there
    return {
        "box found": 1.0,
        "best in box": float(there <= it < int(new.end[there])),
        "free alike in box": float(min(((1 - taken) * alike).sum(), 6) / 6),
        "free in box": float(min((1 - taken).mean(), 1)),
        "box size": float(np.log1p(size_old) / 6),
        "box shrunk": float(np.clip(np.log((size_old + 1) / (size_new + 1)), -2, 2)),
    }


def _box(page: Spread, target: int) -> tuple[int, int]:
    old = page.prepared.old
    up = old.walk.parent[target]
    while up >= 0:
        if page.refound[up] >= _ANCHORED and int(old.end[up]) - up >= _BOX:
            return up, int(page.successor[up])
        up = old.walk.parent[up]
    return -1, -1


def _taken(page: Spread, target: int, start: int, stop: int) -> Floats:
    """Per new element of the range: the belief that another old element became it."""
    pairs = page.prepared.pairs
    inside: npt.NDArray[np.bool_] = (pairs.new >= start) & (pairs.new < stop)
    rows = np.flatnonzero(inside & (pairs.old != target))
    taken = np.zeros(stop - start)
    np.maximum.at(taken, pairs.new[rows] - start, page.belief[rows])
    return taken
