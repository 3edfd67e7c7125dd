"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="ARTIFACTS...",
        help="Folders or files that the failed run left behind, or a plan written by "
        "`scan --format json`. Default: the settings' `artifacts`, else the usual places.",
        show_default=False,
    ),
]
BaselineOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--baseline", "-b", help="Artifacts of a passing run; may be given again.", metavar="DIR"
    ),
]
SourceOption = Annotated[
    Path | None,
    typer.Option(
        "--source", "-s", help="Root of the test sources; only below it is anything written.",
        metavar="DIR",
    ),
]  # fmt: skip
ColorOption = Annotated[
    str | None, typer.Option("--color", help="auto, always or never.", metavar="WHEN")
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", help="How many failures to judge at a time. Default: one per processor.",
        metavar="N", show_default=False,
    ),
]  # fmt: skip
LookaheadOption = Annotated[
    bool,
    typer.Option(
        "--lookahead",
        help="Also check locators that the run did not reach, on the pages that it shows.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
ExitZeroOption = Annotated[
    bool, typer.Option("--exit-zero", help="Exit 0 even where broken locators remain.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
