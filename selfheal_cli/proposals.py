"""What a run wants on the forge, and the steps that may be taken to have it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from selfheal_cli.forges.base import Request, Standing
from selfheal_cli.forges.tips import Built
from selfheal_cli.marks import Mark, marked

PREFIX = "selfheal/"
"""How the branches of all our pull requests begin."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pull request that this run asks for. `request.body` has no mark yet; `content`: a digest of
    each edit; `substance`: one of all that its words say; `tree`: of the commit, "" where there is
    no branch to compare it with; `weight`: how many failures it repairs;
    `merge`: it may be merged by the forge once that finds it green."""

    key: str
    request: Request
    message: str
    content: tuple[str, ...]
    substance: str
    built: Built
    tree: str = ""
    weight: int = 1
    merge: bool = False

    @property
    def mark(self) -> Mark:
        """What our next run must know of it."""
        return Mark(self.substance, self.content)

    @property
    def marked(self) -> Request:
        """The request with the mark in its body."""
        return replace(self.request, body=marked(self.request.body, self.mark))


@dataclass(frozen=True, slots=True)
class Push:
    """Commit the change on the base and set the branch to it. `expected`: the commit that the
    branch is at now, "" where it is new."""

    wanted: Wanted
    expected: str
    why: str


@dataclass(frozen=True, slots=True)
class Open:
    """A new pull request for a branch that is pushed."""

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Change:
    """A standing pull request gets the words of this run."""

    wanted: Wanted
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The forge is asked to merge it by itself once it is green."""

    branch: str


@dataclass(frozen=True, slots=True)
class Close:
    """Not needed any more. `closing`: as it was, marked as closed by us."""

    standing: Standing
    closing: Request
    why: str


@dataclass(frozen=True, slots=True)
class Drop:
    """A branch of ours goes."""

    branch: str
    expected: str
    why: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is done about a branch. `number` 0: there is no pull request; `right`: because all is
    as it should be."""

    branch: str
    number: int
    why: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """A pull request that would be opened if fewer were open."""

    wanted: Wanted


Step: TypeAlias = Push | Open | Change | Merge | Close | Drop | Leave | Wait


def branch_of(step: Step) -> str:
    """The branch that a step is about."""
    match step:
        case Push(wanted) | Open(wanted) | Change(wanted) | Wait(wanted):
            return wanted.request.branch
        case Close(standing):
            return standing.branch
        case Merge(branch) | Drop(branch) | Leave(branch):
            return branch
