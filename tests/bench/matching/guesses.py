"""Fitting and measuring what is answered by the locator's text alone. Run:
python tests/bench/matching/guesses.py DRIFT_FOLDER [MODEL.json]
It prints the ranking, how far the probability can be trusted, and what would be claimed from which
probability on: all on applications left out, by rankers and claims that never saw them. With
MODEL.json the guessing's part of it is fitted anew and put there."""

from __future__ import annotations

import copy
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import layout
import numpy as np
from drift import Label, Screen, load
from logit import Case, fit_ranker
from scipy.stats import beta
from training import forest, logistic

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.guess import Guessed, guess_evidence
from selfheal_cli.matching.guessing import guess_features
from selfheal_cli.matching.linear import Claim, Ranker
from selfheal_cli.matching.looked import Looked
from selfheal_cli.matching.records import Hints
from selfheal_cli.matching.view import View, view_of
from selfheal_cli.matching.wanted import wanted
from selfheal_cli.model import Locator, Markup, Snapshot, Step

L2 = 3.0
C_CLAIM = 0.02
DELETED_CLAIM = 0.05  # weight of a claim on a page whose right element was deleted


PRECISION, CONFIDENCE = 0.98, 0.95  # what is claimed must be right so often, so surely
# What the forest of the claim rests on; the logistic rests on everything.
CORE = """same id|identity edit|attributes kept|identity in marks covered
|identity in everything covered|text is label|text is own|text alone|caption edit
|texts in texts covered|all in everything covered|same kind|other kind|same role|same tag
|last link met|last link wholly met|ancestors identified|suits the action|is the expected text
|own text as expected|expected text alone|variable in everything covered|hidden
|share|none|margin|lead over none""".replace("\n", "").split("|")


@dataclass(eq=False)
class Question:
    """One broken locator of one label, with the features of all elements. `real`: the page is as
    it was saved; else the right element was deleted from it."""

    app: str
    view: View
    label: Label
    locator: Locator
    names: tuple[str, ...]
    matrix: np.ndarray
    real: bool


@dataclass(eq=False)
class Answer:
    """What a ranker answers to a question, and the numbers that tell whether it is right."""

    question: Question
    numbers: dict[str, float]
    right: bool


@dataclass(eq=False)
class Fitted:
    """The model's part for guessing."""

    ranker: Ranker
    right: Claim
    safe: dict[str, float]
    asked: int


def locator_of(raw: dict) -> Locator:
    options = (("name", raw["name"]),) if raw.get("name") else ()
    value = raw["role"] if raw["by"] == "role" else raw["value"]
    return Locator("playwright", (Step(raw["by"], value, options),))


def questions(screens: list[Screen]) -> list[Question]:
    """Every locator that no longer finds its element alone."""
    return [
        question
        for screen in screens
        for label in screen.labels
        for question in _asked(screen.app, screen.prepared.new, label, True)
    ]


def deleted(screens: list[Screen]) -> list[Question]:
    """The same for what is there, with the right element, and what a lenient reading accepts,
    deleted from the page."""
    return [
        question
        for screen in screens
        for label in screen.labels
        if label.new >= 0 and _broken(label)
        for question in _asked(screen.app, _bereft(screen.prepared.new, label),
                               replace(label, new=-1, kin=[]), False)
    ]  # fmt: skip


def _broken(label: Label) -> list[dict]:
    return [raw for raw in label.raw["locators"] if raw["new"] != "same"]


def _bereft(view: View, label: Label) -> View:
    tree = view.page.root.getroottree()
    paths = [tree.getpath(view.elements[i]) for i in (label.new, *label.kin)]
    root = copy.deepcopy(view.page.root)
    for element in [root.getroottree().xpath(path)[0] for path in paths]:
        if element.getparent() is not None:
            element.drop_tree()
    return view_of(Page(root, Snapshot(Markup(b"")), False, tuple(root.iter("*"))))


def _asked(app: str, view: View, label: Label, real: bool) -> Iterator[Question]:
    hints = Hints(variable=label.raw["variable"] or "")
    for raw in _broken(label):
        locator = locator_of(raw)
        seen = Looked(view, list(range(len(view))))
        named = guess_features(seen, wanted(locator), hints, label.action)
        names, columns = zip(*named, strict=False)
        matrix = np.stack(columns, axis=1).astype(np.float32)
        yield Question(app, view, label, locator, names, matrix, real)


def fit(asked: list[Question]) -> Ranker:
    cases = []
    for q in asked:
        keep = ~np.isin(np.arange(len(q.matrix)), q.label.kin)
        rows = np.flatnonzero(keep)
        right = np.flatnonzero(rows == q.label.new)
        cases.append(Case(q.matrix[keep], right))
    weights, none = fit_ranker(cases, L2)
    return Ranker(dict(zip(asked[0].names, weights.tolist(), strict=False)), none)


def rankers_without(asked: list[Question], most: int) -> dict[frozenset[str], Ranker]:
    """By up to `most` applications left out the ranker fitted on the others."""
    names = sorted({q.app for q in asked})
    return {
        frozenset(out): fit([q for q in asked if q.app not in out])
        for count in range(1, most + 1)
        for out in combinations(names, count)
    }


