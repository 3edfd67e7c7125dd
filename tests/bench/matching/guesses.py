"""Fitting and measuring the ranking by the locator's text alone. Run:
python tests/bench/matching/guesses.py DRIFT_FOLDER"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from drift import Label, Screen
from logit import Case, fit_ranker

from selfheal_cli.matching.guess import Guessed, guess_evidence
from selfheal_cli.matching.guessing import guess_features
from selfheal_cli.matching.linear import Claim, Logistic, Ranker
from selfheal_cli.matching.looked import Looked
from selfheal_cli.matching.records import Hints
from selfheal_cli.matching.wanted import wanted
from selfheal_cli.model import Locator, Step

L2 = 3.0


@dataclass(eq=False)
class Question:
    """One broken locator of one label, with the features of all elements."""

    app: str
    screen: Screen
    label: Label
    locator: Locator
    names: tuple[str, ...]
    matrix: np.ndarray


def locator_of(raw: dict) -> Locator:
    options = (("name", raw["name"]),) if raw.get("name") else ()
    value = raw["role"] if raw["by"] == "role" else raw["value"]
    return Locator("playwright", (Step(raw["by"], value, options),))


def questions(screens: list[Screen]) -> list[Question]:
    """Every locator that no longer finds its element alone."""
    found = []
    for screen in screens:
        for label in screen.labels:
            for raw in label.raw["locators"]:
                if raw["new"] == "same":
                    continue
                locator = locator_of(raw)
                hints = Hints(variable=label.raw["variable"] or "")
                seen = Looked(screen.prepared.new, list(range(len(screen.prepared.new))))
                named = guess_features(seen, wanted(locator), hints, label.action)
                names, columns = zip(*named, strict=False)
                matrix = np.stack(columns, axis=1).astype(np.float32)
                found.append(Question(screen.app, screen, label, locator, names, matrix))
    return found


def fit(asked: list[Question]) -> Ranker:
    cases = []
    for q in asked:
        keep = ~np.isin(np.arange(len(q.matrix)), q.label.kin)
        rows = np.flatnonzero(keep)
        right = np.flatnonzero(rows == q.label.new)
        cases.append(Case(q.matrix[keep], right))
    weights, none = fit_ranker(cases, L2)
    return Ranker(dict(zip(asked[0].names, weights.tolist(), strict=False)), none)


def held_out(asked: list[Question]) -> list[tuple[Question, np.ndarray, float]]:
    found = []
    for app in sorted({q.app for q in asked}):
        ranker = fit([q for q in asked if q.app != app])
        for q in asked:
            if q.app == app:
                found.append((q, ranker.score(q.names, q.matrix), ranker.none))
    return found


def fit_right(answers) -> Claim:
    """Whether the first is right, from out-of-fold answers."""
    from sklearn.linear_model import LogisticRegression

    numbers, truth = [], []
    for q, score, none in answers:
        guessed = Guessed(q.names, q.matrix.astype(float), score, none)
        seen = Looked(q.screen.prepared.new, list(range(len(q.screen.prepared.new))))
        numbers.append(guess_evidence(seen, guessed))
        truth.append(int(np.argmax(score)) == q.label.new)
    names = list(numbers[0])
    matrix = np.array([[n[name] for name in names] for n in numbers])
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.02, max_iter=3000).fit((matrix - mean) / scale, truth)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ mean)
    return Claim((Logistic(dict(zip(names, weights.tolist(), strict=False)), bias),))


def report(found) -> None:
    per = defaultdict(list)
    for q, score, _ in found:
        if q.label.new < 0:
            continue
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


if __name__ == "__main__":
    import sys
    from pathlib import Path

    from drift import load

    report(held_out(questions(load(Path(sys.argv[1])))))
