"""Our Playwright dialect against Playwright's engine in Chromium, page by page."""

from __future__ import annotations

import random
from collections.abc import Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.playwright_render import render
from tests.bench.differential.choosing import Chooser, choose
from tests.bench.differential.chromium import Tab, chromium
from tests.bench.differential.comparing import Ours, ours
from tests.bench.differential.corpus import Saved
from tests.bench.differential.results import SEED, Result, proposals
from tests.bench.differential.trees import difference, dom_rows, rows_of

DIALECT = DIALECTS["playwright"]
# One element of any kind to so many random selectors has its synthesised ones compared.
_A_SAMPLE = 30


def run(pages: Sequence[Saved], browser: str, count: int) -> Result:
    """Compares on each page what the generator proposes and about `count` random selectors."""
    result = Result()
    with chromium(browser) as tab:
        for saved in pages:
            tab.open(saved)
            _compare(saved, tab, count, result)
            result.log(saved.name)
    return result


def _compare(saved: Saved, tab: Tab, count: int, result: Result) -> None:
    mine = ours(saved)
    differs = difference(rows_of(mine.page.root), dom_rows(tab))
    if differs:
        result.trees.append(f"{saved.name}: {differs}")
        return
    result.pages += 1
    asked = [("generated", selector) for _, selector in tab.generated()]
    shown = [mine.elements[number] for number in tab.visible()]
    if shown:
        dice = random.Random(f"{SEED} {saved.name}")
        asked += choose(Chooser(mine.page, shown, dice), count)
        others = dice.sample(shown, min(len(shown), count // _A_SAMPLE))
        asked += [("synthesis", each) for element in others for each in _written(mine, element)]
    answers = tab.query([selector for _, selector in asked])
    for (kind, selector), theirs in zip(asked, answers, strict=True):
        result.tally.add(saved.name, kind, selector, mine.answer(DIALECT, selector), theirs)
    _offers(saved.name, mine, tab, shown, result)


def _offers(name: str, mine: Ours, tab: Tab, shown: Sequence[HtmlElement], result: Result) -> None:
    access = accessibility(mine.page)
    written: list[tuple[HtmlElement, str]] = []
    for element in filter(access.interactive, shown):
        found = _written(mine, element)
        result.offers.add(name, mine, element, found)
        written += [(element, selector) for selector in found]
    answers = tab.query([selector for _, selector in written])
    for (element, selector), theirs in zip(written, answers, strict=True):
        result.offers.check(name, selector, mine.numbers[element], theirs)
        result.tally.add(name, "synthesis", selector, mine.answer(DIALECT, selector), theirs)


def _written(mine: Ours, element: HtmlElement) -> list[str]:
    return [render(locator) for locator in proposals(mine, element, "playwright")]
