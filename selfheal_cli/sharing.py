"""What other users of a shared place have of its repair: whether they still need the locator that
failed for one of them, and what is written for them, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Failure, Locator, Outcome, PassedStep, Repair, Snapshot
from selfheal_cli.pages import Pages

_MOST = 8
# Path, start, end, what is written there.
_Splice = tuple[str, int, int, bytes]


def held_where_used(
    outcome: Outcome, failures: Iterable[Failure], passed: Iterable[PassedStep], pages: Pages
) -> Outcome:
    """The outcome, held back where it changes a place that others use too and for whom the old
    locator still worked in this very run, on a page where the new one does not hit the same.

    `failures` are the run's; the steps before them worked. `passed`: of the run's passing tests.
    """
    if not isinstance(outcome, Repair) or not outcome.safe or not _is_shared(outcome):
        return outcome
    for step in islice(_users(outcome.failure, failures, passed), _MOST):
        if not _same_hit(outcome, step, pages):
            uses = max(edit.uses for edit in outcome.edits)
            reason = (
                f"{uses} places share it, and the old locator still works in {step.test.title}"
                f" ({step.action.raw or step.action.kind}), where the new one does not"
            )
            return replace(outcome, safe=False, reason=reason)
    return outcome


def told_of_twins(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; one that is held back says so where another's repair makes the same edits: they
    are written for both, whatever this one's page leaves open."""
    written: dict[frozenset[_Splice], Repair] = {}
    for one in outcomes:
        if isinstance(one, Repair) and one.safe and one.edits:
            written.setdefault(_splices(one), one)
    return [_beside_twin(one, written) for one in outcomes]


def _splices(outcome: Repair) -> frozenset[_Splice]:
    return frozenset((edit.path, edit.start, edit.end, edit.new) for edit in outcome.edits)


def _beside_twin(outcome: Outcome, written: Mapping[frozenset[_Splice], Repair]) -> Outcome:
    if not isinstance(outcome, Repair) or outcome.safe:
        return outcome
    twin = written.get(_splices(outcome))
    if twin is None:
        return outcome
    title = twin.failure.test.title
    reason = f"{outcome.reason}; the very same edit is repaired, and written, for {title}"
    return replace(outcome, reason=reason)


def _is_shared(outcome: Repair) -> bool:
    return any(edit.uses > 1 for edit in outcome.edits)


def _users(
    failure: Failure, failures: Iterable[Failure], passed: Iterable[PassedStep]
) -> Iterator[PassedStep]:
    """Steps of the run with the very locator that failed."""
    for other in failures:
        yield from (s for s in other.context.steps if s.locator == failure.locator)
    yield from (step for step in passed if step.locator == failure.locator)


def _same_hit(outcome: Repair, step: PassedStep, pages: Pages) -> bool:
    """Whether the new locator hits on the step's page what the old one did."""
    snapshot = step.load()
    if not isinstance(snapshot, Snapshot):
        return False
    new: Locator = outcome.proposal.locator
    try:
        page = pages.of(snapshot)
        old_hit = DIALECTS[step.locator.dialect].resolve(step.locator, page)
        new_hit = DIALECTS[new.dialect].resolve(new, page)
    except SelfhealError:
        return False
    return [id(element) for element in old_hit] == [id(element) for element in new_hit]
