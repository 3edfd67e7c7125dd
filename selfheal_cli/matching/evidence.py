"""The numbers that tell whether the best candidate can be trusted, or nothing is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from selfheal_cli.matching.bags import Floats
from selfheal_cli.matching.gaps import gaps
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.slots import MOST_FREE, slots
from selfheal_cli.matching.spreading import CLAIMED, Spread

_MARGIN_LIMIT = 8.0
_ALL_KEPT = 0.9
# The words before the target are found again; so many free elements.
_FOLLOWS = 0.45
_ROOM = 2
# Of the best pair's features, those that the trust in it may rest on.
_TOLD = (
    "only same id", "only same testid", "only same name", "only same href", "only same caption",
    "same caption", "same id", "same testid", "same name", "same href", "same label", "same own",
    "same text", "same title", "same placeholder", "same role", "same kind", "same tag",
    "caption edit", "caption words", "marks overlap", "marks covered", "texts overlap",
    "texts covered", "texts at odds", "everything overlap", "everything covered",
    "around overlap", "entry overlap", "same heading", "same landmark", "identity edit",
    "became hidden", "same column", "content overlap", "content covered", "same masked", "path",
    "marks at odds", "other id", "other href", "near overlap", "entry at odds", "inside overlap",
    "purpose overlap", "purpose at odds", "numbers differ", "numbers differ in a name",
    "same text in a cell", "same column, same row",
    "parents agree", "ancestors agree", "fits outer", "fits inner", "children agree",
    "siblings agree", "siblings agreeing", "next agree", "previous agree", "text before agrees",
    "text after agrees", "place off 3", "place off 12", "claimed by another", "claimed more",
    "suits the action", "suits it no more", "inside what is pressed", "not inside what is pressed",
    "holds the expected text", "is the expected text", "own text as expected", "hidden",
    "inside its boxes", "only of its kind in its box", "in its slot", "after its neighbour",
    "said by another before", "id of another before", "same shape of value",
)  # fmt: skip
_KEYS = ("only same id", "only same testid", "only same name", "only same href",
         "only same caption")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How the best candidate stands: its place among the candidates, its share, its lead over
    the next one that is neither around nor inside it."""

    best: int
    share: float
    margin: float
    shares: Floats


def standing(page: Spread, ranked: Ranked) -> Standing:
    """Raises ValueError where there is no candidate."""
    score, new = ranked.score, ranked.candidates.new
    best = int(np.argmax(score))
    top = max(float(score[best]), ranked.none)
    mass = np.exp(score - top)
    shares = mass / (mass.sum() + np.exp(ranked.none - top))
    view, it = page.prepared.new, int(new[best])
    related = ((new >= it) & (new < view.end[it])) | ((it >= new) & (it < view.end[new]))
    rivals = score[~related]
    lead = float(score[best] - rivals.max()) if len(rivals) else _MARGIN_LIMIT
    return Standing(best, float(shares[best]), min(lead, _MARGIN_LIMIT), shares)


def evidence(page: Spread, ranked: Ranked, stand: Standing) -> dict[str, float]:
    """Named numbers for the logistic claims `right` and `removed`."""
    found, best = ranked.candidates, stand.best
    row = dict(zip(found.names, found.matrix[best].tolist(), strict=True))
    told = {name: row[name] for name in _TOLD}
    share = stand.share
    return {
        **told,
        **_page(page, found.target),
        **gaps(page, ranked, best),
        **slots(page, ranked, best),
        **_forward(page, ranked, best),
        "lead over none": float(ranked.score[best] - ranked.none),
        "share": share,
        "log odds": float(np.log((share + 1e-6) / (1 - share + 1e-6))),
        "margin": stand.margin,
        "margin to kin": _kin_margin(ranked, best),
        "none": float(1 - stand.shares.sum()),
        "close ones": float((ranked.score > ranked.score[best] - 2).sum() - 1) / 5,
        "own score": float(page.own[found.rows[best]]),
        "keys agree": min(sum(row[name] for name in _KEYS), 3.0),
    }


def vetoed(numbers: Mapping[str, float]) -> str:
    """Why the best candidate must not be taken without a person's look, whatever the probability:
    its name differs in a number only, or it is for another purpose; "" for no reason."""
    if numbers["numbers differ in a name"] > 0:
        return "a number in its name is another one"
    if numbers["purpose at odds"] > 0 and numbers["keys agree"] == 0:
        return "it is for something else by its name"
    return ""


def replaced(numbers: Mapping[str, float]) -> bool:
    """Whether one thing alone, of the target's kind and free, stands between the same neighbours,
    on a page that kept all else of that kind: it is another one, or the same in other words."""
    alone = numbers["slot holds best"] > 0 and 0 < numbers["slot free alike"] <= 1 / MOST_FREE
    return alone and numbers["kind refound"] >= _ALL_KEPT


def in_its_place(numbers: Mapping[str, float]) -> bool:
    """Whether the best candidate follows the same words between the same neighbours, where there
    is room: some elements of the target's kind stand there that were no other's before."""
    follows = numbers["in its slot"] > 0 and numbers["text before agrees"] >= _FOLLOWS
    return follows and numbers["claimed by another"] < CLAIMED and _room(numbers)


def _room(numbers: Mapping[str, float]) -> bool:
    return numbers["slot free alike"] >= _ROOM / MOST_FREE


def _forward(page: Spread, ranked: Ranked, best: int) -> dict[str, float]:
    rows = ranked.candidates.rows
    forward = page.forward[rows]
    return {
        "forward left": float(forward[best] / max(forward.sum() + _lost(page, ranked), 1e-9)),
        "backward": float(page.backward[rows[best]]),
        "both rank it first": float(np.argmax(forward) == best),
    }


def _lost(page: Spread, ranked: Ranked) -> float:
    """The forward share of "none" for this target."""
    pairs = page.prepared.pairs
    first, stop = np.searchsorted(pairs.old, [ranked.candidates.target] * 2 + np.array([0, 1]))
    return float(1 - page.forward[first:stop].sum())


def _kin_margin(ranked: Ranked, best: int) -> float:
    others = np.delete(ranked.score, best)
    lead = float(ranked.score[best] - others.max()) if len(others) else _MARGIN_LIMIT
    return min(lead, _MARGIN_LIMIT)


def _page(page: Spread, target: int) -> dict[str, float]:
    old = page.prepared.old
    name = old.captions[target]
    parent = old.walk.parent[target]
    twins = old.caption_uses[name] if name else 0
    return {
        "look-alikes": min(twins, 6) / 6,
        "has a caption": float(bool(name)),
        "parent refound": float(page.kept[parent]) if parent >= 0 else 0.0,
        "family refound": _family(page, target, parent),
        "page refound": page.share,
        "neighbours refound": float(page.around[target]),
    }


def _family(page: Spread, target: int, parent: int) -> float:
    """How well the other elements of the nearest box with several are found again."""
    old = page.prepared.old
    while parent >= 0 and int(old.end[parent]) - parent < 6:
        parent = old.walk.parent[parent]
    if parent < 0:
        return 0.0
    rows = np.arange(parent + 1, min(int(old.end[parent]), parent + 200))
    rows = rows[(rows < target) | (rows >= old.end[target])]
    return float(page.kept[rows].mean()) if len(rows) else 0.0
