"""What an output format takes and gives: a report in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from selfheal_cli.edits import Conflict, Stale
from selfheal_cli.model import Patch
from selfheal_cli.outputs.contract import Plan

Role: TypeAlias = Literal["good", "doubt", "bad", "quiet", "strong", "added", "removed"]
Style: TypeAlias = Callable[[Role, str], str]
"""Dresses a text for the terminal by the role it plays; it must not change the words."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a run has to say.

    `plan` comes from `plan.describe` after a scan, or from `plan.read_plan`; `patches` to `stale`
    from `edits.combine` over the edits of those outcomes that are to be written. `files`: bytes by
    path, for the diffs of outcomes that no patch holds. `prefix` (from `prefix_of`) leads from the
    working directory to the source root.
    """

    plan: Plan
    patches: tuple[Patch, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    stale: tuple[Stale, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    prefix: str = ""


class Output(Protocol):
    """One format. Pure: the same report gives the same bytes."""

    def __call__(self, report: Report, style: Style) -> bytes:
        """The report in this format; formats for machines ignore `style`."""
        ...


def prefix_of(root: Path, cwd: Path) -> str:
    """What stands before a path below `root` to make it one below `cwd`, both absolute; empty
    where the root is not below: git would refuse such a path."""
    below = root != cwd and root.is_relative_to(cwd)
    return f"{root.relative_to(cwd).as_posix()}/" if below else ""


def plain(role: Role, text: str) -> str:
    """The style of a file or a pipe: none."""
    del role
    return text
