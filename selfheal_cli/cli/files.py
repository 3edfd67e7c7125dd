"""Single files that a command names: read or written whole, or an error that says why not."""

from __future__ import annotations

from pathlib import Path

from selfheal_cli.errors import UsageError


def read_file(path: Path) -> bytes:
    """All of the file. Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error


def write_file(path: Path, data: bytes) -> None:
    """Replaces the file, making its folder. Raises UsageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
