"""The figures of a run, per language, framework and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.bench.sources.outcome import Result, Status


def shares(results: Iterable[Result]) -> dict[str, Any]:
    """Counts and percentages of one group."""
    counts = Counter(result.status for result in results)
    total = sum(counts.values())
    share = {s.value: round(100 * counts[s] / total, 3) if total else 0.0 for s in Status}
    return {"sites": total, **{s.value: counts[s] for s in Status}, "percent": share}


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The whole report as JSON."""
    groups: dict[str, Callable[[Result], str]] = {
        "languages": lambda r: r.row.language,
        "frameworks": lambda r: f"{r.row.language} / {r.row.framework}",
        "shapes": lambda r: r.row.shape or "(not said)",
        "repositories": lambda r: r.row.repo,
    }
    report: dict[str, Any] = {"all": shares(results)}
    for name, key in groups.items():
        found: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            found[key(result)].append(result)
        report[name] = {group: shares(found[group]) for group in sorted(found)}
    for status in (Status.NONE, Status.WRONG):
        reasons = Counter(
            (r.row.language, "another span" if status is Status.WRONG else r.reason)
            for r in results
            if r.status is status
        )
        report[f"{status} by reason"] = {
            f"{language}: {reason}": count for (language, reason), count in reasons.most_common()
        }
    return report


def shown(report: dict[str, Any], title: str) -> str:
    """The report as text."""
    lines = [f"=== {title}", _line("all", report["all"])]
    for name in ("languages", "frameworks", "shapes"):
        lines.append(f"-- {name}")
        lines += [_line(group, figures) for group, figures in report[name].items()]
    for status in (Status.NONE, Status.WRONG):
        found = report[f"{status} by reason"]
        lines += [f"-- {status}, by reason"] if found else []
        lines += [f"  {count:7}  {reason}" for reason, count in found.items()]
    return "\n".join(lines)


def _line(name: str, figures: dict[str, Any]) -> str:
    percent = figures["percent"]
    return (
        f"  {name[:40]:40} {figures['sites']:7} sites  exact {percent['exact']:7.3f}%  "
        f"wrong {percent['wrong']:6.3f}% ({figures['wrong']})  none {percent['none']:6.3f}%"
    )
