"""Figures that one run shows and the next does not: no locator should lean on them.

A count, a rate or a time is the test's data: an author who wanted it has written one, and nobody
adds one (`td` to `td[text()="15.01"]`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from selfheal_cli.model import Step
from selfheal_cli.synthesis.structure import words

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_UNITS = frozenset(
    """of am pm b k kb mb gb tb kib mib gib tib kbps mbps bit bits ns us ms s m h d w y sec secs min
    mins hr hrs day days week weeks month months year years ago px x eur usd gbp chf""".split()  # noqa: SIM905
)


def figures(texts: Iterable[str]) -> frozenset[str]:
    """The numbers that texts say, each with its points, commas and colons."""
    return frozenset(figure for text in texts for figure in _FIGURE.findall(text))


def is_figure(text: str) -> bool:
    """Whether it says numbers and their units, and no word: `8.17`, `196ms`, `1-6 of 6`."""
    said = re.findall(r"[^\W\d_]+|\d+", text)
    return any(map(str.isdigit, said)) and all(
        word.isdigit() or word.lower() in _UNITS for word in said
    )


def fleeting(before: Iterable[str], now: Iterable[str]) -> frozenset[str]:
    """The figures in the texts `now` that stood there differently `before`; none where there
    were none then."""
    was = figures(before)
    return figures(now) - was if was else frozenset()


def adds_figures(replaced: Sequence[Step], new: Sequence[Step], changing: frozenset[str]) -> bool:
    """Whether the new steps state a changing figure where those they replace stated none."""
    if not changing or changing.isdisjoint(figures(words(new))):
        return False
    return not figures(words(replaced))


def counts_otherwise(replaced: Sequence[Step], before: Iterable[str], now: Iterable[str]) -> bool:
    """Whether the replaced steps state a figure of the texts `before`, for which the texts `now`
    have another one: `58` for `66`, `1-6 of 6` for `1-2 of 2`."""
    stated, was, shown = (
        Counter(_FIGURE.findall(" ".join(texts))) for texts in (words(replaced), before, now)
    )
    return bool((stated & was) - shown and shown - was)
