"""How a candidate compares with the elements around and inside it that say the same: features for
one target's candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.view import LITTLE, NESTED, View

_BARE = frozenset(("style", "tabindex", "aria-hidden"))
# What is compared with the best of those that say the same.
_RELATIVE = ("marks overlap", "classes overlap", "same kind", "same tag", "same role",
             "everything overlap", "identity edit", "caption edit")  # fmt: skip
Mask = npt.NDArray[np.bool_]


def nested(
    old: View,
    new: View,
    target: int,
    rows: Ints,
    names: tuple[str, ...],
    matrix: npt.NDArray[Any],
) -> Iterator[tuple[str, Floats]]:
    """Per candidate in `rows`, with its features so far (`names`, `matrix`)."""
    (outer, inner), (up, down) = old.nesting, new.nesting
    above, below, up, down = outer[target], inner[target], up[rows], down[rows]
    yield "wrapped apart", np.abs(up - above) / NESTED
    yield "wrapping apart", np.abs(down - below) / NESTED
    yield "outermost on both sides", np.asarray((up == 0) & (above == 0), dtype=float)
    yield "innermost on both sides", np.asarray((down == 0) & (below == 0), dtype=float)
    yield "wrapped", up / NESTED
    yield "wrapping", down / NESTED
    bare = np.array([_bare(new, i) for i in rows.tolist()], dtype=float)
    yield "bare", bare
    yield "became bare", bare * (not _bare(old, target))
    own = matrix[:, [names.index(name) for name in _RELATIVE]].astype(float)
    best = _best(_kin(new, rows), np.column_stack((own, 1 - bare)))
    for k, name in enumerate(_RELATIVE):
        yield f"{name} below its kin", best[:, k] - own[:, k]
    yield "bare among its kin", bare * best[:, -1]


def _best(kin: Mask, values: Floats) -> Floats:
    """The greatest of each column among a row's kin, which it is of itself."""
    row, other = np.nonzero(kin)
    first = np.searchsorted(row, np.arange(len(values)))
    return np.asarray(np.maximum.reduceat(values[other], first, axis=0))


def _bare(view: View, i: int) -> bool:
    return all(name in _BARE for name, _ in view.attributes[i])


def alike(view: View, i: int) -> list[int]:
    """The elements around and inside that say what element `i` says."""
    inside = range(i + 1, min(int(view.end[i]), i + 8))
    found = [c for c in inside if _one(view, i, c)]
    up = view.walk.parent[i]
    while up >= 0 and _one(view, up, i):
        found.append(up)
        up = view.walk.parent[up]
    return found


def _one(view: View, outer: int, inner: int) -> bool:
    """Whether `outer`, around `inner`, holds no other text, and little else without text."""
    walk = view.walk
    if walk.before[outer] != walk.before[inner] or walk.after[outer] != walk.after[inner]:
        return False
    return walk.after[inner] > walk.before[inner] or walk.end[outer] - outer <= LITTLE


def _kin(view: View, rows: Ints) -> Mask:
    """Which candidates are one thing with which: nested, saying the same."""
    before, after, end = view.before[rows], view.after[rows], view.end[rows]
    around = (rows[:, None] <= rows[None, :]) & (rows[None, :] < end[:, None])
    same = (before[:, None] == before[None, :]) & (after[:, None] == after[None, :])
    said = (after > before)[:, None] | (end - rows <= LITTLE)[:, None]
    one = around & same & said
    one |= one.T
    np.fill_diagonal(one, True)
    return np.asarray(one)
