"""What matching answers to the cases of a page pair, by each kind of evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, at
from selfheal_cli.matching import Hints, PageMatch, excerpt, match_excerpt, match_pages
from selfheal_cli.matching.linear import Model
from selfheal_cli.measure.cases import Written
from selfheal_cli.measure.pairs import Pair, Question
from selfheal_cli.model import Candidate, Verdict
from selfheal_cli.targets import Lost, Target, by_locator, by_old_page


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The answer to one question. `candidates`: of the page `new`, best first; `asked`: the
    broken locators that it is an answer to."""

    question: Question
    new: Page
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    probability: float
    margin: float
    reason: str
    asked: tuple[Written, ...]

    @property
    def ranked(self) -> tuple[HtmlElement, ...]:
        """The candidates' elements."""
        found = (at(self.new, one.path) for one in self.candidates)
        return tuple(element for element in found if element is not None)


def by_page(pair: Pair, model: Model | None = None) -> Iterator[Answer]:
    """With the old page: whole pages matched, once for all that is asked. `model`: None for the
    shipped one."""
    match = match_pages(pair.old, pair.new, model)
    for question in pair.questions:
        match.ask([question.old], question.case.action)
    for question in pair.questions:
        yield _of_match(match, question.old, question, pair)


def by_fingerprint(pair: Pair) -> Iterator[Answer]:
    """With nothing of the old page but what would be stored of each element."""
    for question in pair.questions:
        match, element = match_excerpt(excerpt(question.old), pair.new)
        yield _of_match(match, element, question, pair)


def _of_match(match: PageMatch, old: HtmlElement, question: Question, pair: Pair) -> Answer:
    found = by_old_page(match, [old], pair.new, question.case.action)
    return _answer(pair, question, found, _broken(question))


def by_words(pair: Pair) -> Iterator[Answer]:
    """With nothing but each broken locator, its action and the variable that holds it."""
    for question in pair.questions:
        hints = Hints(variable=question.case.variable)
        for written in _broken(question):
            found = by_locator(written.locator, hints, pair.new, question.case.action)
            yield _answer(pair, question, found, (written,))


EVIDENCE: Mapping[str, Callable[[Pair], Iterator[Answer]]] = {
    "page": by_page,
    "fingerprint": by_fingerprint,
    "locator": by_words,
}


def _broken(question: Question) -> tuple[Written, ...]:
    return tuple(written for written in question.case.locators if written.broken)


def _answer(
    pair: Pair, question: Question, found: Target | Lost, asked: tuple[Written, ...]
) -> Answer:
    if isinstance(found, Lost):
        listed = found.candidates
        first = listed[0].probability if listed else 0.0
        return Answer(question, pair.new, found.verdict, listed, first, 0.0, found.reason, asked)
    verdict = Verdict.REPAIRED if found.safe else Verdict.HELD_BACK
    listed = (found.candidate, *found.alternatives)
    chance = found.candidate.probability
    return Answer(question, pair.new, verdict, listed, chance, found.margin, found.reason, asked)
