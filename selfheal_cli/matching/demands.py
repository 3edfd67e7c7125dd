"""What the action of the step demands of the element: features for one target's candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.view import View
from selfheal_cli.matching.vocabulary import fits
from selfheal_cli.matching.words import plain
from selfheal_cli.model import Action

_READS = frozenset(("assert-text", "assert-value", "read"))


def demands(
    old: View, new: View, target: int, rows: Ints, action: Action
) -> Iterator[tuple[str, Floats]]:
    """Per candidate in `rows`: does it suit the action, as the target did?"""
    known = [new.known[i] for i in rows.tolist()]
    did = fits(old.kinds[target], action.kind)
    does = _each(fits(k.kind, action.kind) for k in known)
    narrow = action.kind in ("click", "fill", "select", "check")
    yield "suits the action", does * narrow
    yield "suits it no more", (1 - does) * (narrow and did)
    deep = pressed_around(old, target)
    inner = _each(pressed_around(new, i) for i in rows.tolist())
    yield "inside what is pressed", inner * (action.kind == "click" and not deep)
    yield "not inside what is pressed", (1 - inner) * (action.kind == "click" and deep)
    expected = plain(action.value[:200]) if action.kind in _READS else ""
    texts = [plain(k.text) for k in known] if expected else [""] * len(known)
    own = [plain(k.own) for k in known] if expected else texts
    yield "holds the expected text", _each(bool(expected) and expected in text for text in texts)
    yield "is the expected text", _each(bool(expected) and expected == text for text in texts)
    yield "own text as expected", _each(bool(expected) and expected == text for text in own)
    hidden = _each(not new.visible(i) for i in rows.tolist())
    yield "hidden", hidden * (action.kind != "assert-hidden")
    seen = old.visible(target)
    yield "became hidden", hidden * seen
    yield "became visible", (1 - hidden) * (not seen)


def pressed_around(view: View, i: int) -> bool:
    """Whether the element stands inside a link, button or the like."""
    up = view.walk.parent[i]
    for _ in range(4):
        if up < 0:
            return False
        if view.kinds[up] == "press":
            return True
        up = view.walk.parent[up]
    return False


def _each(true: Iterable[bool]) -> Floats:
    return np.fromiter(true, dtype=float)
