"""From which probabilities on is what is claimed right, and what is called removed gone: read off
claims on applications that the models did not see."""

from __future__ import annotations

import numpy as np
from training import Claim, fit_claims

from selfheal_cli.matching.linear import Safe
from selfheal_cli.matching.records import Say
from selfheal_cli.matching.verdicts import lost, said

REMOVED_WRONG = 0.03  # how many of the findable may be called removed
CAUTION = 0.015  # what the threshold gets on top, for applications unlike those seen
LEAST = 0.95
MARGIN = 1.0
AMBIGUOUS = 0.7
REFOUND = 0.1
Trusted = list[tuple[Claim, float, float]]


def thresholds(found: list[Claim], wrong: float) -> Safe:
    """From claims on held-out applications, trusted by claims fitted on the others; of what is
    claimed `wrong` may be wrong."""
    known = _trusted(found)
    return Safe(round(_claimed(known, wrong), 4), MARGIN, called_from(known), AMBIGUOUS, REFOUND)


def _trusted(found: list[Claim]) -> Trusted:
    """The real claims with the probabilities that they are right, and removed."""
    known = []
    for app in sorted({c.screen.app for c in found}):
        right, removed = fit_claims([c for c in found if c.screen.app != app])
        for c in found:
            if c.real and not c.screen.made and c.screen.app == app:
                p = right.probability(c.numbers)
                known.append((c, p, lost(p, removed.probability(c.numbers))))
    return known


def _claimed(known: Trusted, wrong: float) -> float:
    """Another node of the right thing is no reason to claim less: which of them is meant does not
    hang on how sure the thing is."""
    chance = np.array([0.0 if c.rules.against else p for c, p, _ in known])
    good = np.array([c.lenient for c, _, _ in known])
    least = LEAST
    for t in np.arange(LEAST, 0.995, 0.0025):
        claimed = chance >= t
        least = float(t)
        if (claimed & ~good).sum() <= wrong * claimed.sum():
            break
    return least + CAUTION


def called_from(known: Trusted) -> float:
    """The least probability at which few enough of the findable are called removed, whatever else
    is considered."""
    findable = [(c, p, g) for c, p, g in known if not c.gone]
    may = int(REMOVED_WRONG * len(findable))
    always = sum(_called(c, p, g, 1.01) for c, p, g in findable)
    called = sorted((g for c, p, g in findable if _called(c, p, g, g)), reverse=True)
    left = max(may - always, 0)
    return round(called[left] + 1e-4, 4) if left < len(called) else 0.5


def _called(claim: Claim, right: float, removed: float, least: float) -> bool:
    limits = Safe(1.0, MARGIN, least, AMBIGUOUS, REFOUND)
    return said(right, removed, claim.stand.margin, claim.rules, limits) is Say.REMOVED
