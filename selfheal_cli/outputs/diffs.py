"""The part of a report's patches that belongs to one outcome, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from selfheal_cli.edits import splice, unified_diff
from selfheal_cli.model import Edit, Patch
from selfheal_cli.outputs.base import Report, Role, Style
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.masking import visible
from selfheal_cli.outputs.plan import edits_of

_CONTEXT = 1


def outcome_diff(report: Report, entry: OutcomeEntry) -> list[str]:
    """The lines of the outcome's own diff, fit to be shown (so not fit for `git apply`). Where a
    file is neither in a patch nor among the report's files, the text before and after alone."""
    files = {**report.files, **{patch.path: patch.before for patch in report.patches}}
    by_path: dict[str, list[Edit]] = {}
    for edit in edits_of(entry):
        by_path.setdefault(edit.path, []).append(edit)
    return [
        line
        for path, edits in by_path.items()
        for line in _file_lines(report.prefix + path, edits, files.get(path))
    ]


def diff_style(style: Style, text: str) -> str:
    """A line of a diff in its own colour."""
    roles: dict[str, Role] = {"+": "added", "-": "removed", "@": "quiet"}
    if text.startswith("--- "):
        return style("strong", text)
    return style(roles[text[0]], text) if text[:1] in roles else text


def _file_lines(path: str, edits: list[Edit], before: bytes | None) -> Iterator[str]:
    known = before is not None and all(before[e.start : e.end] == e.old for e in edits)
    if before is not None and known:
        patch = Patch(path, before, splice(before, edits), tuple(edits))
        hunks = unified_diff(patch, _CONTEXT).split(b"\n@@ ")[1:]
        text = b"\n".join(b"@@ " + hunk for hunk in hunks).removesuffix(b"\n")
        yield f"--- {visible(path)}"
        yield from (visible(_text(line.removesuffix(b"\r"))) for line in text.split(b"\n"))
        return
    for edit in edits:
        yield f"--- {visible(path)}:{edit.line}"
        yield from (f"-{visible(line)}" for line in _text(edit.old).split("\n"))
        yield from (f"+{visible(line)}" for line in _text(edit.new).split("\n"))


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")
