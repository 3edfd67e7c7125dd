"""The application: its commands and what `selfheal --help` says."""

from __future__ import annotations

from typing import Annotated

import typer

from selfheal_cli import __version__
from selfheal_cli.cli.bench import bench
from selfheal_cli.cli.explain import explain
from selfheal_cli.cli.fix import fix
from selfheal_cli.cli.init import init
from selfheal_cli.cli.locate import locate
from selfheal_cli.cli.pr import pr
from selfheal_cli.cli.scan import scan

app = typer.Typer(
    name="selfheal",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Repairs broken UI-test locators, offline, from what the failed run left behind.

    \b
    After a red run:
      selfheal scan test-results                      what broke, and the repair for each
      selfheal fix test-results                       the diff
      selfheal fix test-results --apply               write it
      selfheal pr test-results                        a pull request for each cause
      selfheal explain ID test-results                why this element, why this locator

    With the artifacts of the last passing run most repairs can be proved:
      selfheal scan test-results --baseline last-green/

    \b
    Exit codes: 0 nothing broken or all done, 1 broken locators remain,
    2 wrong use or nothing to read, 3 a fault of selfheal or of a service.""",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"selfheal {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command."""


app.command()(scan)
app.command()(fix)
app.command()(pr)
app.command()(explain)
app.command()(init)
app.command()(locate)
app.command()(bench)
