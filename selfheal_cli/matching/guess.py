"""No old page: candidates by the locator's own text, the action and the code around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.alike import asked_count, rows_alike
from selfheal_cli.matching.bags import Floats
from selfheal_cli.matching.guessing import guess_features
from selfheal_cli.matching.linear import Model, Ranker, shipped
from selfheal_cli.matching.looked import Looked, looked_at
from selfheal_cli.matching.portrait import candidate, named_by_tag, noun
from selfheal_cli.matching.prefixes import bearing
from selfheal_cli.matching.records import Hints
from selfheal_cli.matching.relations import anchors, hanging
from selfheal_cli.matching.view import Known, View, view_of
from selfheal_cli.matching.wanted import Wanted, all_words, wanted
from selfheal_cli.matching.words import idents, words
from selfheal_cli.model import Action, Candidate, Evidence, Locator

_LISTED = 8
# So many of the first may lead to a group.
_COUNTED = 40
# How far what hangs on a text that is there is put before the others.
_LEAD = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Guessed:
    """The elements that are looked at, scored: one row each."""

    names: tuple[str, ...]
    matrix: npt.NDArray[np.float64]
    score: Floats
    none: float


def score_all(seen: Looked, meant: Wanted, hints: Hints, action: Action, ranker: Ranker) -> Guessed:
    """Scores every element that is looked at."""
    names, columns = zip(*guess_features(seen, meant, hints, action), strict=True)
    matrix = np.stack(columns, axis=1)
    return Guessed(names, matrix, ranker.score(names, matrix), ranker.none)


def guess_evidence(seen: Looked, found: Guessed) -> dict[str, float]:
    """Named numbers for the claim that the first is right."""
    order = np.argsort(-found.score, kind="stable")
    best = int(order[0])
    shares, none = shares_of(found)
    rows, end, it = seen.rows, seen.view.walk.end, seen.rows[best]
    near = [rows[i] for i in order[:40].tolist()]
    kin = [(it <= i < end[it]) or (i <= it < end[i]) for i in near]
    rival = next(
        (float(found.score[i]) for i, k in zip(order[:40], kin, strict=True) if not k), -9.0
    )
    row = dict(zip(found.names, found.matrix[best].tolist(), strict=True))
    return {
        **row,
        "share": float(shares[best]),
        "none": none,
        "margin": min(float(found.score[best]) - rival, 8.0),
        "lead over none": float(found.score[best] - found.none),
    }


def _related(seen: Looked, meant: Wanted, found: Guessed) -> Guessed:
    """The same, led by what hangs on the text that the locator goes out from, where that is there
    and the locator says no more of its element than a kind, or the text itself would lead."""
    texts = anchors(seen.view, meant)
    first = seen.rows[int(np.argmax(found.score))]
    if not texts or not (meant.mute or _is_one(seen.view, first, texts)):
        return found
    place = {row: i for i, row in enumerate(seen.rows)}
    groups = ([place[row] for row in hanging(seen.view, at, meant) if row in place] for at in texts)
    nearest = [rows[0] for rows in groups if rows]
    if not nearest:
        return found
    return _led(found, max(nearest, key=found.score.__getitem__))


def _counted(seen: Looked, action: Action, found: Guessed) -> Guessed:
    """The same, led by one of as many alike as are counted, where there are so many: of the groups
    among the first, by the one that ranks highest on the whole."""
    count = asked_count(action)
    if count < 2:
        return found
    place = {row: i for i, row in enumerate(seen.rows)}
    order = np.argsort(-found.score, kind="stable")[:_COUNTED].tolist()
    groups = (rows_alike(seen.view, seen.rows[i], count) for i in order)
    known = [[place[row] for row in rows] for rows in groups if rows and place.keys() >= set(rows)]
    if not known:
        return found
    best = max(known, key=lambda group: float(found.score[group].mean()))
    return _led(found, max(best, key=found.score.__getitem__))


def _renamed(seen: Looked, meant: Wanted, found: Guessed) -> Guessed:
    """The same, led by what bears the class that is sought with another prefix, where the page
    knows one such class only."""
    heirs = bearing(seen.view, meant)
    place = {row: i for i, row in enumerate(seen.rows)}
    rows = [place[row] for row in heirs if row in place]
    if not rows or seen.rows[int(np.argmax(found.score))] in heirs:
        return found
    return _led(found, max(rows, key=found.score.__getitem__))


def _led(found: Guessed, best: int) -> Guessed:
    """The same with this one first."""
    score = found.score.copy()
    score[best] = max(score.max() + _LEAD, score[best])
    return replace(found, score=score)


def _is_one(view: View, row: int, texts: Sequence[int]) -> bool:
    """Whether the element is one of the texts, or is around one and says nothing else."""
    said = view.walk.text
    return any(row <= at < view.end[row] and said(row) == said(at) for at in texts)


def shares_of(found: Guessed) -> tuple[Floats, float]:
    """Each element's share, and that of "none of them"."""
    top = max(float(found.score.max()), found.none)
    mass = np.exp(found.score - top)
    total = float(mass.sum() + np.exp(found.none - top))
    return mass / total, float(np.exp(found.none - top)) / total


