"""Rewriting the author's own path so that it hits the target again, with the fewest changes."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement
from rapidfuzz.distance import Indel

from selfheal_cli.synthesis.choices import compound_choices, refines
from selfheal_cli.synthesis.combine import cheapest
from selfheal_cli.synthesis.costs import (
    ANCHOR,
    DROP,
    DROP_LEVEL,
    FAMILIAR,
    GENERATED,
    LOOSE_LEVEL,
    NAME_ONLY,
    PLACE_TOO,
    RELAX,
    WILDCARD,
    adding,
    brittle,
    hollow,
    keyless,
)
from selfheal_cli.synthesis.parts import offered, place_of
from selfheal_cli.synthesis.paths import Compound, Part, PartKind, Path, ancestors, holds

Elements = Sequence[HtmlElement]

_WEIGHTS = {PartKind.TAG: 1.0, PartKind.POSITION: 1.0, PartKind.OTHER: 1.0}
_KEY_WEIGHT = 4.0
_ORDER = {kind: place for place, kind in enumerate(PartKind)}
_KEYS = (PartKind.ID, PartKind.CLASS, PartKind.ATTRIBUTE)
_KIND_ONLY = ("type", "role")
_BESIDE_AN_ID = (PartKind.TAG, PartKind.OTHER)
_NEAR = 0.7
_MOST_REWRITES = 160
_MOST_ANCHORS = 4
_ANCHOR_REACH = 8


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A path that may hit the target, and what writing it costs."""

    path: Path
    cost: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A compound of the new path and the element it stands for; no compound: left out."""

    element: HtmlElement
    compound: Compound | None


def rewrites(
    path: Path, targets: Elements, scope: HtmlElement | None, style: Style
) -> Iterator[Rewrite]:
    """The likely rewritings of `path`, cheapest first, unproved, each put together when it is asked
    for. `scope`: the element below which the path is resolved, None for the document."""
    places = _assign(path, targets, scope)
    choices = [_place_choices(c, e, targets, e is targets[0], style) for c, e in places]
    choices.append([(_Added(parts), cost) for parts, cost in _enrichments(path, targets, style)])
    choices.append([(_Added(parts), cost) for parts, cost in _anchors(places, scope, style)])
    combined = islice(cheapest(choices), _MOST_REWRITES)
    lost_keys = 0.0 if keyless(path) else NAME_ONLY
    best: dict[Path, tuple[float, int]] = {}
    waiting: list[tuple[float, int, Path]] = []
    for picked, cost in combined:
        # What is still to come costs no less than this.
        yield from _told(waiting, best, cost)
        new = _assemble(picked, cost, style)
        if new is None:
            continue
        cost = new.cost + (lost_keys if keyless(new.path) else 0.0)
        known, turn = best.get(new.path, (math.inf, len(best)))
        if cost < known:
            best[new.path] = cost, turn
            heapq.heappush(waiting, (cost, turn, new.path))
    yield from _told(waiting, best, math.inf)


def _told(
    waiting: list[tuple[float, int, Path]], best: Mapping[Path, tuple[float, int]], limit: float
) -> Iterator[Rewrite]:
    """What costs no more than `limit`, but for what was found again at a lower cost."""
    while waiting and waiting[0][0] <= limit:
        cost, turn, path = heapq.heappop(waiting)
        if best[path] == (cost, turn):
            yield Rewrite(path, cost)


@dataclass(frozen=True, slots=True)
class Style:
    """What a syntax can say: text parts, the names of its position functions, and whether a
    compound without a name needs a wildcard in its place."""

    texts: bool
    positions: tuple[str, ...]
    wildcard: bool


CSS_STYLE = Style(texts=False, positions=("nth-child", "nth-of-type"), wildcard=False)
XPATH_STYLE = Style(texts=True, positions=("index",), wildcard=True)


@dataclass(frozen=True, slots=True)
class _Added:
    parts: tuple[Part, ...]


def _assign(
    path: Path, targets: Elements, scope: HtmlElement | None
) -> list[tuple[Compound, HtmlElement | None]]:
    """The element each compound stands for: the targets for the last, then leftwards."""
    current = targets[0]
    found: list[tuple[Compound, HtmlElement | None]] = [(path[-1], current)]
    for left, right in zip(path[-2::-1], path[:0:-1], strict=True):
        element = _left_of(left, right.relation, current, scope)
        found.append((left, element))
        current = current if element is None else element
    return found[::-1]


def _left_of(
    compound: Compound, relation: str, current: HtmlElement, scope: HtmlElement | None
) -> HtmlElement | None:
    """The element left of `current` that fits `compound` best; None where nothing does. What
    stands beside another is told by that one: its bare tag counts wherever it is."""
    best: tuple[float, HtmlElement] | None = None
    beside = compound.relation in ("+", "~")
    for distance, (element, exact) in enumerate(_leftward(relation, current, scope)):
        fit = _fit(compound, element, exact or beside)
        score = fit + (0.15 if exact else 0.0) - 0.01 * distance
        if fit > 0 and (best is None or score > best[0]):
            best = (score, element)
    return best[1] if best else None


def _leftward(
    relation: str, current: HtmlElement, scope: HtmlElement | None
) -> Iterator[tuple[HtmlElement, bool]]:
    """Elements that may stand left of `current`, and whether the author's relation allows it."""
    if relation in ("+", "~"):
        for place, sibling in enumerate(current.itersiblings(preceding=True)):
            if isinstance(sibling.tag, str):
                yield sibling, relation == "~" or place == 0
    for place, ancestor in enumerate(ancestors(current, scope)):
        yield ancestor, relation == " " or (relation == ">" and place == 0)


