"""Features of (locator text, element) for all elements of a page, where no old page is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from rapidfuzz import fuzz, process

from selfheal_cli.matching.bags import Bag, Floats, make, overlap
from selfheal_cli.matching.chain import chain_features
from selfheal_cli.matching.channels import read
from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.demands import pressed_around
from selfheal_cli.matching.looked import Looked
from selfheal_cli.matching.records import Hints
from selfheal_cli.matching.view import Known, caption
from selfheal_cli.matching.vocabulary import fits, kind_of
from selfheal_cli.matching.wanted import Wanted, all_words
from selfheal_cli.matching.words import idents, joined, plain, words
from selfheal_cli.model import Action

Named = Iterator[tuple[str, Floats]]
_GENERIC = frozenset(
    """button link input field text label box icon locator element el selector css xpath id the
    get click fill select check page header heading title menu item can be is are of a an
    to in on and with from at by for has have shows shown user users test tests new when after
    before it its""".split()  # noqa: SIM905
)


def guess_features(seen: Looked, meant: Wanted, hints: Hints, action: Action) -> Named:
    """One column per feature, one row per element that is looked at."""
    yield from _identity(seen, meant)
    yield from _texts(seen, meant)
    yield from _hinted(seen, meant, hints)
    yield from _kinds(seen, meant)
    yield from _surroundings(seen, meant)
    yield from chain_features(seen.view, seen.rows, meant)
    yield from _demanded(seen, meant, action)


def _covered(seen: Looked, name: str, said: Bag, channel: str) -> Named:
    """How much of what was said is among the element's words, and of those in what was said."""
    yield from _compared(seen, name, said, read(seen.view, channel, seen.rows))


def _compared(seen: Looked, name: str, said: Bag, held: list[Bag]) -> Named:
    size = len(seen.rows)
    if not said:
        for what in ("covered", "overlap", "shared"):
            yield f"{name} {what}", np.zeros(size)
        return
    bags = make((name,), [[said]], [held], seen.weights.__getitem__)
    found = overlap(bags, np.zeros(size, dtype=np.int64), np.arange(size))
    yield f"{name} covered", found.covered[0]
    yield f"{name} overlap", found.jaccard[0]
    yield f"{name} shared", np.log1p(found.shared[0]) / 3


def _identity(seen: Looked, meant: Wanted) -> Named:
    said = meant.identity
    yield from _covered(seen, "identity in marks", said, "marks")
    yield from _covered(seen, "identity in classes", said, "classes")
    yield from _covered(seen, "identity in everything", said, "everything")
    ids = set(meant.link.ids)
    yield "same id", np.array([k.id in ids for k in seen.known], dtype=float)
    whole = [plain(" ".join(idents(k.id or k.testid or k.name_attr))) for k in seen.known]
    named = [v for n, v in meant.link.attributes if n.startswith(("data-", "name"))]
    best = np.zeros(len(seen.rows))
    for value in (*meant.link.ids, *named):
        best = np.maximum(best, _ratio(plain(" ".join(idents(value))), whole))
    yield "identity edit", best
    kept = np.zeros(len(seen.rows))
    for name, value in meant.link.attributes:
        kept += [e.get(name) == value for e in seen.elements]
    yield "attributes kept", kept / max(len(meant.link.attributes), 1)


