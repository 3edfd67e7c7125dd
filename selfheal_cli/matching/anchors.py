"""Elements that are plainly the same in both pages: settled before anything is weighed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from selfheal_cli.matching.bags import Ints
from selfheal_cli.matching.view import View

_ROUNDS = 4
Sign = tuple[str, tuple[tuple[str, str], ...], str]


class _Settled:
    """The pairs found so far, both ways; -1: none."""

    def __init__(self, old: View, new: View) -> None:
        self.old, self.new = old, new
        self.signs: tuple[list[Sign], list[Sign]] = (_signs(old), _signs(new))
        self.there = [-1] * len(old)
        self.back = [-1] * len(new)
        self.fresh: list[int] = []

    def pair(self, o: int, n: int) -> None:
        """Settles o with n, where both are still free."""
        if self.there[o] < 0 and self.back[n] < 0:
            self.there[o], self.back[n] = n, o
            self.fresh.append(o)


def anchors(old: View, new: View) -> Ints:
    """Per old element the new one that has the same tag, attributes and own text and is alone in
    that, in its page or among the children of settled parents; -1 where there is none."""
    settled = _Settled(old, new)
    if len(old) and len(new):
        _unique(settled)
        if settled.signs[0][0][0] == settled.signs[1][0][0]:
            settled.pair(0, 0)
        _spread(settled)
    return np.array(settled.there, dtype=np.int64)


def _spread(settled: _Settled) -> None:
    for _ in range(_ROUNDS):
        _downwards(settled)
        _upwards(settled)
        if not settled.fresh:
            break


def _signs(view: View) -> list[Sign]:
    kept = [said.kept for said in view.said]
    return list(zip([str(e.tag) for e in view.elements], kept, view.walk.own, strict=True))


def _unique(settled: _Settled) -> None:
    places = [_alone(signs) for signs in settled.signs]
    for sign, o in places[0].items():
        n = places[1].get(sign, -1)
        if o >= 0 and n >= 0 and (sign[1] or sign[2]):
            settled.pair(o, n)


def _alone(signs: Sequence[Sign]) -> dict[Sign, int]:
    places: dict[Sign, int] = {}
    for i, sign in enumerate(signs):
        places[sign] = -1 if sign in places else i
    return places


def _downwards(settled: _Settled) -> None:
    """The children of settled parents, as long as there are new ones."""
    while settled.fresh:
        o = settled.fresh.pop()
        n = settled.there[o]
        for alike in (_by_sign, _by_text):
            left = [c for c in settled.old.children[o] if settled.there[c] < 0]
            right = [c for c in settled.new.children[n] if settled.back[c] < 0]
            if not left or not right:
                break
            _equal_groups(settled, alike(settled, 0, left), alike(settled, 1, right))


def _by_sign(settled: _Settled, side: int, rows: list[int]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for i in rows:
        found.setdefault(settled.signs[side][i], []).append(i)
    return found


def _by_text(settled: _Settled, side: int, rows: list[int]) -> dict[Hashable, list[int]]:
    """By tag and text, where there is text."""
    view = (settled.old, settled.new)[side]
    found: dict[Hashable, list[int]] = {}
    for i in rows:
        if text := view.walk.text(i, 80):
            found.setdefault((settled.signs[side][i][0], view.walk.own[i], text), []).append(i)
    return found


def _equal_groups(
    settled: _Settled, left: dict[Hashable, list[int]], right: dict[Hashable, list[int]]
) -> None:
    """Those alike on both sides in their order, if they are as many."""
    for key, rows in left.items():
        others = right.get(key, ())
        if len(rows) == len(others):
            for o, n in zip(rows, others, strict=True):
                settled.pair(o, n)


def _upwards(settled: _Settled) -> None:
    """The parents of settled children, where tag, id and own text do not speak against it."""
    for o in range(len(settled.old) - 1, -1, -1):
        n = settled.there[o]
        if n < 0:
            continue
        a, b = settled.old.walk.parent[o], settled.new.walk.parent[n]
        if a >= 0 and b >= 0 and settled.there[a] < 0 and settled.back[b] < 0:
            one, two = settled.signs[0][a], settled.signs[1][b]
            if (one[0], one[2]) == (two[0], two[2]) and _id(one) == _id(two):
                settled.pair(a, b)


def _id(sign: Sign) -> str:
    return next((value for name, value in sign[1] if name == "id"), "")
