"""Do other trace versions give the same verdicts? `python -m tests.bench.versions REF OTHER...`.

REF and each OTHER are suite folders with `artifacts-new/`; their tests are the same, recorded by
different versions of the framework. All are judged against REF's passing run (`artifacts-old/`),
each in its own sources. A test counts as the same by its title and its failing locator.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from selfheal_cli.artifacts import read_run
from selfheal_cli.artifacts.identity import identity, same_test
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Outcome, Repair
from selfheal_cli.pipeline import repair
from selfheal_cli.sources import FolderTree


def judged(suite: Path, baseline: Path) -> tuple[Outcome, ...]:
    """The suite's outcomes."""
    run = read_run(
        [suite / "artifacts-new"],
        [baseline],
        parse=lambda dialect, text: DIALECTS[dialect].parse(text),
    )
    return repair(run, FolderTree(suite))


def written(outcome: Outcome) -> str:
    """The verdict, and the new text where there is one."""
    if not isinstance(outcome, Repair):
        return str(outcome.verdict)
    news = b" ".join(edit.new for edit in outcome.edits).decode("utf-8", "replace")
    return f"{outcome.verdict} {news}"


def twin(outcome: Outcome, reference: Sequence[Outcome]) -> Outcome | None:
    """The reference's outcome of the same test and locator."""
    own = identity(outcome.failure.test.title or outcome.failure.test.id)
    for other in reference:
        name = identity(other.failure.test.title or other.failure.test.id)
        if same_test(own, name) and other.failure.locator == outcome.failure.locator:
            return other
    return None


def main(folders: Sequence[str]) -> int:
    """Prints a line per suite and one per difference; 1 where any differs."""
    first, *others = [Path(folder) for folder in folders]
    baseline = first / "artifacts-old"
    reference = judged(first, baseline)
    differing = 0
    for suite in others:
        pairs = [(o, twin(o, reference)) for o in judged(suite, baseline)]
        same = [(o, t) for o, t in pairs if t is not None]
        equal = sum(o.verdict == t.verdict for o, t in same)
        print(f"{suite.name}: {len(pairs)} failures, {len(same)} in both, {equal} same verdict")
        for one, other in same:
            if written(one) != written(other):
                print(f"  {one.failure.test.title}: {written(one)} | {written(other)}")
        for one, missing in pairs:
            if missing is None:
                print(f"  not in the reference: {one.failure.test.title} {one.verdict}")
        differing += len(same) - equal
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
