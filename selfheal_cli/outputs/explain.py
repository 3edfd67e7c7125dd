"""One outcome in full: why this element, why this locator, who came second, or why nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.outputs.base import Style
from selfheal_cli.outputs.contract import EvidenceEntry, OutcomeEntry, is_ahead
from selfheal_cli.outputs.diffs import diff_style
from selfheal_cli.outputs.masking import line, shortened, visible
from selfheal_cli.outputs.words import KINDS, VERDICTS, label, name, sentence, where

_WIDEST = 38
_SHORT = 90
_MESSAGE_LINES = 12


def explain(entry: OutcomeEntry, style: Style, diff: Sequence[str] = ()) -> str:
    """The explanation as text, from a plan's entry and the lines of its `outcome_diff`."""
    words = VERDICTS[entry["verdict"]]
    title = [
        f"{style(words.role, label(entry))}: {style('strong', visible(line(name(entry))))}",
        f"  {_labelled('id', entry['id'])}",
        *([f"  {_labelled('at', visible(where(entry)))}"] if where(entry) else []),
        "",
        f"  {visible(sentence(entry))}",
    ]
    blocks = (
        ("What would fail" if is_ahead(entry) else "What failed", _failed(entry)),
        ("What changed", _cause(entry)),
        ("Why this element" if entry["target"] else "What was looked at", _element(entry)),
        ("Why this locator", _locator(entry)),
        ("Who came second" if entry["target"] else "Who came closest", _others(entry)),
        ("What would be written", (*(diff_style(style, text) for text in diff), *_edits(entry))),
    )
    lines = [*title]
    for heading, body in blocks:
        if told := list(body):
            lines += ("", style("strong", heading), *(f"  {text}" for text in told))
    return "\n".join(lines) + "\n"


def _failed(entry: OutcomeEntry) -> Iterator[str]:
    failure = entry["failure"]
    if is_ahead(entry):
        yield "The run did not reach this step; this is how it stands on a page that the run shows."
    yield KINDS[failure["kind"]]
    if failure["locator"]:
        yield _labelled("locator", visible(line(failure["locator"])))
    if failure["action"] != "unknown":
        yield _labelled("action", visible(line(failure["action"])))
    yield _labelled("artifact", visible(failure["artifact"]))
    # The bar keeps a line of somebody else's text from being read as a command by a CI system.
    lines = [text.rstrip() for text in failure["message"].split("\n") if text.strip()]
    yield from (f"| {visible(shortened(text, 160))}" for text in lines[:_MESSAGE_LINES])
    if len(lines) > _MESSAGE_LINES:
        yield f"| ({len(lines) - _MESSAGE_LINES} more lines)"


def _cause(entry: OutcomeEntry) -> Iterator[str]:
    if cause := entry["cause"]:
        yield visible(cause["words"])
        if cause["commit"]:
            yield _labelled("commit", visible(f"{cause['commit']} {cause['path']}".strip()))


def _element(entry: OutcomeEntry) -> Iterator[str]:
    if target := entry["target"]:
        if target["html"]:
            yield visible(target["html"])
        yield _labelled("found at", visible(" >> ".join((*target["frame"], target["xpath"]))))
    if entry["probability"] is not None and entry["target"]:
        others = entry["alternatives"]
        next_one = f"; the next one has {others[0]['probability']:.2f}" if others else ""
        yield f"It is the element meant with a probability of {entry['probability']:.2f}{next_one}."
    yield from _table(sorted(entry["evidence"], key=lambda item: -abs(item["weight"])))


def _table(evidence: Sequence[EvidenceEntry]) -> Iterator[str]:
    if not evidence:
        return
    rows = [("evidence", "before", "now", "weight")]
    rows += [
        (
            shortened(visible(item["feature"]), _WIDEST),
            shortened(visible(line(item["old"])), _WIDEST) or "-",
            shortened(visible(line(item["new"])), _WIDEST) or "-",
            f"{item['weight']:+.2f}",
        )
        for item in evidence
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for feature, old, new, weight in rows:
        left = f"{feature:<{widths[0]}}  {old:<{widths[1]}}  {new:<{widths[2]}}"
        yield f"{left}  {weight:>{widths[3]}}"


def _locator(entry: OutcomeEntry) -> Iterator[str]:
    locator = entry["locator"]
    if not locator:
        return
    yield visible(line(locator["new"]))
    count, pages = locator["matches"], locator["snapshots"]
    found = "this element alone" if count == 1 else f"these {count} elements and no other"
    checked = f" ({pages} pages were checked)" if pages > 1 else ""
    yield f"It finds {found} on the page of the failure{checked}."
    if locator["old"]:
        yield _labelled("instead of", visible(line(locator["old"])))


def _others(entry: OutcomeEntry) -> Iterator[str]:
    for number, other in enumerate(entry["alternatives"], 1):
        shown = visible(shortened(line(other.get("html", "")), _SHORT))
        yield f"{number}. {other['probability']:.2f}  {shown or visible(other['xpath'])}"
        if shown:
            yield f"         {visible(other['xpath'])}"
    if entry["target"] and not entry["alternatives"]:
        yield "No other element came near."


def _edits(entry: OutcomeEntry) -> Iterator[str]:
    """What a diff doesn't tell of the places that are edited."""
    for edit in entry["edits"]:
        place = f"{visible(edit['path'])}:{edit['line']}"
        if edit["uses"] > 1:
            yield f"{place} is used at {edit['uses']} places"
        siblings = [f"{visible(one['path'])}:{one['line']}" for one in edit.get("siblings", ())]
        if siblings:
            yield f"{place}: the same text, not edited: {', '.join(siblings)}"


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"
