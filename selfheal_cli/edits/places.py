"""Says which file a path of an edit means, and refuses every one outside the source root."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from selfheal_cli.errors import EditError


def place(root: Path, path: str) -> Path:
    """The real file that `path` ('/' separated, relative) names below `root`, links followed.

    Raises EditError where it leads out of the root, into `.git`, or is no ordinary file.
    """
    _check_form(path)
    base = root.resolve()
    try:
        real = (base / path).resolve()
    except (OSError, RuntimeError) as error:
        raise EditError(f"{named(path)}: cannot be followed to a file.") from error
    if not real.is_relative_to(base):
        raise EditError(
            f"{named(path)}: leads out of {root}; nothing outside it is read or written."
        )
    if ".git" in real.relative_to(base).parts:
        raise EditError(f"{named(path)}: is git's own; it is never read or written.")
    if not real.is_file():
        raise EditError(f"{named(path)}: there is no such file below {root}.")
    return real


def writable(root: Path, path: str) -> Path:
    """The same for a file that is to be written. Raises EditError where it may not be."""
    file = place(root, path)
    # A superuser may write to anything, so the mode is looked at as well.
    if not file.stat().st_mode & 0o222 or not os.access(file, os.W_OK):
        raise EditError(f"{named(path)}: is read-only; nothing written.")
    if not os.access(file.parent, os.W_OK):
        raise EditError(f"{named(path)}: its folder is read-only; nothing written.")
    return file


def named(path: str) -> str:
    """`path` for a message, in quotes where it holds what must not reach a terminal."""
    return path if path.isprintable() else ascii(path)


def reader(root: Path) -> Callable[[str], bytes]:
    """How `combine` reads files below `root`."""

    def read(path: str) -> bytes:
        return place(root, path).read_bytes()

    return read


def _check_form(path: str) -> None:
    parts = PurePosixPath(path).parts
    outside = path.startswith("/") or bool(PureWindowsPath(path).anchor) or ".." in parts
    if outside or "\0" in path or not parts:
        raise EditError(f"{named(path) or path!r}: is not a path below the source root.")
