"""What a run against an engine finds, and the locators that synthesis offers."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Action, Locator
from selfheal_cli.synthesis.propose import Request, propose
from tests.bench.differential.chromium import Found
from tests.bench.differential.comparing import Ours, Tally, lines

LOG = logging.getLogger(__name__)
SEED = 20261121


@dataclass(slots=True)
class Offers:
    """What synthesis offers for interactive elements, and whether the engine finds just those."""

    asked: int = 0
    answered: int = 0
    offered: int = 0
    wrong: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    """Link texts that the layout cuts off, where nobody sees them: the driver does not, either."""

    def add(self, page: str, mine: Ours, element: HtmlElement, found: Sequence[object]) -> None:
        """Counts an element and what is offered for it."""
        self.asked += 1
        self.answered += bool(found)
        if not found:
            self.none.append(f"{page}: {mine.page.root.getroottree().getpath(element)}")

    def check(self, page: str, locator: str, number: int, theirs: Found) -> None:
        """Counts an offer and whether the engine finds the element, and it alone."""
        self.offered += 1
        if theirs != [number]:
            self.wrong.append(f"{page}: {locator} for {number}: {str(theirs)[:90]}")

    @property
    def share(self) -> float:
        """The share of elements with an offer."""
        return self.answered / self.asked if self.asked else 0.0


@dataclass(slots=True)
class Result:
    """A run over some pages."""

    pages: int = 0
    tally: Tally = field(default_factory=Tally)
    offers: Offers = field(default_factory=Offers)
    trees: list[str] = field(default_factory=list)

    def log(self, page: str) -> None:
        """Tells how far it is."""
        differences = len(self.tally.differences)
        LOG.info("%s: by now %d of %d differ", page, differences, self.tally.total)


def proposals(mine: Ours, element: HtmlElement, dialect: str) -> list[Locator]:
    """The locators that synthesis offers for an element that no test has named yet."""
    request = Request(Locator(dialect, ()), mine.page, (element,), Action("click"))
    return [each.locator for each in propose(request, DIALECTS[dialect])]


def report(engine: str, result: Result, shown: int) -> list[str]:
    """All that a run found, in lines."""
    tally, offers = result.tally, result.offers
    equality = f"{100 * tally.share:.3f} % equal, {tally.crashes} crashes"
    uniqueness = f"{100 * offers.share:.2f} % with an offer; {offers.offered} locators offered"
    return [
        f"{engine}: {result.pages} pages, {tally.total} locators, {equality}",
        *lines(tally, shown),
        *(f"  another tree: {each}" for each in result.trees),
        f"{engine}: {offers.asked} widgets, {uniqueness}, {len(offers.wrong)} not unique",
        *(f"  wrong: {each}" for each in offers.wrong[: 10 * shown]),
        *(f"  cut off by the layout: {each}" for each in offers.cut[: 10 * shown]),
        *(f"  none: {each}" for each in offers.none[: 10 * shown]),
    ]
