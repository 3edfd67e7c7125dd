"""Closed menus and other tabs: where an element that is not in the page may live on."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching.portrait import called
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View

_ANCHORED = 0.5
_NEAR = 60


def hiding_place(page: Spread, target: int) -> str:
    """Where the target may live on, in words: in a tab that is not open any more, or behind a
    closed control near where it stood, that the old page did not have closed there; "" for
    nowhere."""
    if tab := left_tab(page, target):
        return tab
    closed = closed_since(page, target)
    return f"behind the closed {called(page.prepared.new, closed[0])}" if closed else ""


def closed_since(page: Spread, target: int) -> list[int]:
    """The closed controls near where the target stood that the old page did not have closed."""
    old, new = page.prepared.old, page.prepared.new
    box = _box(page, target)
    if box < 0:
        return []
    inside = [i for i in new.closed if box <= i < new.end[box]]
    inherited = set(page.successor[old.closed].tolist()) if inside else set()
    return [i for i in inside if i not in inherited]


def left_tab(page: Spread, target: int) -> str:
    """The tab whose panel held the target, in words, if it was open and no longer is."""
    old, new = page.prepared.old, page.prepared.new
    if not old.open_tabs:
        return ""
    panels, up = set(), old.walk.parent[target]
    shown = False
    while up >= 0:
        panels.add(old.elements[up].get("id"))
        shown = shown or old.elements[up].get("role") == "tabpanel"
        up = old.walk.parent[up]
    for i in old.open_tabs:
        controls = old.elements[i].get("aria-controls")
        it = int(page.successor[i])
        mine = controls in panels if controls else shown
        if mine and it >= 0 and new.elements[it].get("aria-selected") == "false":
            return f"in the {called(new, it)}, which is not open now"
    return ""


def is_closed(view: View, i: int) -> bool:
    """Whether element `i` opens something that is shut now."""
    return i in view.closed


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
