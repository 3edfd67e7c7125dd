"""String columns of two pages: equality and similarity of many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from selfheal_cli.matching.bags import Floats, Ints

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One string per element of both pages, as numbers into `values`; 0 is the empty string.
    `old_uses`, `new_uses`: how many elements of the page have the value."""

    values: list[str]
    old: Ints
    new: Ints
    old_uses: Ints
    new_uses: Ints


def column(old: Sequence[str], new: Sequence[str]) -> Column:
    """Numbers the values of both pages."""
    ids: dict[str, int] = {"": 0}
    rows = [np.array([ids.setdefault(v, len(ids)) for v in side], dtype=np.int64)
            for side in (old, new)]  # fmt: skip
    uses = [np.bincount(row, minlength=len(ids)) for row in rows]
    return Column(list(ids), rows[0], rows[1], uses[0], uses[1])


def equal(values: Column, old: Ints, new: Ints) -> Floats:
    """1 where both have the same value, not the empty one."""
    a, b = values.old[old], values.new[new]
    return np.asarray((a == b) & (a > 0), dtype=np.float64)


def only(values: Column, old: Ints, new: Ints) -> Floats:
    """1 where both have the same value and no other element of either page has it."""
    a = values.old[old]
    alone = (values.old_uses[a] == 1) & (values.new_uses[a] == 1)
    return np.asarray(equal(values, old, new) * alone, dtype=np.float64)


def both(values: Column, old: Ints, new: Ints) -> Floats:
    """1 where both have a value, whichever."""
    given = (values.old[old] > 0) & (values.new[new] > 0)
    return np.asarray(given, dtype=np.float64)


def alike(values: Column, old: Ints, new: Ints) -> tuple[Floats, Floats]:
    """Edit similarity and word-set similarity, 0 to 1; 0 where one of them is empty."""
    size = len(values.values)
    codes, back = np.unique(values.old[old] * size + values.new[new], return_inverse=True)
    a = [values.values[i][:_LONGEST] for i in codes // size]
    b = [values.values[i][:_LONGEST] for i in codes % size]
    given = ((codes // size > 0) & (codes % size > 0)).astype(float)
    edit = process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float32) / 100 * given
    sets = process.cpdist(a, b, scorer=fuzz.token_set_ratio, dtype=np.float32) / 100 * given
    return edit[back], sets[back]
