"""Composes the stages: what the readers found becomes one outcome per broken locator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from selfheal_cli.baselines import PassedSteps
from selfheal_cli.diagnosis import diagnose
from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.matching import Hints
from selfheal_cli.model import (
    Diagnosis,
    Failure,
    Kind,
    Outcome,
    Unrepaired,
    Verdict,
)
from selfheal_cli.scene import Before, Pages, Scene, Unclear, survey
from selfheal_cli.sources import SourceTree
from selfheal_cli.sources.modules import project_of
from selfheal_cli.targets import Lost, by_locator, by_old_page, counterpart
from selfheal_cli.writing import Policy, inner_scopes, write


class RunLike(Protocol):
    """What the pipeline needs of a run."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every failed step."""
        ...

    @property
    def passes(self) -> PassedSteps:
        """The steps that worked."""
        ...


def repair(
    run: RunLike,
    tree: SourceTree,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Outcome, ...]:
    """One outcome per failed step of the run, in its order. `progress` hears (done, total)."""
    pages = Pages()
    project = project_of(tree)
    outcomes: list[Outcome] = []
    for done, failure in enumerate(run.failures):
        progress(done, len(run.failures))
        outcomes.append(_judge(failure, run.passes, project, pages, policy))
    progress(len(run.failures), len(run.failures))
    return tuple(outcomes)


def _judge(
    failure: Failure, passes: PassedSteps, tree: SourceTree, pages: Pages, policy: Policy
) -> Outcome:
    scene = survey(failure, passes, tree, pages)
    if isinstance(scene, Unclear):
        return _unclear(failure, scene)
    diagnosis = diagnose(scene)
    if diagnosis.kind in (Kind.OTHER, Kind.NOT_ACTIONABLE):
        return Unrepaired(
            scene.failure, diagnosis, Verdict.NOT_A_LOCATOR_FAILURE, diagnosis.evidence
        )
    return _repair(scene, diagnosis, tree, pages, policy)


def _repair(
    scene: Scene, diagnosis: Diagnosis, tree: SourceTree, pages: Pages, policy: Policy
) -> Outcome:
    """The target is looked for on the page before, if there is one, else by the locator's words."""
    new = _counterpart(scene)
    if isinstance(scene.before, Before) and new is not None:
        old = page_of(scene.before.page, scene.before.targets[0])
        match = pages.match(old, new)
        target = by_old_page(match, scene.before.targets, scene.page, scene.failure.action)
        scopes = inner_scopes(scene, match)
    else:
        hints = _hints(scene)
        target = by_locator(scene.locator, hints, scene.page, scene.failure.action)
        scopes = {}
    if isinstance(target, Lost):
        return _lost(scene, diagnosis, target)
    return write(scene, diagnosis, target, tree, policy, scopes)


def _counterpart(scene: Scene) -> Page | None:
    """The document of the failing page in which the targets have to be looked for."""
    if not isinstance(scene.before, Before):
        return None
    document = page_of(scene.before.page, scene.before.targets[0])
    return counterpart(scene.before.page, scene.page, document)


def _hints(scene: Scene) -> Hints:
    """What the test's code says of the element."""
    return Hints(method=scene.failure.action.raw, texts=(scene.failure.test.title,))


def _lost(scene: Scene, diagnosis: Diagnosis, lost: Lost) -> Unrepaired:
    return Unrepaired(
        failure=scene.failure,
        diagnosis=diagnosis,
        verdict=lost.verdict,
        reason=lost.reason,
        candidates=lost.candidates,
        features=lost.features,
    )


def _unclear(failure: Failure, unclear: Unclear) -> Unrepaired:
    kind = Kind.OTHER if unclear.readable else Kind.NOT_FOUND
    verdict = Verdict.NOT_A_LOCATOR_FAILURE if unclear.readable else Verdict.UNREADABLE
    return Unrepaired(failure, Diagnosis(kind, unclear.reason), verdict, unclear.reason)
