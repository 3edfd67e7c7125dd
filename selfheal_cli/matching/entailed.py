"""What is there as long as something else is: a form has what sends it, a row that is found again
a cell in a column that is, a table whose other columns are all in their places the one between
them, and a class that one element alone bears an element that bears it, by whatever prefix."""

from __future__ import annotations

from selfheal_cli.dom.class_names import renamed
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.spreading import ANCHORED, CLAIMED, Spread
from selfheal_cli.matching.view import View
from selfheal_cli.matching.words import looks_random

# With fewer columns, that the others are all there tells little.
_COLUMNS = 3


def entailed(page: Spread, ranked: Ranked) -> bool:
    """Whether something that is found again tells that the target's successor is there, too."""
    there = (_has_sender, _has_cell, _has_heading, _has_class)
    return any(is_there(page, ranked) for is_there in there)


def _has_sender(page: Spread, ranked: Ranked) -> bool:
    """Whether the target alone sent its form, and what alone sends one now is no other's."""
    if not _sends_alone(page.prepared.old, ranked.candidates.target):
        return False
    return any(_sends_alone(page.prepared.new, i) for i in _free(ranked))


def _free(ranked: Ranked) -> list[int]:
    """The candidates that are no other's."""
    found = ranked.candidates
    claims = found.matrix[:, found.names.index("claimed by another")]
    return [int(i) for i in found.new[claims < CLAIMED]]


def _has_class(page: Spread, ranked: Ranked) -> bool:
    return bool(_bear_now(page, ranked))


def bearer_now(page: Spread, ranked: Ranked) -> int:
    """What bears the class that the target alone bore, where that is one thing; else -1."""
    found = _bear_now(page, ranked)
    return found[0] if len(found) == 1 else -1


def _bear_now(page: Spread, ranked: Ranked) -> list[int]:
    """What bears alone what the target alone bore, by whatever prefix, and is no other's."""
    old, new = page.prepared.old, page.prepared.new
    mine = [c for c in _classes(old, ranked.candidates.target) if len(old.bearers[c]) == 1]
    left = {_heir(new, c) for c in mine if not looks_random(c.lower())} - {""}
    return [i for i in _free(ranked) if left.intersection(_classes(new, i))] if left else []


def _heir(new: View, name: str) -> str:
    """The class itself, or the one that it is renamed to, where one element bears it; else ""."""
    bearers = new.bearers
    heirs = [name] if name in bearers else [c for c in bearers if renamed(name, c)]
    return heirs[0] if len(heirs) == 1 and len(bearers[heirs[0]]) == 1 else ""


def _classes(view: View, i: int) -> frozenset[str]:
    return frozenset((view.elements[i].get("class") or "").split())


def _has_cell(page: Spread, ranked: Ranked) -> bool:
    """Whether the target is a cell whose row is found again, with a cell under the heading that
    it stood under."""
    old, new = page.prepared.old, page.prepared.new
    target = ranked.candidates.target
    column, row = old.contexts.column[target], _row(old, target)
    if old.kinds[target] != "cell" or not column or row < 0 or page.refound[row] < ANCHORED:
        return False
    here = int(page.successor[row])
    return any(
        here <= i < new.end[here] and new.kinds[i] == "cell" and new.contexts.column[i] == column
        for i in ranked.candidates.new.tolist()
    )


def _has_heading(page: Spread, ranked: Ranked) -> bool:
    return heading_now(page, ranked) >= 0


def heading_now(page: Spread, ranked: Ranked) -> int:
    """Where the target heads a column of a table that has as many as before, all others of which
    are found again where they stood, the heading at its place, called otherwise; else -1."""
    old, new = page.prepared.old, page.prepared.new
    target = ranked.candidates.target
    row = old.walk.parent[target]
    if old.kinds[target] != "headcell" or row < 0:
        return -1
    heads = old.children[row]
    others = [i for i in heads if i != target]
    parents = {new.walk.parent[j] for i in others if (j := int(page.successor[i])) >= 0}
    if len(heads) < _COLUMNS or len(parents) != 1 or any(old.kinds[i] != "headcell" for i in heads):
        return -1
    now = new.children[parents.pop()]
    kept = len(now) == len(heads) and all(page.refound[i] >= ANCHORED for i in others)
    return now[int(old.sibling[target])] if kept and _in_place(page, others, now) else -1


def _in_place(page: Spread, rows: list[int], now: list[int]) -> bool:
    """Whether the successors of these siblings stand at the same places among `now`."""
    place = page.prepared.old.sibling
    return all(now[int(place[i])] == int(page.successor[i]) for i in rows)


def _row(view: View, i: int) -> int:
    while i >= 0 and view.elements[i].tag != "tr" and view.elements[i].get("role") != "row":
        i = view.walk.parent[i]
    return i


def _sends_alone(view: View, i: int) -> bool:
    """Whether the element is the one button by which its form is sent."""
    if not _sends(view, i):
        return False
    up = view.walk.parent[i]
    while up >= 0 and view.elements[up].tag != "form":
        up = view.walk.parent[up]
    return up >= 0 and sum(_sends(view, j) for j in range(up, view.walk.end[up])) == 1


def _sends(view: View, i: int) -> bool:
    """HTML's submit buttons: https://html.spec.whatwg.org/#concept-submit-button"""
    element = view.elements[i]
    kind = (element.get("type") or "").lower()
    if element.tag == "button":
        return kind not in ("button", "reset")
    return element.tag == "input" and kind in ("submit", "image")
