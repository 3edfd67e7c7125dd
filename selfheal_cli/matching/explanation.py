"""Why: the features of a pair in words, and what stands where a removed element stood."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import mul

import numpy as np

from selfheal_cli.dom.text import legible
from selfheal_cli.matching.apart import DIFFERS
from selfheal_cli.matching.linear import Ranker
from selfheal_cli.matching.portrait import called, classes, noun, tag
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.matching.view import View, caption
from selfheal_cli.matching.words import plain
from selfheal_cli.model import Evidence

_ANCHORED = 0.5
_SIZABLE = 3
_LARGEST = 200
_NEXT_TO_NOTHING = 0.1
# Shorter words are in many texts.
_TELLING = 4
_WORD = re.compile(r"\w+")
# What is shown: (word, how to read it, the features whose weight it sums up).
_SHOWN: tuple[tuple[str, Callable[[View, int], str], tuple[str, ...]], ...] = (
    ("id", lambda v, i: v.known[i].id, ("id", "identity edit", "identity words")),
    ("name attribute", lambda v, i: v.known[i].name_attr, ("name",)),
    ("test id", lambda v, i: v.known[i].testid, ("testid",)),
    ("accessible name", lambda v, i: legible(v.known[i].label[:60]), ("label", "caption", "texts")),
    ("text", lambda v, i: v.known[i].text[:60], ("own", "text", "content", "masked")),
    ("placeholder", lambda v, i: v.known[i].placeholder[:60], ("placeholder",)),
    ("title", lambda v, i: v.known[i].title[:60], ("title",)),
    ("address", lambda v, i: v.known[i].href[-60:], ("href", "links", "src")),
    ("kind", lambda v, i: noun(v, i), ("tag", "kind", "role", "type")),
    ("classes", lambda v, i: " ".join(classes(v, i)[:3])[:80], ("classes", "marks")),
    ("heading before", lambda v, i: v.contexts.heading[i][:60], ("heading",)),
    ("column", lambda v, i: v.contexts.column[i][:60], ("column", "cell")),
    ("parent", lambda v, i: _parent(v, i), ("parents agree", "ancestors agree", "around")),
    ("neighbours", lambda v, i: v.walk.run_before(i)[-40:],
     ("siblings agree", "siblings agreeing", "near", "text before agrees", "text after agrees",
      "next agree", "previous agree")),
)  # fmt: skip

_OWN = frozenset(word for word, _, _ in _SHOWN[:8])
_AROUND = frozenset(("classes", "heading before", "column", "parent", "neighbours"))


def _parent(view: View, i: int) -> str:
    up = view.walk.parent[i]
    return called(view, up) if up >= 0 else ""


def explain(page: Spread, ranked: Ranked, place: int, ranker: Ranker) -> tuple[Evidence, ...]:
    """The features of one candidate that have a value on either side, heaviest first."""
    found = ranked.candidates
    old, new = page.prepared.old, page.prepared.new
    it = int(found.new[place])
    values = found.matrix[place].tolist()
    rows = []
    weighed = _columns(found.names, ranker)
    for (word, read, _), (columns, weights) in zip(_SHOWN, weighed, strict=True):
        before, now = read(old, found.target), read(new, it)
        if before or now:
            weight = sum(map(mul, weights, map(values.__getitem__, columns)))
            rows.append(Evidence(word, before, now, round(weight, 3)))
    return tuple(sorted(rows, key=lambda e: (-abs(e.weight), e.feature)))


@lru_cache(maxsize=4)
def _columns(
    names: tuple[str, ...], ranker: Ranker
) -> tuple[tuple[tuple[int, ...], tuple[float, ...]], ...]:
    """For each row that is shown the features that it sums up, and what each weighs."""
    weighs = [ranker.weights.get(name, 0.0) for name in names]
    about = (
        tuple(f for f, name in enumerate(names) if weighs[f] and _about(name, prefixes))
        for _, _, prefixes in _SHOWN
    )
    return tuple((columns, tuple(weighs[f] for f in columns)) for columns in about)


def _about(name: str, prefixes: tuple[str, ...]) -> bool:
    bare = name.removeprefix("only ").removeprefix("same ").removeprefix("other ")
    return bare in prefixes or bare.partition(" ")[0] in prefixes


def found_sentence(page: Spread, ranked: Ranked, place: int) -> str:
    """What speaks for the best candidate."""
    old, new = page.prepared.old, page.prepared.new
    target, it = ranked.candidates.target, int(ranked.candidates.new[place])

    def kept(those: frozenset[str]) -> list[str]:
        return [
            word for word, read, _ in _SHOWN
            if word in those and read(old, target) and read(old, target) == read(new, it)
        ]  # fmt: skip

    before, now = called(old, target), called(new, it)
    became = "is still there" if before == now else f"is now the {now}"
    if own := kept(_OWN):
        return f"the {before} {became}: the same {_listed(own)}"
    likeness = _likeness(caption(old.known[target]), caption(new.known[it]))
    alike = [*likeness, *kept(_AROUND)]
    if "classes" in alike:
        return f"the {before} {became}: the same {_listed(alike)}"
    but = f", but the same {_listed(alike)}" if alike else ""
    return f"the {before} {became}: no attribute or text kept as it was{but}"


def _likeness(before: str, now: str) -> list[str]:
    """What two captions that differ share: all words, or the longest of them."""
    old, new = (dict.fromkeys(_WORD.findall(text.lower())) for text in (before, now))
    if new.keys() == old.keys():
        return ["words"] if new else []
    longest = sorted((word for word in old if word in new), key=len, reverse=True)
    return [f"word `{word}`" for word in longest[:1] if len(word) >= _TELLING]


def unsure_sentence(page: Spread, ranked: Ranked, place: int) -> str:
    """What comes nearest, and that it is not enough."""
    old, new = page.prepared.old, page.prepared.new
    it = int(ranked.candidates.new[place])
    name, nearest = called(old, ranked.candidates.target), called(new, it)
    if name == nearest:
        return f"there is another {name}, and too little else speaks for its being the same"
    return f"the {nearest} comes nearest to the {name}, but too little speaks for it"


def stand_in_sentence(page: Spread, target: int, it: int) -> str:
    """What may be the target now, and why."""
    old, new = page.prepared.old, page.prepared.new
    words = f"the {called(old, target)} may be the {called(new, it)} now"
    if old.kinds[target] == "headcell":
        return f"{words}: all other columns stand where they stood"
    if not (text := plain(old.walk.text(target))) or text not in plain(new.walk.text(it)):
        return f"{words}: the page's code calls it by the same words"
    return f"{words}: it says the same, and was nothing else before"


def removed_sentence(page: Spread, ranked: Ranked) -> str:
    """What held the target, how much of it is there, and what comes nearest."""
    old = page.prepared.old
    target = ranked.candidates.target
    box = _anchored_box(page, target)
    if box < 0:
        share = f"{page.share:.0%} of the old page is still there"
        return f"nothing in the new page resembles the {called(old, target)}; {share}"
    held = f"the {called(old, box)} that held it is there with {_share(page, box, target)}"
    return f"{held}; {_nearest(page, ranked)}"


def box_changed_wholly(page: Spread, target: int) -> bool:
    """Whether nothing, or next to nothing, else of what held the target is found again."""
    box = _anchored_box(page, target)
    kept, total = _mates(page, box, target) if box >= 0 else (0, 0)
    return kept < total * _NEXT_TO_NOTHING


def _anchored_box(page: Spread, target: int) -> int:
    """The nearest ancestor of some size whose successor is known."""
    old = page.prepared.old
    up = old.walk.parent[target]
    while up >= 0:
        size = int(old.end[up]) - up
        if page.refound[up] >= _ANCHORED and size > _SIZABLE:
            return up if size <= _LARGEST else -1
        up = old.walk.parent[up]
    return -1


def _mates(page: Spread, box: int, target: int) -> tuple[int, int]:
    """How many of the box's telling elements are found again, of how many."""
    old = page.prepared.old
    inside = [
        i for i in range(box + 1, int(old.end[box]))
        if old.captions[i] and not (target <= i < old.end[target]) and not i <= target < old.end[i]
    ]  # fmt: skip
    return sum(bool(page.kept[i] >= _ANCHORED) for i in inside), len(inside)