def answer(q: Question, ranker: Ranker) -> Answer:
    score = ranker.score(q.names, q.matrix)
    guessed = Guessed(q.names, q.matrix.astype(float), score, ranker.none)
    seen = Looked(q.view, list(range(len(q.view))))
    return Answer(q, guess_evidence(seen, guessed), int(np.argmax(score)) == q.label.new)


def fit_right(answers: list[Answer]) -> Claim:
    """Whether the first is right, from out-of-fold answers."""
    truth = np.array([a.right for a in answers])
    weight = np.array([1.0 if a.question.real else DELETED_CLAIM for a in answers])
    return Claim((logistic(answers, truth, weight, C_CLAIM), forest(answers, truth, weight, CORE)))


def claims(
    every: list[Question], rankers: dict[frozenset[str], Ranker]
) -> list[tuple[Answer, float]]:
    """Answers with their probability, by rankers and claims that never saw the application."""
    found = []
    for app in sorted({q.app for q in every}):
        told = [answer(q, rankers[frozenset((q.app, app))]) for q in every]
        right = fit_right([a for a in told if a.question.app != app])
        found += [(a, right.probability(a.numbers)) for a in told if a.question.app == app]
    return found


def sure(right: int, said: int) -> float:
    """The share of right ones that `said` claims, `right` of them right, prove (Clopper and
    Pearson 1934, one-sided)."""
    return float(beta.ppf(1 - CONFIDENCE, right, said - right + 1)) if right else 0.0


def threshold(found: list[tuple[Answer, float]]) -> float:
    """The least probability from which on, whatever the place, the claims on real pages prove
    PRECISION; 1, which claims nothing, where none does."""
    real = sorted(((p, a.right) for a, p in found if a.question.real), reverse=True)
    right, least = 0, 1.0
    for said, (p, good) in enumerate(real, 1):
        right += good
        if sure(right, said) >= PRECISION:
            least = p
    return round(least, 4)


def fit_all(screens: list[Screen]) -> Fitted:
    """Everything that guessing needs."""
    asked = questions(screens)
    every = [*asked, *deleted(screens)]
    rankers = rankers_without(asked, 2)
    right = fit_right([answer(q, rankers[frozenset((q.app,))]) for q in every])
    safe = {"probability": threshold(claims(every, rankers))}
    return Fitted(fit(asked), right, safe, len(asked))


def ranking(asked: list[Question], rankers: dict[frozenset[str], Ranker]) -> None:
    per = defaultdict(list)
    for q in asked:
        if q.label.new < 0:
            continue
        score = rankers[frozenset((q.app,))].score(q.names, q.matrix)
        order = np.argsort(-score, kind="stable")[:5]
        row = (
            order[0] == q.label.new,
            order[0] == q.label.new or order[0] in q.label.kin,
            q.label.new in order[:3],
            q.label.new in order,
        )
        for key in ("ALL", q.app, f"by {q.locator.steps[0].strategy}"):
            per[key].append(row)
    print(f"{'':16s} cases  top1  lenient  top3  top5")
    for key in sorted(per, key=lambda k: (k != "ALL", k)):
        rows = np.array(per[key], dtype=float)
        print(f"{key:16s} {len(rows):5d}  " + "   ".join(f"{v:.3f}" for v in rows.mean(axis=0)))


def trust(found: list[tuple[Answer, float]]) -> None:
    real = [(a, p) for a, p in found if a.question.real]
    without = np.array([p for a, p in found if not a.question.real])
    p, right = np.array([p for _, p in real]), np.array([a.right for a, _ in real])
    findable = sum(a.question.label.new >= 0 for a, _ in real)
    print(f"\nclaimed of {len(real)} broken locators ({findable} findable), and of {len(without)}"
          " whose element was deleted; proved: with 95% confidence")  # fmt: skip
    for least in (0.80, 0.85, 0.88, 0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96):
        said = p >= least
        good = int((said & right).sum())
        print(
            f"from {least:.2f}: {said.sum():4d} claimed, {said.sum() - good:2d} wrong, "
            f"{good / findable:6.1%} of the findable, {good / max(said.sum(), 1):6.1%} right, "
            f"{sure(good, int(said.sum())):5.1%} proved; deleted: {(without >= least).sum()}"
        )
    parts = np.array_split(np.argsort(p), 10)
    error = sum(len(b) * abs(p[b].mean() - right[b].mean()) for b in parts) / len(p)
    print(f"calibration error {error:.3f}; threshold for {PRECISION:.0%}: {threshold(found)}")


def put(fitted: Fitted, file: Path) -> None:
    """Puts the guessing's part into a model."""
    model = json.loads(file.read_text("utf-8"))
    model["locator_safe"] = fitted.safe
    model["claims"]["guess_right"] = layout.claim(fitted.right)
    model["rankers"]["guess"] = layout.ranker(fitted.ranker)
    file.write_text(layout.layout(model) + "\n")


def main() -> None:
    screens = load(Path(sys.argv[1]))
    if sys.argv[2:]:
        put(fit_all(screens), Path(sys.argv[2]))
        return
    asked = questions(screens)
    rankers = rankers_without(asked, 2)
    ranking(asked, rankers)
    trust(claims([*asked, *deleted(screens)], rankers))


if __name__ == "__main__":
    main()