def _fit(compound: Compound, element: HtmlElement, exact: bool) -> float:
    """0 to 1: how much of the compound the element passes; a bare tag counts only in place."""
    if not compound.parts or (compound.only_tag() and not exact):
        return 0.0
    total = sum(_WEIGHTS.get(part.kind, _KEY_WEIGHT) for part in compound.parts)
    passed = [(part, _passes(part, element)) for part in compound.parts]
    keys = sum(share for part, share in passed if part.kind not in _WEIGHTS)
    if not keys and not compound.only_tag():
        return 0.0
    return sum(_WEIGHTS.get(p.kind, _KEY_WEIGHT) * share for p, share in passed) / total


def _passes(part: Part, element: HtmlElement) -> float:
    if holds(part, element):
        return 1.0
    likes = {PartKind.ID: [element.get("id") or ""]}
    likes[PartKind.CLASS] = (element.get("class") or "").split()
    return 0.4 if any(_is_near(part.value, value) for value in likes.get(part.kind, [])) else 0.0


def _is_near(one: str, other: str) -> bool:
    alike = Indel.normalized_similarity(one, other) >= _NEAR
    return alike or refines(one, other) or refines(other, one)


def _place_choices(
    compound: Compound,
    element: HtmlElement | None,
    targets: Elements,
    last: bool,
    style: Style,
) -> list[tuple[_Placed | _Added, float]]:
    if element is None:
        return [(_Added(()), _drop(compound))]
    elements = targets if last else [element]
    kept: list[tuple[_Placed | _Added, float]] = [
        (_Placed(element, new), cost + _unnamed(compound, new, style))
        for new, cost in compound_choices(compound, elements)
    ]
    if not last:
        kept.append((_Added(()), _drop(compound)))
    return sorted(kept, key=lambda choice: choice[1])


def _unnamed(old: Compound, new: Compound, style: Style) -> float:
    """The cost of no longer giving the element's name: nothing where a key of CSS remains that
    says more than its kind (`[type=submit]`)."""
    had, has = (any(part.kind is PartKind.TAG for part in c.parts) for c in (old, new))
    keyed = any(part.kind in _KEYS and part.name not in _KIND_ONLY for part in new.parts)
    return WILDCARD if had and not has and (style.wildcard or not keyed) else 0.0


def _drop(compound: Compound) -> float:
    if compound.only_tag():
        return DROP_LEVEL
    return sum(DROP[part.kind] for part in compound.parts)


def _enrichments(
    path: Path, targets: Elements, style: Style
) -> list[tuple[tuple[Part, ...], float]]:
    """Nothing, or one more part for the last compound; what the author's own words name first."""
    taken = {(part.kind, part.name, part.value) for part in path[-1].parts}
    words = " ".join(part.value for compound in path for part in compound.parts).lower()
    parts = [p for p in offered(targets, style.texts) if (p.kind, p.name, p.value) not in taken]
    if len(targets) == 1:
        parts = parts[:6] + [place_of(targets[0], name) for name in style.positions]
    costs = [(part, adding(part) - _familiar(part, words)) for part in parts[:8]]
    found = [((part,), cost) for part, cost in costs if cost < GENERATED]
    return [((), 0.0), *sorted(found, key=lambda pair: pair[1])]


def _familiar(part: Part, words: str) -> float:
    """What a part gains when the author's selector already spoke of it."""
    pieces = [piece for piece in part.value.lower().replace("_", "-").split("-") if len(piece) > 3]
    return FAMILIAR if any(piece in words for piece in pieces) else 0.0


def _anchors(
    places: Sequence[tuple[Compound, HtmlElement | None]],
    scope: HtmlElement | None,
    style: Style,
) -> list[tuple[tuple[Part, ...], float]]:
    """Nothing, or an ancestor with a lasting part to stand before the path."""
    outermost = next(element for _, element in places if element is not None)
    return [((), 0.0), *anchors(outermost, scope, style)][:_MOST_ANCHORS]


