"""A single question: which element of a new page a locator written for an old one means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.diagnosis import Before, diagnose
from selfheal_cli.dom.tree import Page, build, page_of
from selfheal_cli.errors import LocatorSyntaxError, UsageError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.base import Dialect
from selfheal_cli.matching import Hints, match_pages
from selfheal_cli.model import (
    Action,
    Diagnosis,
    Failure,
    Kind,
    Locator,
    NoBaseline,
    Outcome,
    Repair,
    Snapshot,
    Test,
    Unrepaired,
    Verdict,
)
from selfheal_cli.synthesis.propose import Request, propose
from selfheal_cli.targets import Lost, Target, by_locator, by_old_page, counterpart

_LANGUAGES = {"playwright": "javascript", "cypress": "javascript", "webdriverio": "javascript",
              "testing-library": "javascript"}  # fmt: skip
NO_OLD_PAGE = NoBaseline("no old page was given")
_STILL = "nothing has to be repaired: the locator finds its element on the new page, too"
_UNPROVED = "the element is found, but no locator could be proved to hit it alone"


@dataclass(frozen=True, slots=True)
class Question:
    """`text`: the locator as its dialect writes it; `variable`: what holds it in the code."""

    text: str
    dialect: str
    action: Action
    variable: str = ""


def locate(question: Question, new: Snapshot, old: Snapshot | NoBaseline, source: str) -> Outcome:
    """The answer, as a repair without edits or why there is none. `source` names the new page.
    Raises UsageError, UnsupportedLocator, ArtifactError."""
    try:
        return _answer(question, new, old, source)
    except LocatorSyntaxError as error:
        raise UsageError(f"--locator: {error.message}", error.hint) from error


def _answer(question: Question, new: Snapshot, old: Snapshot | NoBaseline, source: str) -> Outcome:
    locator = DIALECTS[question.dialect].parse(question.text)
    failure = _failure(question, locator, new, source)
    page = build(new)
    if isinstance(old, NoBaseline):
        return _by_words(failure, locator, page, question.variable)
    return _by_page(failure, locator, page, build(old))


def _failure(question: Question, locator: Locator, new: Snapshot, source: str) -> Failure:
    return Failure(
        id="question",
        test=Test("question", question.text),
        framework=question.dialect,
        language=_LANGUAGES.get(question.dialect, "python"),
        action=question.action,
        locator=locator,
        message="",
        frames=(),
        snapshot=new,
        baseline=NO_OLD_PAGE,
        artifact=source,
    )


def _by_words(failure: Failure, locator: Locator, page: Page, variable: str) -> Outcome:
    found = DIALECTS[locator.dialect].resolve(locator, page)
    diagnosis = diagnose(failure, page, found)
    if diagnosis.kind in (Kind.OTHER, Kind.NOT_ACTIONABLE):
        return _no_failure(failure, diagnosis, found)
    target = by_locator(locator, Hints(variable=variable), page, failure.action)
    return _answered(failure, locator, page, diagnosis, target)


def _by_page(failure: Failure, locator: Locator, page: Page, old: Page) -> Outcome:
    dialect = DIALECTS[locator.dialect]
    targets = _old_targets(dialect, locator, old)
    document = page_of(old, targets[0])
    now = counterpart(old, page, document)
    if now is None:
        return _by_words(failure, locator, page, "")
    before = Before(match_pages(document, now), targets)
    before.match.ask(targets)
    found = dialect.resolve(locator, page)
    diagnosis = diagnose(failure, now, found, len(targets), before)
    if diagnosis.kind in (Kind.OTHER, Kind.NOT_ACTIONABLE):
        return _no_failure(failure, diagnosis, found)
    target = by_old_page(before.match, targets, page, failure.action)
    return _answered(failure, locator, page, diagnosis, target)


def _old_targets(dialect: Dialect, locator: Locator, old: Page) -> tuple[HtmlElement, ...]:
    targets = tuple(dialect.resolve(locator, old))
    if not targets:
        raise UsageError(
            "the locator matches nothing on the old page",
            "give the page on which it last worked, or leave --old out",
        )
    return targets


def _no_failure(failure: Failure, diagnosis: Diagnosis, found: Sequence[HtmlElement]) -> Unrepaired:
    reason = _STILL if found and diagnosis.kind is Kind.OTHER else diagnosis.evidence
    return Unrepaired(failure, diagnosis, Verdict.NOT_A_LOCATOR_FAILURE, reason)


def _answered(
    failure: Failure, locator: Locator, page: Page, diagnosis: Diagnosis, target: Target | Lost
) -> Outcome:
    if isinstance(target, Lost):
        return Unrepaired(
            failure, diagnosis, target.verdict, target.reason,
            candidates=target.candidates, features=target.features,
        )  # fmt: skip
    request = Request(locator, page, target.elements, failure.action, language=failure.language)
    best = next(propose(request, DIALECTS[locator.dialect]), None)
    if best is None:
        known = (target.candidate, *target.alternatives)
        return Unrepaired(failure, diagnosis, Verdict.AMBIGUOUS, _UNPROVED, candidates=known)
    return Repair(
        failure=failure,
        diagnosis=diagnosis,
        candidate=target.candidate,
        proposal=best,
        edits=(),
        margin=target.margin,
        safe=target.safe,
        reason=target.reason,
        alternatives=target.alternatives,
    )
