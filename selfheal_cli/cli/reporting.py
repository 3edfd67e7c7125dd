"""A plan with its patches, and the exit code that it earns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfheal_cli.edits import combine, reader
from selfheal_cli.errors import ExitCode
from selfheal_cli.model import Verdict
from selfheal_cli.outputs.base import Report
from selfheal_cli.outputs.contract import OutcomeEntry, Plan
from selfheal_cli.outputs.plan import edits_of

Chosen = Callable[[OutcomeEntry], bool]


def repaired(entry: OutcomeEntry) -> bool:
    """Whether the outcome may be written without a person's look."""
    return entry["verdict"] == Verdict.REPAIRED


def compose(plan: Plan, root: Path, chosen: Chosen) -> Report:
    """The report with the patches of the outcomes that `chosen` takes."""
    picked = [edits_of(entry) for entry in plan["outcomes"] if entry["edits"] and chosen(entry)]
    combined = combine(picked, reader(root))
    return Report(plan, combined.patches, combined.conflicts, combined.stale)


def code_of(plan: Plan, exit_zero: bool = False) -> ExitCode:
    """BROKEN where a broken locator remains, or an artifact could not be read."""
    broken = [e for e in plan["outcomes"] if e["verdict"] != Verdict.NOT_A_LOCATOR_FAILURE]
    return ExitCode.BROKEN if broken and not exit_zero else ExitCode.CLEAN
