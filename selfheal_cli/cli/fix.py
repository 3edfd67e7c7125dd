"""`selfheal fix`: the diff, or with `--apply` the change itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selfheal_cli.cli.options import (
    BaselineOption,
    ColorOption,
    ExitZeroOption,
    Inputs,
    JsonOption,
    LookaheadOption,
    QuietOption,
    SourceOption,
)

if TYPE_CHECKING:
    from selfheal_cli.cli.reporting import Chosen
    from selfheal_cli.cli.verify import Command
    from selfheal_cli.config import Settings
    from selfheal_cli.outputs.base import Report
    from selfheal_cli.outputs.contract import OutcomeEntry, Plan

ApplyOption = Annotated[
    bool, typer.Option("--apply", help="Write the repairs into the sources, all or none.")
]
UnsafeOption = Annotated[
    bool, typer.Option("--unsafe", help="Take the held-back repairs, too: look at each one.")
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", help="Only the repair with this id; may be given again.", metavar="ID"),
]
DirtyOption = Annotated[
    bool, typer.Option("--allow-dirty", help="Write into files with uncommitted changes, too.")
]


PatchesOption = Annotated[
    Path | None,
    typer.Option(
        "--patches", metavar="DIR",
        help="Also write the repairs there as a series of patches, for `git am DIR/*.patch`.",
    ),
]  # fmt: skip
GroupOption = Annotated[
    str,
    typer.Option(
        "--group", metavar="BY", help="With --patches: one for each cause, file, or run."
    ),
]  # fmt: skip
VerifyOption = Annotated[
    str | None,
    typer.Option(
        "--verify", metavar="COMMAND", show_default=False,
        help="Write repairs, run the tests concerned by this command, and keep those whose tests "
        "turn green. {test} stands for one test as pytest or Playwright take it; also {path}, "
        "{line}, {title}, {id}.",
    ),
]  # fmt: skip
RoundsOption = Annotated[
    int,
    typer.Option(
        "--rounds", min=1, metavar="N",
        help="With --verify: how often a test that fails further on is repaired again.",
    ),
]  # fmt: skip
TimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout", min=1, metavar="SECONDS",
        help="With --verify: how long one test may take.",
    ),
]  # fmt: skip


def fix(
    artifacts: Inputs = None,
    baseline: BaselineOption = None,
    source: SourceOption = None,
    apply: ApplyOption = False,
    unsafe: UnsafeOption = False,
    only: OnlyOption = None,
    allow_dirty: DirtyOption = False,
    patches: PatchesOption = None,
    group: GroupOption = "cause",
    verify: VerifyOption = None,
    rounds: RoundsOption = 5,
    timeout: TimeoutOption = 600,
    lookahead: LookaheadOption = False,
    json: JsonOption = False,
    exit_zero: ExitZeroOption = False,
    color: ColorOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show the diff that repairs the locators; write it with --apply.

    \b
      selfheal fix test-results --baseline last-green            look
      selfheal fix test-results --baseline last-green --apply    write
      selfheal fix plan.json --only 3f2a9c01b7 --unsafe --apply  one that was held back
      selfheal fix test-results -b last-green --verify "npx playwright test {test}"

    The diff goes to standard output, so `selfheal fix ... | git apply` works; the rest is said on
    standard error. Every change is checked against the bytes on disk, and all are written or none.
    """
    from selfheal_cli.cli.console import progress
    from selfheal_cli.cli.inputs import plan_of
    from selfheal_cli.cli.reporting import code_of, compose
    from selfheal_cli.cli.settings import settings_for
    from selfheal_cli.errors import ExitCode

    words = None if verify is None else _command(verify, timeout)
    settings = settings_for(artifacts, baseline, source, color)
    with progress(quiet) as tick:
        found = plan_of(settings, tick, lookahead)
    chosen = _chosen(found, unsafe, only or [], lookahead)
    if words is not None:
        from selfheal_cli.cli.verify import How, run_verify

        asked = [entry for entry in found["outcomes"] if not only or chosen(entry)]
        how = How(rounds, unsafe, lookahead, allow_dirty, json)
        code = run_verify(settings, asked, words, how)
        raise typer.Exit(ExitCode.CLEAN if exit_zero else code)
    report = compose(found, settings.source_root, chosen)
    if patches:
        _write_series(found, settings, chosen, patches, group)
    if apply:
        _apply(report, settings.source_root, allow_dirty)
    if json:
        _print_plan(report)
    elif not apply:
        _print_diff(report, settings.color)
    _say_rest(report, chosen, apply)
    done = apply and not report.stale and not report.conflicts
    left = _left(found, chosen) if done else found
    raise typer.Exit(code_of(left, exit_zero))


