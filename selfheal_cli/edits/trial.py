"""Files changed for a try: kept or set back, never left in between, whatever ends the run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from selfheal_cli.edits.dirty import refuse_uncommitted
from selfheal_cli.edits.journal import (
    Entry,
    Journal,
    digest,
    opened,
    sync,
    temporary_name,
    undo,
    write_beside,
)
from selfheal_cli.edits.places import named, place, writable
from selfheal_cli.errors import EditError


class Trial:
    """The files of one root while changes to them are tried. The journal on the disk always tells
    how to get from what is in the files to what was last kept: a kill at any point is undone by
    the next run, or by `recover`."""

    def __init__(self, root: Path, journal: Journal, allow_dirty: bool) -> None:
        self._root = root
        self._journal = journal
        self._allow_dirty = allow_dirty
        self._kept: dict[str, bytes] = {}
        self._now: dict[str, bytes] = {}

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Writes these files for a try, over what was last kept; `keep` or `back` decides on them.
        Raises EditError, and writes nothing, where a file may not be written."""
        self._learn(contents)
        self.back()
        wanted = {**self._kept, **contents}
        self._store(wanted)
        self._write(wanted, wanted)

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """From here on these contents are what is gone back to, and they are in the files."""
        self._learn(contents)
        self._kept = {**self._kept, **contents}
        self._store(self._now)
        self.back()

    def back(self) -> None:
        """Sets every file to what was last kept."""
        self._write(self._kept, dict(self._now))
        self._journal.store(())
        self._journal.forget()

    def _learn(self, contents: Mapping[str, bytes]) -> None:
        """What is in files that were not touched so far, once they may be."""
        new = {path: writable(self._root, path) for path in contents if path not in self._kept}
        if not self._allow_dirty:
            refuse_uncommitted(self._root, list(new.values()))
        for path, file in new.items():
            self._kept[path] = self._now[path] = file.read_bytes()

    def _store(self, tried: Mapping[str, bytes]) -> None:
        """Tells the journal how files with the bytes `tried` are set back."""
        self._journal.store([self._entry(path, tried[path]) for path in sorted(tried)])

    def _write(self, wanted: Mapping[str, bytes], tried: Mapping[str, bytes]) -> None:
        """`tried`: what the journal knows of; it finds the temporary files by that."""
        changed = sorted(path for path in wanted if wanted[path] != self._now[path])
        for path in changed:
            if place(self._root, path).read_bytes() != self._now[path]:
                raise EditError(f"{named(path)}: somebody else has changed it meanwhile.")
        for path in changed:
            file = place(self._root, path)
            temporary = file.with_name(temporary_name(file, digest(tried[path])))
            write_beside(file, temporary, wanted[path])
            os.replace(temporary, file)
            self._now[path] = wanted[path]
            sync((file.parent,))

    def _entry(self, path: str, now: bytes) -> Entry:
        """How a file with the bytes `now` is set back to what was last kept."""
        file = place(self._root, path)
        return Entry(path, temporary_name(file, digest(now)), self._kept[path], digest(now))


@contextmanager
def on_trial(root: Path, allow_dirty: bool = False) -> Iterator[Trial]:
    """A trial below `root`, other runs kept out. However the block ends, what was last kept is in
    the files."""
    with opened(root) as journal:
        undo(root, journal)
        trial = Trial(root, journal, allow_dirty)
        try:
            yield trial
        finally:
            trial.back()
