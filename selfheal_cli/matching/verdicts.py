"""What may be said of a target: the probabilities, the thresholds, and the rules that go before
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from selfheal_cli.matching.entailed import bearer_now, entailed, heading_now
from selfheal_cli.matching.evidence import (
    Standing,
    evidence,
    in_its_place,
    replaced,
    standing,
    vetoed,
)
from selfheal_cli.matching.explanation import box_changed_wholly
from selfheal_cli.matching.linear import Safe, Trust
from selfheal_cli.matching.mistaken import mistaken
from selfheal_cli.matching.outlived import outlived
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.records import Say
from selfheal_cli.matching.slots import crowded
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.state import closed_since, is_closed, left_tab

# From here on what is found is not doubted for what opens a menu.
_SURE = 0.9
# From here on the best candidate is the answer.
_LIKELY = 0.5
# Where all around has changed, a best candidate that is right so probably may well be the target.
_LIKENESS = 0.2
# How much of the trust in the best candidate, in log odds, is taken off `removed`.
_AGAINST = 0.3
# From here on two captions are the same in other words.
_SAME_CAPTION = 0.8
_SHARED = ("keys agree", "texts overlap", "marks overlap")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is said of a target whatever the probabilities. `absent`: the page is in another
    state than it was; `perhaps_there`: `removed` must not be said; `against`: why the best
    candidate must not be taken without a look; `changed`: nothing else of what held it is found
    again."""

    absent: bool
    perhaps_there: bool
    against: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`right`: probability that the best candidate is the target; `removed`: that none is.
    `stand_in`: what may be the target now though none of the candidates is; -1 for nothing.
    `against`: what forbids to take the best unseen, however probable it is."""

    say: Say
    safe: bool
    right: float
    removed: float
    standing: Standing
    stand_in: int = -1
    against: str = ""


def answer(page: Spread, ranked: Ranked, trust: Trust, refound: float) -> Answer:
    """The answer by the best candidate; `refound`: which share of the old page is still there.
    Raises ValueError where there is no candidate."""
    stand = standing(page, ranked)
    numbers = evidence(page, ranked, stand)
    right = trust.right.probability(numbers)
    removed = lost(right, trust.removed.probability(numbers))
    told = rules(page, ranked, stand, numbers, right)
    say = said(right, removed, stand.margin, told, trust.safe)
    trusted = safe(right, stand.margin, told, trust.safe) and refound >= trust.safe.page_refound
    doubted = say is Say.UNSURE and removed >= trust.safe.removed and told.perhaps_there
    instead = _stand_in(page, ranked) if doubted else -1
    return Answer(say, say is Say.FOUND and trusted, right, removed, stand, instead, told.against)


def _stand_in(page: Spread, ranked: Ranked) -> int:
    """The one thing that tells that the target is there, in other words or in another place."""
    bearers = outlived(page, ranked)
    if len(bearers) == 1:
        return bearers[0]
    heading = heading_now(page, ranked)
    return heading if heading >= 0 else bearer_now(page, ranked)


def lost(right: float, removed: float) -> float:
    """The probability that the target is gone, by what was fitted for that and by how little
    speaks for the best candidate."""
    return float(1 / (1 + np.exp(_AGAINST * _log_odds(right) - _log_odds(removed))))


def _log_odds(p: float) -> float:
    return float(np.log((p + 1e-4) / (1 - p + 1e-4)))


def rules(
    page: Spread, ranked: Ranked, stand: Standing, numbers: Mapping[str, float], right: float = 0
) -> Rules:
    """The rules that hold for a target whose best candidate is `right` so probably; those that
    nobody asks for at that probability are not looked into."""
    lost = right < _LIKELY
    return Rules(
        absent=right < _SURE and _absent(page, ranked, stand, numbers),
        perhaps_there=lost and _perhaps_there(page, ranked, numbers),
        against=_against(page, ranked, stand, numbers),
        changed=lost and box_changed_wholly(page, ranked.candidates.target),
    )


def _perhaps_there(page: Spread, ranked: Ranked, numbers: Mapping[str, float]) -> bool:
    there = replaced(numbers) or in_its_place(numbers)
    if entailed(page, ranked) or outlived(page, ranked):
        return True
    return there and not crowded(page, ranked)


def _against(page: Spread, ranked: Ranked, stand: Standing, numbers: Mapping[str, float]) -> str:
    prepared, best = page.prepared, int(ranked.candidates.new[stand.best])
    known = vetoed(numbers)
    return known or mistaken(prepared.old, prepared.new, ranked.candidates.target, best)


def said(right: float, removed: float, margin: float, told: Rules, limits: Safe) -> Say:
    """What is said at these probabilities."""
    if right < _SURE and told.absent:
        return Say.REMOVED
    if right >= _LIKELY:
        return Say.FOUND
    if removed >= limits.removed:
        doubted = told.perhaps_there or (told.changed and right >= _LIKENESS)
        return Say.UNSURE if doubted else Say.REMOVED
    return Say.AMBIGUOUS if margin < limits.ambiguous_margin else Say.UNSURE


def safe(right: float, margin: float, told: Rules, limits: Safe) -> bool:
    """Whether the best candidate may be taken without a look, on a page that is still the same."""
    return right >= limits.probability and margin >= limits.margin and not told.against


def _absent(page: Spread, ranked: Ranked, stand: Standing, numbers: Mapping[str, float]) -> bool:
    """Whether the page is in another state than it was: the target's tab is not open, or in
    its place stands what opens a menu, is called otherwise and has none of its marks."""
    target, best = ranked.candidates.target, int(ranked.candidates.new[stand.best])
    if not any(numbers[name] for name in _SHARED) and left_tab(page, target):
        return True
    alike = numbers["caption edit"] >= _SAME_CAPTION
    if alike or numbers["keys agree"] or numbers["marks overlap"]:
        return False
    return not is_closed(page.prepared.old, target) and best in closed_since(page, target)
