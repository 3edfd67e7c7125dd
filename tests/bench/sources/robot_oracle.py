"""What Robot Framework itself reads in an edited file: its own tokens, variables and escapes."""

from __future__ import annotations

from io import StringIO

from robot.api import Token, get_tokens
from robot.variables import Variables

from selfheal_cli.sources.robot_languages import KnownLanguages

_LAYOUT = frozenset({Token.SEPARATOR, Token.EOL, Token.EOS})


def problem(before: bytes, after: bytes, old: str, new: str) -> str:
    """Why the edit is not one cell that held `old` and now holds `new`; empty where it is."""
    one, two = _cells(before), _cells(after)
    if len(one) != len(two):
        return "there are more or fewer cells"
    changed = [(left, right) for left, right in zip(one, two, strict=True) if left != right]
    if any(left[0] != right[0] for left, right in changed):
        return "a cell is of another kind"
    if old == new and not changed:
        return ""
    if len(changed) != 1:
        return "not one cell differs"
    said, now = _said(changed[0][0][1]), _said(changed[0][1][1])
    start = said[: len(said) - len(old)]
    return "" if said.endswith(old) and now == start + new else "evaluates to something else"


def _cells(raw: bytes) -> list[tuple[str, str]]:
    text = raw.decode("utf-8-sig", "replace")
    return [
        (str(t.type), t.value)
        for t in get_tokens(StringIO(text), lang=KnownLanguages())
        if t.type not in _LAYOUT
    ]


def _said(cell: str) -> str:
    """What the cell is worth in a run that knows no variables but Robot's own."""
    known = Variables()
    known["${SPACE}"], known["${EMPTY}"], known["${\\n}"] = " ", "", "\n"
    return str(known.replace_list([cell], ignore_errors=True)[0])
