"""Figures of a list of rows: claims, ranking, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from selfheal_cli.measure.rows import Row
from selfheal_cli.model import Verdict

_BINS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts: every case is one of `right`, `wrong` (both claimed, that is `repaired`),
    `abstained`, `removed_right`, `removed_wrong`. Shares, 0 to 1: `top1` and the like of the
    findable, whatever was claimed; `precision` of the claimed (1 where nothing is claimed);
    `coverage`: claimed and right, of the findable."""

    cases: int
    findable: int
    right: int
    wrong: int
    wrong_lenient: int
    abstained: int
    removed_right: int
    removed_wrong: int
    top1: float
    top1_lenient: float
    top3: float
    top5: float
    precision: float
    coverage: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like probability: their number, mean probability, share of right ones."""

    count: int
    probability: float
    right: float


def figures(rows: Sequence[Row]) -> Figures:
    """The figures of these rows."""
    findable = [row for row in rows if not row.gone]
    said = [row for row in rows if row.claimed]
    right = sum(row.right for row in said)
    removed = [row for row in rows if row.verdict is Verdict.REMOVED]
    return Figures(
        cases=len(rows),
        findable=len(findable),
        right=right,
        wrong=len(said) - right,
        wrong_lenient=sum(row.lenient > 0 for row in said),
        abstained=len(rows) - len(said) - len(removed),
        removed_right=sum(row.gone for row in removed),
        removed_wrong=sum(not row.gone for row in removed),
        top1=_share([row.right for row in findable]),
        top1_lenient=_share([row.lenient == 0 for row in findable]),
        top3=_share([row.place < 3 for row in findable]),
        top5=_share([row.place < 5 for row in findable]),
        precision=right / len(said) if said else 1.0,
        coverage=right / len(findable) if findable else 0.0,
        calibration_error=_calibration_error(reliability(rows)),
    )


def reliability(rows: Sequence[Row]) -> tuple[Bin, ...]:
    """The rows in ten bins of equal count, by probability."""
    ordered = sorted(rows, key=lambda row: (row.probability, row.id, row.locator))
    edges = [len(ordered) * k // _BINS for k in range(_BINS + 1)]
    groups = [ordered[a:b] for a, b in pairwise(edges) if b > a]
    return tuple(
        Bin(
            len(group),
            sum(row.probability for row in group) / len(group),
            _share([row.right for row in group]),
        )
        for group in groups
    )


def _calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of what was said from what was so, weighed by the bins' sizes."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.probability - one.right) for one in bins) / max(total, 1)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
