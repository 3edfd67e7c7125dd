"""Composes the stages: what the readers found becomes one outcome per broken locator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from selfheal_cli.baselines import PassedSteps
from selfheal_cli.causes import with_causes
from selfheal_cli.damage import Damage
from selfheal_cli.executors import Executor, InProcess, Undone
from selfheal_cli.judging import Surveyed, judged, surveyed, undone, works_ahead
from selfheal_cli.lookahead import beside, chosen, foresee
from selfheal_cli.model import (
    Failure,
    Location,
    MissingSnapshot,
    Outcome,
    PassedStep,
    Problem,
    Repair,
    Unrepaired,
)
from selfheal_cli.pages import Pages
from selfheal_cli.policy import Policy
from selfheal_cli.sharing import held_where_used, told_of_twins
from selfheal_cli.sources import SourceTree
from selfheal_cli.sources.frames import Frame, map_frames
from selfheal_cli.sources.modules import project_of


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
    lookahead: bool = False,
) -> tuple[Outcome, ...]:
    """One outcome per failed step of the run, in its order. `progress` hears (done, total);
    `pages` keeps the pages built here, for who wants to look at them; `executor` does the work;
    `damage` hears of artifacts of passing runs that turn out to be damaged, wherever that is.
    `lookahead`: repairs follow for steps that the run did not reach (`failure.foreseen`)."""
    damage = Damage() if damage is None else damage
    work = _Work(run.failures, run.passes, project_of(tree), policy, pages or Pages(), damage)
    told = _worked(work, executor, progress)
    held = [_settled(one.outcome, run, run.passes.of_this_run(), work) for one in told]
    settled = told_of_twins(held)
    outcomes = with_causes(settled)
    if not lookahead:
        return outcomes
    ahead = _ahead(run, work, settled, executor, progress)
    return (*outcomes, *with_causes([*settled, *ahead])[len(outcomes) :])


def _worked(work: _Work, executor: Executor, progress: Callable[[int, int], None]) -> list[_Told]:
    """All failures judged, in their order."""
    found: dict[int, _Told] = {}
    total = len(work.failures)
    progress(0, total)
    for number, told in executor.run(work.groups, work.tell, _heavy(work.failures)):
        if isinstance(told, Undone):
            told = _Told(undone(work.failures[number], told), ())
        work.damage.hear_all(told.damage)
        found[number] = told
        progress(len(found), total)
    return [found[number] for number in range(total)]


def _ahead(
    run: RunLike,
    known: _Work,
    outcomes: Sequence[Outcome],
    executor: Executor,
    progress: Callable[[int, int], None],
) -> list[Repair]:
    """Repairs for steps that the run did not reach, held to the same proof."""
    foreseen = foresee(run.failures, run.passes, known.pages)
    pages = known.pages.unmatched()
    work = _Work(foreseen.failures, run.passes, known.tree, known.policy, pages, known.damage)
    repairs, working = chosen(foreseen, _worked(work, executor, progress))
    users = (*run.passes.of_this_run(), *working)
    settled = (_settled(one, run, users, work) for one in repairs)
    return beside([one for one in settled if isinstance(one, Repair)], outcomes)


def _settled(outcome: Outcome, run: RunLike, passed: Iterable[PassedStep], work: _Work) -> Outcome:
    """The outcome as the whole run sees it, with the paths of these sources."""
    held = held_where_used(outcome, run.failures, passed, work.pages)
    return _at_home(held, work.tree)


def _heavy(failures: Sequence[Failure]) -> list[object]:
    """What outcomes refer to and no worker need hand back: it is known here."""
    return [part for one in failures for part in (one, one.snapshot, one.baseline, one.context)]


@dataclass(frozen=True, slots=True)
class _Told:
    """An outcome, and what was heard of damaged artifacts on the way to it. `works`: the locator
    finds on the page what it should."""

    outcome: Outcome
    damage: tuple[Problem, ...]
    works: bool = False


class _Work:
    """All that is at hand to work on a run's failures, and what is surveyed so far."""

    def __init__(
        self,
        failures: Sequence[Failure],
        passes: PassedSteps,
        tree: SourceTree,
        policy: Policy,
        pages: Pages,
        damage: Damage,
    ) -> None:
        self.failures, self.passes = failures, passes
        self.tree, self.policy, self.pages, self.damage = tree, policy, pages, damage
        self.groups = _groups(failures, pages)
        self._group_of = {number: group for group in self.groups for number in group}
        self._surveyed: dict[int, Surveyed | Unrepaired] = {}

    def tell(self, number: int) -> _Told:
        """The outcome of a failure, its whole group surveyed before."""
        known = len(self.damage)
        if number not in self._surveyed:
            for each in self._group_of[number]:
                self._surveyed[each] = surveyed(
                    self.failures[each], self.passes, self.tree, self.pages
                )
        seen = self._surveyed[number]
        if isinstance(seen, Unrepaired):
            return _Told(seen, self.damage.since(known))
        outcome = judged(seen, self.tree, self.policy)
        return _Told(outcome, self.damage.since(known), works_ahead(seen.scene))


def _groups(failures: Sequence[Failure], pages: Pages) -> list[list[int]]:
    """Failures by the page they are about, so that no page is built and no pair of pages is matched
    twice; the pages on which most failed come first."""
    groups: dict[object, list[int]] = {}
    for number, failure in enumerate(failures):
        shown = failure.snapshot
        key = number if isinstance(shown, MissingSnapshot) else pages.key(shown)
        groups.setdefault(key, []).append(number)
    return sorted(groups.values(), key=lambda group: -len(group))


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
