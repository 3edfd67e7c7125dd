"""Lookahead on labelled suites: `python -m tests.bench.lookahead DIR [SUITE ...] [-v]`.

DIR is as for `tests.bench.suites`. Two figures for each suite with a baseline:

- Held out: each failing test in turn is taken out of the run, as if it had not run. Lookahead has
  only the other tests' pages then. A repair that it gives for the locator that did fail is right
  where it finds on the page on which the test really failed what the truth says, and no more.
- As it is: what lookahead foresees in the whole run, and in how many of the tests that the truth
  says drift a second time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from selfheal_cli.artifacts import Run, read_run
from selfheal_cli.dom.tree import build
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Failure, Locator, Outcome, Repair, Snapshot
from selfheal_cli.pipeline import repair
from selfheal_cli.sources.tree import FolderTree
from tests.bench.suites import same_failure, same_thing, truth_elements


def held_out(suite: Path, run: Run, fact: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How it went and what was offered, for each locator that failed in the test."""
    mine = [one for one in run.failures if same_failure(fact, one)]
    others = tuple(one for one in run.failures if one not in mine)
    if not mine or not isinstance(mine[0].locator, Locator):
        return
    found = repair(replace(run, failures=others), FolderTree(suite), lookahead=True)
    ahead = [one for one in found if one.failure.foreseen and same_failure(fact, one.failure)]
    about = [one for one in ahead if one.failure.locator == mine[0].locator]
    repairs = [one for one in about if isinstance(one, Repair)]
    yield (judged(mine[0], fact["new"], repairs[0]) if repairs else "not foreseen", said(repairs))


def judged(failure: Failure, truth: str, offered: Repair) -> str:
    """right, or wrong, each of them safe or held back."""
    kind = "safe" if offered.safe else "held back"
    if truth == "gone" or not isinstance(failure.snapshot, Snapshot):
        return f"wrong, {kind}"
    page, new = build(failure.snapshot), offered.proposal.locator
    wanted = truth_elements(page, truth)
    try:
        hit = DIALECTS[new.dialect].resolve(new, page)
    except SelfhealError:
        hit = []
    right = len(hit) == len(wanted) and all(
        any(h is t or same_thing(h, t) for t in wanted) for h in hit
    )
    return f"{'right' if right else 'wrong'}, {kind}"


def said(repairs: Sequence[Outcome]) -> str:
    """The first repair's old and new locator."""
    for one in repairs:
        if isinstance(one, Repair) and isinstance(one.failure.locator, Locator):
            show = DIALECTS[one.proposal.locator.dialect].show
            language = one.failure.language
            return (
                f"{show(one.failure.locator, language)} -> {show(one.proposal.locator, language)}"
            )
    return ""


def report(suite: Path, verbose: bool) -> int:
    """Prints a suite's figures; returns how many safe repairs were wrong."""
    facts = json.loads((suite / "truth.json").read_text(encoding="utf-8"))
    run = read_run(
        [suite / "artifacts-new"],
        [suite / "artifacts-old"],
        parse=lambda name, text: DIALECTS[name].parse(text),
    )
    counts: Counter[str] = Counter()
    print(f"\n{suite.name}")
    for fact in facts:
        for word, offered in held_out(suite, run, fact):
            counts[f"{word} (gone)" if fact["new"] == "gone" else word] += 1
            if verbose or word.startswith("wrong"):
                print(f"    {word:16} {fact['test'][:50]:50} {offered[:120]}")
    print(f"  held out: {sum(counts.values())} locators: {dict(sorted(counts.items()))}")
    whole = [o for o in repair(run, FolderTree(suite), lookahead=True) if o.failure.foreseen]
    again = [fact for fact in facts if fact.get("also_drifts_later")]
    seen = [f for f in again if any(same_failure(f, one.failure) for one in whole)]
    print(
        f"  as it is: {len(again)} tests drift again, {len(seen)} foreseen; {len(whole)} repairs:"
    )
    for one in whole:
        print(f"    {one.verdict}: {one.failure.test.title}: {said([one])}")
    return counts["wrong, safe"] + counts["wrong, safe (gone)"]


def main(argv: Sequence[str]) -> int:
    """The command line; returns 1 where a safe repair was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("suites", nargs="*")
    parser.add_argument("--verbose", "-v", action="store_true")
    options = parser.parse_args(argv)
    wrong = 0
    for truth in sorted(options.folder.glob("*/truth.json")):
        wanted = not options.suites or truth.parent.name in options.suites
        if wanted and (truth.parent / "artifacts-old").is_dir():
            wrong += report(truth.parent, options.verbose)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
