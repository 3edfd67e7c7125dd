"""The report as Markdown for a step's summary or a pull request's body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from selfheal_cli.outputs.base import Report, Style
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.diffs import outcome_diff
from selfheal_cli.outputs.masking import WORD_JOINER, line, shortened, visible
from selfheal_cli.outputs.words import (
    ahead,
    ahead_heading,
    change,
    counts,
    failed,
    label,
    name,
    sentence,
    shared_causes,
    told_once,
    troubles,
    where,
)

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a pull request's body."""

_RUNS = re.compile("`+")
# Every character that can begin markup, an HTML tag, a link, or a list. A full stop only where it
# could make a link or a numbered list of what stands before it.
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-!|&~:=$^]|\.(?!\s|$)|(?<=\d)\.")
_TABLE = ("", "| Verdict | Test | Locator | Where |", "| --- | --- | --- | --- |")
_CELL, _LINE, _LINES = 120, 300, 60


def write_markdown(report: Report, style: Style) -> bytes:
    """GitHub-flavoured Markdown of at most about LONGEST characters: the counts, a table of all
    outcomes, then each with its diff, as far as there is room."""
    del style
    entries = [*failed(report.plan), *ahead(report.plan)]
    rows = [_row(entry, report.prefix) for entry in failed(report.plan)]
    rows += _apart(report)
    told = (*shared_causes(report.plan), *troubles(report))
    notes = [f"- {prose(words)}" for words in told]
    head = ["## selfheal", "", counts(report.plan), *(["", *notes] if notes else [])]
    parts = ["\n".join(head), *(["\n".join(_TABLE)] if failed(report.plan) else [])]
    shown = _fitting(rows, LONGEST // 2)
    body = "\n".join((*parts, *shown))
    room = LONGEST - len(body)
    groups = told_once(entries, lambda entry: _said(report, entry))
    sections = _fitting([_section(alike, said) for alike, said in groups], room)
    fit = sum(len(alike) for alike, _ in groups[: len(sections)])
    left = len(entries) - min(fit, len(entries) - (len(rows) - len(shown)))
    more = f"\n\n{left} more did not fit here; the plan holds all." if left else ""
    return ("".join((body, *sections)) + more + "\n").encode("utf-8", "replace")


def _apart(report: Report) -> list[str]:
    """The lines on what has not failed yet: a table of its own."""
    rows = [_row(entry, report.prefix) for entry in ahead(report.plan)]
    return ["", f"### {ahead_heading(report.plan)}", *_TABLE, *rows] if rows else []


def code(text: str) -> str:
    """`text` as a code span: nothing in it is markup, a mention or a tag, and it cannot end it."""
    inner = visible(line(text))
    if not inner:
        return ""
    longest = max((len(run) for run in _RUNS.findall(inner)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inner[0] == "`" or inner[-1] == "`" else ""
    return f"{fence}{pad}{inner}{pad}{fence}"


def cell(text: str) -> str:
    """`text`, shortened, as a code span in a table, where a bar ends a cell even inside code."""
    return code(shortened(line(text), _CELL)).replace("|", "\\|")


def prose(text: str) -> str:
    """`text` as running words: no markup, tags, links, mentions or issue numbers come of it."""
    escaped = _MARKUP.sub(lambda found: "\\" + found[0], visible(line(text)))
    # The forges look for mentions and issue numbers in what is left after rendering.
    broken = re.sub(r"(@|\\#)", rf"\1{WORD_JOINER}", escaped)
    return re.sub(r"(?i)\b(www)(?=\\\.)", rf"\1{WORD_JOINER}", broken)


def block(lines: list[str], language: str = "diff") -> str:
    """`lines` as a fenced block that nothing in them can end."""
    text = "\n".join(lines)
    longest = max((len(run) for run in _RUNS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _row(entry: OutcomeEntry, prefix: str) -> str:
    old, new = (cell(text) for text in change(entry))
    locator = f"{old} → {new}" if old and new else old or new
    return f"| {label(entry)} | {cell(name(entry))} | {locator} | {cell(where(entry, prefix))} |"


def _section(alike: Sequence[OutcomeEntry], said: tuple[str, ...]) -> str:
    """What is said of several outcomes alike is said once, below all their tests."""
    first, *others = dict.fromkeys(code(name(entry)) or "unnamed" for entry in alike)
    also = ["\n".join(f"- {title}" for title in others)] if others else []
    return "\n\n".join((f"\n\n### {label(alike[0])}: {first}", *also, *said))


def _said(report: Report, entry: OutcomeEntry) -> tuple[str, ...]:
    parts = [prose(sentence(entry))]
    if entry["cause"] and entry["cause"]["words"]:
        parts.append(f"What changed: {prose(entry['cause']['words'])}")
    if lines := outcome_diff(report, entry):
        parts.append(block([shortened(text, _LINE) for text in lines[:_LINES]]))
    return tuple(parts)


def _fitting(parts: list[str], room: int) -> list[str]:
    """The first of `parts` that fit into `room` characters."""
    sizes = accumulate(len(part) + 1 for part in parts)
    return [part for part, size in zip(parts, sizes, strict=True) if size <= room]
