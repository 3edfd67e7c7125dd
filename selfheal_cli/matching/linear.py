"""The fitted numbers: linear rankers, logistic claims, and the thresholds that go with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import repeat
from operator import mul
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from selfheal_cli.matching.bags import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """Scores candidates; `none` is the score of the answer "none of them"."""

    weights: Mapping[str, float]
    none: float

    def score(self, names: Sequence[str], matrix: npt.NDArray[Any]) -> Floats:
        """One score per row of `matrix`, whose columns are `names`."""
        return np.asarray(matrix @ _column(self, tuple(names)), dtype=np.float64)


# Every target of a run asks with the same few tuples of names.
@lru_cache(maxsize=64)
def _column(ranker: Ranker, names: tuple[str, ...]) -> Floats:
    return np.array([ranker.weights.get(name, 0.0) for name in names])


@dataclass(frozen=True, slots=True)
class Logistic:
    """A probability from named numbers."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, values: Mapping[str, float]) -> float:
        """Between 0 and 1; a name without a weight counts nothing."""
        weights = self.weights
        given = map(values.get, weights, repeat(0.0))
        return _logistic(self.bias + sum(map(mul, weights.values(), given)))


Node: TypeAlias = "float | list[Any]"


@dataclass(frozen=True, eq=False)
class Forest:
    """Boosted trees. A node is a leaf's number, or [name, threshold, node up to it, node above]."""

    bias: float
    trees: Sequence[Node]

    def probability(self, values: Mapping[str, float]) -> float:
        """Between 0 and 1; a name without a value counts as 0."""
        return _logistic(self.bias + self._flat.total(values))

    @cached_property
    def _flat(self) -> _Nodes:
        return _flattened(self.trees)


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    """The nodes of all trees in one table, so that all trees are walked at once. A leaf leads to
    itself. `roots`: where each tree begins; `name[k]`: which of `names` node `k` asks for."""

    names: tuple[str, ...]
    roots: Ints
    depth: int
    name: Ints
    threshold: Floats
    low: Ints
    high: Ints
    value: Floats

    def total(self, values: Mapping[str, float]) -> float:
        """The sum of the leaves that the values lead to."""
        given = np.array([values.get(name, 0.0) for name in self.names])
        at = self.roots
        for _ in range(self.depth):
            at = np.where(given[self.name[at]] <= self.threshold[at], self.low[at], self.high[at])
        return float(self.value[at].sum())


def _flattened(trees: Sequence[Node]) -> _Nodes:
    places: dict[str, int] = {}
    rows: list[tuple[int, float, int, int, float]] = []

    def add(node: Node) -> tuple[int, int]:
        here = len(rows)
        if not isinstance(node, list):
            rows.append((0, 0.0, here, here, node))
            return here, 0
        name, threshold, low, high = node
        rows.append((0, 0.0, 0, 0, 0.0))
        (left, deep), (right, deeper) = add(low), add(high)
        rows[here] = (places.setdefault(name, len(places)), threshold, left, right, 0.0)
        return here, 1 + max(deep, deeper)

    begun = [add(tree) for tree in trees]
    name, threshold, low, high, value = (np.array(column) for column in zip(*rows, strict=True))
    names = tuple(places) or ("",)
    roots = np.array([root for root, _ in begun])
    return _Nodes(names, roots, max(d for _, d in begun), name, threshold, low, high, value)


def _logistic(total: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


@dataclass(frozen=True, slots=True)
class Claim:
    """The mean of a linear and a tree model, or of the one that there is."""

    parts: tuple[Logistic | Forest, ...]

    def probability(self, values: Mapping[str, float]) -> float:
        """Between 0 and 1."""
        return sum(part.probability(values) for part in self.parts) / len(self.parts)


@dataclass(frozen=True, slots=True)
class Safe:
    """When a claim may be written without a person's look, and when `removed` may be said."""

    probability: float
    margin: float
    removed: float
    ambiguous_margin: float
    page_refound: float


@dataclass(frozen=True, slots=True)
class Trust:
    """How far an answer by one kind of evidence may be trusted."""

    right: Claim
    removed: Claim
    safe: Safe


@dataclass(frozen=True, slots=True)
class Model:
    """All that was fitted; `page` and `fingerprint`: trust in answers by the old page and by an
    excerpt of it; `guess_safe`: from which probability on an answer by the locator's words alone
    may be written without a look, 1 for never; `provenance` says on what it was fitted, when, and
    how well it did there."""

    own: Ranker
    spread: Ranker
    target: Ranker
    guess: Ranker
    guess_right: Claim
    guess_safe: float
    page: Trust
    fingerprint: Trust
    provenance: Mapping[str, Any]


def read(data: Mapping[str, Any]) -> Model:
    """The model that `data` (the shipped JSON's form) holds."""
    rankers = {k: Ranker(v["weights"], v["none"]) for k, v in data["rankers"].items()}
    claims = {k: Claim(tuple(_part(p) for p in parts)) for k, parts in data["claims"].items()}
    return Model(
        own=rankers["own"],
        spread=rankers["spread"],
        target=rankers["target"],
        guess=rankers["guess"],
        guess_right=claims["guess_right"],
        guess_safe=data["locator_safe"]["probability"],
        page=Trust(claims["right"], claims["removed"], Safe(**data["safe"])),
        fingerprint=Trust(
            claims["fingerprint_right"],
            claims["fingerprint_removed"],
            Safe(**data["fingerprint_safe"]),
        ),
        provenance=data["provenance"],
    )


def _part(data: Mapping[str, Any]) -> Logistic | Forest:
    if "trees" in data:
        return Forest(data["bias"], data["trees"])
    return Logistic(data["weights"], data["bias"])


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    text = files("selfheal_cli.matching").joinpath("model.json").read_text("utf-8")
    return read(json.loads(text))
