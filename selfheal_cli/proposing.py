"""What there is to do on the forge: from what stands there and what this run wants, the pushes and
requests in their order. The same list is carried out or, by a dry run, printed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from selfheal_cli.forges.base import Request, Standing, State
from selfheal_cli.forges.tips import Built, Seen, Tip
from selfheal_cli.marks import Mark, NoMark, mark_in, marked
from selfheal_cli.proposals import (
    PREFIX,
    Change,
    Close,
    Drop,
    Leave,
    Merge,
    Open,
    Push,
    Step,
    Wait,
    Wanted,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How much is done. `scope`: how the keys of this run's branches begin; `limit`: how many pull
    requests may be open; `whole`: the run was of the whole suite, so that what it does not show is
    no longer broken; `requests`: there is a forge. Without one each branch stands for its pull
    request."""

    scope: str
    limit: int
    whole: bool = False
    requests: bool = True


def key_of(branch: str) -> str:
    """The part of a branch's name that stays the same whatever the words of its cause are."""
    return branch.rpartition("-")[2] if branch.startswith(PREFIX) else ""


def propose(
    wanted: Sequence[Wanted],
    standing: Sequence[Standing],
    seen: Seen,
    spent: Collection[str],
    rules: Rules,
) -> tuple[Step, ...]:
    """The steps: what is not needed any more goes first, then what stands is brought up to date,
    then new ones are opened as far as the limit allows, those for most failures first. `spent`:
    branches of which nothing is left to change on the base."""
    if not rules.requests:
        standing = [_of_branch(branch, seen.base) for branch in seen.tips]
    work = _Work(tuple(wanted), tuple(standing), seen, frozenset(spent), rules)
    ended = list(work.ended())
    closed = {step.standing.branch for step in ended if isinstance(step, Close)}
    still = sum(one.state == State.OPEN and one.branch not in closed for one in standing)
    decided = [(one, list(work.steps_for(one))) for one in wanted]
    opening = [(one, steps) for one, steps in decided if _opens(steps)]
    opening.sort(key=lambda item: (item[0].request.draft, -item[0].weight))
    room = max(rules.limit - still, 0)
    steps: list[Step] = [*ended, *(s for _, each in decided if not _opens(each) for s in each)]
    steps += [step for _, each in opening[:room] for step in each]
    steps += [Wait(one) for one, _ in opening[room:]]
    if not rules.requests:
        steps = [one for one in steps if not isinstance(one, Open | Change | Merge | Close)]
    return tuple(steps)


def _of_branch(branch: str, base: str) -> Standing:
    return Standing(0, State.OPEN, base, branch, "", "", draft=False, url="")


def _opens(steps: Sequence[Step]) -> bool:
    return any(isinstance(step, Open) for step in steps)


