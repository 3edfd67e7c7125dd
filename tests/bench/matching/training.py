"""The fitting steps, each from labelled screens to weights; used by fit.py and loao.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from drift import Label, Screen
from logit import Case, fit_ranker
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from selfheal_cli.matching import linear
from selfheal_cli.matching.evidence import Standing, evidence, standing
from selfheal_cli.matching.levels import meant
from selfheal_cli.matching.linear import Forest, Logistic, Ranker
from selfheal_cli.matching.ranking import Ranked, candidates, rank, without
from selfheal_cli.matching.spreading import Own, Spread, judge, spread
from selfheal_cli.matching.verdicts import Rules, rules

L2 = 3.0
DELETED = 0.3  # weight of a case whose true match was deleted, in the rankers
DELETED_RIGHT = 0.05  # and in the claims `right`
DELETED_REMOVED = 0.1  # and `removed`
MADE = 0.3  # weight of a case on a made pair, in the rankers
TREES = 120
RATE = 0.05
# What `removed` rests on: over everything it learns the applications, not the matter.
CORE = """share|log odds|margin|margin to kin|none|close ones|own score|lead over none|forward left
|backward|both rank it first|look-alikes|has a caption|parent refound|family refound|page refound
|neighbours refound|keys agree|claimed by another|claimed more|same caption|caption edit
|texts overlap|texts at odds|marks overlap|marks at odds|everything overlap|purpose overlap
|purpose at odds|same kind|same role|same tag|parents agree|ancestors agree|siblings agree
|children agree|text before agrees|text after agrees|place off 3|place off 12|numbers differ
|entry overlap|entry at odds|same column, same row|same id|same href|same name|fits outer
|fits inner|suits it no more|texts in page|marks in page|purpose in page|says something|box found
|best in box|free alike in box|free in box|best free texts overlap|best free marks overlap
|best free caption edit""".replace("\n", "").split("|")
C_CLAIM = 0.05
C_REMOVED = 0.002


@dataclass(eq=False)
class Rankers:
    own: Ranker
    spread: Ranker
    target: Ranker


class Numbered(Protocol):
    """An answer with the numbers it rests on."""

    numbers: dict[str, float]


@dataclass(eq=False)
class Claim:
    """One answer: the numbers it rests on, and whether it is right."""

    screen: Screen
    label: Label
    real: bool
    numbers: dict[str, float]
    right: bool
    lenient: bool
    gone: bool
    ranked: Ranked
    stand: Standing
    rules: Rules


def _cases(screen: Screen, label: Label, new: np.ndarray, matrix: np.ndarray) -> list[Case]:
    weight = MADE if screen.made else 1.0
    keep = ~np.isin(new, label.kin) if label.new >= 0 else np.ones(len(new), dtype=bool)
    right = np.flatnonzero(new[keep] == label.new)
    if label.new < 0:
        return [Case(matrix, right, weight)]
    if not len(right):
        return []
    found = [Case(matrix[keep], right, weight)]
    if not screen.made:
        gone = keep & (new != label.new)
        found.append(Case(matrix[gone], np.array([], dtype=int), DELETED))
    return found


def _fit(cases: list[Case], names: tuple[str, ...]) -> Ranker:
    weights, none = fit_ranker(cases, L2)
    return Ranker(dict(zip(names, weights.tolist(), strict=False)), none)


def fit_own(screens: list[Screen]) -> Ranker:
    """The ranker of pairs by their own features."""
    cases = []
    for screen in screens:
        pairs = screen.prepared.pairs
        for label in screen.labels:
            rows = np.flatnonzero(pairs.old == label.old)
            cases += _cases(screen, label, pairs.new[rows], screen.prepared.numbers(rows))
    return _fit(cases, screens[0].prepared.features.names)


def fit_spread(screens: list[Screen], owns: dict[Screen, Own]) -> Ranker:
    """The ranker with the neighbours' agreement; `owns` out of fold."""
    cases = []
    for screen in screens:
        pairs = screen.prepared.pairs
        for label in screen.labels:
            rows = np.flatnonzero(pairs.old == label.old)
            both = np.hstack([screen.prepared.numbers(rows), owns[screen].agreement[rows]])
            cases += _cases(screen, label, pairs.new[rows], both)
    names = (*screens[0].prepared.features.names, *owns[screens[0]].names)
    return _fit(cases, names)


def fit_target(screens: list[Screen], spreads: dict[Screen, Spread]) -> Ranker:
    """The ranker of one target's candidates."""
    cases, names = [], ()
    for screen in screens:
        for label in screen.labels:
            found = candidates(spreads[screen], label.old, label.action)
            names = found.names
            cases += _cases(screen, label, found.new, found.matrix)
    return _fit(cases, names)


def apps(screens: list[Screen]) -> list[str]:
    return sorted({s.app for s in screens})


