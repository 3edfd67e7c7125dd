"""Locators for all that real pages offer to use: `python -m tests.bench.offers DIR [DIALECT ...]`.

DIR is any folder with HTML pages. For each visible interactive element of each page and for each
dialect a locator is asked for, as for an element that no test has named yet. Printed per dialect:
for how many elements one is offered, how many of those offered hit their element alone (resolved
here once more), how many say the element by what it is (`robust`), by its place (`positional`) or
by a value that looks generated, and the processor time an element takes; then the elements
without an offer, and why.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, build
from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Action, Locator, Markup, Proposal, Snapshot, Step
from selfheal_cli.synthesis.dialects import WAYS
from selfheal_cli.synthesis.propose import Request, propose
from selfheal_cli.synthesis.structure import made_up, places

_SHOWN = 8


@dataclass
class Tally:
    """What came out in one dialect."""

    asked: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    strategies: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def pages_in(folder: Path) -> Iterator[tuple[str, Page]]:
    """The pages below `folder`, each text once."""
    seen: set[bytes] = set()
    for path in sorted(folder.rglob("*.htm*")):
        text = path.read_bytes()
        if text not in seen:
            seen.add(text)
            try:
                yield str(path.relative_to(folder)), build(Snapshot(Markup(text)))
            except SelfhealError as error:
                print(f"{path}: {error}", file=sys.stderr)


def targets_on(page: Page) -> list[HtmlElement]:
    """The visible elements that a person can do something with."""
    known = accessibility(page)
    return [e for e in page.elements if known.interactive(e) and known.visible(e)]


def ask(page: Page, element: HtmlElement, dialect: Dialect) -> Proposal | None:
    """The cheapest proved locator."""
    request = Request(Locator(dialect.name, ()), page, (element,), Action("click"))
    return next(propose(request, dialect), None)


def why_none(page: Page, element: HtmlElement, dialect: Dialect) -> str:
    """Why no locator was offered, as far as its place in the page tells."""
    place = Step("xpath", element.getroottree().getpath(element))
    try:
        hit = dialect.resolve(Locator(dialect.name, (place,)), page)
    except SelfhealError as error:
        return error.message
    found = any(each is element for each in hit)
    return "no spelling hit it alone" if found else "its engine passes over the element"


def kind_of(proposal: Proposal) -> str:
    """What the locator leans on."""
    if made_up(proposal.steps):
        return "generated"
    return "positional" if places(proposal.steps) else "robust"


def measure(where: str, page: Page, dialect: Dialect, tally: Tally) -> None:
    """Asks for a locator of each element and checks it."""
    for element in targets_on(page):
        start = time.process_time()
        proposal = ask(page, element, dialect)
        tally.seconds += time.process_time() - start
        tally.asked += 1
        name = f"{where}: {element.getroottree().getpath(element)}"
        if proposal is None:
            tally.missing.append(f"{name}: {why_none(page, element, dialect)}")
            continue
        tally.kinds[kind_of(proposal)] += 1
        tally.strategies[" ".join(step.strategy for step in proposal.locator.steps)] += 1
        hit = dialect.resolve(proposal.locator, page)
        if len(hit) != 1 or hit[0] is not element:
            tally.wrong.append(f"{name}: {proposal.locator.steps}")


def report(name: str, tally: Tally, verbose: bool) -> None:
    """One dialect's lines."""
    offered = sum(tally.kinds.values())
    share = offered / tally.asked if tally.asked else 1.0
    kinds = ", ".join(f"{kind} {count / offered:.1%}" for kind, count in tally.kinds.most_common())
    print(
        f"{name:14} {tally.asked} elements, offered {offered} ({share:.2%}),"
        f" alone {offered - len(tally.wrong)}/{offered}; {kinds};"
        f" {tally.seconds / max(tally.asked, 1) * 1000:.2f} ms each"
    )
    print(" " * 15 + ", ".join(f"{s} {n}" for s, n in tally.strategies.most_common(12)))
    for line in tally.wrong + tally.missing[: None if verbose else _SHOWN]:
        print(f"    {line}")


def main(argv: Sequence[str]) -> int:
    """The command line; returns 1 where a locator hits anything else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("dialects", nargs="*")
    parser.add_argument("--verbose", "-v", action="store_true")
    options = parser.parse_args(argv)
    pages = list(pages_in(options.folder))
    print(f"{len(pages)} pages")
    wrong = 0
    for name in options.dialects or WAYS:
        tally = Tally()
        for where, page in pages:
            measure(where, page, DIALECTS[name], tally)
        report(name, tally, options.verbose)
        wrong += len(tally.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