def guess(
    locator: Locator, hints: Hints, page: Page, action: Action, model: Model | None = None
) -> tuple[Candidate, ...]:
    """The elements of `page` that the locator's text fits best, best first, with honest, that is
    low, probabilities. Material for suggestions: removal cannot be told without an old page."""
    model = model or shipped()
    view = view_of(page)
    if not len(view):
        return ()
    meant = wanted(locator)
    said = (*all_words(meant), *meant.outer, *(w for t in (*meant.inner, *meant.near, *hints.texts)
            for w in words(t)), *idents(hints.variable), *words(action.value[:200]))  # fmt: skip
    seen = looked_at(view, said)
    found = _related(seen, meant, score_all(seen, meant, hints, action, model.guess))
    found = _counted(seen, action, _renamed(seen, meant, found))
    right = model.guess_right.probability(guess_evidence(seen, found))
    shares, _ = shares_of(found)
    order = np.argsort(-found.score, kind="stable")[:_LISTED]
    left = max(1 - float(shares[order[0]]), 1e-9)
    chances = [right, *(min(right, (1 - right) * float(shares[i]) / left) for i in order[1:])]
    return tuple(
        candidate(view, seen.rows[i], chance, _explain(seen, i, meant, found, model))
        for i, chance in zip(order.tolist(), chances, strict=True)
    )


def _asked_kind(meant: Wanted, known: Known) -> str:
    """What kind of element the locator asks for, "" where this one is of that kind."""
    asked = meant.link.tag or meant.role
    return "" if asked in (known.tag, known.role) else named_by_tag(asked)


def _explain(
    seen: Looked, i: int, meant: Wanted, found: Guessed, model: Model
) -> tuple[Evidence, ...]:
    gain = {
        name: model.guess.weights.get(name, 0.0) * value
        for name, value in zip(found.names, found.matrix[i].tolist(), strict=True)
    }
    known = seen.known[i]
    said = " ".join(meant.texts)[:60]
    rows = (
        ("identifiers", " ".join(meant.identity), " ".join((*known.marks, *known.classes))[:60],
         ("identity", "same id", "attributes", "last link")),
        ("text", said, (known.label or known.text)[:60], ("text", "texts", "caption")),
        ("kind", _asked_kind(meant, known), noun(seen.view, seen.rows[i]),
         ("same", "other", "suits")),
        ("ancestors", " ".join(meant.outer)[:60], "", ("outer", "ancestors", "nearest")),
        ("variable", "", "", ("variable", "all in")),
        ("expected text", "", known.own[:60], ("is the", "holds", "own text", "expected")),
    )  # fmt: skip
    shown = [
        Evidence(word, old, new, round(sum(v for n, v in gain.items() if n.startswith(about)), 3))
        for word, old, new, about in rows
    ]
    return tuple(sorted((e for e in shown if e.weight), key=lambda e: -abs(e.weight)))
