"""The terminal: colour where it is wanted, progress where somebody watches."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from selfheal_cli.errors import UsageError
from selfheal_cli.outputs.base import Role, Style, plain

_CODES: dict[Role, str] = {
    "good": "32",
    "doubt": "33",
    "bad": "31",
    "quiet": "2",
    "strong": "1",
    "added": "32",
    "removed": "31",
}
Tick = Callable[[int, int], None]
_WHEN = ("auto", "always", "never")


def style_for(when: str, stream: TextIO) -> Style:
    """How to dress text on `stream`. `when`: auto, always, never; auto heeds NO_COLOR
    (no-color.org) and whether a terminal reads."""
    if when not in _WHEN:
        raise UsageError(f"color: {when!r} is none of {', '.join(_WHEN)}")
    wanted = when == "always" or (
        when == "auto" and stream.isatty() and not os.environ.get("NO_COLOR")
    )
    return _coloured if wanted else plain


def _coloured(role: Role, text: str) -> str:
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if text else text


def write_bytes(data: bytes) -> None:
    """To standard output, byte for byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def progress(quiet: bool, task: str = "Looking into failures") -> Iterator[Tick]:
    """Reports (done, total) on standard error while somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task(task, total=None)
        yield lambda done, total: bar.update(row, completed=done, total=total)
