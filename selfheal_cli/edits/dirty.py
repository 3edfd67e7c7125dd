"""Asks git which of some files hold changes that no commit has."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from selfheal_cli.edits.places import named
from selfheal_cli.errors import EditError

_HINT = "Use --allow-dirty to write without asking git."


def uncommitted(files: Iterable[Path]) -> tuple[Path, ...]:
    """Those of `files` (real paths) that git could not bring back: changed, staged or untracked.
    Files outside a repository and ignored ones are not among them. Raises EditError where there
    is a repository but git cannot answer."""
    ordered = sorted(files)
    found: list[Path] = []
    for folder, group in groupby(ordered, key=lambda file: file.parent):
        if any((above / ".git").exists() for above in (folder, *folder.parents)):
            found += _changed(folder, [file.name for file in group])
    return tuple(found)


def refuse_uncommitted(root: Path, files: Iterable[Path]) -> None:
    """Raises EditError where some of `files` (real paths below `root`) are `uncommitted`."""
    dirty = uncommitted(files)
    if dirty:
        base = root.resolve()
        names = ", ".join(named(file.relative_to(base).as_posix()) for file in dirty)
        raise EditError(
            f"{names}: not committed in git as it stands; nothing written.",
            "Commit or stash first, or use --allow-dirty.",
        )


def _changed(folder: Path, names: list[str]) -> list[Path]:
    answer = _status(folder, names)
    entries = [entry for entry in answer.split(b"\0") if entry]
    changed = {
        entry[3:].rpartition(b"/")[2].decode("utf-8", "surrogateescape") for entry in entries
    }
    return [folder / name for name in names if name in changed]


def _status(folder: Path, names: list[str]) -> bytes:
    try:
        from git import Git
        from git.exc import GitError
    except ImportError as error:
        raise EditError("git is not there to say what is uncommitted.", _HINT) from error
    options = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"]
    command = ["git", "--literal-pathspecs", "--no-optional-locks", "status", *options, "--"]
    try:
        answer = Git(folder).execute([*command, *names], stdout_as_string=False)
    except GitError as error:
        raise EditError(f"git cannot say what is uncommitted in {folder}.", _HINT) from error
    if not isinstance(answer, bytes):
        raise EditError(f"git gave no answer for {folder}.", _HINT)
    return answer
