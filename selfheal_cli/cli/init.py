"""`selfheal init`: puts selfheal into a repository, after showing what that takes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from selfheal_cli.ci import NewFile, Proposed, Repository

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The repository's root.", show_default=False)
]
CiOption = Annotated[
    str,
    typer.Option(
        "--ci", metavar="SYSTEM",
        help="auto (by the files that are there), github, gitlab, jenkins, azure or none.",
    ),
]  # fmt: skip
ApplyOption = Annotated[bool, typer.Option("--apply", "--yes", "-y", help="Write what is shown.")]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="With --apply: also replace files that differ.")
]
CheckOption = Annotated[
    bool, typer.Option("--check", help="Only check the settings that are there.")
]
InitJsonOption = Annotated[bool, typer.Option("--json", help="What was found, as JSON.")]


def init(
    folder: FolderArgument = Path(),
    ci: CiOption = "auto",
    apply: ApplyOption = False,
    overwrite: OverwriteOption = False,
    check: CheckOption = False,
    json: InitJsonOption = False,
) -> None:
    """Write settings and a CI job that fit the repository, after showing them.

    \b
      selfheal init                   look: which framework, which CI, what would be written
      selfheal init --apply           write it
      selfheal init --ci gitlab
      selfheal init --check           are the settings valid? (the pre-commit hook)
    """
    from selfheal_cli.ci import look, propose

    if check:
        _check(folder)
        return
    if not folder.is_dir():
        from selfheal_cli.errors import UsageError

        raise UsageError(f"{folder}: there is no such folder")
    repository = look(folder)
    system = _system(ci, repository)
    proposed = propose(repository, system)
    written = _write(folder, proposed, overwrite) if apply else []
    if json:
        _print_json(repository, system, proposed, written)
    else:
        _print(repository, system, proposed, written, apply)


def _check(folder: Path) -> None:
    """Raises UsageError where the settings are wrong."""
    import os

    from selfheal_cli.config import explain, load

    for key, value, origin in explain(load(folder, os.environ, {})):
        if origin != "default":
            typer.echo(f"{key} = {value}  ({origin})")


def _system(ci: str, repository: Repository) -> str:
    from selfheal_cli.ci import SYSTEMS, system_of
    from selfheal_cli.errors import UsageError

    if ci != "auto" and ci not in SYSTEMS:
        raise UsageError(f"--ci: {ci!r} is none of auto, {', '.join(SYSTEMS)}")
    return system_of(repository) if ci == "auto" else ci


def _write(folder: Path, proposed: Proposed, overwrite: bool) -> list[str]:
    from selfheal_cli.cli.files import write_file
    from selfheal_cli.errors import UsageError

    written = []
    for one in proposed.files:
        if one.replaces and not overwrite:
            continue
        target = folder / one.path
        if not target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{target}: leads out of {folder}")
        write_file(target, one.after.encode())
        written.append(one.path)
    return written


def _print(
    repository: Repository, system: str, proposed: Proposed, written: list[str], apply: bool
) -> None:
    def say(text: str) -> None:
        typer.echo(text, err=True)

    for one in repository.frameworks:
        say(f"found {one.name} ({one.path}): leaves {', '.join(one.artifacts)}")
    say(f"CI: {system}")
    for new in proposed.files:
        sys.stdout.write(_diff(new))
    if proposed.snippet:
        typer.echo(f"Into {proposed.snippet_path}, by hand:\n\n{proposed.snippet}")
    for note in proposed.notes:
        say(f"by hand: {note}")
    for path in written:
        say(f"wrote {path}")
    left = [new.path for new in proposed.files if new.path not in written]
    if not proposed.files:
        say("There is nothing to write.")
    elif not apply:
        say("Nothing is written yet; --apply writes this.")
    elif left:
        say(f"left as they are, for they differ: {', '.join(left)}; --overwrite replaces them")


def _diff(new: NewFile) -> str:
    from difflib import unified_diff

    was = f"a/{new.path}" if new.before else "/dev/null"
    lines = unified_diff(
        new.before.splitlines(keepends=True), new.after.splitlines(keepends=True),
        was, f"b/{new.path}",
    )  # fmt: skip
    return "".join(text if text.endswith("\n") else f"{text}\n\\ No newline at end of file\n"
                   for text in lines)  # fmt: skip


def _print_json(
    repository: Repository, system: str, proposed: Proposed, written: list[str]
) -> None:
    from json import dumps

    told = {
        "schema": "selfheal/init/1",
        "frameworks": [
            {"name": one.name, "path": one.path, "artifacts": list(one.artifacts)}
            for one in repository.frameworks
        ],
        "ci": system,
        "workflows": [{"path": one.path, "name": one.name} for one in repository.workflows],
        "files": [
            {"path": one.path, "exists": bool(one.before), "text": one.after}
            for one in proposed.files
        ],
        "snippet": proposed.snippet,
        "notes": list(proposed.notes),
        "written": written,
    }
    sys.stdout.write(dumps(told, ensure_ascii=False, indent=2) + "\n")
