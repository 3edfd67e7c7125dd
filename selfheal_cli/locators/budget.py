"""How much work one query may take, counted in steps and never in seconds: the same query on the
same page ends the same way on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator

_VISITED_A_STEP = 200
_RENDERED = 3
_STEPS, _STEPS_EACH = 500_000, 20


@dataclass(slots=True)
class Budget:
    """The steps that are left: about one for each element that is looked at."""

    left: int = _STEPS

    def spend(self, steps: int = 1) -> None:
        """Raises UnsupportedLocator where there are no more."""
        self.left -= steps
        if self.left < 0:
            raise UnsupportedLocator("the locator takes too many steps to answer on this page")


def spend_visit(budget: Budget, page: Page) -> None:
    """For libxml2's visit to all of a page; it is quick. Raises UnsupportedLocator."""
    budget.spend(1 + len(page.elements) // _VISITED_A_STEP)


def spend_rendering(budget: Budget, element: HtmlElement) -> None:
    """For all that is below `element`, whose text is rendered. Raises UnsupportedLocator."""
    budget.spend(_RENDERED * sum(1 for _ in element.iter()))


def budget_for(page: Page) -> Budget:
    """For one query on `page`: several looks at each element, whatever its size."""
    return Budget(_STEPS + _STEPS_EACH * len(page.elements))
