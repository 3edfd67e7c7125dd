"""`selfheal bench`: how well matching does on labelled pairs of pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selfheal_cli.cli.options import QuietOption

if TYPE_CHECKING:
    from selfheal_cli.measure.run import Measured

CasesArgument = Annotated[
    Path, typer.Argument(metavar="CASES.jsonl", help="Labelled cases, one JSON object a line.")
]
EvidenceOption = Annotated[
    str,
    typer.Option(
        "--evidence", "-e", metavar="KIND",
        help="What is known of the old element: page (its whole page), fingerprint (what would be "
        "stored of it) or locator (each broken locator's text alone).",
    ),
]  # fmt: skip
RowsOption = Annotated[
    Path | None, typer.Option("--rows", help="Also write a row per case there.", metavar="FILE")
]
FormatOption = Annotated[
    str, typer.Option("--format", "-f", help="text or json.", metavar="FORMAT")
]


def bench(
    cases: CasesArgument,
    evidence: EvidenceOption = "page",
    rows: RowsOption = None,
    format_: FormatOption = "text",
    quiet: QuietOption = False,
) -> None:
    """Measure matching on labelled pairs of old and new pages.

    \b
      selfheal bench cases.jsonl
      selfheal bench cases.jsonl --evidence locator --rows rows.jsonl --format json
    """
    from selfheal_cli.errors import UsageError
    from selfheal_cli.measure.answers import EVIDENCE

    for option, chosen, known in (
        ("--evidence", evidence, tuple(EVIDENCE)),
        ("--format", format_, ("text", "json")),
    ):
        if chosen not in known:
            raise UsageError(f"{option}: {chosen!r} is none of {', '.join(known)}")
    measured = _measured(cases, evidence, rows is not None, quiet)
    _tell(measured, format_, rows)


def _measured(file: Path, evidence: str, with_locators: bool, quiet: bool) -> Measured:
    from selfheal_cli.cli.console import progress
    from selfheal_cli.cli.files import read_file
    from selfheal_cli.measure.cases import read_cases
    from selfheal_cli.measure.run import measure

    cases = read_cases(read_file(file).decode("utf-8", "replace").splitlines())
    with progress(quiet, "Matching pages") as tick:
        return measure(
            cases, evidence, lambda name: read_file(file.parent / name), with_locators, tick
        )


def _tell(measured: Measured, format_: str, rows: Path | None) -> None:
    from json import dumps

    from selfheal_cli.cli.console import write_bytes
    from selfheal_cli.cli.files import write_file
    from selfheal_cli.measure.report import as_data, as_rows, as_text

    if rows:
        write_file(rows, "".join(as_rows(measured.rows)).encode())
    text = (
        dumps(as_data(measured), ensure_ascii=False, indent=2) + "\n"
        if format_ == "json"
        else as_text(measured)
    )
    write_bytes(text.encode())
