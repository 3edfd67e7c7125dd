"""What git knows of our branches on the remote, and of a change that may become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest commit of one of our branches. `ours`: it is as we pushed it; `parent`: what it
    is based on, "" where that is not one commit."""

    branch: str
    commit: str
    tree: str
    parent: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The remote at one moment: the base branch, its newest commit, and our branches by name."""

    base: str
    commit: str
    tips: Mapping[str, Tip]


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as a commit is to hold it; `mode` as git writes it."""

    path: str
    mode: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Built:
    """A change on top of commit `parent`, not committed yet. `files` are those that it changes,
    none where the base has it already; `trouble` says which were left out, and why."""

    parent: str
    files: tuple[Blob, ...]
    trouble: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files, by name."""
        return tuple(one.path for one in self.files)
