"""The undo journal of a write: what a killed run leaves for the next one to roll back."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from selfheal_cli.edits.places import place
from selfheal_cli.errors import EditError

NAME = ".selfheal-journal"
_SCHEMA = "selfheal/journal/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be written. `temporary` stands beside the file and is renamed onto it."""

    path: str
    temporary: str
    before: bytes
    after: str
    """SHA-256 of the bytes to be written, in hex."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What rolling back found: files set back, and files that somebody has changed since, which
    were left alone."""

    restored: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


NOTHING = Recovered()


class Journal:
    """The journal of one root, open and locked. A kill leaves its file there, unlocked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.path = root / NAME
        self._pending = False
        self._stream: BinaryIO | None = _open(self.path)
        try:
            _lock(self._stream, self.path)
        except EditError:
            self._stream.close()
            raise

    def load(self) -> tuple[Entry, ...]:
        """The entries; none where the journal is torn, for then no file was touched yet."""
        stream = self._opened()
        stream.seek(0)
        body, _, seal = stream.read().partition(b"\n")
        if seal.strip() != digest(body).encode():
            return ()
        try:
            entries = tuple(_entry(item) for item in json.loads(body)["entries"])
        except (ValueError, KeyError, TypeError):
            return ()
        self._pending = bool(entries)
        return entries

    def store(self, entries: Sequence[Entry]) -> None:
        """Writes `entries` to the disk; only then may a file be touched."""
        body = json.dumps({"schema": _SCHEMA, "entries": [_plain(entry) for entry in entries]})
        stream = self._opened()
        self._pending = True
        stream.seek(0)
        stream.truncate()
        stream.write(f"{body}\n{digest(body.encode())}\n".encode())
        stream.flush()
        os.fsync(stream.fileno())
        sync((self._root,))

    def forget(self) -> None:
        """Nothing is to be set back any more."""
        self._pending = False

    def settle(self) -> None:
        """The point from which a run is wholly done, or wholly undone: removes the journal."""
        self.forget()
        self.end()

    def end(self) -> None:
        """Closes the journal. Its file stays where something is still to be set back."""
        if self._stream is None:
            return
        if sys.platform == "win32":  # an open file cannot be removed there
            self._stream.close()
        if not self._pending:
            self.path.unlink(missing_ok=True)
        self._stream.close()
        self._stream = None
        sync((self._root,))

    def _opened(self) -> BinaryIO:
        if self._stream is None:
            raise EditError(f"{self.path}: is closed already.")
        return self._stream


@contextmanager
def opened(root: Path) -> Iterator[Journal]:
    """The journal of `root`, open for as long as the block runs."""
    journal = Journal(root)
    try:
        yield journal
    finally:
        journal.end()


def digest(text: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text).hexdigest()


def recover(root: Path) -> Recovered:
    """Rolls back what a killed run left half-written below `root`; does nothing if there is none.
    To be called before sources are read.

    Raises EditError while another run is writing there, or where a file cannot be set back.
    """
    if not (root / NAME).exists():
        return NOTHING
    with opened(root) as journal:
        return undo(root, journal)


def undo(root: Path, journal: Journal) -> Recovered:
    """Rolls back the entries that `journal` holds, if any, and forgets them."""
    recovered = roll_back(root, journal.load())
    journal.forget()
    return recovered


def roll_back(root: Path, entries: Sequence[Entry]) -> Recovered:
    """Sets every file that holds an entry's new bytes back to its old ones.

    A file with neither is somebody's later work and stays. Paths out of the root are refused:
    a journal may come with a repository that somebody else made. Raises EditError at the end
    where a file could not be set back.
    """
    fates = [(_set_back(root, entry), entry.path) for entry in entries]
    restored, left, stuck = (
        tuple(path for fate, path in fates if fate == wanted)
        for wanted in ("restored", "left", "stuck")
    )
    if stuck:
        raise EditError(
            f"{', '.join(stuck)}: could not be set back to what it was.",
            f"{root / NAME} keeps the old text; run again when the file can be written.",
        )
    return Recovered(restored, left)


def _set_back(root: Path, entry: Entry) -> Literal["restored", "left", "same", "stuck"]:
    try:
        file = place(root, entry.path)
    except EditError:
        return "left"
    temporary = file.with_name(entry.temporary)
    try:
        now = file.read_bytes()
        if digest(now) == entry.after:
            write_beside(file, temporary, entry.before)
            os.replace(temporary, file)
            sync((file.parent,))
            return "restored"
        temporary.unlink(missing_ok=True)
    except OSError:
        return "stuck"
    return "same" if now == entry.before else "left"


def write_beside(file: Path, temporary: Path, text: bytes) -> None:
    """Writes `text` to `temporary`, on the disk, with the mode and owner of `file`."""
    status = file.stat()
    temporary.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o600), "wb") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    if sys.platform != "win32" and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
    temporary.chmod(status.st_mode & 0o7777)


def temporary_name(file: Path, after: str) -> str:
    """The name of the temporary file beside `file` for bytes of digest `after`."""
    return f".selfheal-{digest(f'{file.name}/{after}'.encode('utf-8', 'surrogateescape'))[:20]}.tmp"


def _plain(entry: Entry) -> dict[str, str]:
    before = base64.b64encode(entry.before).decode("ascii")
    return {"path": entry.path, "before": before, "after": entry.after}


def _entry(item: dict[str, str]) -> Entry:
    path, after = item["path"], item["after"]
    # The name is derived, never read: a journal must not choose which file is removed.
    temporary = temporary_name(Path(path), after)
    return Entry(path, temporary, base64.b64decode(item["before"]), after)


def _open(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.fdopen(os.open(path, flags, 0o600), "r+b")
    except OSError as error:
        raise EditError(f"{path}: cannot be opened ({error.strerror}); nothing written.") from error


def _lock(stream: BinaryIO, path: Path) -> None:
    """Keeps a second run out. The system drops the lock of a killed run by itself."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EditError("Another run of selfheal is writing here; nothing written.") from error
    except OSError:  # a file system without locks
        return
    if not path.exists() or os.fstat(stream.fileno()).st_ino != path.stat().st_ino:
        raise EditError("Another run of selfheal has just written here; nothing written.")


def sync(folders: Iterable[Path]) -> None:
    """Waits until the names in `folders` are on the disk."""
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
