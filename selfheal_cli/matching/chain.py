"""How much of a locator's chain of links an element and its ancestors still satisfy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import numpy as np

from selfheal_cli.matching.bags import Floats
from selfheal_cli.matching.selectors import Link
from selfheal_cli.matching.view import View
from selfheal_cli.matching.vocabulary import kind_of
from selfheal_cli.matching.wanted import Wanted


def chain_features(view: View, rows: Sequence[int], meant: Wanted) -> Iterator[tuple[str, Floats]]:
    """The last link's conditions, and the best alignment of the links before it with the
    ancestors: identities met, tags met, places among siblings met."""
    last = np.array([_met(view, i, meant.link) for i in rows], dtype=np.float64)
    stated = max(_conditions(meant.link), 1)
    yield "last link met", np.asarray(last / stated, dtype=np.float64)
    wholly = (last >= _conditions(meant.link)) & (stated > 1)
    yield "last link wholly met", np.asarray(wholly, dtype=np.float64)
    marks = _marks(meant.link)
    kept = np.asarray([marks > 0 and _marks_met(view, i, meant.link) == marks for i in rows], float)
    yield "marks kept", kept
    yield "marks kept by one alone", kept * (kept.sum() == 1)
    place = np.array([_at_place(view, i, meant.link) for i in rows], dtype=float)
    yield "place among siblings", place
    yield from _ancestors(view, rows, meant.chain)
    dropped = next((link for link in reversed(meant.chain) if link.index), Link())
    place = np.array([_at_place(view, i, dropped) for i in rows], dtype=float)
    yield "place of a link before", place * (not meant.link.index)


def _ancestors(view: View, rows: Sequence[int], chain: list[Link]) -> Iterator[tuple[str, Floats]]:
    links = [(link, bool(link.ids or link.classes or link.attributes)) for link in chain]
    told = max(sum(named for _, named in links), 1)
    tags = max(sum(bool(link.tag) for link, _ in links), 1)
    places = max(sum(link.index > 0 for link, _ in links), 1)
    met = [cache(partial(_identified if n else _same_tag, view, link=link)) for link, n in links]
    found = np.zeros((len(rows), 4))
    for at, i in enumerate(rows if chain else ()):
        found[at] = _align(view, i, links, met)
    yield "ancestors identified", found[:, 0] / told
    yield "ancestors by tag", found[:, 1] / tags
    yield "ancestors at place", found[:, 2] / places
    yield "nearest identified", found[:, 3]


def _align(
    view: View, i: int, links: list[tuple[Link, bool]], met: Sequence[Callable[[int], bool]]
) -> tuple[float, float, float, float]:
    """Goes outwards, each link taking the nearest ancestor left that meets it (`met`)."""
    identified = tagged = placed = nearest = 0.0
    up = view.walk.parent[i]
    for (link, named), meets in zip(reversed(links), reversed(met), strict=True):
        at = up
        while at >= 0 and not meets(at):
            at = view.walk.parent[at]
        if at < 0:
            continue
        identified += named
        nearest = (
            max(nearest, 1 / (1 + view.walk.depth[i] - view.walk.depth[at])) if named else nearest
        )
        tagged += bool(link.tag) and view.elements[at].tag == link.tag
        placed += _at_place(view, at, link)
        up = view.walk.parent[at]
    return identified, tagged, placed, nearest


def _conditions(link: Link) -> int:
    return bool(link.tag) + _marks(link)


def _marks(link: Link) -> int:
    return len(link.ids) + len(link.classes) + len(link.attributes)


def _met(view: View, i: int, link: Link) -> int:
    return (bool(link.tag) and view.elements[i].tag == link.tag) + _marks_met(view, i, link)


def _marks_met(view: View, i: int, link: Link) -> int:
    element = view.elements[i]
    held = (element.get("class") or "").split()
    return (
        sum(value == element.get("id") for value in link.ids)
        + sum(value in held for value in link.classes)
        + sum(element.get(name) == value for name, value in link.attributes)
    )


def _identified(view: View, i: int, link: Link) -> bool:
    element = view.elements[i]
    if link.ids and element.get("id") in link.ids:
        return True
    held = (element.get("class") or "").split()
    if any(value in held for value in link.classes):
        return True
    return any(element.get(name) == value for name, value in link.attributes)


def _same_tag(view: View, i: int, link: Link) -> bool:
    kind = view.kinds[i]
    return not link.tag or view.elements[i].tag == link.tag or (
        kind != "plain" and kind == kind_of(link.tag, "", "")
    )  # fmt: skip


def _at_place(view: View, i: int, link: Link) -> bool:
    """By the place among all siblings, or among those of the element's own tag."""
    if not link.index:
        return False
    if int(view.sibling[i]) + 1 == link.index:
        return True
    up, tag = view.walk.parent[i], view.elements[i].tag
    if up < 0:
        return False
    alike = [c for c in view.children[up] if view.elements[c].tag == tag]
    return link.index <= len(alike) and alike[link.index - 1] == i
