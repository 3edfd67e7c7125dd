"""Composes the stages: what the readers found becomes one outcome per broken locator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from selfheal_cli.baselines import PassedSteps
from selfheal_cli.causes import with_causes
from selfheal_cli.damage import Damage
from selfheal_cli.diagnosis import Before as Compared
from selfheal_cli.diagnosis import diagnose
from selfheal_cli.dom.tree import Page, enter, page_of
from selfheal_cli.doubts import Settled
from selfheal_cli.errors import FAULT
from selfheal_cli.executors import Executor, InProcess, Undone
from selfheal_cli.matching import Hints
from selfheal_cli.model import (
    Diagnosis,
    Failure,
    Kind,
    Location,
    MissingSnapshot,
    Outcome,
    Problem,
    Unrepaired,
    Verdict,
)
from selfheal_cli.pages import Pages
from selfheal_cli.policy import Policy
from selfheal_cli.scene import Before, Scene, Unclear, survey
from selfheal_cli.sharing import held_where_used
from selfheal_cli.sources import NoSite, Site, SourceTree, locate
from selfheal_cli.sources.frames import Frame, map_frames
from selfheal_cli.sources.modules import project_of
from selfheal_cli.sources.naming import name_of
from selfheal_cli.synthesis.links import last_frame
from selfheal_cli.synthesis.proof import resolve
from selfheal_cli.targets import Lost, by_locator, by_old_page, counterpart
from selfheal_cli.writing import inner_scopes, write


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
    pages: Pages | None = None,
    executor: Executor = InProcess(),  # noqa: B008 - frozen
    damage: Damage | None = None,
) -> tuple[Outcome, ...]:
    """One outcome per failed step of the run, in its order. `progress` hears (done, total);
    `pages` keeps the pages built here, for who wants to look at them; `executor` does the work;
    `damage` hears of artifacts of passing runs that turn out to be damaged, wherever that is."""
    damage = Damage() if damage is None else damage
    work = _Work(run, project_of(tree), policy, pages or Pages(), damage)
    outcomes: dict[int, Outcome] = {}
    total = len(run.failures)
    progress(0, total)
    for number, told in executor.run(work.groups, work.tell, _heavy(run.failures)):
        if isinstance(told, Undone):
            outcomes[number] = _undone(run.failures[number], told)
        else:
            damage.hear_all(told.damage)
            outcomes[number] = told.outcome
        progress(len(outcomes), total)
    settled = (_settled(outcomes[number], run, work.pages) for number in range(total))
    return with_causes([_at_home(outcome, work.tree) for outcome in settled])


def _settled(outcome: Outcome, run: RunLike, pages: Pages) -> Outcome:
    """The outcome as the whole run sees it."""
    return held_where_used(outcome, run.failures, run.passes.of_this_run(), pages)


def _heavy(failures: Sequence[Failure]) -> list[object]:
    """What outcomes refer to and no worker need hand back: it is known here."""
    return [part for one in failures for part in (one, one.snapshot, one.baseline, one.context)]


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """A failure before it is judged. All of a group are surveyed first: what is asked of a pair of
    pages is then known as a whole, and no outcome depends on which failure came before."""

    scene: Scene
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class _Told:
    """An outcome, and what was heard of damaged artifacts on the way to it."""

    outcome: Outcome
    damage: tuple[Problem, ...]


class _Work:
    """All that is at hand to work on a run's failures, and what is surveyed so far."""

    def __init__(
        self, run: RunLike, tree: SourceTree, policy: Policy, pages: Pages, damage: Damage
    ) -> None:
        self.failures, self.passes = run.failures, run.passes
        self.tree, self.policy, self.pages, self.damage = tree, policy, pages, damage
        self.groups = _groups(run.failures, pages)
        self._group_of = {number: group for group in self.groups for number in group}
        self._surveyed: dict[int, _Surveyed | Unrepaired] = {}

    def tell(self, number: int) -> _Told:
        """The outcome of a failure, its whole group surveyed before."""
        known = len(self.damage)
        if number not in self._surveyed:
            for each in self._group_of[number]:
                self._surveyed[each] = _surveyed(
                    self.failures[each], self.passes, self.tree, self.pages
                )
        seen = self._surveyed[number]
        if isinstance(seen, Unrepaired):
            return _Told(seen, self.damage.since(known))
        outcome = _judged(seen, self.tree, self.policy)
        return _Told(outcome, self.damage.since(known))


def _groups(failures: Sequence[Failure], pages: Pages) -> list[list[int]]:
    """Failures by the page they are about, so that no page is built and no pair of pages is matched
    twice; the pages on which most failed come first."""
    groups: dict[object, list[int]] = {}
    for number, failure in enumerate(failures):
        shown = failure.snapshot
        key = number if isinstance(shown, MissingSnapshot) else pages.key(shown)
        groups.setdefault(key, []).append(number)
    return sorted(groups.values(), key=lambda group: -len(group))


