"""Figures on labelled suites: `python -m tests.bench.suites DIR [SUITE ...] [--no-baseline]`.

DIR holds one folder per suite: `artifacts-new/` (the failing run), `artifacts-old/` (the passing
run, may be missing), the suite's own `tests/`, and `truth.json`: for each failing test its name,
artifact, where the locator is written, and a locator of the right element on the new page, or
`gone`. Nothing in here knows any suite by name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from selfheal_cli.artifacts import read_run
from selfheal_cli.artifacts.identity import identity, same_test
from selfheal_cli.dom.tree import Page, at, build, documents
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import (
    ElementPath,
    Failure,
    Found,
    Locator,
    Outcome,
    Repair,
    Snapshot,
    Unrepaired,
    Verdict,
)
from selfheal_cli.pipeline import repair
from selfheal_cli.sources.tree import FolderTree


@dataclass(frozen=True)
class Row:
    """One failing test of a suite: what was true and what came out."""

    test: str
    gone: bool
    verdict: str
    target_right: bool
    target_close: bool
    alone: bool
    edit: str
    note: str

    @property
    def wrong(self) -> bool:
        """Claimed, and not the right element."""
        claimed = self.verdict == Verdict.REPAIRED
        return claimed and (self.gone or not (self.target_right or self.target_close))


def rows_of(suite: Path, baseline: bool) -> list[Row]:
    """Runs the whole tool on the suite and compares with its truth."""
    truth = json.loads((suite / "truth.json").read_text(encoding="utf-8"))
    old = [suite / "artifacts-old"] if baseline and (suite / "artifacts-old").is_dir() else []
    run = read_run(
        [suite / "artifacts-new"], old, parse=lambda name, text: DIALECTS[name].parse(text)
    )
    outcomes = repair(run, FolderTree(suite))
    return [_row(suite, fact, outcomes) for fact in truth]


def _row(suite: Path, fact: dict[str, Any], outcomes: Sequence[Outcome]) -> Row:
    gone = fact["new"] == "gone"
    found = [o for o in outcomes if same_failure(fact, o.failure)]
    if not found:
        return Row(fact["test"], gone, "(not reported)", False, False, False, "none", "")
    outcome = max(found, key=lambda o: isinstance(o, Repair))
    element, right, close = _target(outcome, fact["new"])
    return Row(
        test=fact["test"],
        gone=gone,
        verdict=str(outcome.verdict),
        target_right=right,
        target_close=close,
        alone=element is not None and _alone(outcome, fact["new"]),
        edit=_edit(suite, outcome, fact["locator_defined_at"]),
        note=_note(outcome),
    )


def same_failure(fact: dict[str, Any], failure: Failure) -> bool:
    """By the artifact, where it is of one test alone, else by the test's name."""
    alone = not fact["artifact"].endswith(".xml")
    if alone and failure.artifact.endswith(fact["artifact"]):
        return True
    names = [identity(name) for name in (failure.test.id, failure.test.title) if name]
    return any(same_test(identity(fact["test"]), name) for name in names)


def _page(outcome: Outcome) -> Page | None:
    snapshot = outcome.failure.snapshot
    return build(snapshot) if isinstance(snapshot, Snapshot) else None


def truth_elements(page: Page, selector: str) -> list[HtmlElement]:
    """What the truth's selector hits, in whichever document it hits anything."""
    dialect = DIALECTS["playwright"]
    locator = dialect.parse(selector)
    for document in documents(page):
        if hit := dialect.resolve(locator, document):
            return hit
    return []


def _candidate_path(outcome: Outcome) -> ElementPath | None:
    match outcome:
        case Repair():
            return outcome.candidate.path
        case Unrepaired(found=Found(candidate=candidate)):
            return candidate.path
        case Unrepaired(candidates=(first, *_)):
            return first.path
    return None


def _target(outcome: Outcome, selector: str) -> tuple[HtmlElement | None, bool, bool]:
    """The element that came out first; whether it is the truth's; whether it is the same thing
    seen one wrapper further in or out."""
    page, path = _page(outcome), _candidate_path(outcome)
    element = at(page, path) if page and path else None
    if element is None or page is None or selector == "gone":
        return element, False, False
    truth = truth_elements(page, selector)
    right = any(element is wanted for wanted in truth)
    return element, right, right or any(same_thing(element, wanted) for wanted in truth)


