"""Steps that a run did not reach, as if they had failed on the run's pages most like their own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from selfheal_cli.baselines import PassedSteps
from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.matching import PageMatch
from selfheal_cli.model import (
    Baseline,
    Context,
    Edit,
    Failure,
    Kind,
    Locator,
    MissingSnapshot,
    Outcome,
    PassedStep,
    Repair,
    Snapshot,
    Test,
)
from selfheal_cli.pages import Pages

# Of a run's pages at one address: how many are looked at, and how many of those are asked.
_LOOKED_AT, _ASKED = 24, 3
# Which share of its words a page must have in common with the old one to be asked at all.
_LIKE = 0.1
# Which share of the old page's elements must be found again on the page that stands for it.
_REFOUND = 0.5
_DIALOGS = frozenset(("dialog", "alertdialog", "aria-modal"))
_NUMBER = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unreached:
    """A step of a passing run that this run did not come to, in `test` as this run names it."""

    step: PassedStep
    test: Test


class Judged(Protocol):
    """What came of one of the failures: its outcome, and whether its locator works."""

    @property
    def outcome(self) -> Outcome:
        """As of any failure."""
        ...

    @property
    def works(self) -> bool:
        """Whether it finds there what it is meant to find."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One step, asked by the failures of these numbers; `askers`: the tests that come to it, each
    with the id of the failure it would be."""

    numbers: tuple[int, ...]
    askers: tuple[tuple[str, Test], ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The steps as failures, each on up to a few pages of the run."""

    failures: tuple[Failure, ...]
    questions: tuple[Question, ...]


def unreached(failures: Sequence[Failure], passes: PassedSteps) -> Iterator[Unreached]:
    """What comes after the step that failed, in tests that failed; all of a test that did not run.
    Steps without a stack are left out: nothing leads to where they are written."""
    failed: dict[str, list[Failure]] = {}
    for failure in failures:
        failed.setdefault(failure.test.id, []).append(failure)
    known: set[str] = set()
    for mine in failed.values():
        steps = passes.of_test(mine[0].test)
        known.update(step.test.id for step in steps)
        furthest = max(mine, key=lambda one: len(one.context.steps))
        yield from _placed(_after(steps, furthest), mine[0].test)
    for step in passes.of_others():
        if step.test.id not in known:
            yield from _placed((step,), step.test)


def _placed(steps: Iterable[PassedStep], test: Test) -> Iterator[Unreached]:
    return (Unreached(step, test) for step in steps if step.frames)


def _after(steps: Sequence[PassedStep], failure: Failure) -> Sequence[PassedStep]:
    """The steps after the one that failed: those that worked are counted off first."""
    at = 0
    for done in failure.context.steps:
        at = next((i + 1 for i in range(at, len(steps)) if _same(steps[i], done.locator)), at)
    if isinstance(failure.locator, Locator):
        wanted = failure.locator
        at = next((i + 1 for i in range(at, len(steps)) if _same(steps[i], wanted)), at)
    return steps[at:]


def _same(step: PassedStep, locator: Locator) -> bool:
    return step.locator == locator


@dataclass(slots=True)
class _Views:
    """The pages of a run by address; `worked`: the locators that found something there."""

    pages: Pages
    worked: set[tuple[str, Locator]] = field(default_factory=set)
    _at: dict[str, list[PassedStep | Snapshot]] = field(default_factory=dict)
    _loaded: dict[str, list[Snapshot]] = field(default_factory=dict)

    def add(self, url: str, view: PassedStep | Snapshot) -> None:
        """One more page; one at a time is loaded, when it is asked for."""
        self._at.setdefault(_address(url), []).append(view)
        if isinstance(view, PassedStep):
            self.worked.add((_address(url), view.locator))

    def like(self, old: Snapshot) -> list[Snapshot]:
        """Those at the old page's address that are most like it, best first; before all others
        those with a dialog open, or none, as it has."""
        words, known = self.pages.words(old), self._of(old.url)
        said = list(map(self.pages.words, known))
        like = [likeness(words, its) for its in said]
        other = [words & _DIALOGS != its & _DIALOGS for its in said]
        ranked = sorted(range(len(known)), key=lambda k: (other[k], -like[k], k))
        return [known[k] for k in ranked if like[k] >= _LIKE][:_ASKED]

    def _of(self, url: str) -> list[Snapshot]:
        address = _address(url)
        if address not in self._loaded:
            shown: dict[int, Snapshot] = {}
            for view in self._at.get(address, ())[:_LOOKED_AT]:
                snapshot = view if isinstance(view, Snapshot) else view.load()
                if not isinstance(snapshot, MissingSnapshot):
                    shown.setdefault(self.pages.key(snapshot), snapshot)
            self._loaded[address] = list(shown.values())
        return self._loaded[address]


def _views(failures: Sequence[Failure], passes: PassedSteps, pages: Pages) -> _Views:
    """Where tests stopped first: what they come to next is likest to be seen there."""
    views = _Views(pages)
    for failure in failures:
        if isinstance(failure.snapshot, Snapshot):
            views.add(failure.snapshot.url, failure.snapshot)
    for failure in failures:
        for step in reversed(failure.context.steps):
            views.add(step.url, step)
    for step in passes.of_this_run():
        views.add(step.url, step)
    return views


