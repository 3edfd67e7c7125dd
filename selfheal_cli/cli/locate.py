"""`selfheal locate`: which element of a new page a locator means, asked for two saved pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selfheal_cli.cli.options import ColorOption

if TYPE_CHECKING:
    from selfheal_cli.model import NoBaseline, Outcome, Snapshot

NewOption = Annotated[
    Path, typer.Option("--new", help="The page as it is now, saved as HTML.", metavar="FILE")
]
OldOption = Annotated[
    Path | None,
    typer.Option("--old", help="The page on which the locator last worked.", metavar="FILE"),
]
LocatorOption = Annotated[
    str, typer.Option("--locator", "-l", help="The locator, as its dialect writes it.")
]
DialectOption = Annotated[
    str,
    typer.Option("--dialect", "-d", help="Whose locator it is: playwright, selenium, cypress, ..."),
]
ActionOption = Annotated[
    str,
    typer.Option("--action", "-a", help="What the test does: click, fill, check, assert-text, ..."),
]
ValueOption = Annotated[
    str, typer.Option("--value", help="What it types or expects.", metavar="TEXT")
]
VariableOption = Annotated[
    str, typer.Option("--variable", help="What holds the locator in the code.", metavar="NAME")
]
AnswerJsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]


def locate(
    new: NewOption,
    locator: LocatorOption,
    old: OldOption = None,
    dialect: DialectOption = "playwright",
    action: ActionOption = "click",
    value: ValueOption = "",
    variable: VariableOption = "",
    json: AnswerJsonOption = False,
    color: ColorOption = None,
) -> None:
    """Answer a single question: what does this locator mean on the new page?

    \b
      selfheal locate --old old.html --locator '#save' --new new.html
      selfheal locate --locator 'id=save' --dialect selenium --new new.html --variable SAVE_BUTTON
    """
    from selfheal_cli.errors import UsageError
    from selfheal_cli.locating import Question
    from selfheal_cli.locating import locate as answer
    from selfheal_cli.locators import DIALECTS
    from selfheal_cli.model import Action

    if dialect not in DIALECTS:
        raise UsageError(f"--dialect: {dialect!r} is none of {', '.join(DIALECTS)}")
    question = Question(locator, dialect, Action(action, action, value), variable)
    _tell(answer(question, _page(new), _old(old), str(new)), json, color)


def _page(path: Path) -> Snapshot:
    from selfheal_cli.cli.files import read_file
    from selfheal_cli.model import Markup, Snapshot

    return Snapshot(Markup(read_file(path)))


def _old(path: Path | None) -> Snapshot | NoBaseline:
    from selfheal_cli.locating import NO_OLD_PAGE

    return _page(path) if path else NO_OLD_PAGE


def _tell(outcome: Outcome, json: bool, color: str | None) -> None:
    from selfheal_cli.cli.inputs import show
    from selfheal_cli.cli.reporting import tell_entry
    from selfheal_cli.outputs.entries import entry_of_outcome

    tell_entry(entry_of_outcome(outcome, show), json, color or "auto")
