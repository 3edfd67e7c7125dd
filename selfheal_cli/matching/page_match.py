"""The matcher: which element of the new page an element of the old page has become."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching import explanation
from selfheal_cli.matching.assignment import Ask, Assignment, assign
from selfheal_cli.matching.evidence import Standing
from selfheal_cli.matching.excerpt import recall
from selfheal_cli.matching.levels import meant
from selfheal_cli.matching.linear import Model, Trust, shipped
from selfheal_cli.matching.portrait import called, candidate
from selfheal_cli.matching.prepared import Ground, ground, prepare
from selfheal_cli.matching.ranking import Ranked, candidates, rank
from selfheal_cli.matching.records import STANDS_IN, Match, Say
from selfheal_cli.matching.spreading import Spread, judge, spread
from selfheal_cli.matching.state import hiding_place
from selfheal_cli.matching.verdicts import answer
from selfheal_cli.matching.view import View
from selfheal_cli.model import Action, Candidate, Evidence

_LISTED = 6
_TOLD = 2
# With so many elements settled, nobody needs to weigh the others to know the page again.
_PLAIN = 0.5
_UNSEEN = Match(
    Say.UNSURE, (), (), 0.0, 0.5, False,
    "the element is none that can be compared: it shows nothing, or the page is too large",
)  # fmt: skip


class PageMatch:
    """Two documents matched as a whole; the work is done once, on the first question. `weighed`:
    how often it was done: again only where something is asked that was not said before."""

    def __init__(self, old: Page, new: Page, model: Model, trust: Trust) -> None:
        self.old, self.new, self.model, self.trust = old, new, model, trust
        self._asked: set[int] = set()
        self._asks: set[Ask] = set()
        self._done: tuple[frozenset[int], Spread] | None = None
        self._assigned: tuple[frozenset[Ask], Spread, Assignment] | None = None
        self.weighed = 0

    @cached_property
    def ground(self) -> Ground:
        """Both views, and what is settled without weighing."""
        return ground(self.old, self.new)

    def ask(self, targets: Sequence[HtmlElement], action: Action | None = None) -> None:
        """Says which elements will be asked for, and for which action, so that the work for them
        is done once, and none is answered with what another has the better claim to."""
        index = self.ground.old.index
        rows = {index[target] for target in targets if target in index}
        self._asked |= rows
        if action is not None:
            self._asks |= {Ask(row, action) for row in rows}

    @property
    def spread(self) -> Spread:
        """The beliefs in all pairs, for the targets asked for so far."""
        targets = frozenset(self._asked)
        if self._done is None or self._done[0] != targets:
            prepared = prepare(self.ground, targets)
            own = judge(prepared, self.model.own)
            self._done = (targets, spread(prepared, own, self.model.spread))
            self.weighed += 1
        return self._done[1]

    @property
    def settled(self) -> float:
        """Which share of the old page's elements is plainly the same in the new one, 0 to 1."""
        there = self.ground.settled >= 0
        return float(there.mean()) if len(there) else 0.0

    @cached_property
    def refound(self) -> float:
        """Which share of the old page's elements has a successor, 0 to 1."""
        return self.settled if self.settled >= _PLAIN else self.spread.share

    def shown_before(self) -> tuple[int, float]:
        """How many elements the old page showed, and which share of them has a successor."""
        old = self.ground.old
        shown = [i for i in range(len(old)) if old.visible(i)]
        return len(shown), float(self.spread.kept[shown].mean()) if shown else 0.0

    def successor(self, element: HtmlElement) -> HtmlElement | None:
        """The new element both sides' beliefs prefer for an old one, whatever the action; None
        where the belief is below one half or `element` is not part of the old page."""
        at = self.ground.old.index.get(element)
        if at is None or self.spread.refound[at] < 0.5:
            return None
        return self.ground.new.elements[int(self.spread.successor[at])]

    def called(self, old: HtmlElement, new: HtmlElement) -> tuple[str, str]:
        """What a person would call an element of the old page, and one of the new page."""
        return _called(self.ground.old, old), _called(self.ground.new, new)

    def find(self, target: HtmlElement, action: Action) -> Match:
        """What became of `target`. Raises ValueError where it is not part of the old page."""
        return self.find_all((target,), action)[0]

    def find_all(self, targets: Sequence[HtmlElement], action: Action) -> tuple[Match, ...]:
        """What became of each target, in the given order; no element is claimed twice, by these
        or by what else was asked for."""
        asked = [self._row(target) for target in targets]
        self.ask(targets, action)
        shares = self._assignment
        return tuple(
            self._match(shares.ranked(Ask(row, action))) if row >= 0 else _UNSEEN for row in asked
        )

    @property
    def _assignment(self) -> Assignment:
        """Who may have what, of all that was asked so far."""
        asks, page = frozenset(self._asks), self.spread
        known = self._assigned
        if known is None or known[0] != asks or known[1] is not page:
            ranked = {ask: self._ranked(ask.row, ask.action) for ask in asks}
            known = self._assigned = (asks, page, assign(page, ranked, self._gone))
        return known[2]

    def _gone(self, ranked: Ranked) -> bool:
        """Whether it is said that nothing of these is what became of their target."""
        return answer(self.spread, ranked, self.trust, self.refound).say is Say.REMOVED

    def _row(self, target: HtmlElement) -> int:
        """The target's row in the old view; -1 where the view leaves it out."""
        at = self.ground.old.index.get(target)
        if at is None and target.getroottree().getroot() is not self.old.root:
            raise ValueError(
                f"<{target.tag!s}> is not an element of the old page that can be meant"
            )
        return -1 if at is None else at

    def _ranked(self, at: int, action: Action) -> Ranked:
        ranked = rank(candidates(self.spread, at, action), self.model.target)
        return meant(self.ground.old, self.ground.new, ranked, action)

    def _match(self, ranked: Ranked) -> Match:
        if not len(ranked.score):
            words = explanation.removed_sentence(self.spread, ranked)
            return Match(Say.UNSURE, (), (), 0.0, 0.5, False, words)
        found = answer(self.spread, ranked, self.trust, self.refound)
        if found.stand_in >= 0:
            return self._instead(ranked, found.stand_in, found.removed)
        stand, right = found.standing, found.right
        order = np.argsort(-ranked.score, kind="stable")[:_LISTED].tolist()
        new = self.ground.new
        sentence, behind = self._sentence(found.say, ranked, order)
        return Match(
            say=found.say,
            candidates=tuple(
                self._candidate(ranked, stand, k, right, at < _TOLD) for at, k in enumerate(order)
            ),
            elements=tuple(new.elements[int(ranked.candidates.new[k])] for k in order),
            margin=stand.margin,
            removed=found.removed,
            safe=found.safe,
            evidence=sentence,
            absent_in_state=bool(behind),
            against=found.against,
        )

    def _instead(self, ranked: Ranked, it: int, removed: float) -> Match:
        """What may be the target though none of its candidates is."""
        new = self.ground.new
        words = explanation.stand_in_sentence(self.spread, ranked.candidates.target, it)
        shown = candidate(new, it, STANDS_IN)
        return Match(Say.UNSURE, (shown,), (new.elements[it],), 0.0, removed, False, words)

    def _sentence(self, say: Say, ranked: Ranked, order: Sequence[int]) -> tuple[str, str]:
        """The evidence in words, and the closed control where the target may live on."""
        if say is Say.REMOVED:
            words = explanation.removed_sentence(self.spread, ranked)
            behind = hiding_place(self.spread, ranked.candidates.target)
            return (
                f"{words}; absent in this state: it may live on {behind}" if behind else words
            ), behind
        if say is Say.AMBIGUOUS and len(order) > 1:
            return explanation.ambiguous_sentence(self.spread, ranked, order[0], order[1]), ""
        if say is Say.FOUND:
            return explanation.found_sentence(self.spread, ranked, order[0]), ""
        return explanation.unsure_sentence(self.spread, ranked, order[0]), ""

    def _candidate(
        self, ranked: Ranked, stand: Standing, place: int, right: float, told: bool
    ) -> Candidate:
        new, it = self.ground.new, int(ranked.candidates.new[place])
        left = 1 - stand.share
        features: tuple[Evidence, ...] = ()
        if told:
            features = explanation.explain(self.spread, ranked, place, self.model.target)
        chance = right if place == stand.best else (
            (1 - right) * float(stand.shares[place]) / max(left, 1e-9)
        )  # fmt: skip
        return candidate(new, it, min(chance, right), features)


def _called(view: View, element: HtmlElement) -> str:
    at = view.index.get(element)
    return f"<{element.tag!s}>" if at is None else called(view, at)


def match_pages(old: Page, new: Page, model: Model | None = None) -> PageMatch:
    """Matches two documents; without `model`, by the shipped one. Costs nothing until asked."""
    known = model or shipped()
    return PageMatch(old, new, known, known.page)


def match_excerpt(
    stored: str, new: Page, model: Model | None = None
) -> tuple[PageMatch, HtmlElement]:
    """Matches what is stored of an element with a document, and the element to ask for. Raises
    ValueError where `stored` is no excerpt."""
    known = model or shipped()
    old, element = recall(stored)
    return PageMatch(old, new, known, known.fingerprint), element
