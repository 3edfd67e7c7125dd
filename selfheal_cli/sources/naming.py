"""The name under which the author keeps a locator: what it says of the element is evidence."""

from __future__ import annotations

import re

from selfheal_cli.sources.base import Site
from selfheal_cli.sources.reading import SourceTree

_ASSIGNED = re.compile(
    r"(?:^|[\s.({,;])([A-Za-z_$][\w$]*)\s*(?::\s*[\w.<>\[\]| ]+?)?\s*=(?![=>])[^=;]*$"
)
_KEY = re.compile(r"(?:^|[\s{,])['\"]?([A-Za-z_$][\w$-]*)['\"]?\s*:\s*[^:,]*$")
_DEFINED = re.compile(
    r"(?:def|get|function)\s+([A-Za-z_$][\w$]*)\s*\(|^\s*(?:async\s+)?([A-Za-z_$][\w$]*)\s*\([^)]*\)[^{;]*\{"
)
_MARK = re.compile(r"[@\[](?:\w+:)?Find(?:s)?By\w*\s*\(.*$")
_MARKED = re.compile(
    r"[^\n;{}]*?\)\]?\s*(?:@\w+(?:\([^)]*\))?\s*|\[\w+\]\s*)*(?:[\w<>\[\]?,.]+\s+)*?"
    r"([A-Za-z_]\w*)\s*(?:[;={]|:\s*\w+)"
)
_RETURN = re.compile(r"(?:^|[{;:])\s*return\b|=>\s*[^=]*$")
_ROBOT = re.compile(r"^(?:\|\s+)*\s*(?:VAR\s+)?[$@&]\{([^}:]+)[^}]*\}\s?=?(?:\s{2,}|\t| \| )")
_REACH = 4
_NEAR = 600


def name_of(site: Site, tree: SourceTree) -> str:
    """The variable, field, key or function that holds the site's last link; "" where it has none,
    as in a locator that stands in the action itself."""
    link = site.links[-1]
    try:
        raw = tree.read(link.location.path)
    except OSError:
        return ""
    before = raw[: link.start].decode("utf-8", "replace")
    lines = before.splitlines()[-_REACH:]
    if not lines:
        return ""
    if link.location.path.endswith((".robot", ".resource")):
        held = _ROBOT.match(lines[-1])
        return held[1].strip() if held else ""
    if _MARK.search(lines[-1]):
        marked = _MARKED.match(raw[link.end : link.end + _NEAR].decode("utf-8", "replace"))
        return marked[1] if marked else ""
    for pattern in (_ASSIGNED, _KEY):
        if found := pattern.search(lines[-1]):
            return found[1]
    return _function(lines) if _RETURN.search(lines[-1]) else ""


def _function(lines: list[str]) -> str:
    """The nearest function that begins in `lines`."""
    for line in reversed(lines):
        if found := _DEFINED.search(line):
            return found[1] or found[2]
    return ""
