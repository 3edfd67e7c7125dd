"""The locator that `scan` would look for, asked of the stage by its whole meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import (
    Action,
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    Test,
)
from selfheal_cli.sources import NoSite, Project, Site, locate
from selfheal_cli.sources.values import Text, Written
from tests.bench.sources.outcome import Result, Status, reason_class
from tests.bench.sources.sites import Row, covers

# A whole locator by itself: the first call of a chain, on a page, a driver or `cy`.
_WHOLE = {
    "playwright": rb"\b(?:page|frame)\.locator\(\s*$",
    "cypress": rb"\bcy\s*\.get\(\s*$",
    "webdriverio": rb"(?:^|[^\w.$])\$\$?\(\s*$",
    "robot-selenium": rb"(?i)(?:^|\n)[ ]+(?:click element|input text|get text|element should be "
    rb"visible|wait until (?:page contains element|element is visible))[ ]{2,}$",
    "selenium": rb"\b(?:driver|browser)\.find_?[eE]lements?\(\s*By\.(\w+)\s*[,(]\s*$",
}


def whole_locator(row: Row, project: Project) -> Locator | None:
    """The locator that the row's call states by itself, told by the bytes before the literal; none
    for Cypress's aliases, and for templates whose run value the collector made up."""
    pattern, dialect = _WHOLE.get(row.framework), DIALECTS.get(row.framework)
    before = project.read(row.path)[max(row.start - 120, 0) : row.start]
    found = re.search(pattern, before) if pattern is not None else None
    alias = row.framework == "cypress" and row.value.startswith("@")
    if found is None or dialect is None or alias or row.shape.endswith("template"):
        return None
    try:
        if dialect.name != "selenium":
            return dialect.parse(row.value)
        return dialect.parse(f"By.{found[1].decode()}: {row.value}")
    except (LocatorSyntaxError, UnsupportedLocator):
        return None


def judged(
    row: Row, locator: Locator, frames: Sequence[tuple[str, int]], project: Project
) -> Result:
    """Whether the place found for the locator is the row's; nothing is edited."""
    dialect = DIALECTS[locator.dialect]
    site = locate(failure(locator, frames), project, dialect)
    if isinstance(site, NoSite):
        return Result(row, Status.NONE, reason_class(site.reason))
    status = Status.EXACT if covers(row, project.read(row.path), _places(site, project)) else None
    return Result(row, status or Status.WRONG, "" if status else "another place is found")


def failure(locator: Locator, frames: Sequence[tuple[str, int]]) -> Failure:
    """A click that the locator failed at, with these frames, each a path and a line."""
    places = tuple(Location(f"/ci/work/{path}", line) for path, line in frames)
    return Failure(
        "site", Test("t", "t"), locator.dialect, "any", Action("click"), locator, "", places,
        MissingSnapshot("none"), NoBaseline("none"), "site",
    )  # fmt: skip


def _places(site: Site, project: Project) -> tuple[tuple[str, int, int], ...]:
    """The string tokens that the site's links state."""
    found: dict[tuple[str, int, int], None] = {}
    for slot in (slot for link in site.stated for slot in link.slots):
        for piece in slot.value.pieces if isinstance(slot.value, Text) else ():
            module = project.module(piece.path) if isinstance(piece, Written) else None
            if isinstance(piece, Written) and module is not None and piece.text:
                at = module.text.to_raw
                found[piece.path, at(piece.token.start), at(piece.token.end)] = None
    return tuple(found)
