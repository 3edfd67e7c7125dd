"""What hangs on a text that is still there: the field beside a label, the value behind a name, the
button of a row. The relation that the locator states no longer holds; what it led to is near."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.matching.selectors import Link, Reach
from selfheal_cli.matching.view import View
from selfheal_cli.matching.vocabulary import kind_of
from selfheal_cli.matching.wanted import Wanted
from selfheal_cli.matching.words import plain

_CONTROLS = frozenset(("press", "type", "choose", "tick", "label"))
_PLAIN = frozenset(("plain", "cell"))
_RELATED = frozenset((Reach.AFTER, Reach.BEFORE, Reach.BESIDE))
# How far up from the text the box is looked for that holds what hangs on it, and its size.
_LEVELS = 5
_LARGEST = 400
_MOST = 20


def anchors(view: View, meant: Wanted) -> list[int]:
    """The texts of the page that the locator goes out from; none where it goes out from none."""
    return _saying(view, meant.anchor) if meant.anchor and meant.reach in _RELATED else []


def hanging(view: View, at: int, meant: Wanted) -> list[int]:
    """The elements of the kind that is asked for in the nearest box around the text `at` that has
    any, the likeliest first."""
    child, box = at, view.walk.parent[at]
    for _ in range(_LEVELS):
        if box < 0 or view.walk.end[box] - box > _LARGEST:
            return []
        if found := _within(view, box, child, meant):
            return found
        child, box = box, view.walk.parent[box]
    return []


def _saying(view: View, texts: Sequence[str]) -> list[int]:
    """The elements whose own text is just that; else those whose own text holds it."""
    said = [plain(text) for text in texts if plain(text)]
    if len(said) != 1:
        return []
    whole = [i for i, own in enumerate(view.walk.own) if own and plain(own[:200]) == said[0]]
    part = [i for i, own in enumerate(view.walk.own) if own and said[0] in plain(own[:200])]
    shown = [i for i in whole or part if view.visible(i)]
    return shown if len(shown) <= _MOST else []


def _within(view: View, box: int, child: int, meant: Wanted) -> list[int]:
    """What is asked for in the box, beside the child that holds the text."""
    after = range(view.walk.end[child], view.walk.end[box])
    earlier = [i for i in view.children[box] if i < child]
    before = [i for c in reversed(earlier) for i in range(c, view.walk.end[c])]
    ways = {Reach.AFTER: (after,), Reach.BEFORE: (before,)}.get(meant.reach, (after, before))
    asked = meant.link
    if (place := _placed(view, box, meant)) >= 0 and _is_asked(view, place, asked):
        return [place]
    for way in ways:
        if found := [i for i in way if _is_asked(view, i, asked)]:
            return _of_its_tag(view, found, asked) or found
    return []


def _of_its_tag(view: View, rows: Sequence[int], asked: Link) -> list[int]:
    """Those with the tag asked for: of boxes and texts, whose tags say little, only the first one
    and what says the same inside of it."""
    first, said = rows[0], view.walk.text
    if _kind(asked) in _PLAIN:
        rows = [i for i in rows if first <= i < view.end[first] and said(i) == said(first)]
    return [i for i in rows if view.elements[i].tag == asked.tag]


def _placed(view: View, box: int, meant: Wanted) -> int:
    """The box's child at the place that the locator names; -1 for none."""
    place = meant.link.index
    children = view.children[box]
    named = meant.reach is Reach.BESIDE and 0 < place <= len(children)
    return children[place - 1] if named else -1


def _is_asked(view: View, i: int, asked: Link) -> bool:
    """Whether the element is of the kind that is asked for; where that is a plain one, whether it
    says something and is no control."""
    kind = _kind(asked)
    if kind in _PLAIN:
        return bool(view.walk.text(i)) and view.kinds[i] not in _CONTROLS
    return view.kinds[i] == kind or view.elements[i].tag == asked.tag


def _kind(asked: Link) -> str:
    return kind_of(asked.tag, "", dict(asked.attributes).get("type", ""))
