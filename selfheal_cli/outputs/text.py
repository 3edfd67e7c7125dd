"""The report for a terminal: one short paragraph for outcomes of which the same is said, then the
counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.outputs.base import Report, Style
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.diffs import diff_style, outcome_diff
from selfheal_cli.outputs.masking import line, visible
from selfheal_cli.outputs.words import (
    VERDICTS,
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


def write_text(report: Report, style: Style) -> bytes:
    """UTF-8 text; `style` dresses it."""
    lines: list[str] = []
    lines += _paragraphs(report, failed(report.plan), style)
    if heading := ahead_heading(report.plan):
        lines += (style("strong", f"{heading}."), "")
    lines += _paragraphs(report, ahead(report.plan), style)
    if causes := shared_causes(report.plan):
        lines += ("What changed in the page:", *(f"  {words}" for words in causes), "")
    lines += (style("bad", trouble) for trouble in troubles(report))
    lines.append(style("strong", counts(report.plan)))
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _paragraphs(report: Report, entries: Sequence[OutcomeEntry], style: Style) -> Iterator[str]:
    """What is said of several outcomes alike is said once, below all their tests."""
    for alike, said in told_once(entries, lambda entry: tuple(_said(report, entry, style))):
        yield from (_heading(entry, style) for entry in alike)
        yield from (*said, "")


def _heading(entry: OutcomeEntry, style: Style) -> str:
    shown = style(VERDICTS[entry["verdict"]].role, f"{label(entry)}:")
    return f"{shown} {style('strong', visible(line(name(entry))))} {style('quiet', entry['id'])}"


def _said(report: Report, entry: OutcomeEntry, style: Style) -> Iterator[str]:
    if place := where(entry, report.prefix):
        yield f"  at {visible(place)}"
    old, new = (visible(line(text)) for text in change(entry))
    if new:
        yield f"  {style('removed', old or '(not recorded)')} -> {style('added', new)}"
    elif old:
        yield f"  {old}"
    yield f"  {visible(sentence(entry))}"
    for text in outcome_diff(report, entry):
        yield f"    {diff_style(style, text)}"