def _command(verify: str, timeout: float) -> Command:
    """Read before anything is scanned: a slip in it should not cost a scan."""
    from selfheal_cli.cli.verify import command

    return command(verify, timeout)


def _chosen(plan: Plan, unsafe: bool, only: list[str], lookahead: bool) -> Chosen:
    from selfheal_cli.model import Verdict
    from selfheal_cli.outputs.contract import is_ahead
    from selfheal_cli.outputs.plan import find

    wanted = {find(plan, one)["id"] for one in only}
    verdicts = {Verdict.REPAIRED, Verdict.HELD_BACK} if unsafe else {Verdict.REPAIRED}

    def chosen(entry: OutcomeEntry) -> bool:
        if wanted:
            return entry["verdict"] in verdicts and entry["id"] in wanted
        return entry["verdict"] in verdicts and (lookahead or not is_ahead(entry))

    return chosen


def _apply(report: Report, root: Path, allow_dirty: bool) -> None:
    from selfheal_cli.edits import apply

    applied = apply(root, report.patches, allow_dirty)
    for path in applied.recovered.restored:
        typer.echo(f"rolled back what an interrupted run left in {path}", err=True)
    for path in applied.paths:
        typer.echo(f"changed {path}", err=True)


def _write_series(
    found: Plan, settings: Settings, chosen: Chosen, folder: Path, group: str
) -> None:
    from selfheal_cli.cli.files import write_file
    from selfheal_cli.cli.identity import author_in, prefix_in_repository, trailers_in
    from selfheal_cli.edits import reader
    from selfheal_cli.errors import UsageError
    from selfheal_cli.outputs.series import BY, filename, mail, series

    by = next((one for one in BY if one == group), None)
    if by is None:
        raise UsageError(f"--group: {group!r} is none of {', '.join(BY)}")
    root = settings.source_root
    parts = series(filter(chosen, found["outcomes"]), by, reader(root))
    author, prefix = author_in(root), prefix_in_repository(root)
    trailers = trailers_in(root, author, settings.pr_co_authors)
    for number, part in enumerate(parts, 1):
        file = folder / filename(part, number)
        write_file(file, mail(part, number, len(parts), author, prefix, trailers))
        typer.echo(f"wrote {file}", err=True)


def _print_plan(report: Report) -> None:
    from selfheal_cli.cli.console import write_bytes
    from selfheal_cli.outputs import OUTPUTS, plain

    write_bytes(OUTPUTS["json"](report, plain))


def _print_diff(report: Report, color: str) -> None:
    from selfheal_cli.cli.console import style_for, write_bytes
    from selfheal_cli.outputs import OUTPUTS

    write_bytes(OUTPUTS["patch"](report, style_for(color, sys.stdout)))


def _left(plan: Plan, chosen: Chosen) -> Plan:
    """What remains broken once the chosen repairs are written."""
    outcomes = [e for e in plan["outcomes"] if not (e["edits"] and chosen(e))]
    return {**plan, "outcomes": outcomes}


def _say_rest(report: Report, chosen: Chosen, apply: bool) -> None:
    """On standard error: what the diff leaves out, and why."""
    from selfheal_cli.outputs.words import brief, troubles

    for trouble in troubles(report):
        typer.echo(trouble, err=True)
    taken = [e for e in report.plan["outcomes"] if e["edits"] and chosen(e)]
    for entry in report.plan["outcomes"]:
        if entry not in taken:
            typer.echo(brief(entry), err=True)
    if not report.patches:
        typer.echo("There is nothing to write.", err=True)
    elif not apply:
        typer.echo("Nothing is written yet; --apply writes this diff.", err=True)
    if report.stale:
        typer.echo("Scan again: the sources are no longer those that were read.", err=True)