def _share(page: Spread, box: int, target: int) -> str:
    """How much of the box is found again: of what is like the target, where there is such."""
    old = page.prepared.old
    what = noun(old, target)
    alike = [i for i in range(box + 1, int(old.end[box])) if i != target and noun(old, i) == what]
    if len(alike) > 1 and old.kinds[target] != "plain":
        kept = sum(bool(page.kept[i] >= _ANCHORED) for i in alike)
        return f"{kept} of its {len(alike) + 1} {_plural(what)}"
    kept, total = _mates(page, box, target)
    return f"{kept} of its {total} other elements"


def _plural(what: str) -> str:
    if what.endswith("y"):
        return f"{what[:-1]}ies"
    return f"{what}es" if what.endswith(("x", "s", "ch", "sh")) else f"{what}s"


def _nearest(page: Spread, ranked: Ranked) -> str:
    if not len(ranked.score):
        return "nothing in the new page resembles it"
    old, new = page.prepared.old, page.prepared.new
    name = called(old, ranked.candidates.target)
    if (other := _told_apart(page, ranked)) >= 0:
        return f"the {called(new, other)} is not the {name}: the number tells such siblings apart"
    best = int(np.argmax(ranked.score))
    it = int(ranked.candidates.new[best])
    owner = next(
        (int(o) for o in np.flatnonzero(page.successor == it)
         if o != ranked.candidates.target and page.refound[o] >= _ANCHORED), -1
    )  # fmt: skip
    if owner >= 0:
        taken = f"the nearest, {called(new, it)}, is what the {called(old, owner)} became"
        return f"nothing free resembles the {name}: {taken}"
    return f"nothing free resembles the {name} (nearest: {called(new, it)})"


