"""All targets of a page pair assigned together: no element is claimed for two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def assign(page: Spread, asked: Mapping[Ask, Ranked], gone: Callable[[Ranked], bool]) -> Assignment:
    """The surest take first, whatever the order they were asked in; what one takes is no longer
    there for others, but for those around and inside it: a wrapper and what it holds may have
    become one element. `gone`: whether what has such candidates is said to be removed, and so
    needs none of them where another wants it."""
    old = page.prepared.old
    free: dict[Ask, Ranked] = {}
    taken: dict[int, list[Ask]] = {}
    for ask in sorted(asked, key=lambda ask: _turn(page, ask, asked[ask])):
        wanted = _best(asked[ask])
        rivals = taken.get(wanted, [])
        if not _shared(old, ask, rivals):
            taken[wanted] = [by for by in rivals if not gone(free[by])]
        lost = frozenset(new for new, by in taken.items() if not _shared(old, ask, by))
        found = free[ask] = without(asked[ask], lost) if lost else asked[ask]
        if (best := _best(found)) >= 0:
            taken.setdefault(best, []).append(ask)
    return Assignment(free)


def _best(ranked: Ranked) -> int:
    """The best candidate, -1 where there is none or it is too much worse than "none"."""
    if not len(ranked.score):
        return -1
    best = int(np.argmax(ranked.score))
    nearly = ranked.score[best] > ranked.none - _NEARLY
    return int(ranked.candidates.new[best]) if nearly else -1


def _turn(page: Spread, ask: Ask, ranked: Ranked) -> tuple[float, float, int, str, str]:
    lead, over = -1.0, 0.0
    if len(ranked.score):
        lead, over = standing(page, ranked).margin, float(ranked.score.max() - ranked.none)
    return -lead, -over, ask.row, ask.action.kind, ask.action.value


def _shared(old: View, ask: Ask, by: Sequence[Ask]) -> bool:
    """Whether all that took it are the row itself, around it or inside it."""
    row = ask.row
    return all(row <= it.row < old.end[row] or it.row <= row < old.end[it.row] for it in by)
