"""The comment by which an author keeps a locator from being edited."""

from __future__ import annotations

import re

from selfheal_cli.model import Location
from selfheal_cli.sources.reading import SourceTree

_COMMENT = re.compile(rb"(?:#|//|/\*)\s*selfheal:\s*ignore\b")


def is_ignored(location: Location, tree: SourceTree) -> bool:
    """Whether the line, or a comment alone on the line above, says `selfheal: ignore`."""
    lines = tree.read(location.path).split(b"\n")
    own = lines[location.line - 1] if 0 < location.line <= len(lines) else b""
    above = lines[location.line - 2].strip() if location.line > 1 else b""
    if _COMMENT.search(own):
        return True
    return above.startswith((b"#", b"//", b"/*")) and bool(_COMMENT.search(above))
