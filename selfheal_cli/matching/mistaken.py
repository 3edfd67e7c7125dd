"""What shows the best candidate to be another thing than the target, however alike they are: a
hidden copy, the wrong one of two like cells of a row, a control that is called otherwise now, one
of two where there was one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from selfheal_cli.matching.apart import shelf
from selfheal_cli.matching.ranking import Ranked, sparing
from selfheal_cli.matching.view import View
from selfheal_cli.matching.words import words

# What tells equal things apart, and says nothing of what they are.
_OWN = frozenset({"id", "for", "href", "style", "aria-controls", "aria-labelledby"})

# How far up copies are compared.
_LEVELS = 3


def without_copies(old: View, new: View, ranked: Ranked) -> Ranked:
    """The candidates without the copies of others that users do not get at."""
    return _shown(old, new, _heard(old, new, ranked))


def _heard(old: View, new: View, ranked: Ranked) -> Ranked:
    """The candidates without those that `aria-hidden` keeps from users where another one of the
    same name is not: pages hold hidden copies of things, to measure or to animate them."""
    found = ranked.candidates
    if found.target in old.silent or not new.silent:
        return ranked
    rows = found.new.tolist()
    heard = {new.captions[i] for i in rows if i not in new.silent} - {""}
    copies = frozenset(i for i in rows if i in new.silent and new.captions[i] in heard)
    return sparing(ranked, copies)


def _shown(old: View, new: View, ranked: Ranked) -> Ranked:
    """The candidates without those like the best one that are not shown where their copy is: pages
    hold a menu twice, one for wide screens and one for narrow ones."""
    if not len(ranked.score) or not old.visible(ranked.candidates.target):
        return ranked
    rows = ranked.candidates.new.tolist()
    best = rows[int(np.argmax(ranked.score))]
    name, kind = new.captions[best], new.kinds[best]
    if not name or new.caption_uses[name] < 2:
        return ranked
    alike = [i for i in rows if new.captions[i] == name and new.kinds[i] == kind]
    return sparing(ranked, frozenset(i for i in alike if _is_hidden_copy(new, i, alike)))


def _is_hidden_copy(view: View, i: int, alike: Sequence[int]) -> bool:
    """Whether `i`, or what holds it, is not shown where that of one of those like it is, with the
    same things around them."""
    return not view.visible(i) and any(_shown_instead(view, i, k) for k in alike if k != i)


def _shown_instead(view: View, i: int, k: int) -> bool:
    """Whether `k` shows, or else the nearest box around it that says more, and that of `i` does
    not; around both the same must be said up to there."""
    shown = view.visible(k)
    for _ in range(_LEVELS):
        i, k = shelf(view, i), shelf(view, k)
        if i < 0 or k < 0 or i == k or view.walk.text(i) != view.walk.text(k):
            return False
        if shown or (view.visible(k) and not view.visible(i)):
            return True
    return False


def mistaken(old: View, new: View, target: int, best: int) -> str:
    """What speaks against `best` that no likeness makes up for; "" for nothing."""
    if best in new.silent and target not in old.silent:
        return "it is kept from those who are read the page to"
    if _titled_otherwise(old, new, target, best):
        return "its tooltip says something else"
    if _in_another_column(old, new, target, best):
        return "it stands in another column"
    if _one_of_two(old, new, target, best):
        return "there are others just like it, where nothing else was called as it was"
    return ""


def _titled_otherwise(old: View, new: View, target: int, best: int) -> bool:
    """Whether both have tooltips, and these have no word in common."""
    was, now = (
        set(words(view.elements[i].get("title") or ""))
        for view, i in ((old, target), (new, best))
    )  # fmt: skip
    return bool(was and now) and was.isdisjoint(now)


def _in_another_column(old: View, new: View, target: int, best: int) -> bool:
    """Whether two cells of one row say the same, and `best` is not the one in the target's column:
    nothing else tells them apart."""
    column, name = old.contexts.column[target], new.captions[best]
    if not column or not name or column == new.contexts.column[best]:
        return False
    own = new.contexts.cell[best]
    return any(
        new.captions[i] == name and new.contexts.cell[i] not in (-1, own) for i in _row(new, best)
    )


def _one_of_two(old: View, new: View, target: int, best: int) -> bool:
    """Whether there are others just like `best` where only the target was called so, and nothing
    of the target's own is `best`'s alone. What had no name may always have had others like it."""
    if not old.captions[target]:
        return False
    others = [i for i in _namesakes(new, best) if _kind(new, i) == _kind(new, best)]
    if not others or any(True for _ in _namesakes(old, target)):
        return False
    kept = _own(old, target) & _own(new, best)
    others = [i for i in others if not _is_hidden_copy(new, i, (best,))]
    return any(kept <= _own(new, other) for other in others)


def _namesakes(view: View, i: int) -> Iterator[int]:
    """What else has the caption and the tag of `i`; neither what is in `i` nor what it is in."""
    caption, tag, end = view.captions[i], view.elements[i].tag, view.walk.end
    if caption and view.caption_uses[caption] > 1:
        same = (k for k, other in enumerate(view.captions) if other == caption)
        apart = (k for k in same if not (k <= i < end[k] or i <= k < end[i]))
        yield from (k for k in apart if view.elements[k].tag == tag)


def _kind(view: View, i: int) -> set[tuple[str, str]]:
    return set(view.attributes[i]) - _own(view, i)


def _own(view: View, i: int) -> set[tuple[str, str]]:
    return {item for item in view.attributes[i] if item[0] in _OWN}


def _row(view: View, i: int) -> Iterator[int]:
    """All that is in the row of the cell that `i` is or is in; nothing where it is in none."""
    parents, cells = view.walk.parent, view.contexts.cell
    if cells[i] < 0:
        return
    while parents[i] >= 0 and cells[parents[i]] >= 0:
        i = parents[i]
    if parents[i] >= 0:
        yield from range(parents[i] + 1, view.walk.end[parents[i]])
