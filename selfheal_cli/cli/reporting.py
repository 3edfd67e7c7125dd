"""A plan with its patches, and the exit code that it earns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from json import dumps
from pathlib import Path

from selfheal_cli.cli.console import style_for, write_bytes
from selfheal_cli.edits import combine, reader, sources
from selfheal_cli.errors import FAULT, ExitCode
from selfheal_cli.model import Verdict
from selfheal_cli.outputs.base import Report, prefix_of
from selfheal_cli.outputs.contract import OutcomeEntry, Plan, is_ahead
from selfheal_cli.outputs.explain import explain
from selfheal_cli.outputs.plan import edits_of

Chosen = Callable[[OutcomeEntry], bool]


def repaired(entry: OutcomeEntry) -> bool:
    """Whether the failure may be repaired without a person's look."""
    return entry["verdict"] == Verdict.REPAIRED and not is_ahead(entry)


def repaired_ahead(entry: OutcomeEntry) -> bool:
    """The same, and for what has not failed yet."""
    return entry["verdict"] == Verdict.REPAIRED


def compose(plan: Plan, root: Path, chosen: Chosen) -> Report:
    """The report with the patches of the outcomes that `chosen` takes."""
    edits = [(edits_of(entry), chosen(entry)) for entry in plan["outcomes"] if entry["edits"]]
    read = reader(root)
    combined = combine([group for group, taken in edits if taken], read)
    return Report(
        plan,
        combined.patches,
        combined.conflicts,
        combined.stale,
        files=sources([edit for group, _ in edits for edit in group], read),
        prefix=prefix_of(root.resolve(), Path.cwd().resolve()),
    )


def code_of(plan: Plan, exit_zero: bool = False) -> ExitCode:
    """BROKEN where a broken locator remains, or an artifact could not be read; FAULT where a
    defect of ours prevented an answer."""
    code = code_of_entries(plan["outcomes"])
    return ExitCode.CLEAN if exit_zero and code == ExitCode.BROKEN else code


def code_of_entries(entries: Iterable[OutcomeEntry]) -> ExitCode:
    """The same of some outcomes."""
    entries = list(entries)
    if any(e["reason"].lower().startswith(FAULT) for e in entries):
        return ExitCode.FAULT
    failed = [e for e in entries if not is_ahead(e)]
    broken = [e for e in failed if e["verdict"] != Verdict.NOT_A_LOCATOR_FAILURE]
    return ExitCode.BROKEN if broken else ExitCode.CLEAN


def tell_entry(entry: OutcomeEntry, json: bool, color: str, diff: Sequence[str] = ()) -> None:
    """One outcome on standard output, explained (with its edits as the lines `diff`) or as JSON."""
    if json:
        text = dumps(entry, ensure_ascii=False, indent=2) + "\n"
    else:
        text = explain(entry, style_for(color, sys.stdout), diff).rstrip("\n") + "\n"
    write_bytes(text.encode())
