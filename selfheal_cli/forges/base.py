"""What every forge does for us: list, open, change and close pull requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from selfheal_cli.forges.network import Network


class State(StrEnum):
    """How a pull request stands."""

    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Request:
    """A pull request as we want it. `branch` is pushed already; `reviewers` are login names, or
    `group/team` where the forge has teams; those the forge does not know are left out."""

    base: str
    branch: str
    title: str
    body: str
    draft: bool = False
    labels: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A pull request as the forge has it. `number` is what its people call it by."""

    number: int
    state: State
    base: str
    branch: str
    title: str
    body: str
    draft: bool
    url: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A suggestion on an existing pull request: lines `first` to `last` (from 1, as the pull
    request's head has them) of `path` should read `new`, for the reason in `words` (Markdown)."""

    path: str
    first: int
    last: int
    new: str
    words: str


@dataclass(frozen=True, slots=True)
class Login:
    """What git answers when the forge asks it for a name and a password over HTTPS."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoLogin:
    """There is no token to give to git; it pushes as it is configured."""


class Forge(Protocol):
    """A repository on a forge. Every method may raise `ForgeError`; a method that raised may be
    called again, and does then what is left to be done."""

    @property
    def name(self) -> str:
        """As in `--forge`."""
        ...

    @property
    def login(self) -> Login | NoLogin:
        """For git's own way to the forge, where git has no credentials of its own."""
        ...

    @property
    def longest_body(self) -> int:
        """How many characters of a pull request's body the forge takes."""
        ...

    def standing(self, prefix: str) -> Sequence[Standing]:
        """All pull requests, whatever their state, whose branch is in this repository and begins
        with `prefix`; the newest first."""
        ...

    def open(self, wanted: Request) -> Standing:
        """A new one; the one that is open for this branch and base if there is one already."""
        ...

    def change(self, number: int, wanted: Request) -> Standing:
        """Title, body, base, draft and labels as wanted; labels and reviewers that people added
        stay."""
        ...

    def close(self, number: int, words: str) -> None:
        """Says why in a comment (Markdown), and closes it unmerged."""
        ...

    def merge_when_green(self, number: int) -> None:
        """Asks the forge to merge it by itself once its own conditions hold."""
        ...

    def suggest(self, number: int, remarks: Sequence[Remark]) -> int:
        """Comments that a person can take with one click; how many are new. One that stands there
        already is not made again."""
        ...


class Connect(Protocol):
    """How a forge's module is entered; `FORGES` holds one for each name of `--forge`."""

    def __call__(self, remote: str, environ: Mapping[str, str], network: Network) -> Forge:
        """The repository that git's remote address `remote` names. Sends nothing yet. Raises
        ForgeError where the address is not understood, UsageError where a token is missing."""
        ...
