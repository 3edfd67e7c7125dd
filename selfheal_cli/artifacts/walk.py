"""Which files lie below the paths given."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

_SKIPPED = frozenset({"node_modules", ".git", ".hg", ".svn", "__pycache__", ".venv", ".tox"})


def files_below(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Every regular file, sorted, each once. Links are not followed, but for `paths` themselves:
    an artifact must not lead the reader out of its folder."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            found.setdefault(path)
        else:
            found.update(dict.fromkeys(sorted(_below(path))))
    return tuple(found)


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        for name in names:
            path = os.path.join(where, name)
            if not os.path.islink(path) and os.path.isfile(path):
                yield Path(path)
