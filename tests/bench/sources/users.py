"""Where a definition is used, by names alone: calls to stand in for the failing one."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from selfheal_cli.sources import Project
from tests.bench.sources.sites import Row

_NAMES = (
    re.compile(r"([A-Za-z_]\w*)\s*(?::[^=\n]*)?=\s*[^=]*$"),
    re.compile(r"['\"]?([A-Za-z_]\w*)['\"]?\s*:\s*[^:]*$"),
    re.compile(r"(?:get|def|function|public|private|static)\s+(?:[\w<>]+\s+)?(\w+)\s*\("),
)
_DEFINES = r"(?:{0}\s*(?::[^=\n]*)?=(?!=)|\b(?:get|def|function|set)\s+{0}\b|['\"]?{0}['\"]?\s*:)"
_MOST = 3
_LARGEST = 400_000
_ENDINGS = {
    "python": (".py",), "typescript": (".ts", ".tsx", ".js"), "javascript": (".js", ".ts", ".jsx"),
    "java": (".java",), "kotlin": (".kt",), "c#": (".cs",), "csharp": (".cs",), "ruby": (".rb",),
    "robot": (".robot", ".resource"),
}  # fmt: skip


def users(row: Row, project: Project) -> list[list[tuple[str, int]]]:
    """Up to three one-frame stacks: lines that use the name which the row's line defines. Names
    that are defined at more places of the repository are used only in their own file, where the
    name is asked of the object itself."""
    name = defined_name(row, project)
    if not name:
        return []
    endings = _ENDINGS.get(row.language.lower(), ())
    places = _places(project, endings).get(name, ())
    defining = [place for place in places if place[2]]
    alone = {(path, line) for path, line, _ in defining} == {(row.path, row.line)}
    own = [(p, n) for p, n, d in places if not d and p == row.path]
    found = (
        [(p, n) for p, n, d in places if not d] if alone else own if _once(defining, row) else []
    )
    return [[place] for place in found[:_MOST]]


def _once(defining: list[tuple[str, int, bool]], row: Row) -> bool:
    return [line for path, line, _ in defining if path == row.path] == [row.line]


def defined_name(row: Row, project: Project) -> str:
    """The name that the row's line gives to what stands there; "" where it gives none."""
    raw = project.read(row.path)
    begin = raw.rfind(b"\n", 0, row.start) + 1
    before = raw[begin : row.start].decode("utf-8", "replace")
    for pattern in _NAMES:
        found = pattern.search(before)
        if found:
            return found[1]
    return ""


@lru_cache(maxsize=4)
def _places(
    project: Project, endings: tuple[str, ...]
) -> dict[str, tuple[tuple[str, int, bool], ...]]:
    """Name -> (path, line, whether it is defined there), for names of members and constants."""
    found: dict[str, dict[tuple[str, int, bool], None]] = defaultdict(dict)
    for path in project.files():
        if not path.endswith(endings) or not project.exists(path):
            continue
        raw = project.read(path)
        if len(raw) > _LARGEST:
            continue
        for number, line in enumerate(raw.decode("utf-8", "replace").split("\n"), 1):
            _line(line, path, number, found)
    return {name: tuple(places) for name, places in found.items()}


_DEFINED = re.compile(
    r"(?:^|[\s.({,])(?:get\s+|def\s+|function\s+)?['\"]?([A-Za-z_]\w*)['\"]?\s*"
    r"(?::[^=()\n]*=(?!=)|=(?![=>])|:\s|\([^()]*\)\s*(?::[^={]*)?[{:]\s*$)"
)
_USED = re.compile(r"(?:\.|\[['\"]?)([A-Za-z_]\w*)|\b([A-Z][A-Z0-9_]{2,})\b")
_COMMENT = re.compile(r"^\s*(?:#|//|\*|/\*|import\b|from\b|export \{)")


def _line(
    line: str, path: str, number: int, found: dict[str, dict[tuple[str, int, bool], None]]
) -> None:
    if _COMMENT.match(line):
        return
    defined = {match[1] for match in _DEFINED.finditer(line)}
    for name in defined:
        found[name][path, number, True] = None
    for match in _USED.finditer(line):
        name = match[1] or match[2]
        if name not in defined:
            found[name][path, number, False] = None
