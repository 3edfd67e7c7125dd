"""What stands around an element: heading, landmark, table row and column, list entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selfheal_cli.matching.walk import Walk

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"))
_LANDMARK = {
    "nav": "navigation", "header": "banner", "footer": "contentinfo", "main": "main",
    "aside": "complementary", "form": "form", "dialog": "dialog", "table": "table",
    "fieldset": "group",
}  # fmt: skip
_LANDMARK_ROLES = frozenset(
    """navigation banner contentinfo main complementary form dialog alertdialog table grid group
    toolbar menu menubar tablist tabpanel search region tree""".split()  # noqa: SIM905
)
_ENTRY = frozenset(("li", "tr", "option"))
_ENTRY_ROLES = frozenset(("row", "listitem", "option", "treeitem", "menuitem", "tab"))
_CELL_ROLES = frozenset(("cell", "gridcell", "columnheader", "rowheader"))
_CELLS = frozenset(("td", "th"))


@dataclass(slots=True)
class Contexts:
    """Per element: `heading` is the last heading text before it; `landmark` the kinds of the
    landmarks around it, innermost first (at most 3); `entry` the index of the innermost repeated
    box around it (a row, a list entry, one of several alike siblings) or -1; `column` the
    heading of its table column; `cell` the place of its cell in the row or -1."""

    heading: list[str]
    landmark: list[tuple[str, ...]]
    entry: list[int]
    column: list[str]
    cell: list[int]


def contexts(walk: Walk, kinds: Sequence[tuple[str, str, tuple[str, ...]]]) -> Contexts:
    """One pass in document order; `kinds` holds (tag, role, classes) of each element."""
    alike = _alike(walk, kinds)
    found = Contexts([], [], [], [], [])
    heads: dict[int, list[str]] = {}
    last = ""
    places = _cell_places(walk, kinds)
    for i, (tag, role, _) in enumerate(kinds):
        up = walk.parent[i]
        found.heading.append(last)
        if tag in _HEADINGS or role == "heading":
            last = walk.text(i, 80) or last
        found.landmark.append(_landmarks(found.landmark[up] if up >= 0 else (), tag, role))
        repeated = alike[i] or tag in _ENTRY or role in _ENTRY_ROLES
        found.entry.append(i if repeated else (found.entry[up] if up >= 0 else -1))
        found.cell.append(places.get(i, found.cell[up] if up >= 0 else -1))
        found.column.append(_column(walk, kinds, i, found, heads))
    return found


def _landmarks(around: tuple[str, ...], tag: str, role: str) -> tuple[str, ...]:
    kind = role if role in _LANDMARK_ROLES else _LANDMARK.get(tag, "")
    return (kind, *around)[:3] if kind else around


def _alike(walk: Walk, kinds: Sequence[tuple[str, str, tuple[str, ...]]]) -> list[bool]:
    """Whether an element has three or more siblings of the same tag and classes."""
    shapes = [(walk.parent[i], tag, classes) for i, (tag, _, classes) in enumerate(kinds)]
    count = Counter(shapes)
    return [
        count[shape] >= 3 and shape[0] >= 0 and (bool(shape[2]) or shape[1] not in ("div", "span"))
        for shape in shapes
    ]


def _cell_places(walk: Walk, kinds: Sequence[tuple[str, str, tuple[str, ...]]]) -> dict[int, int]:
    """The place of each table cell among the cells of its row."""
    places: dict[int, int] = {}
    met: Counter[int] = Counter()
    for i, (tag, role, _) in enumerate(kinds):
        if tag in _CELLS or role in _CELL_ROLES:
            places[i] = met[walk.parent[i]]
            met[walk.parent[i]] += 1
    return places


def _column(
    walk: Walk,
    kinds: Sequence[tuple[str, str, tuple[str, ...]]],
    i: int,
    found: Contexts,
    heads: dict[int, list[str]],
) -> str:
    tag, role, _ = kinds[i]
    up = walk.parent[i]
    if tag not in _CELLS and role not in _CELL_ROLES:
        return found.column[up] if up >= 0 and found.cell[i] >= 0 else ""
    table = _table_of(walk, kinds, i)
    names = heads.setdefault(table, [])
    place = found.cell[i]
    if (tag == "th" or role == "columnheader") and len(names) == place:
        names.append(walk.text(i, 60))
        return ""
    return names[place] if place < len(names) else ""


def _table_of(walk: Walk, kinds: Sequence[tuple[str, str, tuple[str, ...]]], i: int) -> int:
    while i >= 0 and kinds[i][0] != "table" and kinds[i][1] not in ("table", "grid", "treegrid"):
        i = walk.parent[i]
    return i
