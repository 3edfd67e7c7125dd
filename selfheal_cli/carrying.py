"""Carries out what was proposed, one step after another, and notes what came of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from selfheal_cli.errors import ForgeError
from selfheal_cli.forges.base import Forge, Standing
from selfheal_cli.forges.tips import Built
from selfheal_cli.proposals import (
    Change,
    Close,
    Drop,
    Leave,
    Merge,
    Open,
    Push,
    Step,
    Wait,
    branch_of,
)

_PATIENCE = 3


class Pushes(Protocol):
    """The git side, as `forges.branches.Branches` has it."""

    def commit(self, built: Built, key: str, message: str) -> str:
        """Gives the commit's name. Raises ForgeError."""
        ...

    def push(self, branch: str, commit: str, expected: str) -> None:
        """Raises ForgeError."""
        ...


@dataclass(frozen=True, slots=True)
class Done:
    """A step and what came of it. `trouble`: why it was not done; `url` of the pull request."""

    step: Step
    url: str = ""
    trouble: str = ""
    hint: str = ""


def _pass(step: Step) -> None:
    del step


def carry_out(
    steps: Iterable[Step],
    forge: Forge,
    branches: Pushes,
    before: Callable[[Step], None] = _pass,
) -> Iterator[Done]:
    """Does the steps in their order, calling `before` each. Where one fails, the others of its
    branch are not begun; where several branches fail one after the other, nothing more is."""
    work = _Work(forge, branches)
    failed: dict[str, None] = {}
    begun: dict[str, None] = {}
    for step in steps:
        branch = branch_of(step)
        if isinstance(step, Leave | Wait):
            yield Done(step)
        elif branch in failed or _is_enough(failed, begun):
            yield Done(step, trouble="not begun, because of the failure before it")
        else:
            begun[branch] = None
            before(step)
            done = work.done(step)
            yield done
            if done.trouble:
                failed[branch] = None


def _is_enough(failed: Collection[str], begun: Collection[str]) -> bool:
    """Whether the last branches that were begun have all failed."""
    last = list(begun)[-_PATIENCE:]
    return len(last) == _PATIENCE and all(branch in failed for branch in last)


@dataclass(slots=True)
class _Work:
    forge: Forge
    branches: Pushes
    numbers: dict[str, int] = field(default_factory=dict)

    def done(self, step: Step) -> Done:
        """The step, and what came of it."""
        try:
            return Done(step, self._do(step))
        except ForgeError as error:
            return Done(step, trouble=error.message, hint=error.hint)

    def _do(self, step: Step) -> str:
        """Gives the address of the pull request where there is one. Raises ForgeError."""
        match step:
            case Push(wanted, expected, _):
                commit = self.branches.commit(wanted.built, wanted.key, wanted.message)
                self.branches.push(wanted.request.branch, commit, expected)
            case Open(wanted):
                return self._noted(self.forge.open(wanted.marked))
            case Change(wanted, number, _):
                return self._noted(self.forge.change(number, wanted.marked))
            case Merge(branch):
                self.forge.merge_when_green(self.numbers[branch])
            case Close(standing, closing, why):
                self.forge.change(standing.number, closing)
                self.forge.close(standing.number, why)
                return standing.url
            case Drop(branch, expected, _):
                self.branches.push(branch, "", expected)
        return ""

    def _noted(self, made: Standing) -> str:
        self.numbers[made.branch] = made.number
        return made.url
