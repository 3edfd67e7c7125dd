"""An answer held against its label: one row of the result."""

from __future__ import annotations

from dataclasses import dataclass

from selfheal_cli.measure.answers import Answer
from selfheal_cli.model import Verdict

NOWHERE = 10**6


@dataclass(frozen=True, slots=True)
class Row:
    """`place`: at which place of the ranking the right element stands, 0 the first, NOWHERE where
    it is not listed; `lenient`: the first place that a lenient reading accepts. `xpath`: of the
    first, "" where there is none. `locator`: the one asked for, where each is asked for alone."""

    id: str
    app: str
    kind: str
    gone: bool
    gone_scope: str
    verdict: Verdict
    xpath: str
    place: int
    lenient: int
    probability: float
    margin: float
    reason: str
    locator: str = ""
    new_locators: tuple[tuple[str, str], ...] = ()

    @property
    def claimed(self) -> bool:
        """Whether it would be written without a person's look."""
        return self.verdict is Verdict.REPAIRED

    @property
    def right(self) -> bool:
        """Whether the first of the ranking is the labelled element."""
        return self.place == 0


def row(answer: Answer, locator: str, new_locators: tuple[tuple[str, str], ...]) -> Row:
    """The row of an answer."""
    case, ranked = answer.question.case, answer.ranked
    places = {element: place for place, element in reversed(list(enumerate(ranked)))}
    right = [places.get(element, NOWHERE) for element in answer.question.new]
    kin = [places.get(element, NOWHERE) for element in answer.question.kin]
    return Row(
        id=case.id,
        app=case.app,
        kind=case.kind,
        gone=not answer.question.new,
        gone_scope=getattr(case.truth, "scope", ""),
        verdict=answer.verdict,
        xpath=ranked[0].getroottree().getpath(ranked[0]) if ranked else "",
        place=min(right, default=NOWHERE),
        lenient=min((*right, *kin), default=NOWHERE),
        probability=answer.probability,
        margin=answer.margin,
        reason=answer.reason,
        locator=locator,
        new_locators=new_locators,
    )
