"""String columns of two pages: equality and similarity of many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from selfheal_cli.matching.bags import Floats, Ints, inverse

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One string per compared element of both pages, as numbers into `values`; 0 is the empty
    string."""

    values: list[str]
    old: Ints
    new: Ints


def column(old: Sequence[str], new: Sequence[str]) -> Column:
    """Numbers the values of both pages."""
    values = list(dict.fromkeys(chain(("",), old, new)))
    number = dict(zip(values, range(len(values)), strict=True)).__getitem__
    return Column(
        values,
        np.fromiter(map(number, old), np.int64, len(old)),
        np.fromiter(map(number, new), np.int64, len(new)),
    )


def equal(values: Column, old: Ints, new: Ints) -> npt.NDArray[np.bool_]:
    """Where both have the same value, not the empty one."""
    a = values.old[old]
    return np.asarray((a == values.new[new]) & (a > 0))


def alone(values: Column, uses: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Per value, whether `uses` says that it is used once in each page."""
    return np.array([uses(value) for value in values.values], dtype=bool)


def both(values: Column, old: Ints, new: Ints) -> npt.NDArray[np.bool_]:
    """Where both have a value, whichever."""
    return np.asarray((values.old[old] > 0) & (values.new[new] > 0))


def alike(values: Column, old: Ints, new: Ints, sets: bool = True) -> tuple[Floats, Floats]:
    """Edit similarity and word-set similarity (if asked for), 0 to 1; 0 where one of them is
    empty."""
    edit, words = np.zeros(len(old)), np.zeros(len(old))
    given = np.flatnonzero(both(values, old, new))
    if not len(given):
        return edit, words
    size = len(values.values)
    codes, back = inverse(values.old[old[given]] * size + values.new[new[given]], size * size)
    texts = [value[:_LONGEST] for value in values.values]
    a = [texts[i] for i in (codes // size).tolist()]
    b = [texts[i] for i in (codes % size).tolist()]
    found = process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float32) / 100
    edit[given] = found[back]
    if sets:
        found = process.cpdist(a, b, scorer=fuzz.token_set_ratio, dtype=np.float32) / 100
        words[given] = found[back]
    return edit, words
