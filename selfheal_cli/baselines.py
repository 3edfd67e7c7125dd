"""Which page of a passing run shows what a broken locator meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.model import (
    Baseline,
    Failure,
    Locator,
    MissingSnapshot,
    NoBaseline,
    PassedStep,
    Snapshot,
    Test,
)


class PassedSteps(Protocol):
    """Where the steps of passing tests come from."""

    @property
    def given(self) -> bool:
        """Whether artifacts of a passing run were given at all."""
        ...

    def of_test(self, test: Test) -> Sequence[PassedStep]:
        """The steps of the passing run of `test`, in the order they ran."""
        ...

    def all(self) -> Iterable[PassedStep]:
        """Every step of every passing test."""
        ...

    def of_others(self) -> Iterable[PassedStep]:
        """Every step of every passing test that did not pass in the run that is looked into."""
        ...

    def of_this_run(self) -> Iterable[PassedStep]:
        """Those of the tests that passed in the run that is looked into, not before."""
        ...

    def endings_of(self, test: Test) -> Sequence[Snapshot]:
        """The pages that the passing run of `test` ended on, their steps not recorded."""
        ...

    def all_endings(self) -> Iterable[Snapshot]:
        """The pages that all passing tests ended on."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """The page on which the locator last worked, and what it matched there."""

    page: Page
    targets: tuple[HtmlElement, ...]
    same_test: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A passing step's page, and whether it belongs to the failing test itself."""

    baseline: Baseline
    same_test: bool


def choose(failure: Failure, passes: PassedSteps) -> Recorded | NoBaseline:
    """The page on which the failing locator last worked: in the same test first (the occurrence
    that failed), then in any other."""
    if isinstance(failure.baseline, Baseline):
        return Recorded(failure.baseline, same_test=True)
    if not isinstance(failure.locator, Locator):
        return NoBaseline("the artifact does not name the locator")
    own = _with_locator(passes.of_test(failure.test), failure.locator)
    if own and (loaded := _load(_occurrence(own, failure))):
        return Recorded(loaded, same_test=True)
    for step in _with_locator(passes.all(), failure.locator):
        if loaded := _load(step):
            return Recorded(loaded, same_test=False)
    if next(iter(passes.all_endings()), None) is not None:
        return NoBaseline("no page that a passing test ended on shows what it finds")
    if next(iter(passes.all()), None) is None:
        given = "the passing run left no page" if passes.given else "no passing run was given"
        return NoBaseline(given)
    return NoBaseline("no passing run uses this locator")


def _with_locator(steps: Iterable[PassedStep], locator: Locator) -> list[PassedStep]:
    return [step for step in steps if step.locator == locator]


def _occurrence(steps: Sequence[PassedStep], failure: Failure) -> PassedStep:
    """The step that has as many equal ones before it as the failing one has."""
    before = sum(step.locator == failure.locator for step in failure.context.steps)
    return steps[min(before, len(steps) - 1)]


def _load(step: PassedStep) -> Baseline | None:
    snapshot = step.load()
    return None if isinstance(snapshot, MissingSnapshot) else Baseline(snapshot, step.origin)
