"""The bags an element is known by: identity, words, ancestors, neighbours, entry, content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.said import Bag, bag
from selfheal_cli.matching.view import View, texts_of
from selfheal_cli.matching.words import idents, words

_ANCESTORS = 8
_DESCENDANTS = 24
Channel = Callable[[View, int], Bag]


def read(view: View, name: str, rows: Sequence[int]) -> list[Bag]:
    """The bags of channel `name` of some elements; each is made once."""
    return _read(view, name, CHANNELS[name], rows)


def _read(view: View, name: str, channel: Channel, rows: Sequence[int]) -> list[Bag]:
    memo = view.memo.setdefault(name, {})
    found = []
    for i in rows:
        known = memo.get(i)
        if known is None:
            known = memo[i] = channel(view, i)
        found.append(known)
    return found


def _one(view: View, name: str, channel: Channel, i: int) -> Bag:
    memo = view.memo.setdefault(name, {})
    known = memo.get(i)
    if known is None:
        known = memo[i] = channel(view, i)
    return known


def marks(view: View, i: int) -> Bag:
    """Words of id, name, test id and data attributes."""
    return view.said[i].marks


def classes(view: View, i: int) -> Bag:
    """Words of the class attribute."""
    return view.said[i].classes


def texts(view: View, i: int) -> Bag:
    """Words of accessible name, own text, title, placeholder."""
    return texts_of(view.known[i])


def content(view: View, i: int) -> Bag:
    """Words of all text inside."""
    text = view.known[i].text
    return _of_text(text) if text else ()


def links(view: View, i: int) -> Bag:
    """Parts of the address an element leads to or shows."""
    known = view.known[i]
    if not known.href and not known.src:
        return ()
    path, _, query = known.href.partition("?")
    return bag((words(path[-120:]), words(query[:80]), words(known.src.rpartition("/")[2][:80])))


def around(view: View, i: int) -> Bag:
    """Identity words of the ancestors, nearest first."""
    up = view.walk.parent[i]
    return _one(view, "above", _above, up) if up >= 0 else ()


def _above(view: View, up: int) -> Bag:
    """The same for the children of `up`: they share it."""
    parts: list[Bag] = []
    parent, said = view.walk.parent, view.said
    while up >= 0 and len(parts) < _ANCESTORS:
        parts.append(said[up].identity)
        up = parent[up]
    return bag(parts, 40)


def near(view: View, i: int) -> Bag:
    """Words of the texts just before and after, of the heading, of the table column."""
    walk, seen = view.walk, view.contexts
    return _of_texts(
        (walk.run_before(i)[-60:], walk.run_after(i)[:60], seen.column[i], seen.heading[i])
    )


def entry(view: View, i: int) -> Bag:
    """Words of the row or list entry that holds the element."""
    row = view.contexts.entry[i]
    return _one(view, "row", _row, row) if row >= 0 else ()


def _row(view: View, row: int) -> Bag:
    key = _row_key(view, row)
    parts = _parts_of_rows(view).get(key, [row]) if key else [row]
    text = " ".join(view.walk.text(part, 160) for part in parts)
    get = view.elements[row].get
    return bag((words(text[:400]), idents(get("href") or get("action") or "")), 60)


def _row_key(view: View, row: int) -> str:
    """What joins the parts of a row that a grid draws in several boxes."""
    get = view.elements[row].get
    return get("row-id") or get("aria-rowindex") or get("row-index") or get("data-row-key") or ""


def _parts_of_rows(view: View) -> dict[str, list[int]]:
    if view.split_rows is None:
        view.split_rows = {}
        for row in sorted(set(view.contexts.entry) - {-1}):
            if key := _row_key(view, row):
                view.split_rows.setdefault(key, []).append(row)
    return view.split_rows


def inside(view: View, i: int) -> Bag:
    """Identity words, labels and addresses of the first descendants (icons, inner spans)."""
    first, stop = i + 1, min(view.walk.end[i], i + 1 + _DESCENDANTS)
    if first >= stop:
        return ()
    return bag([said.brief for said in view.said[first:stop]])


def everything(view: View, i: int) -> Bag:
    """Identity, words and icons together: finds a word that moved from one to another."""
    said = view.said[i]
    texts_, inside_ = _one(view, "texts", texts, i), _one(view, "inside", inside, i)
    return bag((said.marks, texts_, said.classes, inside_), 60)


def purpose(view: View, i: int) -> Bag:
    """What the element is for, whatever the word: of its captions, marks and icons."""
    known = view.known[i]
    said = _purposes(_one(view, "texts", texts, i)) if len(known.text) <= 60 else ()
    if said:
        return said
    return _purposes((*known.marks, *known.classes, *_one(view, "inside", inside, i)))


# The pages of a run repeat most of their texts.
@lru_cache(maxsize=16384)
def _of_text(text: str) -> Bag:
    return bag((words(text),), 60)


@lru_cache(maxsize=16384)
def _of_texts(texts: tuple[str, ...]) -> Bag:
    return bag(words(text) for text in texts if text)


@lru_cache(maxsize=16384)
def _purposes(said: Bag) -> Bag:
    return tuple(f"@{concept}" for concept in concepts(said))


CHANNELS: dict[str, Channel] = {
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
