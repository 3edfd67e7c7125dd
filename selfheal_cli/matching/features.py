"""Features of a pair (old element, new element), computed for all open pairs at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching import strings
from selfheal_cli.matching.bags import Bags, Ints, Overlap, overlap
from selfheal_cli.matching.fields import fields
from selfheal_cli.matching.said import TESTID
from selfheal_cli.matching.strings import Column, column
from selfheal_cli.matching.view import Known, View, caption
from selfheal_cli.matching.words import plain, without_digits

Matrix = npt.NDArray[np.float32]
Named = Iterator[tuple[str, npt.NDArray[Any]]]

# Values that are compared as wholes: (column, how to read it from an element).
_VALUES: dict[str, Callable[[Known], str]] = {
    "id": lambda k: k.id,
    "name": lambda k: k.name_attr,
    "testid": lambda k: k.testid,
    "href": lambda k: k.href,
    "src": lambda k: k.src.rpartition("/")[2],
    "title": lambda k: plain(k.title[:120]) if k.title else "",
    "placeholder": lambda k: plain(k.placeholder[:120]) if k.placeholder else "",
    "label": lambda k: plain(k.label[:120]) if k.label else "",
    "own": lambda k: plain(k.own[:120]) if k.own else "",
    "text": lambda k: plain(k.text) if k.text else "",
    "type": lambda k: k.type,
}
# Attributes whose value may be the only one of its page.
_KEYS: dict[str, tuple[str, ...]] = {
    "id": ("id",), "name": ("name", "formcontrolname"), "testid": TESTID,
    "href": ("href", "action"),
}  # fmt: skip
_KEY_OF = {name: key for key, names in _KEYS.items() for name in names}
_TEXTS = frozenset(("label", "own", "text", "title"))
_SIDED = ("press", "type", "tick", "choose", "head", "image", "entry", "cell", "label")
_AT_ODDS = frozenset(("marks", "texts", "content", "links", "entry", "purpose"))


@dataclass(frozen=True, slots=True)
class Features:
    """`matrix[k, f]`: feature `names[f]` of open pair k."""

    names: tuple[str, ...]
    matrix: Matrix


class Compared:
    """The elements that are compared, `rows` of each page, and the pairs of them as places in
    these rows (`o`, `n`)."""

    def __init__(
        self, old: View, new: View, rows_old: Ints, rows_new: Ints, o: Ints, n: Ints
    ) -> None:
        self.old, self.new, self.o, self.n = old, new, o, n
        self.rows = (rows_old, rows_new)
        self.lists: tuple[list[int], list[int]] = (rows_old.tolist(), rows_new.tolist())
        self.known: tuple[list[Known], list[Known]] = (
            [old.known[i] for i in self.lists[0]], [new.known[i] for i in self.lists[1]]
        )  # fmt: skip

    def column(self, read: Callable[[Known], str]) -> Column:
        """What `read` says of each compared element."""
        return column(*([read(k) for k in side] for side in self.known))

    def around(self, read: Callable[[View, int], str]) -> Column:
        """The same, of its surroundings."""
        sides = zip((self.old, self.new), self.lists, strict=True)
        return column(*([read(view, i) for i in rows] for view, rows in sides))

    def marked(self, read: Callable[[Known], bool]) -> tuple[Any, Any]:
        """Per pair, what `read` says of the old and of the new element."""
        first, second = (np.array([read(k) for k in side], dtype=bool) for side in self.known)
        return first[self.o], second[self.n]

    def both(self, read: Callable[[View], Any]) -> tuple[Any, Any]:
        """Per pair, the numbers that `read` gives for all elements of a page."""
        first, second = np.asarray(read(self.old)), np.asarray(read(self.new))
        return first[self.rows[0]][self.o], second[self.rows[1]][self.n]


def features(seen: Compared, bags: Bags) -> Features:
    """All features of all open pairs."""
    names: list[str] = []
    columns: list[npt.NDArray[Any]] = []
    for name, values in _all(seen, bags):
        names.append(name)
        columns.append(values)
    matrix = np.empty((len(seen.o), len(names)), dtype=np.float32)
    for f, values in enumerate(columns):
        matrix[:, f] = values
    return Features(tuple(names), matrix)


def _all(seen: Compared, bags: Bags) -> Named:
    found = overlap(bags, seen.o, seen.n)
    yield from _bag_features(bags, found)
    yield from _value_features(seen)
    yield from _caption_features(seen)
    yield from _kind_features(seen)
    yield from _place_features(seen)
    yield from _context_features(seen, found.covered[bags.names.index("entry")])


def _bag_features(bags: Bags, found: Overlap) -> Named:
    shared = np.log1p(found.shared) / 3
    none = found.both & (found.shared == 0)
    full = found.both & (found.jaccard > 0.999)
    for c, name in enumerate(bags.names):
        if name == "shape":
            continue
        yield f"{name} overlap", found.jaccard[c]
        yield f"{name} covered", found.covered[c]
        yield f"{name} shared weight", shared[c]
        if name in _AT_ODDS:
            yield f"{name} at odds", none[c]
            yield f"{name} all the same", full[c]


def _value_features(seen: Compared) -> Named:
    o, n = seen.o, seen.n
    columns = {name: seen.column(read) for name, read in _VALUES.items()}
    for name, values in columns.items():
        same = strings.equal(values, o, n)
        yield f"same {name}", same
        if name in _KEYS:
            uses = [attribute_uses(view, name) for view in (seen.old, seen.new)]
            yield f"only same {name}", same & _alone(values, uses)[values.old[o]]
        if name in _TEXTS:
            yield f"only same {name}", same & _lone(values)[values.old[o]]
        if name in ("id", "name", "href", "type"):
            yield f"other {name}", strings.both(values, o, n) & ~same
    text = columns["text"]
    masked = Column(text.values, *_regrouped(text, without_digits))
    yield from _number_features(seen, text, masked)


def _lone(values: Column) -> npt.NDArray[np.bool_]:
    """Per value, whether one compared element of either page has it."""
    size = len(values.values)
    uses = [np.bincount(side, minlength=size) for side in (values.old, values.new)]
    return np.asarray((uses[0] == 1) & (uses[1] == 1))


def _regrouped(values: Column, read: Callable[[str], str]) -> tuple[Ints, Ints]:
    ids: dict[str, int] = {"": 0}
    of = np.array([ids.setdefault(read(v), len(ids)) for v in values.values], dtype=np.int64)
    return of[values.old], of[values.new]


def attribute_uses(view: View, key: str) -> Counter[str]:
    """How many attributes of the page that serve as `key` have each value."""
    if not view.uses:
        values: dict[str, list[str]] = {one: [] for one in _KEYS}
        for items in view.attributes:
            for name, value in items:
                if one := _KEY_OF.get(name):
                    values[one].append(value)
        view.uses.update((one, Counter(found)) for one, found in values.items())
    return view.uses[key]


def _alone(values: Column, uses: Sequence[Counter[str]]) -> npt.NDArray[np.bool_]:
    """Per value, whether no two elements of a page have it."""
    return strings.alone(values, lambda v: uses[0][v] <= 1 and uses[1][v] <= 1)


def _number_features(seen: Compared, text: Column, masked: Column) -> Named:
    """Texts that differ in their numbers only: a value that changes by itself in a cell, another
    thing in a heading or a control."""
    same = strings.equal(text, seen.o, seen.n)
    differ = strings.equal(masked, seen.o, seen.n)
    yield "same masked", differ
    differ = differ & ~same
    named, _ = seen.marked(lambda k: k.kind not in ("cell", "plain"))
    cell, _ = seen.both(lambda v: v.contexts.cell)
    yield "numbers differ", differ
    yield "numbers differ in a name", differ & named
    yield "same text in a cell", same & (cell >= 0)


def _caption_features(seen: Compared) -> Named:
    o, n = seen.o, seen.n
    captions = seen.column(lambda k: plain(caption(k)))
    edit, sets = strings.alike(captions, o, n)
    yield "caption edit", edit
    yield "caption words", sets
    yield "caption edit high", np.maximum(edit - 0.7, 0) * 3
    same = strings.equal(captions, o, n)
    yield "same caption", same
    uses = (seen.old.caption_uses, seen.new.caption_uses)
    yield "only same caption", same & _alone(captions, uses)[captions.old[o]]
    yield "caption lost or gained", (captions.old[o] > 0) != (captions.new[n] > 0)
    names = seen.column(lambda k: plain(k.id or k.testid or k.name_attr))
    edit, sets = strings.alike(names, o, n)
    yield "identity edit", edit
    yield "identity words", sets
    yield "identity edit high", np.maximum(edit - 0.7, 0) * 3


def _kind_features(seen: Compared) -> Named:
    o, n = seen.o, seen.n
    kinds = seen.column(lambda k: k.kind)
    yield "same tag", strings.equal(seen.column(lambda k: k.tag), o, n)
    yield "same kind", strings.equal(kinds, o, n)
    yield "same role", strings.equal(seen.column(lambda k: k.role), o, n)
    a, b = kinds.old[o], kinds.new[n]
    at = {kind: place for place, kind in enumerate(kinds.values)}
    box = at.get("plain", -1)
    was, now = a == box, b == box
    yield "both plain", was & now
    yield "became plain", ~was & now
    yield "was plain", was & ~now
    other = a != b
    for kind in _SIDED:
        place = at.get(kind, -1)
        yield f"{kind} on one side", other & ((a == place) | (b == place))


def _place_features(seen: Compared) -> Named:
    yield "depth apart", np.minimum(np.abs(_minus(seen.both(lambda v: v.depth))), 12) / 12
    yield "sibling apart", np.minimum(np.abs(_minus(seen.both(lambda v: v.sibling))), 8) / 8
    yield "family apart", _ratio_apart(*seen.both(lambda v: v.family))
    yield "place apart", np.abs(_minus(seen.both(lambda v: np.arange(len(v)) / max(len(v), 1))))
    a, b = seen.both(lambda v: v.size)
    yield "size apart", _ratio_apart(a, b)
    yield "leaf on one side", (a == 1) != (b == 1)
    lengths = [np.array([len(k.text) for k in side]) for side in seen.known]
    a, b = lengths[0][seen.o], lengths[1][seen.n]
    yield "text length apart", _ratio_apart(a, b)
    yield "text on one side", (a > 0) != (b > 0)
    a, b = seen.marked(lambda k: bool(k.own))
    yield "own text on one side", a != b
    inner = [
        np.array([_inner_of_wrapper(view, i) for i in rows], dtype=bool)
        for view, rows in zip((seen.old, seen.new), seen.lists, strict=True)
    ]
    yield "inner of a wrapper on one side", inner[0][seen.o] != inner[1][seen.n]
    yield "path", strings.alike(seen.around(_path), seen.o, seen.n, sets=False)[0]


def _minus(sides: tuple[Any, Any]) -> npt.NDArray[Any]:
    return np.asarray(sides[0] - sides[1])


def _inner_of_wrapper(view: View, i: int) -> bool:
    """Whether the parent holds no other text."""
    walk, up = view.walk, view.walk.parent[i]
    own = walk.after[i] - walk.before[i]
    return up >= 0 and own > 0 and walk.after[up] - walk.before[up] == own


def _ratio_apart(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.asarray(np.minimum(np.abs(np.log((a + 1.0) / (b + 1.0))), 4) / 4)


def _path(view: View, i: int) -> str:
    """The last tags of the path, for edit similarity."""
    known = view.paths.get(i)
    if known is None:
        up = view.walk.parent[i]
        above = _path(view, up) if up >= 0 and view.walk.depth[i] < 200 else ""
        known = view.paths[i] = f"{above}/{view.elements[i].tag!s}"[-60:]
    return known


def _context_features(seen: Compared, row: npt.NDArray[Any]) -> Named:
    o, n = seen.o, seen.n
    heading = seen.around(lambda v, i: plain(v.contexts.heading[i]))
    column_ = seen.around(lambda v, i: plain(v.contexts.column[i]))
    for name, values in (("heading", heading), ("column", column_)):
        same = strings.equal(values, o, n)
        yield f"same {name}", same
        yield f"other {name}", strings.both(values, o, n) & ~same
    yield "same column, same row", strings.equal(column_, o, n) * row
    a, b = seen.both(lambda v: v.contexts.cell)
    yield "same cell", (a >= 0) & (a == b)
    yield "cell on one side", (a >= 0) != (b >= 0)
    landmarks = seen.around(lambda v, i: "".join(v.contexts.landmark[i][:1]))
    same = strings.equal(landmarks, o, n)
    yield "same landmark", same
    yield "other landmark", strings.both(landmarks, o, n) & ~same
    yield from _field_features(seen)
    window = seen.around(lambda v, i: "in" * _in_dialog(v, i))
    yield "dialog on one side", window.old[o] != window.new[n]
    before = seen.around(lambda v, i: v.walk.run_before(i)[-60:])
    yield "same text before", strings.equal(before, o, n)
    after = seen.around(lambda v, i: v.walk.run_after(i)[:60])
    yield "same text after", strings.equal(after, o, n)


def _field_features(seen: Compared) -> Named:
    o, n = seen.o, seen.n
    sides = zip((seen.old, seen.new), seen.lists, strict=True)
    stand_by = column(*(_picked(fields(view), rows) for view, rows in sides))
    edit, _ = strings.alike(stand_by, o, n, sets=False)
    same = strings.equal(stand_by, o, n)
    yield "same field", same
    yield "field edit", edit
    yield "other field", strings.both(stand_by, o, n) & (edit < 0.5)


def _picked(values: Sequence[str], rows: Sequence[int]) -> list[str]:
    return [values[i] for i in rows]


def _in_dialog(view: View, i: int) -> bool:
    marks = view.contexts.landmark[i]
    return "dialog" in marks or "alertdialog" in marks
