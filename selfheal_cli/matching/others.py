"""Whether a candidate was there before as another element, by its name or id, or shows a value of
the target's shape. Features for one target's candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from selfheal_cli.matching.bags import Floats, Ints
from selfheal_cli.matching.features import attribute_uses
from selfheal_cli.matching.view import View

_LONGEST = 30
_DIGITS = re.compile(r"\d+")


def others(old: View, new: View, target: int, rows: Ints) -> Iterator[tuple[str, Floats]]:
    """Per candidate in `rows`."""
    name, names = old.captions[target], old.caption_uses
    said = [new.captions[i] for i in rows.tolist()]
    yield "said by another before", _each([s != "" and s != name and s in names for s in said])
    own, ids = old.elements[target].get("id"), attribute_uses(old, "id")
    known = [new.elements[i].get("id") or "" for i in rows.tolist()]
    yield "id of another before", _each([i != "" and i != own and i in ids for i in known])
    shape = _shape(old, target)
    alike = [shape != "" and _shape(new, i) == shape for i in rows.tolist()]
    yield "same shape of value", _each(alike)


def _shape(view: View, i: int) -> str:
    """A short text with its numbers masked: `17 %` and `23%` are alike; "" without numbers."""
    text = view.walk.text(i, _LONGEST + 1)
    if len(text) > _LONGEST:
        return ""
    shape = _DIGITS.sub("#", "".join(text.split())).lower()
    return shape if "#" in shape else ""


def _each(true: list[bool]) -> Floats:
    return np.array(true, dtype=np.float64)
