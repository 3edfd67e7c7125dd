"""One site asked for and edited: what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfheal_cli.model import Edit, Location
from selfheal_cli.sources import NoSite, Project, Unspellable
from selfheal_cli.sources.verbatim import Lead, find
from selfheal_cli.sources.verbatim_write import rewrite
from tests.bench.sources.sites import Row, covers


class Status(StrEnum):
    """How a site came out."""

    EXACT = "exact"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Result:
    """A row's status; `reason`: why there is no edit, or which other place was edited."""

    row: Row
    status: Status
    reason: str = ""
    note: str = ""
    frames: tuple[tuple[str, int], ...] = ()


def asked(row: Row, frames: Sequence[tuple[str, int]], project: Project) -> Lead | NoSite:
    """The place that the sources stage finds for the row's value from these frames."""
    return find(row.value, [Location(f"/ci/work/{p}", line) for p, line in frames], project)


def judged(row: Row, found: Lead | NoSite, new: str, project: Project) -> Result:
    """The row's status after an edit to `new` was asked for."""
    if isinstance(found, NoSite):
        return Result(row, Status.NONE, reason_class(found.reason))
    spelled = rewrite(found, new, project)
    if isinstance(spelled, Unspellable):
        return Result(row, Status.NONE, reason_class(spelled.reason))
    raw = project.read(row.path)
    outside = [edit for edit in spelled.edits if not inside(edit, row)]
    if covers(row, raw, found.places) and not outside:
        return Result(row, Status.EXACT, note=spelled.reason)
    edit = (outside or spelled.edits)[0]
    return Result(row, Status.WRONG, f"edits {edit.path}:{edit.line} instead", spelled.reason)


def inside(edit: Edit, row: Row) -> bool:
    """Whether an edit lies in the row's range, quotes and prefix allowed for."""
    return edit.path == row.path and row.start - 4 <= edit.start and edit.end <= row.end + 3


def reason_class(reason: str) -> str:
    """A reason without the names of one place."""
    plain = re.sub(r"`[^`]*`(?:, `[^`]*`)*", "`...`", reason)
    return re.sub(r"[\w@$+.\[\]-]*(?:/[^\s,:]*)+(?::\d+)?(?:, \S*/\S*)*", "FILE", plain)
