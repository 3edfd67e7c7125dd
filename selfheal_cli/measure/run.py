"""A measurement: every page pair answered by one kind of evidence, timed, held against labels."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.locators import DIALECTS
from selfheal_cli.measure.answers import EVIDENCE, Answer
from selfheal_cli.measure.cases import DIALECT, Case
from selfheal_cli.measure.pairs import Pair, Read, pairs
from selfheal_cli.measure.rows import Row, row
from selfheal_cli.model import Locator, Verdict
from selfheal_cli.synthesis.propose import Request, propose

_LANGUAGE = "javascript"


@dataclass(frozen=True, slots=True)
class Cost:
    """`milliseconds` of processor time per case, parsing left out; `ratio` and `worst_ratio`: of a
    page pair with all its cases to parsing both pages with lxml, median and worst; `megabytes`:
    peak memory of the process."""

    milliseconds: float
    ratio: float
    worst_ratio: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows in the order of the cases' pages; `claimed_twice`: new elements claimed for more
    than one old element."""

    evidence: str
    rows: tuple[Row, ...]
    cost: Cost
    claimed_twice: int


@dataclass(frozen=True, slots=True)
class _Done:
    rows: tuple[Row, ...]
    seconds: float
    parsing: float
    claimed_twice: int


def measure(
    cases: Sequence[Case],
    evidence: str,
    read: Read,
    with_locators: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Measured:
    """Answers all cases. `with_locators`: also what each broken locator would be rewritten to.
    Raises UsageError where a case and its pages do not fit."""
    total = len({(case.old_html, case.new_html) for case in cases})
    done = []
    for number, pair in enumerate(pairs(cases, read), 1):
        done.append(_pair(pair, evidence, with_locators))
        tick(number, total)
    rows = tuple(row for one in done for row in one.rows)
    return Measured(evidence, rows, _cost(done), sum(one.claimed_twice for one in done))


def _pair(pair: Pair, evidence: str, with_locators: bool) -> _Done:
    begin = time.process_time()
    answers = tuple(EVIDENCE[evidence](pair))
    seconds = time.process_time() - begin
    rows = tuple(_row(answer, evidence, pair, with_locators) for answer in answers)
    return _Done(rows, seconds, pair.parsing, _claimed_twice(answers))


def _row(answer: Answer, evidence: str, pair: Pair, with_locators: bool) -> Row:
    alone = _shown(answer.asked[0].locator) if evidence == "locator" else ""
    return row(answer, alone, _rewritten(answer, pair) if with_locators else ())


def _rewritten(answer: Answer, pair: Pair) -> tuple[tuple[str, str], ...]:
    """(broken locator, what it would become, "" where nothing could be proved)."""
    ranked = answer.ranked
    if not ranked:
        return ()
    dialect = DIALECTS[DIALECT]
    found = []
    for written in answer.asked:
        action = answer.question.case.action
        request = Request(written.locator, pair.new, ranked[:1], action, language=_LANGUAGE)
        best = next(propose(request, dialect), None)
        found.append((_shown(written.locator), _shown(best.locator) if best else ""))
    return tuple(found)


def _shown(locator: Locator) -> str:
    return DIALECTS[DIALECT].show(locator, _LANGUAGE)


def _claimed_twice(answers: Sequence[Answer]) -> int:
    said: set[tuple[HtmlElement, HtmlElement]] = {
        (answer.ranked[0], answer.question.old)
        for answer in answers
        if answer.verdict is Verdict.REPAIRED and answer.candidates
    }
    return sum(times > 1 for times in Counter(new for new, _ in said).values())


def _cost(done: Sequence[_Done]) -> Cost:
    count = sum(len(one.rows) for one in done)
    ratios = [one.seconds / one.parsing for one in done]
    return Cost(
        milliseconds=1000 * sum(one.seconds for one in done) / max(count, 1),
        ratio=statistics.median(ratios),
        worst_ratio=max(ratios),
        megabytes=_peak(),
    )


def _peak() -> float:
    """Of this process; getrusage tells bytes on macOS, else kilobytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
