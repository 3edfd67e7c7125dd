"""The elements of one page that a locator's text may mean: all, or the likeliest of many."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from selfheal_cli.matching.view import Known, View
from selfheal_cli.matching.weights import Weights

_MOST = 3000


class Looked:
    """`rows` of the view, what each is known by, and how telling the page's words are."""

    def __init__(self, view: View, rows: list[int]) -> None:
        self.view, self.rows = view, rows
        self.known: list[Known] = [view.known[i] for i in rows]
        self.elements: list[HtmlElement] = [view.elements[i] for i in rows]
        self.weights = Weights(view)


def looked_at(view: View, said: Iterable[str]) -> Looked:
    """All elements of the page; of a very large one those that hold a rare word of `said`, what
    stands around them, and the first controls."""
    size = len(view)
    if size <= _MOST:
        return Looked(view, list(range(size)))
    chosen: set[int] = set()
    for rows in sorted((view.holders.get(word, []) for word in set(said)), key=len):
        if len(chosen) + len(rows) > _MOST // 3:
            rows = rows[: max(_MOST // 3 - len(chosen), 0)]
        chosen.update(rows)
    for i in list(chosen):
        up = view.walk.parent[i]
        chosen.update(above for above in (up, view.walk.parent[up]) if up >= 0 and above >= 0)
        chosen.update(range(i + 1, min(view.walk.end[i], i + 4)))
    controls = (i for i, kind in enumerate(view.kinds) if kind not in ("plain", "cell", "row"))
    for i in controls:
        if len(chosen) >= _MOST:
            break
        chosen.add(i)
    return Looked(view, sorted(chosen) or list(range(_MOST)))
