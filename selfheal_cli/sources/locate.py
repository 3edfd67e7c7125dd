"""From a failure to the place where its locator is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selfheal_cli.locators.base import Dialect
from selfheal_cli.locators.playwright_spelling import QUERY_METHODS, SELECTOR_METHODS, meaning
from selfheal_cli.locators.selenium import variants as selenium_variants
from selfheal_cli.model import Failure, Location, Locator, UnknownLocator
from selfheal_cli.sources import search
from selfheal_cli.sources.base import NoSite, Site
from selfheal_cli.sources.callers import calls_at, texts_at
from selfheal_cli.sources.chains import Group, Marks, bare_groups, call_groups
from selfheal_cli.sources.evaluate import Evaluator
from selfheal_cli.sources.frames import Frame, LostFrame, map_frames
from selfheal_cli.sources.modules import Project, project_of
from selfheal_cli.sources.reading import SourceTree
from selfheal_cli.sources.robot_words import folded
from selfheal_cli.sources.sites import keep, literals, site_of
from selfheal_cli.sources.stated import Origin, Stated
from selfheal_cli.sources.straight import first_straight
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

    def ask(part: Project) -> Site | NoSite | None:
        return _at_frames(Evaluator(part, frames), wanted, dialect, failure.action.raw)

    words = [word.encode() for word in search.words(wanted)]
    found = first_straight(words, project, frames, lambda part: _site(ask(part))) or ask(project)
    if isinstance(found, _Computed):
        return search.only_entry(project, frames, wanted, dialect) or found
    if found is None:
        lost = [frame.reason for frame in mapped if isinstance(frame, LostFrame)]
        if lost:
            return NoSite(lost[0])
        found = search.only_site(project, frames or _home(failure, project), wanted, dialect)
    return found


def _site(found: Site | NoSite | None) -> Site | None:
    return found if isinstance(found, Site) else None


def _home(failure: Failure, project: Project) -> tuple[Frame, ...]:
    """The test's own file, for a report without a stack: its line is no step's."""
    if not failure.test.path:
        return ()
    place = Location(failure.test.path, max(failure.test.line, 1))
    mapped = map_frames((place,), failure.context.sources, project)
    return tuple(frame for frame in mapped if isinstance(frame, Frame))


@dataclass(frozen=True, slots=True)
class _Computed(NoSite):
    """A call at the frames may state the locator, but the sources do not show its text."""


def variants(locator: Locator, dialect: Dialect) -> tuple[Locator, ...]:
    """The locator in every way the dialect's wire could have been asked for it."""
    others = selenium_variants(locator) if dialect.name == "selenium" else ()
    return tuple(dict.fromkeys((locator, *others)))


def candidates(failure: Failure, tree: SourceTree, dialect: Dialect) -> list[tuple[Locator, Site]]:
    """For a failure whose artifact names no locator: those that the frames lead to, nearest to
    the failing call first; the one that does not resolve on the page is the one that failed."""
    return _whole(_led_to(failure, tree, dialect, lambda locator: True))


def within(failure: Failure, tree: SourceTree, dialect: Dialect) -> tuple[Locator, Site] | None:
    """The failing locator with those of the elements that it is searched inside of, where the
    frames lead to one such chain that ends with it: clients tell the last search alone."""
    if isinstance(failure.locator, UnknownLocator) or dialect.name not in _TELL_THE_LAST:
        return None
    ends = {one.steps for one in variants(failure.locator, dialect)}
    size = len(failure.locator.steps)

    def ends_so(one: Locator) -> bool:
        return len(one.steps) > size and one.steps[-size:] in ends

    found = _led_to(failure, tree, dialect, ends_so)
    return found[0] if len({locator for locator, _ in found}) == 1 else None


def _led_to(
    failure: Failure, tree: SourceTree, dialect: Dialect, wanted: Callable[[Locator], object]
) -> list[tuple[Locator, Site]]:
    """The locators, all known, that stand at the innermost frame that has any that are wanted."""
    project = project_of(tree)
    mapped = map_frames(failure.frames, failure.context.sources, project)
    ev = Evaluator(project, tuple(frame for frame in mapped if isinstance(frame, Frame)))
    found: dict[frozenset[object], tuple[Locator, Site]] = {}
    for index in range(len(ev.frames)):
        for origin, group in _groups_at(ev, index, dialect.name, Marks()):
            locator = read([link.call for link in group], dialect)
            if locator is None or not wanted(locator) or not all(_is_known(link) for link in group):
                continue
            calls = [link.call for link in group]
            match = Match(group, step_ranges(calls, dialect), locator)
            site = site_of(match, project, dialect, origin)
            if isinstance(site, Site):
                found.setdefault(literals(match, dialect), (locator, site))
        if found:
            break
    return list(found.values())


_TELL_THE_LAST = frozenset(("selenium", "webdriverio"))


