"""What a reader of one artifact format offers: recognise files, read them into a `Run`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from selfheal_cli.model import Run


class Reader(Protocol):
    """One artifact format. A damaged artifact becomes a `Problem`, never an exception."""

    name: str

    def find(self, files: Sequence[Path]) -> list[Path]:
        """Those of `files` (all files below the folders given) that this reader reads."""
        ...

    def read(self, paths: Sequence[Path], files: Sequence[Path]) -> Iterator[Run]:
        """One `Run` per artifact, in a stable order; `files` are there for cross-references."""
        ...