def fit_rankers(screens: list[Screen]) -> Rankers:
    """All three, each on the out-of-fold output of the one before."""
    owns: dict[Screen, Own] = {}
    for app in apps(screens):
        ranker = fit_own([s for s in screens if s.app != app])
        owns |= {s: judge(s.prepared, ranker) for s in screens if s.app == app}
    second = fit_spread(screens, owns)
    spreads = {s: spread(s.prepared, owns[s], second) for s in screens}
    return Rankers(fit_own(screens), second, fit_target(screens, spreads))


def answer(screen: Screen, rankers: Rankers) -> Spread:
    return spread(screen.prepared, judge(screen.prepared, rankers.own), rankers.spread)


def claims(screen: Screen, rankers: Rankers) -> list[Claim]:
    """The answer to every label and, but for made pairs, to every one whose true match was
    deleted."""
    page = answer(screen, rankers)
    found = []
    for label in screen.labels:
        ranked = rank(candidates(page, label.old, label.action), rankers.target)
        if not len(ranked.score):
            continue
        found.append(_claim(screen, page, label, _levelled(screen, ranked, label), True))
        if label.new >= 0 and not screen.made:
            left = without(ranked, frozenset((label.new, *label.kin)))
            if len(left.score):
                left = _levelled(screen, left, label)
                found.append(_claim(screen, page, label, left, False))
    return found


def _levelled(screen: Screen, ranked: Ranked, label: Label) -> Ranked:
    return meant(screen.prepared.old, screen.prepared.new, ranked, label.action)


def _claim(screen: Screen, page: Spread, label: Label, ranked: Ranked, real: bool) -> Claim:
    stand = standing(page, ranked)
    top = int(ranked.candidates.new[stand.best])
    right = real and top == label.new
    numbers = evidence(page, ranked, stand)
    return Claim(
        screen, label, real, numbers, right, right or (real and top in label.kin),
        not real or label.new < 0, ranked, stand, rules(page, ranked, stand, numbers),
    )  # fmt: skip


def fit_claims(found: list[Claim]) -> tuple[linear.Claim, linear.Claim]:
    """`right` and `removed` from out-of-fold claims; made pairs tell of `removed` only."""
    known = [c for c in found if not c.screen.made]
    right = np.array([c.right for c in known])
    weight = np.array([1.0 if c.real else DELETED_RIGHT for c in known])
    gone = np.array([c.gone for c in found])
    heavy = np.array([1.0 if c.real else DELETED_REMOVED for c in found])
    every = list(found[0].numbers)
    return (
        linear.Claim((logistic(known, right, weight), forest(known, right, weight, every))),
        linear.Claim((logistic(found, gone, heavy, C_REMOVED, CORE),)),
    )


def forest(
    found: Sequence[Numbered], truth: np.ndarray, weight: np.ndarray, names: Sequence[str]
) -> Forest:
    """Boosted trees over the named numbers."""
    matrix = np.array([[c.numbers[name] for name in names] for c in found])
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=3, learning_rate=RATE, subsample=0.6, min_samples_leaf=15,
        max_features=0.3, random_state=0,
    )  # fmt: skip
    model.fit(matrix, truth, weight)
    share = (truth * weight).sum() / weight.sum()
    trees = [_nodes(e[0].tree_, 0, names) for e in model.estimators_]
    return Forest(float(np.log(share / (1 - share))), trees)


def _nodes(tree, at: int, names: Sequence[str]):
    if tree.children_left[at] < 0:
        return round(float(tree.value[at, 0, 0]) * RATE, 5)
    low, high = tree.children_left[at], tree.children_right[at]
    threshold = round(float(tree.threshold[at]), 5)
    return [names[tree.feature[at]], threshold, _nodes(tree, low, names), _nodes(tree, high, names)]


def logistic(
    found: Sequence[Numbered], truth: np.ndarray, weight: np.ndarray, c: float = C_CLAIM,
    told: Sequence[str] = (),
) -> Logistic:  # fmt: skip
    """A logistic over the numbers `told`, or over all."""
    names = told or list(found[0].numbers)
    matrix = np.array([[c.numbers[name] for name in names] for c in found])
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=c, max_iter=3000)
    model.fit((matrix - mean) / scale, truth, weight)
    weights = model.coef_[0] / scale
    return Logistic(
        dict(zip(names, weights.tolist(), strict=False)),
        float(model.intercept_[0] - weights @ mean),
    )


def remembered(screens: list[Screen]) -> Callable[[Sequence[str]], Rankers]:
    """Fits the rankers on the screens of some applications, once for each set of them."""
    known: dict[frozenset[str], Rankers] = {}

    def fit(some: Sequence[str]) -> Rankers:
        key = frozenset(some)
        if key not in known:
            known[key] = fit_rankers([s for s in screens if s.app in key])
        return known[key]

    return fit


def out_of_fold_claims(
    fit: Callable[[Sequence[str]], Rankers], some: Sequence[str], asked: list[Screen]
) -> list[Claim]:
    """Claims on what is `asked` of each of some applications, by rankers fitted on the others."""
    found = []
    for app in some:
        rankers = fit([name for name in some if name != app])
        for screen in asked:
            if screen.app == app:
                found += claims(screen, rankers)
    return found
