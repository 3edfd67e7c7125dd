"""What the sources stage asks of a folder of sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class SourceTree(Protocol):
    """Read access to the files below one root. Paths are relative to it, '/' separated."""

    def files(self) -> Iterator[str]:
        """Every file that is not ignored, in a stable order; nothing outside the root."""
        ...

    def exists(self, path: str) -> bool:
        """Whether `path` is a file below the root."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError where there is none."""
        ...
