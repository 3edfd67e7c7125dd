"""What git says of the sources: in whose name commits are made, and where the repository begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from selfheal_cli.outputs.base import prefix_of

NOBODY = "selfheal <selfheal@localhost>"


def author_in(root: Path) -> str:
    """`Name <address>` as git has it in the repository around `root`; selfheal's own where git
    has none."""
    try:
        from git import Git
        from git.exc import GitError
    except ImportError:
        return NOBODY
    try:
        told = str(Git(root).var("GIT_AUTHOR_IDENT"))
    except (GitError, OSError):
        return NOBODY
    return told.rpartition(">")[0] + ">" if ">" in told else NOBODY


def trailers_in(root: Path, author: str, co_authors: Sequence[str]) -> tuple[str, ...]:
    """What ends a commit's message: sign-off by `author` where git's `format.signoff` is on, and
    the co-authors (`Name <address>`)."""
    others = tuple(f"Co-authored-by: {' '.join(who.split())}" for who in co_authors)
    try:
        from git import Git
        from git.exc import GitError
    except ImportError:
        return others
    try:
        told = str(Git(root).config("--type=bool", "--get", "format.signoff"))
    except (GitError, OSError):
        return others
    return (*([f"Signed-off-by: {author}"] if told == "true" else []), *others)


def prefix_in_repository(root: Path) -> str:
    """What leads from the top of the repository to `root`, with a slash at the end; "" where they
    are the same, or there is no repository."""
    here = root.resolve()
    tops = (above for above in (here, *here.parents) if (above / ".git").exists())
    return prefix_of(here, next(tops, here))
