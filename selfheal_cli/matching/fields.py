"""The form field that an element stands by: what an error message, a help text or a button next
to it belongs to."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching.bags import Ints, distinct
from selfheal_cli.matching.said import bag, testid
from selfheal_cli.matching.view import View
from selfheal_cli.matching.words import idents, words

_FIELDS = frozenset(("type", "choose", "tick"))
_LEVELS = 8
_MOST = 2


def fields(view: View) -> list[str]:
    """Per element the words of the one or two fields in the nearest box that holds any, the
    element itself included; "" where there are more, or none within some levels."""
    controls = _controls(view)
    first, stop = (np.searchsorted(controls, at) for at in (np.arange(len(view)), view.end))
    box = np.arange(len(view))
    for _ in range(_LEVELS):
        empty = (stop[box] == first[box]) & (view.parent[box] >= 0)
        box = np.where(empty, view.parent[box], box)
    held = stop - first
    names = {
        i: _called(view, controls[first[i] : stop[i]].tolist())
        for i in distinct(box).tolist()
        if 0 < held[i] <= _MOST
    }
    return [names.get(i, "") for i in box.tolist()]


def _controls(view: View) -> Ints:
    """The fields that a user may fill."""
    return np.array(
        [i for i, kind in enumerate(view.kinds)
         if kind in _FIELDS and view.elements[i].get("type") != "hidden"],
        dtype=np.int64,
    )  # fmt: skip


def _called(view: View, controls: list[int]) -> str:
    parts = []
    for i in controls:
        said = dict(view.attributes[i])
        name = said.get("name") or said.get("formcontrolname") or said.get("id") or testid(said)
        parts.append(idents(name) or words((said.get("aria-label") or "")[:80]))
    return " ".join(bag(parts))
