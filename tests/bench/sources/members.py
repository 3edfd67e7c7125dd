"""Where a type's field is used by its bare name, as Java, Kotlin, C# and Ruby do."""

from __future__ import annotations

import re

from selfheal_cli.sources import Project
from tests.bench.sources.sites import Row

_ENDINGS = (".java", ".kt", ".kts", ".cs", ".rb")
_WORDS = (
    r"(?:(?:public|private|protected|internal|static|final|readonly|const|lateinit|override|val|"
    r"var|open)\s+)"
)
_TYPE = r"(?:[\w.<>\[\]?, ]+?\s+)?"
_FIELD = re.compile(
    rf"^\s*(?:{_WORDS}+{_TYPE}|By\s+)@?(\w+)\s*(?::[^=]+)?(?:=>?|by lazy \{{|\{{ ?get)(?!=)[^;]*$"
)
_INSTANCE = re.compile(r"^\s*(?:(@\w+)|([A-Z][A-Z0-9_]+))\s*=\s*[^=]*$")
_MARK = re.compile(r"@(?:\w+:)?FindBy\w*\([^()]*$|\[FindsBy\([^()]*$")
_MARKED = re.compile(
    rf"[^()]*\)\]?\s*(?:@\w+(?:\([^)]*\))?\s*|\[\w+\]\s*)*{_WORDS}*{_TYPE}(\w+)\s*[;:={{]"
)
_COMMENT = re.compile(r"\s*(?://|\*|/\*|#|@|\[|import\b|using\b)")


def uses(row: Row, project: Project) -> list[tuple[str, int]]:
    """Lines of the row's own file that use the field which the row's literal is written for; none
    where the file gives the name more than once."""
    name = field(row, project) if row.path.endswith(_ENDINGS) else ""
    if not name:
        return []
    lines = project.read(row.path).decode("utf-8", "replace").split("\n")
    own = re.escape(name)
    given = re.compile(rf"(?<![\w.]){own}\s*(?::[^=]+)?(?:=(?!=)|;|\{{)|[\w>\]]\s+{own}\s*[,)(]")
    used = re.compile(rf"(?<![\w$'\"@.])(?:this\.)?{own}\s*[.,)\[;]|(?<![\w$'\"@]){own}\s*$")
    found = [
        (row.path, number)
        for number, line in enumerate((line.partition("//")[0] for line in lines), 1)
        if used.search(line) and not given.search(line) and not _COMMENT.match(line)
    ]
    definitions = sum(given.search(line) is not None for line in lines)
    return found if definitions <= 1 else []


def field(row: Row, project: Project) -> str:
    """The field that the row's line declares, or that its annotation is for; "" where none is."""
    raw = project.read(row.path)
    before = raw[raw.rfind(b"\n", 0, row.start) + 1 : row.start].decode("utf-8", "replace")
    if _MARK.search(before):
        after = raw[row.end : row.end + 600].decode("utf-8", "replace")
        found = _MARKED.match(after)
        return found[1] if found else ""
    found = _FIELD.search(before) or _INSTANCE.search(before)
    return next(filter(None, found.groups()), "") if found else ""
