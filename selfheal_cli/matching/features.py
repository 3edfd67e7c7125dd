"""Features of a pair (old element, new element), computed for all pairs of two pages at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching import strings
from selfheal_cli.matching.bags import Bags, Floats, Ints, overlap
from selfheal_cli.matching.preselect import Pairs
from selfheal_cli.matching.strings import Column, column
from selfheal_cli.matching.view import Known, View, caption
from selfheal_cli.matching.words import plain, without_digits

Matrix = npt.NDArray[np.float32]
Named = Iterator[tuple[str, Floats]]

# Values that are compared as wholes: (column, how to read it from an element).
_VALUES: dict[str, Callable[[Known], str]] = {
    "id": lambda k: k.id,
    "name": lambda k: k.name_attr,
    "testid": lambda k: k.testid,
    "href": lambda k: k.href,
    "src": lambda k: k.src.rpartition("/")[2],
    "title": lambda k: plain(k.title[:120]),
    "placeholder": lambda k: plain(k.placeholder[:120]),
    "label": lambda k: plain(k.label[:120]),
    "own": lambda k: plain(k.own[:120]),
    "text": lambda k: plain(k.text),
    "masked": lambda k: without_digits(plain(k.text)),
    "type": lambda k: k.type,
}
_ALIKE: dict[str, Callable[[Known], str]] = {
    "caption": lambda k: plain(caption(k)),
    "identity": lambda k: plain(k.id or k.testid or k.name_attr),
}


@dataclass(frozen=True, slots=True)
class Features:
    """`matrix[k, f]`: feature `names[f]` of pair k."""

    names: tuple[str, ...]
    matrix: Matrix


def features(old: View, new: View, bags: Mapping[str, Bags], pairs: Pairs) -> Features:
    """All features of all pairs."""
    names: list[str] = []
    columns: list[Matrix] = []
    for name, values in _all(old, new, bags, pairs):
        names.append(name)
        columns.append(values.astype(np.float32))
    return Features(tuple(names), np.stack(columns, axis=1))


def _all(old: View, new: View, bags: Mapping[str, Bags], pairs: Pairs) -> Named:
    o, n = pairs.old, pairs.new
    yield from _bag_features(bags, o, n)
    yield from _value_features(old, new, o, n)
    yield from _kind_features(old, new, o, n)
    yield from _place_features(old, new, o, n)
    yield from _context_features(old, new, bags, o, n)


def _bag_features(bags: Mapping[str, Bags], o: Ints, n: Ints) -> Named:
    for name, channel in bags.items():
        found = overlap(channel, o, n)
        both = (found.mass > 0) & (channel.new.mass[channel.new.of[n]] > 0)
        yield f"{name} overlap", found.jaccard
        yield f"{name} covered", found.covered
        yield f"{name} shared weight", np.log1p(found.shared) / 3
        if name in ("marks", "texts", "content", "links", "entry", "purpose"):
            yield f"{name} at odds", (both & (found.shared == 0)).astype(float)
            yield f"{name} all the same", (both & (found.jaccard > 0.999)).astype(float)


def _value_features(old: View, new: View, o: Ints, n: Ints) -> Named:
    for name, read in _VALUES.items():
        values = _column(old, new, read)
        yield f"same {name}", strings.equal(values, o, n)
        yield f"only same {name}", strings.only(values, o, n)
        if name in ("id", "name", "href", "type"):
            same = strings.equal(values, o, n)
            yield f"other {name}", strings.both(values, o, n) - same
    for name, read in _ALIKE.items():
        edit, sets = strings.alike(_column(old, new, read), o, n)
        yield f"{name} edit", edit
        yield f"{name} words", sets
        yield f"{name} edit high", np.maximum(edit - 0.7, 0) * 3
    yield from _number_features(old, new, o, n)
    captions = _column(old, new, _ALIKE["caption"])
    yield "same caption", strings.equal(captions, o, n)
    yield "only same caption", strings.only(captions, o, n)
    yield "caption lost or gained", ((captions.old[o] > 0) != (captions.new[n] > 0)).astype(float)


def _number_features(old: View, new: View, o: Ints, n: Ints) -> Named:
    """Texts that differ in their numbers only: a value that changes by itself in a cell, another
    thing in a heading or a control."""
    text, masked = (_column(old, new, _VALUES[name]) for name in ("text", "masked"))
    differ = strings.equal(masked, o, n) * (1 - strings.equal(text, o, n))
    named = np.array([k.kind not in ("cell", "plain") for k in old.known], dtype=float)[o]
    inside = np.array([c >= 0 for c in old.contexts.cell], dtype=float)[o]
    yield "numbers differ", differ
    yield "numbers differ in a name", differ * named
    yield "same text in a cell", strings.equal(text, o, n) * inside


def _column(old: View, new: View, read: Callable[[Known], str]) -> Column:
    return column([read(k) for k in old.known], [read(k) for k in new.known])


def _kind_features(old: View, new: View, o: Ints, n: Ints) -> Named:
    for name, read in (("tag", _tag), ("kind", _kind), ("role", _role)):
        yield f"same {name}", strings.equal(_column(old, new, read), o, n)
    kinds = _column(old, new, _kind)
    boxes = [kinds.values.index("plain") if "plain" in kinds.values else -1]
    plain_old, plain_new = kinds.old[o] == boxes[0], kinds.new[n] == boxes[0]
    yield "both plain", (plain_old & plain_new).astype(float)
    yield "became plain", (~plain_old & plain_new).astype(float)
    yield "was plain", (plain_old & ~plain_new).astype(float)
    for kind in ("press", "type", "tick", "choose", "head", "image", "entry", "cell", "label"):
        at = kinds.values.index(kind) if kind in kinds.values else -1
        yield f"{kind} on one side", ((kinds.old[o] == at) != (kinds.new[n] == at)).astype(float)
    seen_old = np.array([k.visible for k in old.known], dtype=bool)
    seen_new = np.array([k.visible for k in new.known], dtype=bool)
    yield "became hidden", (seen_old[o] & ~seen_new[n]).astype(float)
    yield "became visible", (~seen_old[o] & seen_new[n]).astype(float)


def _tag(known: Known) -> str:
    return known.tag


def _kind(known: Known) -> str:
    return known.kind


def _role(known: Known) -> str:
    return known.role


def _place_features(old: View, new: View, o: Ints, n: Ints) -> Named:
    yield "depth apart", np.minimum(np.abs(old.depth[o] - new.depth[n]), 12) / 12
    yield "sibling apart", np.minimum(np.abs(old.sibling[o] - new.sibling[n]), 8) / 8
    yield "family apart", _ratio_apart(old.family[o], new.family[n])
    yield "place apart", np.abs(o / max(len(old), 1) - n / max(len(new), 1))
    size_old, size_new = old.end - np.arange(len(old)), new.end - np.arange(len(new))
    yield "size apart", _ratio_apart(size_old[o], size_new[n])
    yield "leaf on one side", ((size_old[o] == 1) != (size_new[n] == 1)).astype(float)
    text_old = np.array([len(k.text) for k in old.known], dtype=float)
    text_new = np.array([len(k.text) for k in new.known], dtype=float)
    yield "text length apart", _ratio_apart(text_old[o], text_new[n])
    yield "text on one side", ((text_old[o] > 0) != (text_new[n] > 0)).astype(float)
    own_old = np.array([bool(k.own) for k in old.known])
    own_new = np.array([bool(k.own) for k in new.known])
    yield "own text on one side", (own_old[o] != own_new[n]).astype(float)
    wraps = [np.array(_inner_of_wrapper(view)) for view in (old, new)]
    yield "inner of a wrapper on one side", (wraps[0][o] != wraps[1][n]).astype(float)
    edit, _ = strings.alike(column(_paths(old), _paths(new)), o, n)
    yield "path", edit


def _inner_of_wrapper(view: View) -> list[bool]:
    """Whether the parent holds nothing else."""
    return [
        up >= 0 and bool(known.text) and view.known[up].text == known.text
        for known, up in zip(view.known, view.walk.parent, strict=True)
    ]


def _ratio_apart(a: npt.NDArray[np.generic], b: npt.NDArray[np.generic]) -> Floats:
    first, second = a.astype(float), b.astype(float)
    apart = np.abs(np.log((first + 1) / (second + 1)))
    return np.asarray(np.minimum(apart, 4) / 4, dtype=np.float64)


def _paths(view: View) -> list[str]:
    """The last tags of the path, one letter run each, for edit similarity."""
    paths: list[str] = []
    for i, known in enumerate(view.known):
        up = view.walk.parent[i]
        paths.append(f"{paths[up] if up >= 0 else ''}/{known.tag}"[-60:])
    return paths


def _context_features(old: View, new: View, bags: Mapping[str, Bags], o: Ints, n: Ints) -> Named:
    for name in ("heading", "column"):
        a = [plain(v) for v in getattr(old.contexts, name)]
        b = [plain(v) for v in getattr(new.contexts, name)]
        values = column(a, b)
        yield f"same {name}", strings.equal(values, o, n)
        yield f"other {name}", strings.both(values, o, n) - strings.equal(values, o, n)
    same = strings.equal(column(*[[plain(v) for v in w.contexts.column] for w in (old, new)]), o, n)
    row = overlap(bags["entry"], o, n).covered
    yield "same column, same row", same * row
    cells = [np.array(v.contexts.cell) for v in (old, new)]
    inside = (cells[0][o] >= 0) & (cells[1][n] >= 0)
    yield "same cell", (inside & (cells[0][o] == cells[1][n])).astype(float)
    yield "cell on one side", ((cells[0][o] >= 0) != (cells[1][n] >= 0)).astype(float)
    marks = [["|".join(m[:1]) for m in v.contexts.landmark] for v in (old, new)]
    landmarks = column(marks[0], marks[1])
    yield "same landmark", strings.equal(landmarks, o, n)
    yield "other landmark", strings.both(landmarks, o, n) - strings.equal(landmarks, o, n)
    window = [np.array(["dialog" in m or "alertdialog" in m for m in v.contexts.landmark])
              for v in (old, new)]  # fmt: skip
    yield "dialog on one side", (window[0][o] != window[1][n]).astype(float)
    texts = [[v.walk.run_before(i)[-60:] for i in range(len(v))] for v in (old, new)]
    yield "same text before", strings.equal(column(*texts), o, n)
    texts = [[v.walk.run_after(i)[:60] for i in range(len(v))] for v in (old, new)]
    yield "same text after", strings.equal(column(*texts), o, n)
