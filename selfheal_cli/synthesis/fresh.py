"""A new path for an element, for when nothing of the author's is worth keeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.synthesis.costs import ADD, adding, brittle
from selfheal_cli.synthesis.parts import offered, place_of, tag_of
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path, ancestors
from selfheal_cli.synthesis.relax import Rewrite, Style, anchors

_MOST_OWN = 10
_MOST_ANCHORS = 5
_NO_KEY = 6.0


def fresh(targets: Sequence[HtmlElement], scope: HtmlElement | None, style: Style) -> list[Rewrite]:
    """Paths that say the targets by their own parts, alone or below an anchor, cheapest first."""
    found: list[Rewrite] = []
    outer = anchors(targets[0], scope)[:_MOST_ANCHORS]
    for own, cost in _own(targets, style):
        compound = Compound("", own)
        found.append(_rewrite((compound,), cost))
        below = Compound(" ", own)
        for parts, extra in outer:
            found.append(_rewrite((Compound("", parts), below), cost + extra))
    found += _structural(targets, scope, style, outer)
    return sorted(found, key=lambda rewrite: rewrite.cost)


def _rewrite(path: Path, cost: float) -> Rewrite:
    return Rewrite(path, cost + 0.5 * brittle(path))


def _own(targets: Sequence[HtmlElement], style: Style) -> Iterator[tuple[tuple[Part, ...], float]]:
    """What can be said of the targets themselves, cheapest first."""
    tag = tag_of(targets)
    for part in offered(targets, style.texts)[:_MOST_OWN]:
        if part.kind is PartKind.ID:
            yield (part,), adding(part)
        elif tag:
            yield (tag, part), adding(part) + 1.0
        if part.kind is PartKind.CLASS:
            yield (part,), adding(part)
    if tag:
        yield (tag,), ADD[PartKind.TAG] + _NO_KEY


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
            yield _rewrite(path, cost)
            below = (Compound(" ", path[0].parts), *path[1:])
            for parts, extra in outer:
                yield _rewrite((Compound("", parts), *below), cost + extra)


def _upwards(element: HtmlElement, last: Compound, scope: HtmlElement | None) -> Iterator[Path]:
    """`last` below its parent, its grandparent ..., each by its name."""
    path: Path = (last,)
    for ancestor in islice(ancestors(element, scope), 3):
        path = (Compound(">", (Part(PartKind.TAG, str(ancestor.tag)),)), *path)
        yield (Compound("", path[0].parts), *path[1:])
