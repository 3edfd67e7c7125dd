"""The elements of one page that are of a kind: the rows of a table, the entries of a list, the same
button of every card."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.view import View, view_of
from selfheal_cli.model import Action

_LEVELS = 6


def asked_count(action: Action) -> int:
    """How many elements an assertion asks for; 1 where it counts none."""
    value = action.value.strip()
    return int(value) if action.kind == "assert-count" and value.isdigit() else 1


def alike(page: Page, element: HtmlElement, count: int) -> tuple[HtmlElement, ...]:
    """The elements like this one, itself among them, if there are exactly `count`; else none."""
    view = view_of(page)
    at = view.index.get(element)
    rows = rows_alike(view, at, count) if at is not None else []
    return tuple(view.elements[i] for i in rows)


def rows_alike(view: View, i: int, count: int) -> list[int]:
    """The rows that stand in one box as row `i` does, by the tags between: all of them, those with
    the same classes, or those called the same. Of the nearest box where any of these are exactly
    `count`; none where there is no such box."""
    box = i
    for _ in range(_LEVELS):
        box = view.walk.parent[box]
        if box < 0:
            return []
        for rows in _narrowed(view, _standing(view, box, i), i):
            if len(rows) == count:
                return rows
    return []


def _standing(view: View, box: int, i: int) -> list[int]:
    """The shown elements that the same tags lead to from the box."""
    path = _tags(view, box, i)
    inside = range(box + 1, view.walk.end[box])
    tag, depth = view.elements[i].tag, view.walk.depth[i]
    there = (j for j in inside if view.walk.depth[j] == depth and view.elements[j].tag == tag)
    return [j for j in there if view.visible(j) and _tags(view, box, j) == path]


def _tags(view: View, box: int, i: int) -> list[str]:
    tags = []
    while i != box:
        tags.append(str(view.elements[i].tag))
        i = view.walk.parent[i]
    return tags


def _narrowed(view: View, rows: list[int], i: int) -> Iterable[list[int]]:
    """All, and those that share something with row `i`."""
    yield rows
    shared: tuple[Callable[[int], object], ...] = (
        lambda j: frozenset((view.elements[j].get("class") or "").split()),
        lambda j: view.captions[j],
    )
    for key in shared:
        yield [j for j in rows if key(j) == key(i)]
