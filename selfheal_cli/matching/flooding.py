"""How well the neighbourhoods of two elements agree, given how well all pairs agree so far."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.preselect import Pairs
from selfheal_cli.matching.view import View

_WINDOWS = (3, 12)


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


def agreement(old: View, new: View, pairs: Pairs, p: Floats) -> Iterator[tuple[str, Floats]]:
    """Features of every pair from the beliefs `p` in the pairs around it."""
    o, n = pairs.old, pairs.new
    po, pn = _up(old.parent, o), _up(new.parent, n)
    go, gn = _up(old.parent, po), _up(new.parent, pn)
    family = pairs.find(po, pn)
    yield "parents agree", _at(p, family)
    skip = np.maximum(_at(p, pairs.find(po, gn)), _at(p, pairs.find(go, pn)))
    yield "ancestors agree", np.maximum(skip, _at(p, pairs.find(go, gn)))
    yield "fits outer", _at(p, pairs.find(o, pn))
    yield "fits inner", _at(p, pairs.find(po, n))
    inside = family >= 0
    below = np.bincount(family[inside], weights=p[inside], minlength=len(p)).astype(float)
    yield from _children_agree(old, new, pairs, p, below, family)
    yield "next agree", _at(p, pairs.find(_beside(old, 1)[o], _beside(new, 1)[n]))
    yield "previous agree", _at(p, pairs.find(_beside(old, -1)[o], _beside(new, -1)[n]))
    yield from _order_agrees(old, new, pairs, p)
    yield from _place_agrees(old, new, pairs, p)


def _children_agree(
    old: View, new: View, pairs: Pairs, p: Floats, below: Floats, family: Ints
) -> Iterator[tuple[str, Floats]]:
    o, n = pairs.old, pairs.new
    count_old = np.bincount(old.parent[old.parent >= 0], minlength=len(old))
    count_new = np.bincount(new.parent[new.parent >= 0], minlength=len(new))
    yield "children agree", below / np.maximum(count_old[o], 1)
    yield "children agree both", below / np.maximum(np.maximum(count_old[o], count_new[n]), 1)
    others = np.where(family >= 0, below[family] - p, 0.0)
    yield "siblings agree", others / np.maximum(old.family[o] - 1, 1)
    yield "siblings agreeing", np.minimum(others, 5) / 5


def _order_agrees(old: View, new: View, pairs: Pairs, p: Floats) -> Iterator[tuple[str, Floats]]:
    """The nearest elements with own text before and after, whatever the tree."""
    for name, step in (("text before agrees", -1), ("text after agrees", 1)):
        a, b = _text_beside(old, step)[pairs.old], _text_beside(new, step)[pairs.new]
        yield name, _at(p, pairs.find(a, b))


def _place_agrees(old: View, new: View, pairs: Pairs, p: Floats) -> Iterator[tuple[str, Floats]]:
    """How far the new element is from where the old one's neighbours in the text went."""
    best = _best_pair(pairs, p, len(old))
    sure = np.where(best >= 0, p[best], 0.0) ** 2
    place = np.where(best >= 0, pairs.new[best], 0).astype(float)
    for window in _WINDOWS:
        weight = smooth(sure, window)
        went = smooth(sure * place, window) / np.maximum(weight, 1e-9)
        off = np.abs(pairs.new - went[pairs.old]) / np.maximum(window * 2, len(new) * 0.05)
        yield f"place off {window}", np.minimum(off, 5) / 5 * np.minimum(weight[pairs.old], 1)


def _best_pair(pairs: Pairs, p: Floats, size: int) -> Ints:
    best = np.full(size, -1, dtype=np.int64)
    order = np.argsort(p, kind="stable")
    best[pairs.old[order]] = order
    return best


def smooth(values: Floats, window: int) -> Floats:
    """The sum over the neighbours within `window`, nearer ones more, oneself left out."""
    total = np.zeros(len(values))
    for step in range(1, window + 1):
        weight = 1 - step / (window + 1)
        total[step:] += weight * values[:-step] if step < len(values) else 0
        total[:-step] += weight * values[step:] if step < len(values) else 0
    return total


def _up(parent: Ints, rows: Ints) -> Ints:
    return np.where(rows >= 0, parent[rows], -1)


def _at(p: Floats, rows: Ints) -> Floats:
    return np.where(rows >= 0, p[rows], 0.0)


def _beside(view: View, step: int) -> Ints:
    found = np.full(len(view), -1, dtype=np.int64)
    for below in view.children:
        row = np.array(below, dtype=np.int64)
        if step > 0:
            found[row[:-1]] = row[1:]
        else:
            found[row[1:]] = row[:-1]
    return found


def _text_beside(view: View, step: int) -> Ints:
    """The nearest element with own text after the subtree (step 1) or before (step -1)."""
    holds = np.flatnonzero([bool(k.own) or k.kind in ("type", "choose") for k in view.known])
    if not len(holds):
        return np.full(len(view), -1, dtype=np.int64)
    if step > 0:
        at = np.searchsorted(holds, view.end)
        return np.where(at < len(holds), holds[np.minimum(at, len(holds) - 1)], -1)
    at = np.searchsorted(holds, np.arange(len(view))) - 1
    return np.where(at >= 0, holds[np.maximum(at, 0)], -1)


def claimed(old: View, pairs: Pairs, forward: Floats) -> Iterator[tuple[str, Floats]]:
    """Ownership: how strongly another old element, neither around nor inside the pair's own,
    claims the pair's new element."""
    order = np.lexsort((-forward, pairs.new))
    first = np.searchsorted(pairs.new[order], np.arange(pairs.width))
    stop = np.append(first[1:], len(order))
    rival = np.zeros(len(forward))
    for rank in range(6):
        at = first + rank
        valid = at < stop
        holder = np.where(valid, order[np.minimum(at, len(order) - 1)], -1)[pairs.new]
        other = np.where(holder >= 0, pairs.old[holder], -1)
        stranger = (other >= 0) & (other != pairs.old) & ~_related(old, other, pairs.old)
        rival = np.where(stranger, np.maximum(rival, _at(forward, holder)), rival)
    yield "claimed by another", rival
    yield "claimed more", np.maximum(rival - forward, 0)


def _related(view: View, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    inside_a = (b >= a) & (b < view.end[a])
    inside_b = (a >= b) & (a < view.end[b])
    return inside_a | inside_b
