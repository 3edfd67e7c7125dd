"""The matcher: which element of the new page an element of the old page has become."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, path_of
from selfheal_cli.matching import explanation
from selfheal_cli.matching.evidence import Standing, evidence, standing, vetoed
from selfheal_cli.matching.linear import Model, shipped
from selfheal_cli.matching.portrait import fingerprint, opening
from selfheal_cli.matching.prepared import Prepared, prepare
from selfheal_cli.matching.ranking import Ranked, candidates, rank, without
from selfheal_cli.matching.records import Match, Say
from selfheal_cli.matching.spreading import Spread, judge, spread
from selfheal_cli.matching.state import hiding_place
from selfheal_cli.model import Action, Candidate

_LISTED = 8


class PageMatch:
    """Two documents matched as a whole; the work is done once, on the first question."""

    def __init__(self, old: Page, new: Page, model: Model) -> None:
        self.old, self.new, self.model = old, new, model

    @cached_property
    def prepared(self) -> Prepared:
        """Views, pairs and features."""
        return prepare(self.old, self.new)

    @cached_property
    def spread(self) -> Spread:
        """The beliefs in all pairs."""
        own = judge(self.prepared, self.model.own)
        return spread(self.prepared, own, self.model.spread)

    @property
    def refound(self) -> float:
        """Which share of the old page's elements has a successor, 0 to 1."""
        return float(self.spread.refound.mean())

    def successor(self, element: HtmlElement) -> HtmlElement | None:
        """The new element both sides' beliefs prefer for an old one, whatever the action; None
        where the belief is below one half or `element` is not part of the old page."""
        at = self.prepared.old.index.get(element)
        if at is None or self.spread.refound[at] < 0.5:
            return None
        return self.prepared.new.elements[int(self.spread.successor[at])]

    def find(self, target: HtmlElement, action: Action) -> Match:
        """What became of `target`. Raises ValueError where it is not part of the old page."""
        return self.find_all((target,), action)[0]

    def find_all(self, targets: Sequence[HtmlElement], action: Action) -> tuple[Match, ...]:
        """What became of each target, in the given order; no element is claimed twice."""
        ranked = [self._ranked(target, action) for target in targets]
        taken: dict[int, int] = {}
        order = sorted(range(len(ranked)), key=lambda k: -_lead(self.spread, ranked[k]))
        for k in order:
            ranked[k] = without(ranked[k], frozenset(taken))
            if len(ranked[k].score):
                best = int(np.argmax(ranked[k].score))
                if ranked[k].score[best] > ranked[k].none:
                    taken[int(ranked[k].candidates.new[best])] = k
        return tuple(self._match(r) for r in ranked)

    def _ranked(self, target: HtmlElement, action: Action) -> Ranked:
        at = self.prepared.old.index.get(target)
        if at is None:
            raise ValueError(
                f"<{target.tag!s}> is not an element of the old page that can be meant"
            )
        return rank(candidates(self.spread, at, action), self.model.target)

    def _match(self, ranked: Ranked) -> Match:
        if not len(ranked.score):
            words = explanation.removed_sentence(self.spread, ranked)
            return Match(Say.UNSURE, (), (), 0.0, 0.5, False, words)
        stand = standing(self.spread, ranked)
        numbers = evidence(self.spread, ranked, stand)
        right = self.model.right.probability(numbers)
        removed = self.model.removed.probability(numbers)
        order = np.argsort(-ranked.score, kind="stable")[:_LISTED].tolist()
        new = self.prepared.new
        say = self._say(right, removed, stand)
        sentence, behind = self._sentence(say, ranked, order)
        return Match(
            say=say,
            candidates=tuple(self._candidate(ranked, stand, k, right) for k in order),
            elements=tuple(new.elements[int(ranked.candidates.new[k])] for k in order),
            margin=stand.margin,
            removed=removed,
            safe=say is Say.FOUND and self._safe(right, stand) and not vetoed(numbers),
            evidence=sentence,
            absent_in_state=bool(behind),
        )

    def _say(self, right: float, removed: float, stand: Standing) -> Say:
        safe = self.model.safe
        if removed >= safe.removed and right < 0.5:
            return Say.REMOVED
        if right >= 0.5:
            return Say.FOUND
        return Say.AMBIGUOUS if stand.margin < safe.ambiguous_margin else Say.UNSURE

    def _safe(self, right: float, stand: Standing) -> bool:
        safe = self.model.safe
        return (
            right >= safe.probability
            and stand.margin >= safe.margin
            and self.refound >= safe.page_refound
        )

    def _sentence(self, say: Say, ranked: Ranked, order: Sequence[int]) -> tuple[str, str]:
        """The evidence in words, and the closed control where the target may live on."""
        if say is Say.REMOVED:
            words = explanation.removed_sentence(self.spread, ranked)
            behind = hiding_place(self.spread, ranked.candidates.target)
            return (
                f"{words}; it may live on behind the closed {behind}" if behind else words
            ), behind
        if say is Say.AMBIGUOUS and len(order) > 1:
            return explanation.ambiguous_sentence(self.spread, ranked, order[0], order[1]), ""
        if say is Say.FOUND:
            return explanation.found_sentence(self.spread, ranked, order[0]), ""
        return explanation.unsure_sentence(self.spread, ranked, order[0]), ""

    def _candidate(self, ranked: Ranked, stand: Standing, place: int, right: float) -> Candidate:
        new, it = self.prepared.new, int(ranked.candidates.new[place])
        left = 1 - stand.share
        chance = right if place == stand.best else (
            (1 - right) * float(stand.shares[place]) / max(left, 1e-9)
        )  # fmt: skip
        return Candidate(
            path=path_of(self.new, new.elements[it]),
            fingerprint=fingerprint(new, it),
            probability=min(chance, right),
            features=explanation.explain(
                self.spread, ranked, place, dict(self.model.target.weights)
            ),
            html=opening(new, it),
        )


def _lead(page: Spread, ranked: Ranked) -> float:
    return standing(page, ranked).margin if len(ranked.score) else -1.0


def match_pages(old: Page, new: Page, model: Model | None = None) -> PageMatch:
    """Matches two documents; without `model`, by the shipped one. Costs nothing until asked."""
    return PageMatch(old, new, model or shipped())
