"""The site that matching links make up: where each is written."""

from __future__ import annotations

from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import CallSite, Location
from selfheal_cli.sources.base import NoSite, Site
from selfheal_cli.sources.ignored import left_alone
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.parameters import handed, kept
from selfheal_cli.sources.stated import Origin, Slot, Stated
from selfheal_cli.sources.unify import Match, telling
from selfheal_cli.sources.values import Text, Written


def literals(match: Match, dialect: Dialect) -> frozenset[object]:
    """The literals that a match is made of: what tells one written locator from another."""
    return frozenset(
        (piece.path, piece.token)
        for link in match.links
        for slot in telling(link, dialect)
        for piece in (slot.value.pieces if isinstance(slot.value, Text) else ())
        if isinstance(piece, Written) and piece.text
    ) or frozenset((link.path, link.start) for link in match.links)


def keep(
    found: dict[frozenset[object], tuple[Match, Origin]],
    match: Match,
    origin: Origin,
    dialect: Dialect,
) -> None:
    """Add a match; of two on the same literals a call says more than the bare text."""
    key = literals(match, dialect)
    if key not in found or found[key][0].links[0].form in {"text", "prefixed"}:
        found[key] = (match, origin)


def site_of(
    match: Match, project: Project, dialect: Dialect, origin: Origin, certain: bool = True
) -> Site | NoSite:
    """The site of links that state the failing locator."""
    sites = []
    for link, steps in zip(match.links, match.ranges, strict=True):
        module = project.module(link.path)
        if module is None:
            return NoSite(f"{link.path} cannot be read")
        given = handed(link, match.links)
        sites.append(_call_site(link, telling(link, dialect), steps, given, module, project))
    for site, link in zip(sites, match.links, strict=True):
        texts = (slot.value.value for slot in link.slots if isinstance(slot.value, Text))
        if reason := left_alone(site.location, texts, project):
            return NoSite(reason)
    last = project.module(match.links[-1].path)
    language = last.language.api if last is not None else ""
    return Site(
        language, tuple(sites), certain, _quote(match.links[-1]), match.locator, match.links, origin
    )


def _call_site(
    link: Stated,
    slots: tuple[Slot, ...],
    steps: tuple[int, int],
    given: tuple[str, ...],
    module: Module,
    project: Project,
) -> CallSite:
    """Where a link is written: at its call, or where its one text stands, if that is elsewhere."""
    holes = kept(slots, module)
    path, start, end = link.path, link.start, link.end
    away = _elsewhere(link, slots)
    if away is not None:
        path, start, end = away
        module = project.module(path) or module
    text = module.text
    location = Location(path, *_line_column(module, start))
    return CallSite(location, text.to_raw(start), text.to_raw(end), link.call, steps, holes, given)


def _elsewhere(link: Stated, slots: tuple[Slot, ...]) -> tuple[str, int, int] | None:
    """The token of the one argument that stands wholly in another place, if there is one."""
    away = set()
    for slot in slots:
        tokens = _tokens(slot)
        token = next(iter(tokens), None)
        if len(tokens) != 1 or token is None:
            continue
        inside = token[0] == link.path and link.start <= token[1] < max(link.end, link.start + 1)
        if not inside:
            away.add(token)
    return away.pop() if len(away) == 1 else None


def _tokens(slot: Slot) -> set[tuple[str, int, int]]:
    return {
        (piece.path, piece.token.start, piece.token.end)
        for piece in (slot.value.pieces if isinstance(slot.value, Text) else ())
        if isinstance(piece, Written) and piece.text
    }


def _line_column(module: Module, offset: int) -> tuple[int, int]:
    before = module.text.utf8[:offset]
    line = before.count(b"\n") + 1
    return line, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1


def _quote(link: Stated) -> str:
    for slot in reversed(link.slots):
        if isinstance(slot.value, Text):
            for piece in slot.value.pieces:
                if isinstance(piece, Written):
                    return piece.token.quoting.closing[:1]
    return ""