def anchors(
    element: HtmlElement, scope: HtmlElement | None, style: Style
) -> list[tuple[tuple[Part, ...], float]]:
    """Lasting parts of the ancestors of `element`, cheapest first: the near and the well named."""
    found: list[tuple[tuple[Part, ...], float]] = []
    for distance, ancestor in enumerate(islice(ancestors(element, scope), _ANCHOR_REACH)):
        part = next(iter(offered([ancestor], texts=False)), None)
        if part and adding(part) < GENERATED and ancestor.tag not in ("html", "body"):
            named = (Part(PartKind.TAG, str(ancestor.tag)), part) if style.wildcard else (part,)
            found.append((named, ANCHOR + adding(part) + distance))
    return sorted(found, key=lambda pair: pair[1])


def _assemble(picked: Sequence[_Placed | _Added], cost: float, style: Style) -> Rewrite | None:
    """The path that the picked choices make, its relations made true; None where they cannot."""
    *places, enrichment, anchor = picked
    placed = [place for place in places if isinstance(place, _Placed) and place.compound]
    if not placed or not isinstance(enrichment, _Added) or not isinstance(anchor, _Added):
        return None
    compounds: list[Compound] = []
    for index, place in enumerate(placed):
        before = placed[index - 1] if index else None
        joined = _join(before, place, first=place is places[0])
        if joined is None:
            return None
        if joined.relation == " " and _tight(place):
            cost += RELAX + (LOOSE_LEVEL if joined.only_tag() and place is not placed[-1] else 0.0)
        compounds.append(joined)
    return _finish(compounds, enrichment.parts, anchor.parts, cost, style)


def _tight(place: _Placed) -> bool:
    return place.compound is not None and place.compound.relation not in (" ", "", "/")


def _join(before: _Placed | None, place: _Placed, first: bool) -> Compound | None:
    """`place`'s compound with a relation that is true of the two elements."""
    compound = place.compound
    assert compound is not None
    if before is None:
        keep = first and compound.relation == "/"
        return compound if keep else _related(compound, "")
    relation = _relation(before.element, place.element, compound.relation)
    return _related(compound, relation) if relation else None


def _related(compound: Compound, relation: str) -> Compound:
    return compound if compound.relation == relation else Compound(relation, compound.parts)


def _relation(left: HtmlElement, right: HtmlElement, wanted: str) -> str:
    """`wanted` where it is true, else the nearest one that is; "" where none is."""
    if wanted in ("+", "~") and left.getparent() is right.getparent():
        adjacent = right.getprevious() is left
        return "+" if wanted == "+" and adjacent else "~"
    if right.getparent() is left and wanted != " ":
        return ">"
    return " " if any(ancestor is left for ancestor in right.iterancestors()) else ""


def _finish(
    compounds: list[Compound],
    added: tuple[Part, ...],
    anchor: tuple[Part, ...],
    cost: float,
    style: Style,
) -> Rewrite | None:
    if any(p.kind is a.kind and p.value == a.value for a in added for p in compounds[-1].parts):
        return None
    if not all(compound.parts for compound in compounds[:-1]):
        return None
    if not added and not compounds[-1].parts:
        return None
    if added:
        last = compounds[-1]
        cost += PLACE_TOO * (_has_place(last.parts) and not _has_place(added))
        compounds[-1] = Compound(last.relation, _ordered((*_beside(last.parts, added), *added)))
    if anchor:
        if compounds[0].relation == "/":
            return None
        compounds[0] = _related(compounds[0], " ")
        compounds.insert(0, Compound("", anchor))
    path = tuple(compounds if style.wildcard else map(_without_new_name, compounds))
    return Rewrite(path, cost + 0.5 * brittle(path) + hollow(path))


def _beside(parts: Sequence[Part], added: Sequence[Part]) -> Iterator[Part]:
    """What is still worth saying where `added` is: beside an id, no class or attribute is."""
    named = any(part.kind is PartKind.ID for part in added)
    return (part for part in parts if not named or part.kind in _BESIDE_AN_ID)


def _has_place(parts: Sequence[Part]) -> bool:
    return any(part.kind is PartKind.POSITION for part in parts)


def _without_new_name(compound: Compound) -> Compound:
    """An id says enough: a name that the author did not write is left out beside it."""
    if not any(part.kind is PartKind.ID for part in compound.parts):
        return compound
    kept = tuple(p for p in compound.parts if p.kind is not PartKind.TAG or p.source)
    return Compound(compound.relation, kept)


def _ordered(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts in the order in which people write them: name, id, classes, attributes, the rest."""
    return tuple(sorted(parts, key=lambda part: _ORDER[part.kind]))
