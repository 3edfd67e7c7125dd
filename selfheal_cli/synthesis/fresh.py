"""A new path for an element, for when nothing of the author's is worth keeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.synthesis.costs import (
    ADD,
    GENERATED,
    NAME_ONLY,
    adding,
    brittle,
    for_tests,
    hollow,
)
from selfheal_cli.synthesis.parts import offered, place_of, tag_of
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path, ancestors
from selfheal_cli.synthesis.relax import Rewrite, Style, anchors

_MOST_OWN = 10
_MOST_ANCHORS = 5
_NO_KEY = 6.0
_LADDER = 20.0
_MOST_RUNGS = 7
_ROOTED = 60.0


def fresh(targets: Sequence[HtmlElement], scope: HtmlElement | None, style: Style) -> list[Rewrite]:
    """Paths that say the targets by their own parts, alone or below an anchor, cheapest first."""
    found: list[Rewrite] = []
    outer = anchors(targets[0], scope, style)[:_MOST_ANCHORS]
    for own, cost in _own(targets, style):
        compound = Compound("", own)
        found.append(_rewrite((compound,), cost))
        below = Compound(" ", own)
        for parts, extra in outer:
            found.append(_rewrite((Compound("", parts), below), cost + extra))
    found += _structural(targets, scope, style, outer)
    if len(targets) == 1:
        found += _ladder(targets[0], scope, style)
    return sorted(found, key=lambda rewrite: rewrite.cost)


def _rewrite(path: Path, cost: float) -> Rewrite:
    return Rewrite(path, cost + 0.5 * brittle(path) + hollow(path))


def _own(targets: Sequence[HtmlElement], style: Style) -> Iterator[tuple[tuple[Part, ...], float]]:
    """What can be said of the targets themselves, cheapest first."""
    tag = tag_of(targets)
    for part in offered(targets, style.texts)[:_MOST_OWN]:
        if part.kind is PartKind.ID or for_tests(part):
            yield (part,), adding(part)
        elif tag:
            yield (tag, part), adding(part) + 1.0
        if part.kind is PartKind.CLASS:
            yield (part,), adding(part)
    if tag:
        yield (tag,), ADD[PartKind.TAG] + _NO_KEY + (0.0 if _rare(str(tag.value)) else NAME_ONLY)


def _rare(tag: str) -> bool:
    """Whether the name alone says much: a custom element, or one of a kind by its meaning."""
    return "-" in tag or tag in ("main", "h1", "dialog")


def _structural(
    targets: Sequence[HtmlElement],
    scope: HtmlElement | None,
    style: Style,
    outer: Sequence[tuple[tuple[Part, ...], float]],
) -> Iterator[Rewrite]:
    """Child steps by name, then by place, below the scope or an anchor."""
    lasts: list[tuple[Part, ...]] = [(tag,) for tag in [tag_of(targets)] if tag]
    if len(targets) == 1:
        lasts += [(*last, place_of(targets[0], name)) for last in lasts for name in style.positions]
    for last in lasts:
        cost = sum(ADD[part.kind] for part in last) + _NO_KEY
        for path in _upwards(targets[0], Compound(">", last), scope):
            yield _rewrite(path, cost + NAME_ONLY)
            below = (Compound(" ", path[0].parts), *path[1:])
            for parts, extra in outer:
                yield _rewrite((Compound("", parts), *below), cost + extra)


def _ladder(element: HtmlElement, scope: HtmlElement | None, style: Style) -> Iterator[Rewrite]:
    """Child steps with places, from the nearest ancestor that has a lasting part; at the very
    last from the root: for an element that nothing tells from its neighbours."""
    path: Path = ()
    for step in (element, *ancestors(element, scope)):
        near = 0 < len(path) <= _MOST_RUNGS and step.tag not in ("html", "body")
        key = _lasting(step) if near else None
        if key:
            yield _rewrite((Compound("", (key,)), *path), _LADDER + adding(key) + 2 * len(path))
        path = (Compound(">", _rung(step, style)), *path)
    if path:
        yield _rewrite((Compound("", path[0].parts), *path[1:]), _ROOTED)


def _lasting(element: HtmlElement) -> Part | None:
    found = offered([element], texts=False)
    return next((part for part in found if adding(part) < GENERATED), None)


def _rung(element: HtmlElement, style: Style) -> tuple[Part, ...]:
    """The element by its name, and by its place where its name is not enough."""
    tag = Part(PartKind.TAG, str(element.tag))
    parent = element.getparent()
    alike = 0 if parent is None else sum(child.tag == element.tag for child in parent)
    return (tag, place_of(element, style.positions[-1])) if alike > 1 else (tag,)


def _upwards(element: HtmlElement, last: Compound, scope: HtmlElement | None) -> Iterator[Path]:
    """`last` below its parent, its grandparent ..., each by its name."""
    path: Path = (last,)
    for ancestor in islice(ancestors(element, scope), 3):
        path = (Compound(">", (Part(PartKind.TAG, str(ancestor.tag)),)), *path)
        yield (Compound("", path[0].parts), *path[1:])
