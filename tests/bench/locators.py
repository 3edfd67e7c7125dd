"""Resolving, as ratios to parsing: `python -m tests.bench.locators [DIR] [--each N] [--kinds]`.

For each page of DIR (saved HTML, and the last page of each trace; the fixtures by default), in
CPU time of this process and against lxml parsing the same bytes in the same run:

- one locator of each of about ninety kinds, made from the page's own elements, resolved on a page
  object that has computed nothing yet (`first`: with the caches of parsed selectors emptied, too;
  `again`: the same locator asked a second time on the same page object);
- role and name of every element, on a page object that has computed nothing yet (`names`: with
  the caches of parsed style sheets emptied, too; `again`: with those of the run's other pages);
- building the page itself from the bytes.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from lxml import html

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, build
from selfheal_cli.errors import ArtifactError, LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Markup, Snapshot
from tests.bench.locator_set import Sample, samples
from tests.bench.speed import texts_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Timed:
    """One locator's ratios to parsing its page."""

    sample: Sample
    first: float
    again: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One page's figures: elements, seconds to parse, and ratios to that."""

    name: str
    elements: int
    parse: float
    building: float
    names: float
    names_again: float
    timed: tuple[Timed, ...]
    refused: int


def seconds(action: Callable[[], object]) -> float:
    """CPU time of one call."""
    start = time.process_time()
    action()
    return time.process_time() - start


def best(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU time of the fastest of several calls; a short one is repeated within a round."""
    once = seconds(action)
    times = max(1, int(0.001 / max(once, 1e-6)))

    def repeated() -> None:
        for _ in range(times):
            action()

    return min(seconds(repeated) / times for _ in range(rounds))


def fresh(page: Page) -> Page:
    """The same document as a page that has computed nothing yet."""
    return replace(page, derived={}, _entered={})


def caches() -> list[Callable[[], None]]:
    """What empties each cache of the package's functions."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("selfheal_cli"):
            for each in vars(module).values():
                if callable(clear := getattr(each, "cache_clear", None)):
                    found[id(each)] = clear
    return list(found.values())


Clearing = Sequence[Callable[[], None]]


def resolving(sample: Sample, page: Page, parse: float, clear: Clearing) -> Timed:
    """The best of several rounds, each on a fresh page. Raises what resolving raises."""
    dialect = DIALECTS[sample.dialect]

    def resolve(target: Page) -> object:
        return dialect.resolve(dialect.parse(sample.text), target)

    first, again = [], []
    for _ in range(ROUNDS):
        for each in clear:
            each()
        asked = partial(resolve, fresh(page))
        first.append(seconds(asked))
        again.append(seconds(asked))
    return Timed(sample, min(first) / parse, min(again) / parse)


def best_first(action: Callable[[], object], clear: Clearing) -> float:
    """CPU time of the fastest of several calls, each with all caches empty."""
    times: list[float] = []
    while len(times) < ROUNDS or (sum(times) < 0.02 and len(times) < 10 * ROUNDS):
        for each in clear:
            each()
        times.append(seconds(action))
    return min(times)


def names_of_all(page: Page) -> None:
    """Role and name of every element."""
    tree = accessibility(fresh(page))
    for element in page.elements:
        tree.role(element)
        tree.name(element)


def measure(name: str, text: bytes, each: int) -> Measured:
    """All figures of one page. Raises ArtifactError."""
    snapshot = Snapshot(Markup(text))
    page = build(snapshot)
    parse = best(lambda: html.document_fromstring(text))
    clear = caches()
    timed, refused = [], 0
    for sample in samples(build(snapshot), each):
        try:
            timed.append(resolving(sample, page, parse, clear))
        except (UnsupportedLocator, LocatorSyntaxError):
            refused += 1
    naming = partial(names_of_all, page)
    return Measured(
        name,
        len(page.elements),
        parse,
        best(lambda: build(snapshot)) / parse,
        best_first(naming, clear) / parse,
        best(naming) / parse,
        tuple(timed),
        refused,
    )


def pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Saved pages, then each trace's last one; equal ones once."""
    seen: set[bytes] = set()
    for path in sorted(folder.rglob("*.htm*")):
        seen.add(text := path.read_bytes())
        yield str(path.relative_to(folder)), text
    for path in sorted(folder.rglob("*.zip")):
        for text in texts_of([path])[-1:]:
            if text not in seen:
                seen.add(text)
                yield str(path.relative_to(folder)), text


def lines(done: Sequence[Measured], with_kinds: bool) -> Iterator[str]:
    """The figures for a person."""
    timed = [each for page in done for each in page.timed]
    for page in done:
        first = [each.first for each in page.timed]
        worst = max(page.timed, key=lambda each: each.first)
        yield (
            f"{page.name[-48:]:48} {page.elements:6} elements {page.parse * 1000:7.2f} ms"
            f"   one locator: median {median(first):5.2f} worst {worst.first:6.2f}"
            f" ({worst.sample.kind})   names {page.names:5.1f} again {page.names_again:5.1f}"
            f"   building {page.building:4.1f}"
        )
    if with_kinds:
        yield from _by(timed, lambda each: each.sample.kind)
    yield from _by(timed, lambda each: each.sample.dialect)
    by_page = [median(each.first for each in page.timed) for page in done]
    yield (
        f"{len(done)} pages, {len(timed)} locators ({sum(page.refused for page in done)} refused):"
        f" first use median {median(each.first for each in timed):.2f}"
        f" (pages' medians at most {max(by_page):.2f}),"
        f" worst {max(each.first for each in timed):.2f};"
        f" again median {median(each.again for each in timed):.2f},"
        f" worst {max(each.again for each in timed):.2f}"
    )
    yield (
        f"role and name of all elements: median {median(page.names for page in done):.1f},"
        f" worst {max(page.names for page in done):.1f};"
        f" again median {median(page.names_again for page in done):.1f},"
        f" worst {max(page.names_again for page in done):.1f};"
        f" building the page: median {median(page.building for page in done):.1f},"
        f" worst {max(page.building for page in done):.1f}"
    )


def _by(timed: Sequence[Timed], sort_of: Callable[[Timed], str]) -> Iterator[str]:
    groups: dict[str, list[Timed]] = defaultdict(list)
    for each in timed:
        groups[sort_of(each)].append(each)
    for kind, group in sorted(groups.items(), key=lambda item: -median(t.first for t in item[1])):
        worst = max(group, key=lambda each: each.first)
        yield (
            f"{kind:26} {len(group):4}   first: median {median(t.first for t in group):6.2f}"
            f" worst {worst.first:6.2f}   again: median {median(t.again for t in group):6.2f}"
            f"   {worst.sample.text[:70]}"
        )


def report(folder: Path, each: int = 2, with_kinds: bool = False) -> None:
    """Measures and prints."""
    done = []
    for name, text in pages(folder):
        try:
            measured = measure(name, text, each)
        except ArtifactError as error:
            print(f"{name[-48:]:48} {error.message}")
            continue
        if measured.timed:
            done.append(measured)
    if not done:
        print("no page in it")
        return
    print(*lines(done, with_kinds), sep="\n")


def main(argv: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--each", type=int, default=2, help="locators of a kind for each page")
    parser.add_argument("--kinds", action="store_true", help="a line for each kind, too")
    options = parser.parse_args(argv)
    gc.disable()  # a collection that falls into one locator's time is not that locator's
    report(options.folder, options.each, options.kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
