"""`selfheal scan`: what broke, a verdict for each failure, the plan and the patch."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selfheal_cli.cli.options import (
    BaselineOption,
    ColorOption,
    ExitZeroOption,
    Inputs,
    JobsOption,
    JsonOption,
    LookaheadOption,
    QuietOption,
    SourceOption,
)

if TYPE_CHECKING:
    from selfheal_cli.outputs.base import Report

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help="text, json (the plan), markdown, patch or github.", metavar="FORMAT"
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write there, not to standard output.", metavar="FILE"),
]
PlanOption = Annotated[
    Path | None, typer.Option("--plan", help="Also write the plan there.", metavar="FILE")
]
PatchOption = Annotated[
    Path | None,
    typer.Option("--patch", help="Also write the safe repairs as a patch there.", metavar="FILE"),
]
SummaryOption = Annotated[
    Path | None,
    typer.Option("--summary", help="Also write a Markdown summary there.", metavar="FILE"),
]


def scan(
    artifacts: Inputs = None,
    baseline: BaselineOption = None,
    source: SourceOption = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    patch: PatchOption = None,
    summary: SummaryOption = None,
    lookahead: LookaheadOption = False,
    exit_zero: ExitZeroOption = False,
    jobs: JobsOption = None,
    color: ColorOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say what broke and how to repair it; write nothing into the tests.

    \b
    Runs right after the tests failed:
      selfheal scan test-results --baseline last-green --plan plan.json --patch fix.patch

    In GitHub Actions the failures are annotated and the step summary is written, too.
    """
    from selfheal_cli.cli.console import progress
    from selfheal_cli.cli.inputs import plan_of
    from selfheal_cli.cli.reporting import code_of, compose, repaired, repaired_ahead
    from selfheal_cli.cli.settings import settings_for

    chosen = _format(format_, json)
    settings = settings_for(artifacts, baseline, source, color, jobs)
    with progress(quiet) as tick:
        found = plan_of(settings, tick, lookahead)
    report = compose(found, settings.source_root, repaired_ahead if lookahead else repaired)
    _emit(report, chosen, output, settings.color)
    for file, name in ((plan, "json"), (patch, "patch"), (summary, "markdown")):
        if file:
            _write_file(report, name, file)
    _tell_github(report, chosen)
    raise typer.Exit(code_of(found, exit_zero))


def _format(format_: str | None, json: bool) -> str:
    from selfheal_cli.errors import UsageError
    from selfheal_cli.outputs import OUTPUTS

    chosen = format_ or ("json" if json else "text")
    if chosen not in OUTPUTS:
        raise UsageError(f"--format: {chosen!r} is none of {', '.join(OUTPUTS)}")
    if json and chosen != "json":
        raise UsageError(f"--json and --format {chosen} contradict each other")
    return chosen


def _emit(report: Report, chosen: str, output: Path | None, color: str) -> None:
    from selfheal_cli.cli.console import style_for, write_bytes
    from selfheal_cli.outputs import OUTPUTS

    if output:
        _write_file(report, chosen, output)
    else:
        write_bytes(OUTPUTS[chosen](report, style_for(color, sys.stdout)))


def _write_file(report: Report, name: str, file: Path) -> None:
    from selfheal_cli.cli.files import write_file
    from selfheal_cli.outputs import OUTPUTS, plain

    write_file(file, OUTPUTS[name](report, plain))


def _tell_github(report: Report, chosen: str) -> None:
    """Annotations and the step summary, where GitHub Actions runs us and text is asked for."""
    from selfheal_cli.cli.console import write_bytes
    from selfheal_cli.outputs import OUTPUTS, plain

    if os.environ.get("GITHUB_ACTIONS") != "true" or chosen != "text":
        return
    write_bytes(OUTPUTS["github"](report, plain))
    if target := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(target).open("ab") as stream:
            stream.write(OUTPUTS["markdown"](report, plain))
