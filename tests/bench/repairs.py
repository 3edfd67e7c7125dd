"""From broken locator to edit on labelled page pairs: `python -m tests.bench.repairs CASES.jsonl`.

Every locator of a case (docs/bench.md) that found its element alone in the old page, and in the new
one finds none or many, is taken as a failed step of a Playwright test in Python, whose old page is
the passing run's (`--no-baseline`: there was none). All steps of a page pair are one run. Printed
for each application: what was claimed and what was held back, right where the new locator hits the
right element alone; then the verdicts without an edit. `--rows FILE`: each as a line of JSON, with
its edits, for reading. Exit code 1 if a claim is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfheal_cli.artifacts.base import Run
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.measure.cases import Written, read_cases
from selfheal_cli.measure.pairs import Pair, Question, pairs
from selfheal_cli.model import (
    Baseline,
    Failure,
    Location,
    Markup,
    NoBaseline,
    Outcome,
    Repair,
    Snapshot,
    Test,
)
from selfheal_cli.pipeline import repair
from tests.memory import Sources

_PATH = "tests/test_all.py"
_PLAYWRIGHT = DIALECTS["playwright"]


@dataclass(frozen=True)
class Row:
    """What came of one broken locator."""

    question: Question
    outcome: Outcome
    right: bool

    @property
    def told(self) -> str:
        there = "there" if self.question.new else "gone"
        if not isinstance(self.outcome, Repair):
            return f"{there}: {self.outcome.verdict}"
        said = "claimed" if self.outcome.safe else "held back"
        return f"{there}: {said}, {'right' if self.right else 'wrong'}"


def broken(pair: Pair) -> Iterator[tuple[Question, Written]]:
    """The locators that found their element alone, and in the new page find none or many."""
    for question in pair.questions:
        for written in question.case.locators:
            try:
                old, new = (_PLAYWRIGHT.resolve(written.locator, p) for p in (pair.old, pair.new))
            except SelfhealError as error:
                print(f"{question.case.id}: {error}", file=sys.stderr)
                continue
            if old == [question.old] and len(new) != 1 and written.state in ("none", "many"):
                yield question, written


@dataclass(frozen=True)
class Recorded:
    """What the failing run and the passing one left of a page."""

    now: Snapshot
    before: Baseline | NoBaseline


def recorded(pair: Pair, folder: Path, with_baseline: bool) -> Recorded:
    """The pages as an artifact holds them."""
    case = pair.questions[0].case
    old, new = (
        Snapshot(Markup((folder / name).read_bytes(), "utf-8"), "http://app.test/")
        for name in (case.old_html, case.new_html)
    )
    return Recorded(new, Baseline(old, "old page") if with_baseline else NoBaseline("none given"))


def rows(pair: Pair, pages: Recorded) -> Iterator[Row]:
    """All broken locators of a pair as one run."""
    asked = list(broken(pair))
    lines = ["def test_all(page):"]
    for question, written in asked:
        call = _PLAYWRIGHT.show(written.locator, "python")
        lines.append(f"    page.{call}.{question.case.action.kind.replace('-', '_')}()")
    failures = tuple(
        _failure(number, question, written, pages)
        for number, (question, written) in enumerate(asked, 2)
    )
    outcomes = repair(Run(failures), Sources({_PATH: "\n".join(lines).encode() + b"\n"}))
    for (question, _), outcome in zip(asked, outcomes, strict=True):
        yield Row(question, outcome, _is_right(question, outcome, pair))


def _failure(line: int, question: Question, written: Written, pages: Recorded) -> Failure:
    call = _PLAYWRIGHT.show(written.locator, "python")
    action = question.case.action
    return Failure(
        id=f"{line:010d}",
        test=Test(f"{_PATH}::t{line}", f"t{line}", _PATH, 1),
        framework="playwright",
        language="python",
        action=action,
        locator=written.locator,
        message=f"Locator.{action.kind}: Timeout 2500ms exceeded.\n  - waiting for {call}",
        frames=(Location(f"/ci/work/{_PATH}", line),),
        snapshot=pages.now,
        baseline=pages.before,
        artifact="trace.zip",
    )


def _is_right(question: Question, outcome: Outcome, pair: Pair) -> bool:
    if not isinstance(outcome, Repair):
        return False
    hit = _PLAYWRIGHT.resolve(outcome.proposal.locator, pair.new)
    return len(hit) == 1 and hit[0] in (*question.new, *question.kin)


def _json(row: Row) -> str:
    outcome = row.outcome
    edits = outcome.edits if isinstance(outcome, Repair) else ()
    said = {
        "id": row.question.case.id,
        "told": row.told,
        "old": _PLAYWRIGHT.show(outcome.failure.locator, "python"),
        "edits": [[edit.old.decode(), edit.new.decode()] for edit in edits],
        "reason": outcome.reason,
    }
    return json.dumps(said, ensure_ascii=False)


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--rows", type=Path)
    options = parser.parse_args(argv)
    cases = read_cases(options.cases.read_text("utf-8").splitlines())
    found: list[Row] = []
    folder = options.cases.parent
    for pair in pairs(cases, lambda name: (folder / name).read_bytes()):
        found += rows(pair, recorded(pair, folder, not options.no_baseline))
    for app in sorted({row.question.case.app for row in found}):
        _print(app, [row for row in found if row.question.case.app == app])
    _print("all", found)
    if options.rows:
        options.rows.write_text("".join(_json(row) + "\n" for row in found), "utf-8")
    return 1 if any(": claimed, wrong" in row.told for row in found) else 0


def _print(name: str, found: Sequence[Row]) -> None:
    print(f"{name}: {len(found)} broken locators")
    for told, count in sorted(Counter(row.told for row in found).items()):
        print(f"  {told:32} {count}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
