"""What is asked of each site: find it, leave it, write hostile values, come from its caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from selfheal_cli.sources import NoSite, Project, Spelled
from selfheal_cli.sources.verbatim_write import rewrite
from tests.bench.sources import hostile, located
from tests.bench.sources.outcome import Result, Status, asked, judged, reason_class
from tests.bench.sources.sites import Row
from tests.bench.sources.users import users

_REGEX = re.compile(r"(/.+)(/[a-z]*)", re.DOTALL)
Mode = Callable[[Row, Project], Iterator[Result]]


def renewed(row: Row, new: str) -> str:
    """The new value that is asked for: in a pattern that is shown with its slashes, inside them."""
    slashed = _REGEX.fullmatch(row.value)
    if slashed and new.startswith("{}"):
        return slashed[1] + new.removeprefix("{}") + slashed[2]
    return new.replace("{}", row.value)


def finding(new: str) -> Mode:
    """A frame at the site's line, and an edit to `new`."""

    def mode(row: Row, project: Project) -> Iterator[Result]:
        found = asked(row, [(row.path, row.line)], project)
        yield judged(row, found, renewed(row, new), project)

    return mode


def at_call(new: str) -> Mode:
    """A frame at each call that uses the site from elsewhere; sites without one are left out."""

    def mode(row: Row, project: Project) -> Iterator[Result]:
        stacks = [list(row.frames)] if row.frames else users(row, project)
        for frames in stacks:
            result = judged(row, asked(row, frames, project), renewed(row, new), project)
            yield replace(result, frames=tuple(frames))

    return mode


def by_locator(new: str) -> Mode:
    """The frame at the site's line, then at its users, and the whole locator as it failed; rows
    whose call does not state one by itself are left out. Nothing is edited."""

    def mode(row: Row, project: Project) -> Iterator[Result]:
        locator = located.whole_locator(row, project)
        stacks = [[(row.path, row.line)], *users(row, project)] if locator is not None else []
        for frames in stacks:
            if locator is not None:
                result = located.judged(row, locator, frames, project)
                yield replace(result, frames=tuple(frames))

    return mode


def identity(new: str) -> Mode:
    """The old value as the new one, then another value and back: no byte may differ."""

    def mode(row: Row, project: Project) -> Iterator[Result]:
        found = asked(row, [(row.path, row.line)], project)
        if isinstance(found, NoSite):
            return
        spelled = rewrite(found, row.value, project)
        if not isinstance(spelled, Spelled) or spelled.edits:
            yield Result(row, Status.WRONG, "the old value changes bytes")
            return
        yield hostile.there_and_back(row, found, renewed(row, new), project)

    return mode


def hostile_values(new: str) -> Mode:
    """Values that try to break out of the literal."""

    def mode(row: Row, project: Project) -> Iterator[Result]:
        found = asked(row, [(row.path, row.line)], project)
        if isinstance(found, NoSite):
            yield Result(row, Status.NONE, reason_class(found.reason))
            return
        for value in hostile.values(row):
            yield hostile.written(row, found, value, project)

    return mode


MODES: dict[str, Callable[[str], Mode]] = {
    "find": finding,
    "at-call": at_call,
    "locator": by_locator,
    "identity": identity,
    "hostile": hostile_values,
}
