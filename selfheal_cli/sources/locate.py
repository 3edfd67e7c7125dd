"""From a failure to the place where its locator is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfheal_cli.locators.base import Dialect
from selfheal_cli.locators.selenium import variants as selenium_variants
from selfheal_cli.model import Failure, Locator, UnknownLocator
from selfheal_cli.sources import search
from selfheal_cli.sources.base import NoSite, Site
from selfheal_cli.sources.callers import call_arguments, calls_at
from selfheal_cli.sources.chains import Group, Marks, groups
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.frames import Frame, LostFrame, map_frames
from selfheal_cli.sources.modules import project_of
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.sites import place, site_of
from selfheal_cli.sources.stated import Origin, Stated
from selfheal_cli.sources.unify import Match, matches, read, step_ranges
from selfheal_cli.sources.values import Hole, Text, Written


def locate(failure: Failure, tree: SourceTree, dialect: Dialect) -> Site | NoSite:
    """The place where the failing locator is written, or one sentence why there is none.

    `tree` may be a Project, whose parsed files are then used again.
    """
    if isinstance(failure.locator, UnknownLocator):
        return NoSite(failure.locator.reason)
    project = project_of(tree)
    mapped = map_frames(failure.frames, failure.context.sources, project)
    frames = tuple(frame for frame in mapped if isinstance(frame, Frame))
    wanted = variants(failure.locator, dialect)
    found = _at_frames(Evaluator(project, frames), wanted, dialect)
    if found is None:
        lost = [frame.reason for frame in mapped if isinstance(frame, LostFrame)]
        if lost:
            return NoSite(lost[0])
        found = search.only_site(project, frames, wanted, dialect)
    return found


def variants(locator: Locator, dialect: Dialect) -> tuple[Locator, ...]:
    """The locator in every way the dialect's wire could have been asked for it."""
    others = selenium_variants(locator) if dialect.name == "selenium" else ()
    return tuple(dict.fromkeys((locator, *others)))


def candidates(failure: Failure, tree: SourceTree, dialect: Dialect) -> list[tuple[Locator, Site]]:
    """For a failure whose artifact names no locator: those that the frames lead to, nearest to
    the failing call first; the one that does not resolve on the page is the one that failed."""
    project = project_of(tree)
    mapped = map_frames(failure.frames, failure.context.sources, project)
    ev = Evaluator(project, tuple(frame for frame in mapped if isinstance(frame, Frame)))
    found: dict[tuple[object, ...], tuple[Locator, Site]] = {}
    for index in range(len(ev.frames)):
        for origin, group, _ in _groups_at(ev, index, dialect.name, Marks()):
            locator = read([link.call for link in group], dialect)
            if locator is None or not all(_is_known(link) for link in group):
                continue
            calls = [link.call for link in group]
            match = Match(group, step_ranges(calls, dialect), locator)
            site = site_of(match, project, dialect, origin)
            if isinstance(site, Site):
                found.setdefault(place(match), (locator, site))
        if found:
            break
    return list(found.values())


def _is_known(link: Stated) -> bool:
    return all(isinstance(slot.value, Text) and slot.value.known for slot in link.slots)


# --- frames --------------------------------------------------------------------------------------


def _at_frames(ev: Evaluator, wanted: Sequence[Locator], dialect: Dialect) -> Site | NoSite | None:
    for index in range(len(ev.frames)):
        marks = Marks()
        hits: dict[tuple[object, ...], tuple[Match, Origin]] = {}
        for origin, group, _ in _groups_at(ev, index, dialect.name, marks):
            for match in matches(group, wanted, dialect, marks):
                hits.setdefault(place(match), (match, origin))
        if hits:
            return _settled(list(hits.values()), ev, dialect)
    return None


def _settled(hits: list[tuple[Match, Origin]], ev: Evaluator, dialect: Dialect) -> Site | NoSite:
    """One site, or the reason why the hits do not come down to one."""
    written = [hit for hit in hits if _is_written(hit[0])]
    if not written:
        hole = _first_hole(hits[0][0])
        return NoSite(f"the locator is computed from {hole}, which only the run knew")
    if len(written) > 1:
        places = sorted({match.links[-1].path for match, _ in written})
        return NoSite(f"the locator is written at several places in {', '.join(places)}")
    return site_of(written[0][0], ev.project, dialect, written[0][1])


def _is_written(match: Match) -> bool:
    """Whether the sources say more of the locator than that there is one."""
    return any(
        isinstance(piece, Written) and piece.text
        for link in match.links
        for slot in link.slots
        if isinstance(slot.value, Text)
        for piece in slot.value.pieces
    ) or all(link.call.name != "locator" for link in match.links)


def _first_hole(match: Match) -> str:
    holes = (
        piece.name
        for link in match.links
        for slot in link.slots
        if isinstance(slot.value, Text)
        for piece in slot.value.pieces
        if isinstance(piece, Hole)
    )
    return f"`{next(holes, '?')}`"


def _groups_at(
    ev: Evaluator, index: int, dialect: str, marks: Marks
) -> Iterator[tuple[Origin, Group, bool]]:
    """The chains of calls that stand at a frame, and whether each is one as it stands there."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for call in calls_at(module, frame) if module is not None else ():
        if module is None:
            return
        env = ev.env_at(index, module, call)
        origin = Origin(ev.frames, index, module.path, call.start_byte, call.end_byte)
        for value in ev.values(call, env):
            for group in groups(ev, value, dialect, marks):
                yield origin, group, True
        for arg in call_arguments(call, env):
            for value in ev.forced(arg.thunk):
                for group in groups(ev, value, dialect, marks):
                    yield origin, group, True
