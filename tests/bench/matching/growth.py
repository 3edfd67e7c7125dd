"""What matching costs: page pairs against parsing them, large pages, growth. Run:
python -m tests.bench.matching.growth [CASES.jsonl]

Times are processor time. With CASES: each page pair with all its broken locators asked at once,
against lxml parsing both pages, each the cheapest of three rounds with pages read anew; `selfheal
bench` prints the same of a single round. Then made-up pages: rows of a table with a link, a field
and a button each, of which the new page renames ids and classes, moves a column and says other
words ("settled": half of the rows stay as they were; "changed": no element of a row does). Each
size is matched by a process of its own, ten targets asked; memory is that process's peak, parsing
and start-up included. The exponent is that of a straight line through the logarithms of size and
time, beside the one that n log n would give over the same sizes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from math import log
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np

from selfheal_cli.cli.inputs import collect_rarely
from selfheal_cli.dom.tree import build
from selfheal_cli.matching import match_pages
from selfheal_cli.measure.answers import by_page
from selfheal_cli.measure.cases import Case, read_cases
from selfheal_cli.measure.pairs import pairs
from selfheal_cli.model import Action, Markup, Snapshot

ROUNDS = 3
SIZES = (500, 1_000, 2_000, 4_000, 8_000, 12_000, 20_000)
ASKED = (2_500, 4_400)
TARGETS = 10
_PER_ROW = 8


def pages_against_parsing(cases: Sequence[Case], folder: Path) -> str:
    """One line: the ratio of the pairs, and milliseconds per case."""
    rounds = [list(_costs(cases, folder)) for _ in range(ROUNDS)]
    best = [tuple(map(min, zip(*costs, strict=True))) for costs in zip(*rounds, strict=True)]
    ratios = [matching / parsing for matching, parsing in best]
    matching, parsing = (sum(column) for column in zip(*best, strict=True))
    return (
        f"{len(best)} page pairs with all their cases: {matching / parsing:.0f} times parsing both "
        f"(all pairs together; median {statistics.median(ratios):.0f}, worst {max(ratios):.0f}); "
        f"{1000 * matching / len(cases):.1f} ms a case"
    )


def _costs(cases: Sequence[Case], folder: Path) -> Iterator[tuple[float, float]]:
    for pair in pairs(cases, lambda name: (folder / name).read_bytes()):
        begin = time.process_time()
        for _ in by_page(pair):
            pass
        yield time.process_time() - begin, pair.parsing


def made_up(elements: int, changed: bool | None) -> str:
    """A page of about so many elements; `changed` None: the old page, False: half of the rows are
    as they were, True: none is."""
    rows = range(elements // _PER_ROW)
    said = "".join(_row(n, changed) for n in rows)
    return f"<main><h1>Orders</h1><table><tbody>{said}</tbody></table></main>"


def _row(n: int, changed: bool | None) -> str:
    fresh = changed is not None and (changed or n % 2)
    mark, word = ("entry", "Purchase") if fresh else ("row", "Order")
    state = "due" if fresh and n % 7 == 0 else "open"
    controls = [
        f'<a href="/{mark}s/{n}">{word} {n * 7919 % 10007} {state}</a>',
        f'<input name="{mark}-note-{n}" id="{mark}-{n}">',
        f'<button class="{mark}-save">Save {mark} <b>{word} {n}</b></button>',
    ]
    order = (1, 0, 2) if fresh else (0, 1, 2)
    cells = "".join(f'<td class="{mark}-{k}">{controls[k]}</td>' for k in order)
    return f'<tr class="{mark}">{cells}</tr>'


def cost(old_size: int, new_size: int, changed: bool) -> tuple[float, float]:
    """Seconds and megabytes of one match, done by a process of its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_measured, args=(old_size, new_size, changed, theirs))
    child.start()
    theirs.close()  # so that a child that dies is heard
    found: tuple[float, float] = ours.recv()
    child.join()
    return found


def _measured(old_size: int, new_size: int, changed: bool, tell: Connection) -> None:
    collect_rarely()
    texts = made_up(old_size, None), made_up(new_size, changed)
    old, new = (build(Snapshot(Markup(text.encode()), "http://made.up/")) for text in texts)
    asked = [each for each in old.elements if each.tag == "button"]
    targets = asked[:: max(len(asked) // TARGETS, 1)][:TARGETS]
    warm = build(Snapshot(Markup(b"<p>one<a>two</a>"), "http://made.up/"))
    match_pages(warm, warm).find(warm.elements[-1], Action("click"))  # reads the model
    begin = time.process_time()
    match_pages(old, new).find_all(targets, Action("click"))
    seconds = time.process_time() - begin
    tell.send((seconds, _peak()))


def _peak() -> float:
    """Megabytes at most. Linux's getrusage counts in what the parent held when it forked."""
    status = Path("/proc/self/status")
    if not status.exists():
        return getrusage(RUSAGE_SELF).ru_maxrss / 2**20
    told = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) / 2**10


def best(old_size: int, new_size: int, changed: bool) -> tuple[float, float]:
    """The least time and the greatest memory of several rounds."""
    found = [cost(old_size, new_size, changed) for _ in range(ROUNDS)]
    return min(seconds for seconds, _ in found), max(memory for _, memory in found)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Of the power of the size that the times grow with."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def growth(changed: bool) -> Iterator[str]:
    """A line a size, then the exponent."""
    times = []
    for size in SIZES:
        seconds, memory = best(size, size, changed)
        times.append(seconds)
        yield f"  {size:6} x {size:6}: {seconds:6.3f} s, {memory:4.0f} MB"
    bound = exponent(SIZES, [size * log(size) for size in SIZES])
    tail = exponent(SIZES[2:], times[2:])
    yield (
        f"  grows with n^{exponent(SIZES, times):.2f}"
        f" (from {SIZES[2]} on n^{tail:.2f}; n log n is n^{bound:.2f} here)"
    )


def main(argv: Sequence[str]) -> None:
    """The command line."""
    collect_rarely()  # as the command line does
    if argv:
        file = Path(argv[0])
        cases = read_cases(file.read_text("utf-8").splitlines())
        print(pages_against_parsing(cases, file.parent))
    for changed in (False, True):
        seconds, memory = best(*ASKED, changed)
        kind = "changed" if changed else "settled"
        print(f"{kind}, {ASKED[0]} x {ASKED[1]} elements: {seconds:.2f} s, {memory:.0f} MB")
        print("\n".join(growth(changed)))


if __name__ == "__main__":
    main(sys.argv[1:])
