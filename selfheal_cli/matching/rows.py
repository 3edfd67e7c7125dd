"""Rows that their names tell apart: what stood beside `bob` is not what stands beside `alice`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from selfheal_cli.matching.ranking import Ranked, sparing
from selfheal_cli.matching.view import View

_ROWS = frozenset(("tr", "li"))
_ROW_ROLES = frozenset(("row", "listitem"))
_NAME = re.compile(r"[^\W\d]{2}[^\d]*")


def in_their_row(old: View, new: View, ranked: Ranked) -> Ranked:
    """The same without the candidates in another table row or list entry than the one
    that has the name of the target's row now; all of them where nothing else would
    be left. A row's name is its first text that no other row has, unless it tells a figure."""
    name = _row_name(old, ranked.candidates.target)
    named = [i for i, own in enumerate(new.walk.own) if own == name] if name else []
    found = ranked.candidates.new.tolist()
    others = frozenset(i for i in found if _in_another(new, i, named))
    return ranked if len(others) == len(found) else sparing(ranked, others)


def _row_name(view: View, i: int) -> str:
    """What the row of `i` is called beside `i`, "" where it has no name."""
    row = _row(view, i)
    if row < 0:
        return ""
    above, end = view.walk.parent[row], view.walk.end
    elsewhere = chain(range(above + 1, row), range(end[row], end[above]))
    shared = frozenset(map(view.walk.own.__getitem__, elsewhere))
    beside = (view.walk.own[j] for j in chain(range(row, i), range(end[i], end[row])))
    name = next((said for said in beside if said and said not in shared), "")
    return name if _NAME.fullmatch(name) else ""


def _row(view: View, i: int) -> int:
    """The innermost table row or list entry around `i`, -1 for none; a row of headings is none."""
    row = view.contexts.entry[i]
    while row > 0 and not _is_row(view, row):
        row = view.contexts.entry[view.walk.parent[row]]
    return row if row > 0 and not _is_heading(view, row) else -1


def _is_row(view: View, i: int) -> bool:
    element = view.elements[i]
    return element.tag in _ROWS or element.get("role") in _ROW_ROLES


def _is_heading(view: View, row: int) -> bool:
    cells = [view.elements[child] for child in view.children[row]]
    return all(cell.tag == "th" or cell.get("role") == "columnheader" for cell in cells)


def _in_another(view: View, i: int, named: Sequence[int]) -> bool:
    """Whether one of `named` stands in another row beside the one of `i`, and none in this one."""
    row = _row(view, i) if named else -1
    if row < 0:
        return False
    above, end = view.walk.parent[row], view.walk.end
    beside = [j for j in named if above < j < end[above]]
    return bool(beside) and not any(row <= j < end[row] for j in beside)
