"""The bags an element is known by: identity, words, ancestors, neighbours, entry, content."""

from __future__ import annotations

from collections.abc import Callable

from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.view import Bag, View, bag, texts_of
from selfheal_cli.matching.words import idents, words

_ANCESTORS = 8
_DESCENDANTS = 24


def marks(view: View) -> list[Bag]:
    """Words of id, name, test id and data attributes."""
    return [known.marks for known in view.known]


def classes(view: View) -> list[Bag]:
    """Words of the class attribute."""
    return [known.classes for known in view.known]


def texts(view: View) -> list[Bag]:
    """Words of accessible name, own text, title, placeholder."""
    return [texts_of(known) for known in view.known]


def content(view: View) -> list[Bag]:
    """Words of all text inside."""
    return [bag((words(known.text),), 60) for known in view.known]


def links(view: View) -> list[Bag]:
    """Parts of the address an element leads to or shows."""
    return [
        bag((words(known.href.partition("?")[0][-120:]), words(known.href.partition("?")[2][:80]),
             words(known.src.rpartition("/")[2][:80])))
        for known in view.known
    ]  # fmt: skip


def around(view: View) -> list[Bag]:
    """Identity words of the ancestors, nearest first."""
    found: list[Bag] = []
    own = [bag((k.marks, k.classes), 12) for k in view.known]
    for i in range(len(view)):
        up = view.walk.parent[i]
        parts: list[Bag] = []
        while up >= 0 and len(parts) < _ANCESTORS:
            parts.append(own[up])
            up = view.walk.parent[up]
        found.append(bag(parts, 40))
    return found


def near(view: View) -> list[Bag]:
    """Words of the texts just before and after, of the heading, of the table column."""
    walk, seen = view.walk, view.contexts
    return [
        bag((
            words(walk.run_before(i)[-60:]),
            words(walk.run_after(i)[:60]),
            words(seen.column[i]),
            words(seen.heading[i]),
        ))
        for i in range(len(view))
    ]  # fmt: skip


def entry(view: View) -> list[Bag]:
    """Words of the row or list entry that holds the element."""
    made: dict[int, Bag] = {-1: ()}
    rows = sorted(set(view.contexts.entry) - {-1})
    split = _split_rows(view, rows)
    for row in rows:
        text = " ".join(view.walk.text(part, 160) for part in split.get(_row_key(view, row), [row]))
        made[row] = bag((words(text[:400]), idents(view.known[row].href)), 60)
    return [made[row] for row in view.contexts.entry]


def _row_key(view: View, row: int) -> str:
    """What joins the parts of a row that a grid draws in several boxes."""
    get = view.elements[row].get
    return get("row-id") or get("aria-rowindex") or get("row-index") or get("data-row-key") or ""


def _split_rows(view: View, rows: list[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        if key := _row_key(view, row):
            found.setdefault(key, []).append(row)
    return found


def inside(view: View) -> list[Bag]:
    """Identity words, labels and addresses of the first descendants (icons, inner spans)."""
    own = [bag((k.marks, k.classes, words(k.title[:60]), words(k.src.rpartition("/")[2][:60])), 10)
           for k in view.known]  # fmt: skip
    return [bag(own[i + 1 : min(view.walk.end[i], i + 1 + _DESCENDANTS)]) for i in range(len(view))]


def everything(view: View) -> list[Bag]:
    """Identity, words and icons together: finds a word that moved from one to another."""
    return [
        bag(parts, 60)
        for parts in zip(marks(view), texts(view), classes(view), inside(view), strict=True)
    ]


def purpose(view: View) -> list[Bag]:
    """What the element is for, whatever the word: of its captions, marks and icons."""
    found: list[Bag] = []
    for known, inner in zip(view.known, inside(view), strict=True):
        said = concepts(texts_of(known)) if len(known.text) <= 60 else ()
        found.append(said or concepts((*known.marks, *known.classes, *inner)))
    return found


CHANNELS: dict[str, Callable[[View], list[Bag]]] = {
    "marks": marks,
    "classes": classes,
    "texts": texts,
    "content": content,
    "links": links,
    "around": around,
    "near": near,
    "entry": entry,
    "inside": inside,
    "everything": everything,
    "purpose": purpose,
}