def _told_apart(page: Spread, ranked: Ranked) -> int:
    """The likeliest of what a number tells apart from the target, -1 for none."""
    pairs, found = page.prepared.pairs, ranked.candidates
    rows = np.flatnonzero(pairs.old == found.target)
    left = ranked.taken.union(found.new.tolist())
    rows = rows[[new not in left for new in pairs.new[rows].tolist()]]
    rows = rows[page.prepared.numbers(rows)[:, found.names.index(DIFFERS)] > 0]
    return int(pairs.new[rows[np.argmax(page.score[rows])]]) if len(rows) else -1


def ambiguous_sentence(page: Spread, ranked: Ranked, first: int, second: int) -> str:
    """The two that fit about equally well."""
    new = page.prepared.new
    a, b = (int(ranked.candidates.new[k]) for k in (first, second))
    one, other = called(new, a), called(new, b)
    if one == other:
        one, other = _placed(new, a, b)
    return f"the {one} and the {other} fit about equally well"


def _placed(view: View, a: int, b: int) -> tuple[str, str]:
    """Two that are called the same, by what holds the one and not the other."""
    name = called(view, a)
    here, there = tag(view, _outermost(view, a, b)), tag(view, _outermost(view, b, a))
    if here == there:
        return name, "other one"
    return f"{name} in `{here}`", f"one in `{there}`"


def _outermost(view: View, i: int, without: int) -> int:
    """The outermost of what holds `i` and not the other; `i` itself where nothing does."""
    up = view.walk.parent[i]
    while up >= 0 and not up <= without < view.walk.end[up]:
        i, up = up, view.walk.parent[up]
    return i


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