def _address(url: str) -> str:
    """What of an address says which page it is: the path and the fragment's route, with numbers
    and the like as one; hosts, queries, and data are a run's own."""
    parts = urlsplit(url)
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return _NUMBER.sub("0", f"{parts.path.rstrip('/')}#{route}")


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Which share of their words two pages have in common."""
    return len(one & other) / max(len(one | other), 1)


def foresee(failures: Sequence[Failure], passes: PassedSteps, pages: Pages) -> Foreseen:
    """Every unreached step of which the run shows a page that is like its own; steps of the same
    call, locator and page are one question."""
    views = _views(failures, passes, pages)
    found: list[Failure] = []
    numbers: dict[object, tuple[int, ...]] = {}
    askers: dict[object, list[tuple[str, Test]]] = {}
    times: Counter[str] = Counter()
    for one in unreached(failures, passes):
        if (_address(one.step.url), one.step.locator) in views.worked:
            continue
        old = one.step.load()
        if isinstance(old, MissingSnapshot):
            continue
        asked = _question(one, old, pages)
        if asked not in numbers:
            like = [_failure(one, old, view) for view in views.like(old)]
            numbers[asked] = tuple(range(len(found), len(found) + len(like)))
            found += like
        askers.setdefault(asked, []).append((_id(one, times), one.test))
    questions = (Question(numbers[key], tuple(askers[key])) for key in askers if numbers[key])
    return Foreseen(tuple(found), tuple(questions))


def _question(one: Unreached, old: Snapshot, pages: Pages) -> object:
    step = one.step
    return step.frames[0], step.locator, step.action.kind, pages.key(old)


def _failure(one: Unreached, old: Snapshot, view: Snapshot) -> Failure:
    step = one.step
    return Failure(
        id="",
        test=one.test,
        framework=step.setting.framework,
        language=step.setting.language,
        action=step.action,
        locator=step.locator,
        message="",
        frames=step.frames,
        snapshot=view,
        baseline=Baseline(old, step.origin),
        artifact=view.origin,
        context=Context((), step.setting.sources(), step.setting.testid_attribute),
        foreseen=True,
    )


def _id(one: Unreached, times: Counter[str]) -> str:
    """Ten hex digits, as a failure's are, but never those of one: lines move, the rest does not."""
    place = "/".join(one.step.frames[0].path.replace("\\", "/").split("/")[-2:])
    words = "\0".join(("ahead", one.test.id, repr(one.step.locator), place))
    times[words] += 1
    seed = f"{words}\0{times[words]}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(seed).hexdigest()[:10]


def another_page(match: PageMatch) -> bool:
    """Whether the new page is not surely the one that the step worked on."""
    return match.refound < _REFOUND


def another_state(match: PageMatch, old: HtmlElement, new: HtmlElement) -> bool:
    """Whether the page shows one of the two and not the other: behind a dialog that is open now,
    or in a menu that is not."""
    before, now = accessibility(match.old), accessibility(match.new)
    return before.hidden(old) != now.hidden(new) or before.visible(old) != now.visible(new)


def chosen(foreseen: Foreseen, told: Sequence[Judged]) -> tuple[list[Repair], list[PassedStep]]:
    """Of each question the repair on the page most like the step's own, unless its locator works
    on one of the pages; and the steps that would work."""
    repairs: list[Repair] = []
    working: list[PassedStep] = []
    for question in foreseen.questions:
        works = [number for number in question.numbers if told[number].works]
        if works:
            working.append(_as_passed(foreseen.failures[works[0]]))
        else:
            found = (told[number].outcome for number in question.numbers)
            known = [one for one in found if isinstance(one, Repair) and _tells(one)]
            repairs += [_asked_by(*who, known[0]) for who in question.askers if known]
    return repairs, working


def _asked_by(name: str, test: Test, repair: Repair) -> Repair:
    return replace(repair, failure=replace(repair.failure, id=name, test=test))


def _tells(repair: Repair) -> bool:
    """Several matches, or another one, may come of a list that is longer today."""
    return repair.diagnosis.kind is Kind.NOT_FOUND


def _as_passed(failure: Failure) -> PassedStep:
    assert isinstance(failure.locator, Locator)
    return PassedStep(failure.test, failure.action, failure.locator, lambda: failure.snapshot)


def beside(repairs: Sequence[Repair], outcomes: Sequence[Outcome]) -> list[Repair]:
    """The repairs that touch no place of the run's own outcomes, and do not disagree on a place."""
    taken = [e for one in outcomes if isinstance(one, Repair) for e in one.edits]
    free = [one for one in repairs if not _meet(one.edits, taken)]
    return [
        one
        for one in free
        if all(o.edits == one.edits or not _meet(o.edits, one.edits) for o in free)
    ]


def _meet(some: Sequence[Edit], others: Sequence[Edit]) -> bool:
    return any(
        a.path == b.path and a.start < max(b.end, b.start + 1) and b.start < max(a.end, a.start + 1)
        for a in some
        for b in others
    )