def _ratio(said: str, texts: list[str]) -> Floats:
    if not said:
        return np.zeros(len(texts))
    unique = list(dict.fromkeys(texts))
    scores = process.cdist([said], unique, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
    place = {text: i for i, text in enumerate(unique)}
    return np.array([scores[place[text]] if text else 0.0 for text in texts], dtype=float)


_READ: dict[str, Callable[[Known], str]] = {
    "label": lambda k: k.label,
    "own": lambda k: k.own,
    "text": lambda k: k.text,
    "title": lambda k: k.title or k.placeholder,
}


def _texts(seen: Looked, meant: Wanted) -> Named:
    said = [plain(t) for t in meant.texts if plain(t)]
    spoken = tuple(dict.fromkeys(w for t in meant.texts for w in joined(words(t))))
    yield from _covered(seen, "texts in texts", spoken, "texts")
    yield from _covered(seen, "texts in everything", spoken, "everything")
    yield from _covered(seen, "texts in content", spoken, "content")
    equal = np.zeros(len(seen.rows))
    for name, said_in in _READ.items():
        values = [plain(said_in(k)[:200]) for k in seen.known]
        same = np.array([v in said for v in values], dtype=float)
        equal = np.maximum(equal, same)
        yield f"text is {name}", same
        part = [bool(v) and any(f" {t} " in f" {v} " for t in said) for v in values]
        yield f"text in {name}", np.array(part, dtype=float)
    best = np.zeros(len(seen.rows))
    captions = [plain(caption(k)) for k in seen.known]
    for text in said:
        best = np.maximum(best, _ratio(text, captions))
    yield "caption edit", best
    own = np.array([bool(k.own) for k in seen.known], dtype=float)
    yield "own text when sought by text", own * meant.by_text
    yield "text alone", equal / max(float(equal.sum()), 1.0)
    inner = [plain(t) for t in meant.inner if plain(t)]
    whole = [bool(inner) and plain(k.text) in inner for k in seen.known]
    yield "is the inner text", np.array(whole, dtype=float)
    holds = [bool(inner) and all(t in plain(k.text) for t in inner) for k in seen.known]
    yield "holds the inner text", np.array(holds, dtype=float)


def _hinted(seen: Looked, meant: Wanted, hints: Hints) -> Named:
    hinted = (*idents(hints.variable), *idents(hints.method))
    said = tuple(dict.fromkeys(w for w in hinted if w not in _GENERIC))
    # A variable names this element; a title tells of the whole test: its words count among all
    # that is said, and not by themselves.
    titled = () if hints.variable else (w for t in hints.texts for w in words(t))
    told = tuple(dict.fromkeys((*said, *(w for w in titled if w not in _GENERIC))))
    yield from _covered(seen, "variable in everything", said, "everything")
    yield from _covered(seen, "variable in content", said, "content")
    yield from _covered(seen, "variable in around", said, "around")
    spoken = (w for t in meant.texts for w in joined(words(t)))
    purposes = tuple(f"@{c}" for c in concepts((*spoken, *meant.identity, *told)))
    yield from _covered(seen, "purpose", purposes, "purpose")
    everything = tuple(dict.fromkeys((*all_words(meant), *told)))
    yield from _covered(seen, "all in everything", everything, "everything")
    kinds = {kind_of(w, w, "") for w in hinted} - {"plain"}
    hit = [k.kind in kinds for k in seen.known]
    yield "variable names the kind", np.array(hit, dtype=float)


def _kinds(seen: Looked, meant: Wanted) -> Named:
    tag = meant.link.tag
    yield "same tag", np.array([bool(tag) and k.tag == tag for k in seen.known], dtype=float)
    type_ = dict(meant.link.attributes).get("type", "")
    kind = kind_of(tag, meant.role, type_) if tag or meant.role else ""
    if tag == "input" and not type_:
        kind = ""
    yield "same kind", np.array([bool(kind) and k.kind == kind for k in seen.known], dtype=float)
    other = [bool(kind) and kind != "plain" and k.kind != kind for k in seen.known]
    yield "other kind", np.array(other, dtype=float)
    same = [bool(meant.role) and k.role == meant.role for k in seen.known]
    yield "same role", np.array(same, dtype=float)
    fields = [meant.called_only and k.kind in ("type", "choose", "tick") for k in seen.known]
    yield "labelled field", np.array(fields, dtype=float)
    yield "plain", np.array([k.kind == "plain" for k in seen.known], dtype=float)
    size = np.log1p(seen.view.size[seen.rows])
    yield "size", np.minimum(size, 6) / 6
    told = bool(meant.texts) or bool(meant.identity)
    yield "size untold", np.minimum(size, 6) / 6 * (not told)


def _surroundings(seen: Looked, meant: Wanted) -> Named:
    outer = tuple(dict.fromkeys(meant.outer))
    yield from _covered(seen, "outer in everything", outer, "everything")
    yield from _covered(seen, "outer in around", outer, "around")
    yield from _covered(seen, "identity in around", meant.identity, "around")
    spoken = tuple(dict.fromkeys(w for t in (*meant.near, *meant.inner) for w in words(t)))
    yield from _covered(seen, "near in near", spoken, "near")
    yield from _covered(seen, "near in content", spoken, "content")
    entries: list[Bag] = [
        words(seen.view.walk.text(row, 200)) if row >= 0 else ()
        for row in map(seen.view.contexts.entry.__getitem__, seen.rows)
    ]
    yield from _compared(seen, "near in entry", spoken, entries)


def _demanded(seen: Looked, meant: Wanted, action: Action) -> Named:
    known, view = seen.known, seen.view
    suits = np.array([fits(k.kind, action.kind) for k in known], dtype=float)
    narrow = action.kind in ("click", "fill", "select", "check")
    yield "suits the action", suits * narrow
    inner = np.array([pressed_around(view, i) for i in seen.rows], dtype=float)
    yield "inside what is pressed", inner * (action.kind == "click")
    yield "interactive when read", suits * (not narrow)
    expected = plain(action.value[:200])
    reads = bool(expected) and action.kind in ("assert-text", "assert-value", "read")
    texts = [plain(k.text) for k in known]
    yield "is the expected text", np.array([t == expected for t in texts], dtype=float) * reads
    demanded = [expected] if reads else [t for t in map(plain, meant.inner) if t]
    holds = [bool(demanded) and all(d in t for d in demanded) for t in texts]
    yield "holds the expected text", np.array(holds, dtype=float)
    own = np.array([expected in plain(k.own) and bool(k.own) for k in known], dtype=float)
    yield "own text as expected", own * reads
    yield "expected text alone", own * reads / max(float(own.sum()), 1.0)
    yield (
        "has own text when read",
        np.array([bool(k.own) for k in known], dtype=float) * (action.kind == "assert-text"),
    )
    hidden = np.array([not view.visible(i) for i in seen.rows], dtype=float)
    yield "hidden", hidden * (action.kind != "assert-hidden")
