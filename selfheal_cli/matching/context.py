"""What stands around an element: heading, landmark, table row and column, list entry."""

from __future__ import annotations

from collections import Counter
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
_TABLES = frozenset(("table", "grid", "treegrid"))
Kind = tuple[str, str, str]


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


def contexts(walk: Walk) -> Contexts:
    """One pass in document order, by tags and stated roles."""
    kinds = [(str(e.tag), e.get("role") or "", e.get("class") or "") for e in walk.elements]
    count = Counter(zip(walk.parent, kinds, strict=True))
    found = Contexts([], [], [], [], [])
    heads: dict[int, list[str]] = {}
    cells: dict[int, int] = {}
    last = ""
    for i, kind in enumerate(kinds):
        tag, role, _ = kind
        up = walk.parent[i]
        found.heading.append(last)
        if tag in _HEADINGS or role == "heading":
            last = walk.text(i, 80) or last
        around = found.landmark[up] if up >= 0 else ()
        mark = role if role in _LANDMARK_ROLES else _LANDMARK.get(tag, "")
        found.landmark.append((mark, *around)[:3] if mark else around)
        repeated = tag in _ENTRY or role in _ENTRY_ROLES or _alike(kind, up, count)
        found.entry.append(i if repeated else (found.entry[up] if up >= 0 else -1))
        if tag in _CELLS or role in _CELL_ROLES:
            place = cells[up] = cells.get(up, -1) + 1
            found.cell.append(place)
            found.column.append(_column(walk, kinds, i, place, heads))
        else:
            found.cell.append(found.cell[up] if up >= 0 else -1)
            found.column.append(found.column[up] if up >= 0 else "")
    return found


def _alike(kind: Kind, up: int, count: Counter[tuple[int, Kind]]) -> bool:
    """Whether the element is one of three or more siblings of the same tag and classes."""
    return up >= 0 and (bool(kind[2]) or kind[0] not in ("div", "span")) and count[up, kind] >= 3


def _column(walk: Walk, kinds: list[Kind], i: int, place: int, heads: dict[int, list[str]]) -> str:
    tag, role, _ = kinds[i]
    table = i
    while table >= 0 and kinds[table][0] != "table" and kinds[table][1] not in _TABLES:
        table = walk.parent[table]
    names = heads.setdefault(table, [])
    if (tag == "th" or role == "columnheader") and len(names) == place:
        names.append(walk.text(i, 60))
        return ""
    return names[place] if place < len(names) else ""