@dataclass(frozen=True, slots=True)
class _Work:
    wanted: tuple[Wanted, ...]
    standing: tuple[Standing, ...]
    seen: Seen
    spent: frozenset[str]
    rules: Rules

    def steps_for(self, one: Wanted) -> Iterator[Step]:
        """What one pull request needs that this run asks for."""
        found = self._of(one.key)
        one = self._under_its_name(one, found)
        branch = one.request.branch
        if not one.built.paths:
            if not _is_open(found):  # an open one is left or ended as one that is not wanted
                yield Leave(branch, 0, _nothing(one.built), right=not one.built.trouble)
            return
        tip = self.seen.tips.get(branch)
        if tip and not tip.ours:
            yield Leave(branch, _number(found), "somebody else has committed to the branch")
        elif isinstance(found, Standing) and (reason := _refusal(one, found)):
            merged = found.state == State.MERGED
            yield Leave(branch, found.number, reason, right=merged)
        else:
            yield from self._brought_up(one, found, tip)

    def _brought_up(
        self, one: Wanted, found: Standing | _Nothing, tip: Tip | None
    ) -> Iterator[Step]:
        pushed = list(_push(one, tip))
        yield from pushed
        if not isinstance(found, Standing) or found.state != State.OPEN:
            yield Open(one)
            yield from _merge(one)
            return
        if why := _outdated(one, found) if self.rules.requests else "":
            yield Change(one, found.number, why)
            yield from _merge(one)
        elif not pushed:
            yield Leave(one.request.branch, found.number, "is as it should be", right=True)

    def ended(self) -> Iterator[Step]:
        """What is done about branches and pull requests of ours that this run does not ask for."""
        asked = {one.key for one in self.wanted if one.built.paths}
        names = dict.fromkeys([*(one.branch for one in self.standing), *self.seen.tips])
        for branch in names:
            key = key_of(branch)
            if key.startswith(self.rules.scope) and key not in asked:
                yield from self._end(branch, self._on(branch))

    def _end(self, branch: str, found: Standing | _Nothing) -> Iterator[Step]:
        tip = self.seen.tips.get(branch)
        drop = [Drop(branch, tip.commit, "is not needed any more")] if tip and tip.ours else []
        if isinstance(found, Standing) and found.state != State.OPEN:
            yield from drop if _by_us(found) else ()
            return
        if tip and not tip.ours:
            yield Leave(branch, _number(found), "somebody else has committed to the branch")
            return
        why = self._why_ended(branch)
        if not why:
            yield Leave(branch, _number(found), "this run does not show its cause", right=True)
            return
        if isinstance(found, Standing):
            yield Close(found, _closing(found), why)
        yield from drop

    def _why_ended(self, branch: str) -> str:
        if branch in self.spent or branch not in self.seen.tips:
            return f"`{self.seen.base}` holds none of the places any more that this changes."
        if self.rules.whole:
            return "The whole suite was run, and what this repairs is no longer broken."
        return ""

    def _of(self, key: str) -> Standing | _Nothing:
        return _newest([one for one in self.standing if key_of(one.branch) == key])

    def _on(self, branch: str) -> Standing | _Nothing:
        return _newest([one for one in self.standing if one.branch == branch])

    def _under_its_name(self, one: Wanted, found: Standing | _Nothing) -> Wanted:
        """The words of a cause may change; the branch that has its key stays."""
        names = [branch for branch in self.seen.tips if key_of(branch) == one.key]
        if _is_open(found) and isinstance(found, Standing):
            names = [found.branch]
        if not names:
            return one
        return replace(one, request=replace(one.request, branch=names[0]))


@dataclass(frozen=True, slots=True)
class _Nothing:
    """There is no pull request."""


def _newest(found: Sequence[Standing]) -> Standing | _Nothing:
    """The open one, else the last that was opened."""
    ordered = sorted(found, key=lambda one: (one.state == State.OPEN, one.number))
    return ordered[-1] if ordered else _Nothing()


def _closing(found: Standing) -> Request:
    body = marked(found.body, replace(_mark(found), closed=True))
    return Request(found.base, found.branch, found.title, body, found.draft)


def _is_open(found: Standing | _Nothing) -> bool:
    return isinstance(found, Standing) and found.state == State.OPEN


def _number(found: Standing | _Nothing) -> int:
    return found.number if isinstance(found, Standing) else 0


def _mark(found: Standing) -> Mark:
    mark = mark_in(found.body)
    return mark if isinstance(mark, Mark) else Mark("", ())


def _by_us(found: Standing) -> bool:
    return found.state == State.CLOSED and _mark(found).closed


def _refusal(one: Wanted, found: Standing) -> str:
    """Why it is not asked for again: people have decided on just this."""
    if found.state == State.OPEN or _by_us(found):
        return ""
    mark = mark_in(found.body)
    if isinstance(mark, NoMark) or not mark.covers(one.content):
        return ""
    if found.state == State.MERGED:
        return "was merged"
    return "was closed by a person; it stays so until the change is another one"


def _nothing(built: Built) -> str:
    return " ".join(built.trouble) or "the base has it already"


def _push(one: Wanted, tip: Tip | None) -> Iterator[Push]:
    if tip is None:
        yield Push(one, "", "new")
    elif tip.tree != one.tree or tip.parent != one.built.parent:
        moved = tip.parent != one.built.parent
        yield Push(one, tip.commit, "the base has moved" if moved else "the change is another one")


def _outdated(one: Wanted, found: Standing) -> str:
    if found.base != one.request.base:
        return "it is for another base"
    mark = mark_in(found.body)
    if isinstance(mark, NoMark) or mark.closed:
        return "our mark is missing in it"
    return "" if mark == one.mark else "its content has changed"


def _merge(one: Wanted) -> Iterator[Merge]:
    if one.merge:
        yield Merge(one.request.branch)