def same_thing(one: HtmlElement, other: HtmlElement) -> bool:
    related = one in other.iterancestors() or other in one.iterancestors()
    return related and one.text_content().split() == other.text_content().split()


def _alone(outcome: Outcome, selector: str) -> bool:
    """Whether the new locator, resolved again here, hits the truth's elements and no others."""
    page = _page(outcome)
    new = _new_locator(outcome)
    if page is None or new is None or selector == "gone":
        return False
    try:
        hit = DIALECTS[new.dialect].resolve(new, page)
    except SelfhealError:
        return False
    truth = truth_elements(page, selector)
    return len(hit) == len(truth) and all(
        any(h is t or same_thing(h, t) for t in truth) for h in hit
    )


def _new_locator(outcome: Outcome) -> Locator | None:
    match outcome:
        case Repair():
            return outcome.proposal.locator
        case Unrepaired(found=Found(proposal=proposal)):
            return proposal.locator
    return None


def _edit(suite: Path, outcome: Outcome, defined_at: Iterable[str]) -> str:
    """exact: every edit is where the truth says the locator is written; link: at another link of
    the same chain; none."""
    if not isinstance(outcome, Repair) or not outcome.edits:
        return "none"
    places = {":".join(place.split(":", 2)[:2]) for place in defined_at}
    exact = all(f"{edit.path}:{edit.line}" in places for edit in outcome.edits)
    return "exact" if exact else "link"


def _note(outcome: Outcome) -> str:
    if isinstance(outcome, Repair):
        dialect = DIALECTS[outcome.proposal.locator.dialect]
        shown = dialect.show(outcome.proposal.locator, outcome.failure.language)
        return f"p={outcome.candidate.probability:.3f} {shown}"
    return outcome.reason


def report(name: str, rows: Sequence[Row], verbose: bool) -> None:
    """Prints the suite's figures, and each test where `verbose`."""
    there = [row for row in rows if not row.gone]
    right = sum(row.target_right and row.alone for row in there)
    close = sum(row.target_close and row.alone for row in there)
    first = sum(row.target_close for row in there)
    edits = Counter(row.edit for row in there if row.target_close and row.alone)
    claimed = sum(row.verdict == Verdict.REPAIRED for row in there)
    wrong = [row for row in rows if row.wrong]
    gone = Counter(row.verdict for row in rows if row.gone)
    print(f"\n{name}: {len(rows)} failures, {len(there)} repairable")
    print(f"  right element, locator hits it alone   {close}/{len(there)} (strict: {right})")
    print(f"  right element ranked first             {first}/{len(there)}")
    exact, link = edits["exact"], edits["link"]
    print(
        f"  edit ready                             {exact + link}/{len(there)} "
        f"(at the truth's line: {exact}, at another link of the chain: {link})"
    )
    print(f"  claimed as repaired                    {claimed}/{len(there)}")
    print(f"  WRONG claims                           {len(wrong)}")
    print(f"  gone                                   {dict(gone)}")
    for row in rows:
        if verbose or row.wrong:
            flags = "".join("+" if f else "-" for f in (row.target_right, row.alone))
            print(
                f"    {row.verdict:13.13} {flags} {row.edit:5} {row.test[:44]:44} {row.note[:150]}"
            )


def main(argv: Sequence[str]) -> int:
    """The command line; returns 1 where a claim was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("suites", nargs="*")
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--verbose", "-v", action="store_true")
    options = parser.parse_args(argv)
    folders = sorted(p.parent for p in options.folder.glob("*/truth.json"))
    wrong = 0
    for baseline in (False,) if options.no_baseline else (True, False):
        print(f"\n=== {'with' if baseline else 'without'} baseline ===")
        for folder in folders:
            if options.suites and folder.name not in options.suites:
                continue
            rows = rows_of(folder, baseline)
            report(folder.name, rows, options.verbose)
            wrong += sum(row.wrong for row in rows)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
