"""A measurement told: as text with a reliability diagram, as data, as rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from selfheal_cli.measure.figures import Bin, Figures, figures, reliability
from selfheal_cli.measure.rows import NOWHERE, Row
from selfheal_cli.measure.run import Cost, Measured

_BAR = 30
_HEAD = (
    f"{'':18}{'cases':>6}{'top1':>7}{'lenient':>8}{'top3':>7}{'top5':>7}"
    "  claimed  wrong  coverage  removed: right  wrong"
)


def as_data(measured: Measured) -> dict[str, Any]:
    """The summary as JSON has it (contract: docs/bench.md)."""
    whole = figures(measured.rows)
    cost = measured.cost
    return {
        "evidence": measured.evidence,
        **_rounded(whole),
        "claimed_twice": measured.claimed_twice,
        "milliseconds_per_case": round(cost.milliseconds, 3),
        "times_parsing": {"median": round(cost.ratio, 1), "worst": round(cost.worst_ratio, 1)},
        "peak_memory_mb": round(cost.megabytes, 1),
        "reliability": [
            {"cases": b.count, "probability": round(b.probability, 4), "right": round(b.right, 4)}
            for b in reliability(measured.rows)
        ],
        "per_app": {k: _rounded(v) for k, v in _parts(measured.rows, lambda row: row.app)},
        "per_kind": {k: _rounded(v) for k, v in _parts(measured.rows, lambda row: row.kind)},
    }


def as_text(measured: Measured) -> str:
    """The summary as a person reads it."""
    whole, rows = figures(measured.rows), measured.rows
    blocks = (
        (f"evidence: {measured.evidence}",),
        (_HEAD, _line("all", whole)),
        [_line(name, part) for name, part in _parts(rows, lambda row: row.app)],
        [_line(name, part) for name, part in _parts(rows, lambda row: row.kind)],
        (_claims(whole, measured.claimed_twice),),
        ("probability said (#), share that was right (|)", *map(_diagram, reliability(rows)),
         f"calibration error {whole.calibration_error:.3f}"),
        (_told(measured.cost),),
    )  # fmt: skip
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _claims(whole: Figures, claimed_twice: int) -> str:
    return (
        f"of what is claimed {whole.precision:.2%} is right; "
        f"{claimed_twice} elements are claimed twice"
    )


def _told(cost: Cost) -> str:
    return (
        f"{cost.milliseconds:.1f} ms per case; a pair of pages costs {cost.ratio:.0f} times "
        f"parsing it (worst {cost.worst_ratio:.0f}); {cost.megabytes:.0f} MB at most"
    )


def as_rows(rows: Sequence[Row]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        data: dict[str, Any] = {
            "id": row.id,
            "verdict": str(row.verdict),
            "predicted_xpath": row.xpath or None,
            "probability": round(row.probability, 5),
            "margin": round(row.margin, 4),
            "place": None if row.place == NOWHERE else row.place + 1,
            "reason": row.reason,
            "new_locators": [{"old": old, "new": new or None} for old, new in row.new_locators],
        }
        if row.locator:
            data["locator"] = row.locator
        yield json.dumps(data, ensure_ascii=False) + "\n"


def _parts(rows: Sequence[Row], key: Callable[[Row], str]) -> Iterator[tuple[str, Figures]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    for name in sorted(filter(None, groups)):
        yield name, figures(groups[name])


def _rounded(some: Figures) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(some).items()}


def _line(name: str, part: Figures) -> str:
    shares = (part.top1, part.top1_lenient, part.top3, part.top5)
    first, *others = (f"{share:.1%}" for share in shares)
    return (
        f"{name[:17]:18}{part.cases:6}{first:>7}{others[0]:>8}{others[1]:>7}{others[2]:>7}"
        f"{part.right + part.wrong:9}{part.wrong:7}{part.coverage:>10.1%}"
        f"{part.removed_right:16}{part.removed_wrong:7}"
    )


def _diagram(one: Bin) -> str:
    bar = ["#" if k < round(one.probability * _BAR) else " " for k in range(_BAR + 1)]
    bar[round(one.right * _BAR)] = "|"
    return f"{one.probability:6.2f} {one.right:6.2f}  {''.join(bar)} {one.count}"