def _surveyed(
    failure: Failure, passes: PassedSteps, tree: SourceTree, pages: Pages
) -> _Surveyed | Unrepaired:
    """The scene with its targets announced; a defect of ours costs this one failure."""
    try:
        scene = survey(failure, passes, tree, pages)
        if isinstance(scene, Unclear):
            return _unclear(failure, scene)
        compared = _compare(scene, pages)
        if compared:
            compared.match.ask(compared.targets, failure.action)
        return _Surveyed(scene, compared)
    except Exception as error:
        return _fault(failure, error)


def _judged(seen: _Surveyed, tree: SourceTree, policy: Policy) -> Outcome:
    """The outcome; a defect of ours costs this one failure, not the run."""
    try:
        return _judge(seen.scene, seen.compared, tree, policy)
    except Exception as error:
        return _fault(seen.scene.failure, error)


def _fault(failure: Failure, error: Exception) -> Unrepaired:
    reason = f"{FAULT} ({type(error).__name__}: {error}); please report it"
    return Unrepaired(failure, Diagnosis(Kind.OTHER, reason), Verdict.UNREADABLE, reason)


def _undone(failure: Failure, work: Undone) -> Unrepaired:
    reason = f"this failure could not be judged: {work.reason}"
    return Unrepaired(failure, Diagnosis(Kind.OTHER, reason), Verdict.UNREADABLE, reason)


def _judge(scene: Scene, compared: Compared | None, tree: SourceTree, policy: Policy) -> Outcome:
    document = compared.match.new if compared else _document(scene)
    diagnosis = diagnose(scene.failure, document, scene.found, _expected(scene), compared)
    if diagnosis.kind in (Kind.OTHER, Kind.NOT_ACTIONABLE):
        verdict = Verdict.NOT_A_LOCATOR_FAILURE
        return Unrepaired(scene.failure, diagnosis, verdict, diagnosis.evidence)
    return _repair(scene, diagnosis, compared, tree, policy)


def _at_home(outcome: Outcome, project: SourceTree) -> Outcome:
    """The outcome with the recording machine's paths as they are in these sources."""
    failure = outcome.failure
    copies = failure.context.sources

    def here(place: Location) -> Location:
        match map_frames((place,), copies, project):
            case (Frame() as frame,):
                return Location(frame.path, frame.line, frame.column)
        return place

    test = failure.test
    if test.path:
        home = here(Location(test.path, max(test.line, 1)))
        test = replace(test, path=home.path, line=home.line if test.line else 0)
    moved = replace(failure, test=test, frames=tuple(map(here, failure.frames)))
    return replace(outcome, failure=moved)


def _compare(scene: Scene, pages: Pages) -> Compared | None:
    """The document the locator was asked on, matched with the one of the passing run."""
    if not isinstance(scene.before, Before):
        return None
    old = page_of(scene.before.page, scene.before.targets[0])
    new = counterpart(scene.before.page, scene.page, old)
    return Compared(pages.match(old, new), scene.before.targets) if new else None


def _document(scene: Scene) -> Page:
    """The document the locator is asked on, as far as its frame steps still lead there."""
    if scene.found:
        return page_of(scene.page, scene.found[0])
    boundary = last_frame(scene.locator.steps)
    frames = resolve(scene.dialect, scene.locator.steps[: boundary - 1], scene.page)
    if boundary and frames:
        return enter(page_of(scene.page, frames[0]), frames[0]) or scene.page
    return scene.page


def _expected(scene: Scene) -> int | None:
    """How many elements the locator should match: as asserted, else as before."""
    asserted = scene.failure.action.value.strip()
    if scene.failure.action.kind == "assert-count" and asserted.isdigit():
        return int(asserted)
    return len(scene.before.targets) if isinstance(scene.before, Before) else None


def _repair(
    scene: Scene,
    diagnosis: Diagnosis,
    compared: Compared | None,
    tree: SourceTree,
    policy: Policy,
) -> Outcome:
    """The target is looked for on the page before, if there is one, else by the locator's words."""
    if isinstance(scene.site, NoSite):
        scene = replace(scene, site=locate(scene.failure, tree, scene.dialect))
    if compared:
        target = by_old_page(compared.match, compared.targets, scene.page, scene.failure.action)
        scopes = inner_scopes(scene, compared.match)
    else:
        target = by_locator(scene.locator, _hints(scene, tree), scene.page, scene.failure.action)
        scopes = {}
    if isinstance(target, Lost):
        return _lost(scene, diagnosis, target)
    return write(Settled(scene, diagnosis, target), tree, policy, scopes)


def _hints(scene: Scene, tree: SourceTree) -> Hints:
    """What the test's code says of the element."""
    variable = name_of(scene.site, tree) if isinstance(scene.site, Site) else ""
    return Hints(variable, scene.failure.action.raw, (scene.failure.test.title,))


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
