"""JavaScript frameworks in Chromium: their engines asked, and what they find compared with ours."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import DIALECTS
from tests.bench.differential.chromium import Found, Tab, chromium
from tests.bench.differential.comparing import Ours, ours
from tests.bench.differential.corpus import ARCHIVE, Saved, load
from tests.bench.differential.results import Offers, Result, proposals, report

MODULES = Path(__file__).parents[2] / "real" / "node" / "node_modules"
ENGINES = (
    MODULES / "jquery" / "dist" / "jquery.min.js",
    MODULES / "@testing-library" / "dom" / "dist" / "@testing-library" / "dom.umd.min.js",
)
ASKING = Path(__file__).parent / "frameworks.js"
# How the page is asked what a dialect's own words find.
CODE = {"cypress": ("commands", "cy"), "testing-library": ("queries", "screen, within, container")}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in the page (`code` in it is JavaScript), how it is told to a person, the
    class it is counted in, and how we answer it."""

    asked: dict[str, Any]
    told: str
    kind: str
    ours: Callable[[Page], Iterable[HtmlElement]]


def written(dialect: str, text: str) -> dict[str, Any]:
    """The question what the locator finds that is written so."""
    kind, parameters = CODE[dialect]
    return {"kind": kind, "code": f"({parameters}) => {text}"}


def compare(
    pages: Sequence[Saved],
    asking: Callable[[Page, str], Sequence[Question]],
    dialect: str,
    browser: str,
) -> Result:
    """Asks both about every page, and the page about what synthesis offers in `dialect`; "" asks
    no more."""
    result = Result()
    with engines(browser) as open_page:
        for saved in pages:
            mine, tab = ours(saved), open_page(saved)
            if len(tab.tree()) != len(mine.elements):
                result.trees.append(saved.name)
                continue
            result.pages += 1
            _compare(saved.name, mine, tab, asking(mine.page, saved.name), result)
            if dialect:
                _offers(saved.name, mine, tab, dialect, result.offers)
    return result


@contextmanager
def engines(browser: str) -> Iterator[Callable[[Saved], Tab]]:
    """Opens pages with the frameworks' engines in them."""
    sources = [path.read_text("utf-8") for path in ENGINES]
    with chromium(browser) as tab:

        def opened(saved: Saved) -> Tab:
            tab.open(saved)
            for source in sources:
                tab.page.evaluate(f"() => {{ {source} }}")
            tab.page.evaluate(ASKING.read_text("utf-8"))
            return tab

        yield opened


def answers(tab: Tab, asked: Sequence[dict[str, Any]]) -> list[Found]:
    """What the engines find in the page."""
    listed = ",".join(map(_source, asked))
    return tab.page.evaluate(f"() => frameworks.answer([{listed}])")  # type: ignore[no-any-return]


def _source(asked: dict[str, Any]) -> str:
    pairs = [
        f"{key}: {value if key == 'code' else json.dumps(value)}" for key, value in asked.items()
    ]
    return f"{{{', '.join(pairs)}}}"


def _compare(
    name: str, mine: Ours, tab: Tab, questions: Sequence[Question], result: Result
) -> None:
    found = answers(tab, [question.asked for question in questions])
    for question, theirs in zip(questions, found, strict=True):
        answer = mine.found(question.ours)
        result.tally.add(name, question.kind, question.told, answer, theirs)


def _offers(name: str, mine: Ours, tab: Tab, dialect: str, offers: Offers) -> None:
    access = accessibility(mine.page)
    offered: list[tuple[HtmlElement, str]] = []
    for element in mine.elements:
        if not (access.interactive(element) and access.visible(element)):
            continue
        if any(each.get("shadowrootmode") for each in element.iterancestors("template")):
            continue
        found = proposals(mine, element, dialect)
        offers.add(name, mine, element, found)
        offered += [(element, DIALECTS[dialect].show(each, "javascript")) for each in found]
    for (element, text), theirs in zip(
        offered, answers(tab, [written(dialect, text) for _, text in offered]), strict=True
    ):
        offers.check(name, text, mine.numbers[element], theirs)


def print_figures(
    engine: str, measure: Callable[[Sequence[Saved], int, str], Result], about: str, count: int
) -> None:
    """The command line of a comparison: `measure` is given pages, questions for each, Chromium."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("place", nargs="?", type=Path, default=ARCHIVE)
    parser.add_argument("--count", type=int, default=count, help="questions for each page")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "")
    parser.add_argument("--shown", type=int, default=3, help="examples of each difference")
    given = parser.parse_args()
    result = measure(load(given.place), given.count, given.chromium)
    print("\n".join(report(engine, result, given.shown)))
