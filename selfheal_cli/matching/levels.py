"""The node after the group: which of nested elements that say the same is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from selfheal_cli.matching.apart import told_apart
from selfheal_cli.matching.demands import pressed_around
from selfheal_cli.matching.mistaken import without_copies
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.rows import in_their_row
from selfheal_cli.matching.view import View
from selfheal_cli.model import Action

_DULL = frozenset(("plain", "image", "label"))


def meant(old: View, new: View, ranked: Ranked, action: Action) -> Ranked:
    """The candidates that come into question, the node that is meant before the others."""
    apart = in_their_row(old, new, told_apart(old, new, ranked))
    return levelled(old, new, without_copies(old, new, apart), action)


def levelled(old: View, new: View, ranked: Ranked, action: Action) -> Ranked:
    """The best candidate's place goes to the node of its group that the old element's own level
    and the action ask for: a button, a heading, a cell or the like stays one; of a plain element
    that was clicked the interactive node, unless it stood inside of one before. Where no node of
    the group, or several, would do, nothing changes."""
    if not len(ranked.score):
        return ranked
    best = int(np.argmax(ranked.score))
    rows = ranked.candidates.new
    group = _group(new, int(rows[best]), rows)
    if len(group) < 2 or ranked.score[best] <= ranked.none:
        return ranked
    fit = _fit(old, ranked.candidates.target, new, [int(rows[k]) for k in group], action)
    fits = [k for k in group if int(rows[k]) in fit]
    if best in fits or len(fits) != 1:
        return ranked
    score = ranked.score.copy()
    score[[best, fits[0]]] = score[[fits[0], best]]
    return replace(ranked, score=score)


def _group(new: View, it: int, rows: np.ndarray) -> list[int]:
    """The places of the candidates around and inside `it` that say exactly what it says."""
    said = new.walk.text(it)
    if not said:
        return []
    nested = ((rows >= it) & (rows < new.end[it])) | ((it >= rows) & (it < new.end[rows]))
    return [k for k in np.flatnonzero(nested).tolist() if new.walk.text(int(rows[k])) == said]


def _fit(old: View, target: int, new: View, rows: Sequence[int], action: Action) -> set[int]:
    kind = old.kinds[target]
    if kind in _DULL:
        if action.kind != "click" or pressed_around(old, target):
            return set(rows)
        kind = "press"
    return {row for row in rows if new.kinds[row] == kind}
