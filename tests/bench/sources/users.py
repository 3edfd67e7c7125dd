"""Where a definition is used, by names alone: calls to stand in for the failing one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selfheal_cli.sources import Project
from tests.bench.sources import members
from tests.bench.sources.sites import Row

_MOST = 3
_LARGEST = 400_000
_KINDS = (
    (".py",), (".ts", ".tsx", ".js", ".jsx", ".mjs"), (".java",), (".kt", ".kts"), (".cs",),
    (".rb",), (".robot", ".resource"),
)  # fmt: skip
_ROBOT = re.compile(rb"\$\{([^}]+)\}[ ]?=?[ \t]{2,}")
_WORD = r"([A-Za-z_$][\w$]*)"
_TYPE = r"(?:\s*[?!]?\s*:\s*[\w.<>\[\]| ]+)?"
_FIELD = re.compile(
    rf"(?:\b(?:self|this)\.|^\s*(?:(?:public|private|protected|readonly|static|declare|final|"
    rf"internal|override|volatile)\s+)+(?:[\w.<>\[\]?]+\s+)?){_WORD}{_TYPE}\s*=(?![=>])\s*[^=]*$"
)
_CONSTANT = re.compile(rf"^\s*(?:export\s+)?(?:const\s+)?([A-Z][A-Z0-9_]+){_TYPE}\s*=\s*[^=]*$")
_LOCAL = re.compile(rf"^\s+(?:(?:const|let|var|final)\s+)?{_WORD}{_TYPE}\s*=(?![=>])\s*[^=]*$")
_ENTRY = re.compile(rf"(?:^|[{{,])\s*['\"]?{_WORD}['\"]?\s*:\s*[^:,]*$")
_GETTER = re.compile(rf"\b(?:get|def|static)\s+{_WORD}\s*\([^)]*\)")
_COMMENT = re.compile(r"^\s*(?:#|//|\*|/\*|import\b|from\b|export \{)")
_MEMBER_USE = re.compile(rf"(?:\.|\[['\"]?){_WORD}['\"]?(?!['\"\w$]|\s*(?::[^=]*)?=(?![=>]))")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a site's line defines: a name of an object's or module's, or of one function's."""

    name: str
    local: bool


def users(row: Row, project: Project) -> list[list[tuple[str, int]]]:
    """Up to three one-frame stacks: lines that use the name which the row's line defines. A name
    that is defined at more places of the repository is used only in its own file."""
    if row.path.endswith(_KINDS[-1]):
        return [[place] for place in _robot(row, project)][:_MOST]
    bare = [place for place in members.uses(row, project) if not _says(row, place, project)]
    if bare:
        return [[place] for place in bare[:_MOST]]
    defined = definition(row, project)
    if defined is None:
        return []
    if defined.local:
        found = list(_local_uses(row, defined.name, project))
    else:
        uses, definitions = _named(project, _alike(row.path))
        homes = definitions.get(defined.name, set()) | {(row.path, row.line)}
        own = [line for path, line in homes if path == row.path] == [row.line]
        places = uses.get(defined.name, ())
        found = [p for p in places if len(homes) == 1 or (own and p[0] == row.path)]
    return [[place] for place in found if not _says(row, place, project)][:_MOST]


def _alike(path: str) -> tuple[str, ...]:
    """The endings of the files that may use what a file defines."""
    return next((kind for kind in _KINDS if path.endswith(kind)), ())


def _robot(row: Row, project: Project) -> Iterator[tuple[str, int]]:
    """Lines that use the variable which the row's line defines, where no other line defines it."""
    raw = project.read(row.path)
    defined = _ROBOT.match(raw[raw.rfind(b"\n", 0, row.start) + 1 : row.start])
    if defined is None:
        return
    name = rb"[$@&]\{" + re.escape(defined[1]) + rb"\}"
    again = re.compile(rb"^" + name + rb"[ =\t]", re.MULTILINE | re.IGNORECASE)
    paths = [p for p in project.files() if p.endswith(_KINDS[-1]) and project.exists(p)]
    texts = {path: project.read(path) for path in paths}
    if sum(len(again.findall(text)) for text in texts.values()) == 1:
        for path, text in texts.items():
            for number, line in enumerate(text.split(b"\n"), 1):
                if re.match(rb"\s+[^\s#$\[].*" + name, line, re.IGNORECASE):
                    yield path, number


def _says(row: Row, place: tuple[str, int], project: Project) -> bool:
    """Whether a line states the value itself: its own is a site there."""
    path, line = place
    return row.value.encode() in project.read(path).split(b"\n")[line - 1]


def definition(row: Row, project: Project) -> Definition | None:
    """What the row's line defines, if it does."""
    raw = project.read(row.path)
    begin = raw.rfind(b"\n", 0, row.start) + 1
    before = raw[begin : row.start].decode("utf-8", "replace")
    for pattern, local in ((_FIELD, False), (_CONSTANT, False), (_LOCAL, True), (_ENTRY, False)):
        found = pattern.search(before)
        if found:
            return Definition(found[1], local and not _in_class_body(raw, begin, row))
    return None


def _in_class_body(raw: bytes, begin: int, row: Row) -> bool:
    """Whether the line stands directly in a class: a field without a keyword."""
    own = len(raw[begin:]) - len(raw[begin:].lstrip(b" \t"))
    for line in reversed(raw[:begin].split(b"\n")):
        indent = len(line) - len(line.lstrip(b" \t"))
        if line.strip() and indent < own:
            return (
                re.match(rb"\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\b", line)
                is not None
            )
    return False


def _local_uses(row: Row, name: str, project: Project) -> Iterator[tuple[str, int]]:
    """Later lines of the same block that call something of the variable."""
    lines = project.read(row.path).decode("utf-8", "replace").split("\n")
    own = lines[row.line - 1]
    indent = len(own) - len(own.lstrip())
    use = re.compile(rf"(?<![\w$.'\"]){re.escape(name)}(?:\.|\[|\)|,)")
    again = re.compile(rf"(?<![\w$.]){re.escape(name)}\s*=(?!=)")
    for number, line in enumerate(lines[row.line :], row.line + 1):
        if (line.strip() and len(line) - len(line.lstrip()) < indent) or again.search(line):
            return
        if use.search(line) and not _COMMENT.match(line):
            yield row.path, number


@lru_cache(maxsize=4)
def _named(
    project: Project, endings: tuple[str, ...]
) -> tuple[dict[str, list[tuple[str, int]]], dict[str, set[tuple[str, int]]]]:
    """By name: the lines that use it as a member or constant, and those that define it."""
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    definitions: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for path in project.files():
        if not path.endswith(endings) or not project.exists(path):
            continue
        raw = project.read(path)
        for number, line in enumerate(
            raw.decode("utf-8", "replace").split("\n") if len(raw) < _LARGEST else (), 1
        ):
            if _COMMENT.match(line):
                continue
            for name in _defined(line):
                definitions[name].add((path, number))
            for name in {match[1] for match in _MEMBER_USE.finditer(line)}:
                uses[name].append((path, number))
    return uses, definitions


_DEFINING = [
    re.compile(pattern.pattern.removesuffix(r"\s*[^=]*$").removesuffix(r"\s*[^:,]*$"))
    for pattern in (_FIELD, _CONSTANT, _LOCAL, _ENTRY, _GETTER)
]


def _defined(line: str) -> set[str]:
    return {match[1] for pattern in _DEFINING for match in pattern.finditer(line)}
