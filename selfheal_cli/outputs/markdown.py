"""The report as Markdown for a step's summary or a pull request's body."""

from __future__ import annotations

import re
from itertools import accumulate

from selfheal_cli.outputs.base import Report, Style
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.diffs import outcome_diff
from selfheal_cli.outputs.masking import WORD_JOINER, line, shortened, visible
from selfheal_cli.outputs.words import (
    VERDICTS,
    change,
    counts,
    name,
    sentence,
    shared_causes,
    troubles,
    where,
)

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a pull request's body."""

_RUNS = re.compile("`+")
# Every character that can begin markup, an HTML tag, a link, or a list. A full stop only where it
# could make a link or a numbered list of what stands before it.
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-!|&~:=$^]|\.(?!\s|$)|(?<=\d)\.")
_CELL, _LINE, _LINES = 120, 300, 60


def write_markdown(report: Report, style: Style) -> bytes:
    """GitHub-flavoured Markdown of at most about LONGEST characters: the counts, a table of all
    outcomes, then each with its diff, as far as there is room."""
    del style
    rows = [_row(entry, report.prefix) for entry in report.plan["outcomes"]]
    told = (*shared_causes(report.plan), *troubles(report))
    notes = [f"- {prose(words)}" for words in told]
    head = ["## selfheal", "", counts(report.plan), *(["", *notes] if notes else [])]
    table = ["", "| Verdict | Test | Locator | Where |", "| --- | --- | --- | --- |"]
    parts = ["\n".join(head), *(["\n".join(table)] if rows else [])]
    shown = _fitting(rows, LONGEST // 2)
    body = "\n".join((*parts, *shown))
    room = LONGEST - len(body)
    sections = _fitting([_section(report, entry) for entry in report.plan["outcomes"]], room)
    left = len(rows) - min(len(sections), len(shown))
    more = f"\n\n{left} more did not fit here; the plan holds all." if left else ""
    return ("".join((body, *sections)) + more + "\n").encode("utf-8", "replace")


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
    label = VERDICTS[entry["verdict"]].label
    return f"| {label} | {cell(name(entry))} | {locator} | {cell(where(entry, prefix))} |"


def _section(report: Report, entry: OutcomeEntry) -> str:
    label = VERDICTS[entry["verdict"]].label
    parts = [f"\n\n### {label}: {code(name(entry)) or 'unnamed'}", prose(sentence(entry))]
    if entry["cause"] and entry["cause"]["words"]:
        parts.append(f"What changed: {prose(entry['cause']['words'])}")
    if lines := outcome_diff(report, entry):
        parts.append(block([shortened(text, _LINE) for text in lines[:_LINES]]))
    return "\n\n".join(parts)


def _fitting(parts: list[str], room: int) -> list[str]:
    """The first of `parts` that fit into `room` characters."""
    sizes = accumulate(len(part) + 1 for part in parts)
    return [part for part, size in zip(parts, sizes, strict=True) if size <= room]
