"""A conditional logit: which of a case's candidates, or none of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass
class Case:
    """Candidates' features and the rows that are right (none: the right answer is none);
    `ignore`: rows that are neither right nor wrong."""

    matrix: np.ndarray
    right: np.ndarray
    weight: float = 1.0


def fit_ranker(cases: list[Case], l2: float) -> tuple[np.ndarray, float]:
    """Weights and the score of `none`, by maximum likelihood with a Gaussian prior."""
    size = cases[0].matrix.shape[1]
    matrix = np.concatenate([c.matrix for c in cases]).astype(float)
    start = np.cumsum([0] + [len(c.matrix) for c in cases])
    group = np.repeat(np.arange(len(cases)), np.diff(start))
    right = np.zeros(len(matrix), dtype=bool)
    for at, case in zip(start, cases, strict=False):
        right[at + case.right] = True
    empty = np.array([len(c.right) == 0 for c in cases])
    weight = np.array([c.weight for c in cases])

    def loss(theta):
        w, none = theta[:size], theta[size]
        s = matrix @ w
        top = np.full(len(cases), none)
        np.maximum.at(top, group, s)
        e = np.exp(s - top[group])
        en = np.exp(none - top)
        total = np.bincount(group, e, len(cases)) + en
        good = np.bincount(group, e * right, len(cases)) + en * empty
        value = -(weight * (np.log(good + 1e-300) - np.log(total))).sum()
        pull = e / total[group] - e * right / np.maximum(good[group], 1e-300)
        grad = matrix.T @ (pull * weight[group])
        gnone = (weight * (en / total - en * empty / np.maximum(good, 1e-300))).sum()
        value += 0.5 * l2 * (w**2).sum()
        return value, np.append(grad + l2 * w, gnone)

    theta = minimize(
        loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    ).x
    return theta[:size], float(theta[size])
