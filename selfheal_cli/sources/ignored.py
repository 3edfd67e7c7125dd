"""What keeps a locator from being edited: its author's comment, or a line of a file of such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from itertools import accumulate

from selfheal_cli.model import Location
from selfheal_cli.sources.reading import SourceTree

SUPPRESSIONS = ".selfheal-ignore"
_COMMENT = re.compile(rb"(?:[#;!]|//|/\*|--|<!--)\s*selfheal:\s*ignore\b")
_STARTS = (b"#", b";", b"!", b"//", b"/*", b"--", b"<!--")


def left_alone(location: Location, texts: Iterable[str], tree: SourceTree) -> str:
    """Why the place, where these texts are the locator's, is never edited; "" if it may be."""
    place = f"{location.path}:{location.line}"
    if is_ignored(location, tree):
        return f"a comment at {place} says that selfheal leaves it alone"
    if module := _submodule(location.path, tree):
        return f"{location.path} lies in the submodule {module}, which is another repository's"
    number = _suppressed(location.path, tuple(texts), tree)
    return f"{SUPPRESSIONS}:{number} says that selfheal leaves {place} alone" if number else ""


def _submodule(path: str, tree: SourceTree) -> str:
    """The folder of a submodule that holds the file, "" where none does: git keeps a file there."""
    folders = accumulate(path.split("/")[:-1], lambda one, other: f"{one}/{other}")
    return next((folder for folder in folders if tree.exists(f"{folder}/.git")), "")


def is_ignored(location: Location, tree: SourceTree) -> bool:
    """Whether the line, or a comment alone on the line above, says `selfheal: ignore`."""
    text = tree.read(location.path)
    if b"selfheal:" not in text:
        return False
    lines = text.split(b"\n")
    own = lines[location.line - 1] if 0 < location.line <= len(lines) else b""
    above = lines[location.line - 2].strip() if location.line > 1 else b""
    if _COMMENT.search(own):
        return True
    return above.startswith(_STARTS) and bool(_COMMENT.search(above))


def _suppressed(path: str, texts: tuple[str, ...], tree: SourceTree) -> int:
    """The line of the suppressions file that covers a place, 0 where none does. A line is a glob
    of paths, or one and a locator's text: `pages/login.py | #submit`."""
    if not tree.exists(SUPPRESSIONS):
        return 0
    lines = tree.read(SUPPRESSIONS).decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        glob, bar, text = (part.strip() for part in line.partition("|"))
        if not glob or glob.startswith("#") or not fnmatchcase(path, glob):
            continue
        if not bar or text in texts:
            return number
    return 0
