"""Closed menus and other tabs: where an element that is not in the page may live on."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching.portrait import called
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View

_ANCHORED = 0.5
_NEAR = 60
_POPUPS = frozenset(("true", "menu", "listbox", "dialog", "tree", "grid"))


def hiding_place(page: Spread, target: int) -> str:
    """The closed control, near where the target stood, that the old page did not have closed
    there; "" where there is none."""
    old, new = page.prepared.old, page.prepared.new
    box = _box(page, target)
    if box < 0:
        return ""
    inherited = set(page.successor[[i for i in range(len(old)) if is_closed(old, i)]].tolist())
    for i in range(box, int(new.end[box])):
        if is_closed(new, i) and i not in inherited:
            return called(new, i)
    return ""


def is_closed(view: View, i: int) -> bool:
    """Whether element `i` opens something that is shut now."""
    get = view.elements[i].get
    if view.known[i].tag == "details":
        return get("open") is None
    if get("aria-expanded") == "false":
        return True
    return get("aria-haspopup") in _POPUPS and get("aria-expanded") != "true"


def _box(page: Spread, target: int) -> int:
    """The successor of the nearest ancestor that has one, if it is not half the page."""
    old, new = page.prepared.old, page.prepared.new
    up = old.walk.parent[target]
    while up >= 0:
        it = int(page.successor[up])
        if it >= 0 and page.refound[up] >= _ANCHORED:
            size = int(new.end[it]) - it
            return it if size <= max(_NEAR, int(np.sqrt(len(new)))) else -1
        up = old.walk.parent[up]
    return -1
