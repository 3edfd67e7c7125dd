"""Our matching beside others', on the same cases in the same run. Run:
python -m tests.bench.matching.beside CASES.jsonl [--models FOLDER]

Ours is `selfheal bench`'s own code path with the whole old page as evidence. On the cases that the
shipped model was fitted on it flatters us: FOLDER holds APP.json for each application of the cases,
fitted on the others (`fit.py ... APP`). Costs are processor time, of all cases divided
by their number, the cheaper of two rounds; parsing is left out for everybody.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from lxml.html import HtmlElement

from selfheal_cli.cli.inputs import collect_rarely
from selfheal_cli.matching.linear import Model, read, shipped
from selfheal_cli.measure.answers import by_page
from selfheal_cli.measure.cases import read_cases
from selfheal_cli.measure.pairs import Pair, Question, pairs
from selfheal_cli.model import Verdict
from tests.bench.matching.rivals import RIVALS
from tests.bench.matching.rivals.base import Finder, Given

OURS = "selfheal"
ROUNDS = 2


@dataclass(slots=True)
class Tally:
    """What one contender did over all cases. `taken_gone`: removed elements it answers for."""

    findable: int = 0
    first: int = 0
    lenient: int = 0
    gone: int = 0
    taken_gone: int = 0
    taken_right: int = 0
    taken_wrong: int = 0
    seconds: float = 0.0

    def add(self, question: Question, given: Given) -> None:
        """Counts one answer."""
        best = given.ranked[0] if given.ranked else None
        right = best is not None and best in question.new
        self.findable += bool(question.new)
        self.gone += not question.new
        self.first += right
        self.lenient += right or (best is not None and best in question.kin)
        self.taken_gone += given.taken and not question.new
        self.taken_right += given.taken and right
        self.taken_wrong += given.taken and not right and bool(question.new)


def by_us(pair: Pair, model: Model) -> Iterator[Given]:
    """What `selfheal bench` answers; taken is what would be written without a person's look."""
    for answer in by_page(pair, model):
        yield Given(answer.ranked, answer.verdict is Verdict.REPAIRED)


def by_rival(pair: Pair, make: Callable[[HtmlElement], Finder]) -> Iterator[Given]:
    """What another answers to the pair's questions."""
    find = make(pair.new.root)
    for question in pair.questions:
        yield find(question.old)


def measure(all_pairs: Iterable[Pair], model_of: Callable[[str], Model]) -> dict[str, Tally]:
    """Every contender on every pair; `model_of` an application's name."""
    tallies = {name: Tally() for name in (OURS, *RIVALS)}
    for pair in all_pairs:
        model = model_of(pair.questions[0].case.app)
        for name, tally in tallies.items():
            begin = time.process_time()
            given = list(by_us(pair, model) if name == OURS else by_rival(pair, RIVALS[name]))
            tally.seconds += time.process_time() - begin
            for question, one in zip(pair.questions, given, strict=True):
                tally.add(question, one)
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """One line a contender."""
    ours = tallies[OURS]
    yield (
        f"{'':20} {'first':>7} {'lenient':>8} {'used, right':>12} {'used, wrong':>12}"
        f" {'used of removed':>16} {'ms a case':>10} {'times ours':>11}"
    )
    for name, one in tallies.items():
        cases = one.findable + one.gone
        yield (
            f"{name:20} {one.first / one.findable:7.1%} {one.lenient / one.findable:8.1%}"
            f" {one.taken_right:12} {one.taken_wrong:12}"
            f" {f'{one.taken_gone} of {one.gone}':>16}"
            f" {1000 * one.seconds / cases:10.1f} {one.seconds / ours.seconds:11.1f}"
        )


@cache
def model_of(folder: Path | None, app: str) -> Model:
    """The model that never saw the application, or the shipped one."""
    if folder is None:
        return shipped()
    return read(json.loads((folder / f"{app}.json").read_text("utf-8")))


def main(argv: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--models", type=Path)
    options = parser.parse_args(argv)
    file: Path = options.cases
    collect_rarely()  # as the command line does; it holds for everybody
    cases = read_cases(file.read_text("utf-8").splitlines())
    rounds = [
        measure(pairs(cases, lambda name: (file.parent / name).read_bytes()),
                partial(model_of, options.models))
        for _ in range(ROUNDS)
    ]  # fmt: skip
    for name, tally in rounds[0].items():
        tally.seconds = min(each[name].seconds for each in rounds)
    print("\n".join(table(rounds[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
