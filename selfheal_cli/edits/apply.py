"""Writes patches to the files below a root: all of a run, or none of it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selfheal_cli.edits.dirty import refuse_uncommitted
from selfheal_cli.edits.journal import (
    NOTHING,
    Entry,
    Journal,
    Recovered,
    digest,
    opened,
    roll_back,
    sync,
    temporary_name,
    undo,
    write_beside,
)
from selfheal_cli.edits.places import named, place, writable
from selfheal_cli.errors import EditError
from selfheal_cli.model import Patch


@dataclass(frozen=True, slots=True)
class Applied:
    """The paths written, and what a killed run before this one had left to roll back."""

    paths: tuple[str, ...]
    recovered: Recovered = NOTHING


def _pass(step: str) -> None:
    del step


def apply(
    root: Path,
    patches: Sequence[Patch],
    allow_dirty: bool = False,
    at: Callable[[str], None] = _pass,
) -> Applied:
    """Writes `patches` below `root`, or raises EditError and writes nothing.

    Steps, so that a kill at any point can be undone:

    1. an empty journal is opened and locked in the root; what an earlier kill left is rolled back;
    2. every file is checked: inside the root, still the bytes that were read, writable, committed;
    3. the journal gets the old bytes and is synced; then the new files are written beside the old
       ones and synced. A kill up to here has changed no file;
    4. each is renamed onto its file, with the signals that can be held back held back. A kill in
       between (power, SIGKILL) leaves each file either old or new, never torn, and the journal;
    5. the folders are synced and the journal is removed: from here on all is written.

    The next run, or `recover`, finds the journal and rolls back. `at` is told each step by name.
    """
    if not patches:
        return Applied(())
    with opened(root) as journal:
        at("opened")
        recovered = undo(root, journal)
        files = _checked(root, patches, allow_dirty)
        entries = [_entry(patch, file) for patch, file in zip(patches, files, strict=True)]
        at("checked")
        try:
            _write(journal, patches, files, entries, at)
        except BaseException as error:
            roll_back(root, entries)
            journal.settle()
            if isinstance(error, OSError):
                why = error.strerror or type(error).__name__
                raise EditError(f"Writing failed ({why}); every file is as it was.") from error
            raise
    at("committed")
    return Applied(tuple(patch.path for patch in patches), recovered)


def _checked(root: Path, patches: Sequence[Patch], allow_dirty: bool) -> list[Path]:
    files = [_ready(root, patch) for patch in patches]
    if len(set(files)) < len(files):
        raise EditError("Two paths lead to the same file; nothing written.")
    if not allow_dirty:
        refuse_uncommitted(root, files)
    return files


def _ready(root: Path, patch: Patch) -> Path:
    try:
        now = place(root, patch.path).read_bytes()
    except OSError as error:
        raise EditError(f"{named(patch.path)}: cannot be read; nothing written.") from error
    if now != patch.before:
        raise EditError(f"{named(patch.path)}: has changed since it was read; nothing written.")
    return writable(root, patch.path)


def _entry(patch: Patch, file: Path) -> Entry:
    after = digest(patch.after)
    return Entry(patch.path, temporary_name(file, after), patch.before, after)


def _write(
    journal: Journal,
    patches: Sequence[Patch],
    files: Sequence[Path],
    entries: Sequence[Entry],
    at: Callable[[str], None],
) -> None:
    journal.store(entries)
    at("journal written")
    temporaries = [f.with_name(e.temporary) for f, e in zip(files, entries, strict=True)]
    for patch, file, temporary in zip(patches, files, temporaries, strict=True):
        write_beside(file, temporary, patch.after)
        at(f"prepared {patch.path}")
    with _signals_held():
        for patch, file, temporary in zip(patches, files, temporaries, strict=True):
            os.replace(temporary, file)
            at(f"replaced {patch.path}")
        sync({file.parent for file in files})
        at("synced")
        journal.settle()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Lets Ctrl-C, a hang-up and a polite kill wait for the renames to be through."""
    if sys.platform == "win32":
        yield
        return
    polite = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, polite)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
