"""All targets of a page pair assigned together: no element is claimed for two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from selfheal_cli.matching.evidence import standing
from selfheal_cli.matching.ranking import Ranked, without
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View
from selfheal_cli.model import Action

# What scores so much less than "none" may still be found, and is taken then.
_NEARLY = 1.0


@dataclass(frozen=True, slots=True)
class Ask:
    """A row of the old page, and what the test does with it."""

    row: int
    action: Action


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """What each asked row's candidates are once others have taken theirs."""

    free: Mapping[Ask, Ranked]

    def ranked(self, ask: Ask) -> Ranked:
        """The candidates left to it. Raises KeyError where it was not asked."""
        return self.free[ask]


def assign(page: Spread, asked: Mapping[Ask, Ranked]) -> Assignment:
    """The surest take first, whatever the order they were asked in; what one takes is no longer
    there for others, but for those around and inside it: a wrapper and what it holds may have
    become one element."""
    free: dict[Ask, Ranked] = {}
    taken: dict[int, list[int]] = {}
    for ask in sorted(asked, key=lambda ask: _turn(page, ask, asked[ask])):
        lost = (new for new, by in taken.items() if not _shared(page.prepared.old, ask.row, by))
        gone = frozenset(lost)
        found = free[ask] = without(asked[ask], gone) if gone else asked[ask]
        if len(found.score):
            best = int(np.argmax(found.score))
            if found.score[best] > found.none - _NEARLY:
                taken.setdefault(int(found.candidates.new[best]), []).append(ask.row)
    return Assignment(free)


def _turn(page: Spread, ask: Ask, ranked: Ranked) -> tuple[float, float, int, str, str]:
    lead, over = -1.0, 0.0
    if len(ranked.score):
        lead, over = standing(page, ranked).margin, float(ranked.score.max() - ranked.none)
    return -lead, -over, ask.row, ask.action.kind, ask.action.value


def _shared(old: View, row: int, by: list[int]) -> bool:
    """Whether all that took it are the row itself, around it or inside it."""
    return all(row <= it < old.end[row] or it <= row < old.end[it] for it in by)
