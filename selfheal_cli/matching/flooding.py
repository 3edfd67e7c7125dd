"""How well the neighbourhoods of two elements agree, given how well all pairs agree so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints, ranked
from selfheal_cli.matching.preselect import Pairs
from selfheal_cli.matching.view import View

_WINDOWS = (3, 12)
_RIVALS = 6
_FIELDS = ("type", "choose")


@dataclass(frozen=True, slots=True)
class Links:
    """Per pair the rows of the pairs around it, -1 where there is none. The last row of every
    array of beliefs is 0, so that -1 reads as no belief."""

    parents: Ints
    skipped: tuple[Ints, Ints, Ints]
    outer: Ints
    inner: Ints
    beside: tuple[Ints, Ints]
    texts: tuple[Ints, Ints]


def links(old: View, new: View, pairs: Pairs) -> Links:
    """Looks the neighbouring pairs up, once for all rounds."""
    o, n = pairs.old, pairs.new
    po, pn = old.parent[o], new.parent[n]
    go, gn = _up(old.parent, po), _up(new.parent, pn)
    find = pairs.finder(len(old))
    texts = _texts(old), _texts(new)
    return Links(
        find(po, pn),
        (find(po, gn), find(go, pn), find(go, gn)),
        find(o, pn),
        find(po, n),
        (find(_beside(old, 1)[o], _beside(new, 1)[n]),
         find(_beside(old, -1)[o], _beside(new, -1)[n])),
        (find(_before(old, texts[0])[o], _before(new, texts[1])[n]),
         find(_after(old, texts[0])[o], _after(new, texts[1])[n])),
    )  # fmt: skip


def softmax(score: Floats, group: Ints, size: int, none: float) -> Floats:
    """Each pair's share of its group, a rival of score `none` counted in."""
    top = np.full(size, none)
    np.maximum.at(top, group, score)
    mass = np.exp(score - top[group])
    total = np.bincount(group, weights=mass, minlength=size) + np.exp(none - top)
    return np.asarray(mass / total[group], dtype=np.float64)


def belief(pairs: Pairs, score: Floats, none: float, size: int) -> tuple[Floats, Floats]:
    """Share of each pair among its old element's pairs, and among its new element's."""
    forward = softmax(score, pairs.old, size, none)
    return forward, softmax(score, pairs.new, pairs.width, none)


def agreement(
    old: View, new: View, pairs: Pairs, near: Links, p: Floats
) -> Iterator[tuple[str, Floats]]:
    """Features of every pair from the beliefs `p` in the pairs around it."""
    q = np.append(p, 0.0)
    parents = near.parents
    yield "parents agree", q[parents]
    skip = np.maximum(q[near.skipped[0]], q[near.skipped[1]])
    yield "ancestors agree", np.maximum(skip, q[near.skipped[2]])
    yield "fits outer", q[near.outer]
    yield "fits inner", q[near.inner]
    inside = parents >= 0
    below = np.bincount(parents[inside], weights=p[inside], minlength=len(p)).astype(float)
    held_old, held_new = old.held[pairs.old], new.held[pairs.new]
    yield "children agree", below / np.maximum(held_old, 1)
    yield "children agree both", below / np.maximum(np.maximum(held_old, held_new), 1)
    others = np.where(inside, np.append(below, 0.0)[parents] - p, 0.0)
    yield "siblings agree", others / np.maximum(old.family[pairs.old] - 1, 1)
    yield "siblings agreeing", np.minimum(others, 5) / 5
    yield "next agree", q[near.beside[0]]
    yield "previous agree", q[near.beside[1]]
    yield "text before agrees", q[near.texts[0]]
    yield "text after agrees", q[near.texts[1]]
    yield from _place_agrees(old, new, pairs, p)


def _place_agrees(old: View, new: View, pairs: Pairs, p: Floats) -> Iterator[tuple[str, Floats]]:
    """How far the new element is from where the old one's neighbours in the text went."""
    best = best_pair(pairs, p, len(old))
    sure = np.where(best >= 0, p[best], 0.0) ** 2
    place = np.where(best >= 0, pairs.new[best], 0).astype(float)
    for window in _WINDOWS:
        weight = smooth(sure, window)
        went = smooth(sure * place, window) / np.maximum(weight, 1e-9)
        off = np.abs(pairs.new - went[pairs.old]) / np.maximum(window * 2, len(new) * 0.05)
        yield f"place off {window}", np.minimum(off, 5) / 5 * np.minimum(weight[pairs.old], 1)


def best_pair(pairs: Pairs, p: Floats, size: int) -> Ints:
    """Per old element the row of its highest `p`, the last of equal ones; -1 where it has none."""
    most = np.full(size, -1.0)
    np.maximum.at(most, pairs.old, p)
    rows = np.flatnonzero(p == most[pairs.old])
    best = np.full(size, -1, dtype=np.int64)
    best[pairs.old[rows]] = rows
    return best


def smooth(values: Floats, window: int) -> Floats:
    """The sum over the neighbours within `window`, nearer ones more, oneself left out."""
    steps = np.abs(np.arange(-window, window + 1))
    kernel = np.where(steps > 0, 1 - steps / (window + 1), 0.0)
    if not len(values):
        return np.zeros(0)
    return np.convolve(values, kernel)[window : window + len(values)].astype(np.float64)


def _up(parent: Ints, rows: Ints) -> Ints:
    return np.where(rows >= 0, parent[rows], -1)


def _beside(view: View, step: int) -> Ints:
    """The next or previous sibling of each element."""
    found = np.full(len(view), -1, dtype=np.int64)
    follows = np.flatnonzero((view.end < len(view)) & (view.parent >= 0))
    after = view.end[follows]
    same = view.parent[after] == view.parent[follows]
    first, second = follows[same], after[same]
    if step > 0:
        found[first] = second
    else:
        found[second] = first
    return found


def _texts(view: View) -> Ints:
    """The fields and the elements with own text."""
    owns = enumerate(zip(view.walk.own, view.kinds, strict=True))
    return np.array([i for i, (own, kind) in owns if own or kind in _FIELDS], dtype=np.int64)


def _after(view: View, texts: Ints) -> Ints:
    """The nearest of `texts` after the end of each element, -1 where there is none."""
    return np.append(texts, -1)[np.searchsorted(texts, view.end)]


def _before(view: View, texts: Ints) -> Ints:
    """The nearest of `texts` before the start of each element, -1 where there is none."""
    return np.append(-1, texts)[np.searchsorted(texts, np.arange(len(view)))]


def claimed(old: View, pairs: Pairs, forward: Floats) -> Iterator[tuple[str, Floats]]:
    """Ownership: how strongly another old element, neither around nor inside the pair's own,
    claims the pair's new element."""
    order = ranked(pairs.new, forward)
    stop = np.cumsum(np.bincount(pairs.new, minlength=pairs.width))
    first = np.append(0, stop[:-1])
    claim = np.append(forward, 0.0)
    rival = np.zeros(len(forward))
    for rank in range(_RIVALS):
        at = first + rank
        holder = np.where(at < stop, order[np.minimum(at, len(order) - 1)], -1)[pairs.new]
        other = np.where(holder >= 0, pairs.old[holder], -1)
        stranger = (other >= 0) & (other != pairs.old) & ~_related(old, other, pairs.old)
        rival = np.where(stranger, np.maximum(rival, claim[holder]), rival)
    yield "claimed by another", rival
    yield "claimed more", np.maximum(rival - forward, 0)


def _related(view: View, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    inside_a = (b >= a) & (b < view.end[a])
    inside_b = (a >= b) & (a < view.end[b])
    return inside_a | inside_b
