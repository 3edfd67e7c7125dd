"""Siblings that a number alone tells apart: where `90%ile` stood beside others of its kind,
`95%ile` is another one."""

from __future__ import annotations

import re

import numpy as np

from selfheal_cli.matching.ranking import Ranked, sparing
from selfheal_cli.matching.view import View

_DIGITS = re.compile(r"\d+")
# The pair feature that says so.
DIFFERS = "numbers differ in a name"


def told_apart(old: View, new: View, ranked: Ranked) -> Ranked:
    """The same without the candidates that differ from the target in a number only, where
    siblings do on either page; all of them where nothing else would be left."""
    found = ranked.candidates
    differs = found.matrix[:, found.names.index(DIFFERS)] > 0
    if not differs.any() or differs.all():
        return ranked
    numbered = _has_twin(old, found.target)
    others = frozenset(
        new_row for new_row in found.new[np.flatnonzero(differs)].tolist()
        if numbered or _has_twin(new, new_row)
    )  # fmt: skip
    return sparing(ranked, others)


def _has_twin(view: View, i: int) -> bool:
    """Whether a sibling of the element's kind is called the same but for a number."""
    name, up = view.captions[i], shelf(view, i)
    mask = _DIGITS.sub("#", name)
    if mask == name or up < 0:
        return False
    return any(
        view.kinds[j] == view.kinds[i]
        and view.captions[j] != name
        and _DIGITS.sub("#", view.captions[j]) == mask
        and shelf(view, j) == up
        for j in range(up + 1, view.walk.end[up])
    )


def shelf(view: View, i: int) -> int:
    """The nearest element around `i` that says more than `i` does, -1 for none."""
    said = view.walk.text(i)
    up = view.walk.parent[i]
    while up >= 0 and view.walk.text(up) == said:
        up = view.walk.parent[up]
    return up