def _whole(found: list[tuple[Locator, Site]]) -> list[tuple[Locator, Site]]:
    """Those of them that are not another one's last search, told alone."""
    ends = {_last(site) for _, site in found if len(site.stated) > 1}
    return [
        (locator, site)
        for locator, site in found
        if len(site.stated) > 1 or _last(site) not in ends
    ]


def _last(site: Site) -> tuple[str, int, int]:
    link = site.stated[-1]
    return link.path, link.start, link.end


def _is_known(link: Stated) -> bool:
    return all(isinstance(slot.value, Text) and slot.value.known for slot in link.slots)


# --- frames --------------------------------------------------------------------------------------


def _at_frames(
    ev: Evaluator, wanted: Sequence[Locator], dialect: Dialect, action: str
) -> Site | NoSite | None:
    """Calls at the frames, innermost first; then texts at the frames that are the locator.
    `action`: the framework's word for what was done."""
    computed: NoSite | None = None
    for groups_at, certain in ((_groups_at, True), (_texts_at, False)):
        for index in range(len(ev.frames)):
            marks = Marks()
            hits: dict[frozenset[object], tuple[Match, Origin]] = {}
            for origin, group in groups_at(ev, index, dialect.name, marks):
                for match in matches(group, wanted, dialect, marks):
                    keep(hits, match, origin, dialect)
            written = [hit for hit in hits.values() if _is_written(hit[0])]
            if written:
                return _settled(_of_keyword(written, action, ev), ev, dialect, certain)
            computed = computed or _computed([match for match, _ in hits.values()])
    return computed


def _of_keyword(
    hits: list[tuple[Match, Origin]], action: str, ev: Evaluator
) -> list[tuple[Match, Origin]]:
    """Of several places in a Robot test those of the failed keyword: its results tell no lines."""
    module = ev.project.module(hits[0][1].path)
    if len(hits) < 2 or module is None or module.language.api != "robot":
        return hits
    said = folded(action).rpartition(".")[2]
    return [hit for hit in hits if folded(hit[0].links[-1].call.name) == said] or hits


def _settled(
    hits: list[tuple[Match, Origin]], ev: Evaluator, dialect: Dialect, certain: bool
) -> Site | NoSite:
    """One site, or the reason why the hits do not come down to one."""
    if len(hits) > 1:
        hits = [hit for hit in hits if _stands_there(*hit)] or hits
    if len(hits) > 1:
        places = sorted({match.links[-1].path for match, _ in hits})
        return NoSite(f"the locator is written at several places in {', '.join(places)}")
    certain = certain or hits[0][0].links[0].form not in {"text", "prefixed"}
    return site_of(hits[0][0], ev.project, dialect, hits[0][1], certain)


def _stands_there(match: Match, origin: Origin) -> bool:
    """Whether the links themselves are written in the expression at the frame."""
    return all(
        link.path == origin.path and origin.start <= link.start < origin.end for link in match.links
    )


def _computed(found: Sequence[Match]) -> NoSite | None:
    if not found:
        return None
    return _Computed(
        f"the locator is computed from {_first_hole(found[0])}, which only the run knew"
    )


def _is_written(match: Match) -> bool:
    """Whether the sources say more of the locator than that there is one."""
    return any(
        isinstance(piece, Written) and piece.text
        for link in match.links
        for slot in link.slots
        if isinstance(slot.value, Text)
        for piece in slot.value.pieces
    ) or not any(_is_all_run(link) for link in match.links)


def _is_all_run(link: Stated) -> bool:
    """Whether only the run knew the selector that a call takes."""
    name = meaning(link.call.name)
    first = next((slot.value for slot in link.slots if slot.key == 0), None)
    holes = isinstance(first, Text) and all(isinstance(piece, Hole) for piece in first.pieces)
    return name == "locator" or (name in _TAKES_SELECTOR and holes)


# Calls that say nothing of the locator but that there is one.
_TAKES_SELECTOR = SELECTOR_METHODS | QUERY_METHODS | {"get"}


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
) -> Iterator[tuple[Origin, Group]]:
    """The chains of calls that stand at a frame, those in arguments too."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for call in calls_at(module, frame) if module is not None else ():
        if module is None:
            return
        env = ev.env_at(index, module, call)
        origin = Origin(ev.frames, index, module.path, call.start_byte, call.end_byte)
        for group in call_groups(ev, call, env, dialect, marks):
            yield origin, group


def _texts_at(
    ev: Evaluator, index: int, dialect: str, marks: Marks
) -> Iterator[tuple[Origin, Group]]:
    """The texts that stand at a frame, as locators for functions that the sources do not show."""
    frame = ev.frames[index]
    module = ev.project.module(frame.path)
    for node in texts_at(module, frame) if module is not None else ():
        if module is None:
            return
        env = ev.env_at(index, module, node)
        origin = Origin(ev.frames, index, module.path, node.start_byte, node.end_byte)
        for value in ev.values(node, env):
            for group in bare_groups(ev, value, node, module.path, dialect, marks):
                yield origin, group
