"""`python -m tests.bench.sources.islands SITES.jsonl CHECKOUTS [--half H] [--every N] [--locator]`.

Asks for each site twice, with nothing read before: as the sources stage does, which parses the
statements on the way alone where these are enough, and with every file parsed whole. Tells
whether both find the same place, and sets the processor time of the first against the parser's for
the very files that were read on the way: from the site's own line, and from its uses; by the text
alone or, as scan asks, by the whole locator. docs/sources.md says what a line of SITES.jsonl
is. Exit code 1 where the two differ.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location
from selfheal_cli.sources import FolderTree, NoSite, Project, Site, SourceTree, locate
from selfheal_cli.sources.verbatim import Lead, find, find_in_whole_files
from tests.bench.sources.__main__ import half_of
from tests.bench.sources.located import failure, whole_locator
from tests.bench.sources.sites import Row, folder_of, rows_of
from tests.bench.sources.speed import Watched, parsed, seconds_of
from tests.bench.sources.users import users

_TURNS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: whether both ways agree, and the seconds of both and of the parser alone."""

    row: Row
    kind: str
    same: bool
    found: bool
    seconds: float
    whole: float
    parser: float


def main(argv: Sequence[str]) -> int:
    """The command line; 1 where a statement alone leads to another place than whole files."""
    options = _options(argv)
    rows = [row for row in rows_of(options.sites) if _wanted(row, options)]
    by_repo: dict[str, list[Row]] = defaultdict(list)
    for row in rows[:: max(options.every, 1)]:
        by_repo[row.repo].append(row)
    asked = [
        each
        for repo, own in by_repo.items()
        if (folder := folder_of(repo, options.checkouts)) is not None
        for each in _asked(own, folder, options)
    ]
    _report(asked)
    return 0 if all(each.same for each in asked) else 1


def _wanted(row: Row, options: argparse.Namespace) -> bool:
    half = not options.half or half_of(row.repo) == options.half
    return half and (not options.language or row.language in options.language)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("sites", type=Path)
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every such row")
    parser.add_argument("--half", choices=["held-out", "develop"])
    parser.add_argument("--language", action="append", help="only rows of these languages")
    parser.add_argument("--users", action="store_true", help="ask from the site's uses, too")
    parser.add_argument(
        "--locator", action="store_true", help="ask as scan does, where a call states a locator"
    )
    return parser.parse_args(argv)


def _asked(rows: Sequence[Row], folder: Path, options: argparse.Namespace) -> Iterator[Asked]:
    listing = Project(FolderTree(folder))
    for row in rows:
        if not listing.exists(row.path):
            continue
        stacks = [[(row.path, row.line)], *(users(row, listing) if options.users else ())]
        for stack in stacks:
            ask = _by_text(row, stack) if not options.locator else _by_locator(row, stack, listing)
            if ask is not None:
                yield _question(row, folder, stack, ask)


_Ask = Callable[[SourceTree, bool], "Lead | Site | NoSite"]
"""What is found in a tree; whether in whole files alone."""


def _by_text(row: Row, stack: Sequence[tuple[str, int]]) -> _Ask:
    frames = [Location(f"/ci/work/{path}", line) for path, line in stack]
    return lambda tree, whole: (find_in_whole_files if whole else find)(row.value, frames, tree)


def _by_locator(row: Row, stack: Sequence[tuple[str, int]], listing: Project) -> _Ask | None:
    locator = whole_locator(row, listing)
    if locator is None:
        return None
    failed, dialect = failure(locator, stack), DIALECTS[locator.dialect]

    def ask(tree: SourceTree, whole: bool) -> Site | NoSite:
        project = Project(tree)
        for path, _ in stack if whole else ():
            project.module(path)
        return locate(failed, project, dialect)

    return ask


def _question(row: Row, folder: Path, stack: Sequence[tuple[str, int]], ask: _Ask) -> Asked:
    watched = Watched(FolderTree(folder))
    found = ask(watched, False)
    whole = ask(FolderTree(folder), True)
    same = _place(found) == _place(whole)
    if not same:
        print(f"differs: {row.repo} {stack} {row.value!r}: {found} against {whole}")
    turns = [
        (
            seconds_of(lambda: ask(FolderTree(folder), False)),
            seconds_of(lambda: ask(FolderTree(folder), True)),
            seconds_of(lambda: parsed(folder, sorted(watched.paths))),
        )
        for _ in range(_TURNS)
    ]
    best = [min(turn[number] for turn in turns) for number in range(3)]
    kind = f"{row.language}, {'line' if list(stack) == [(row.path, row.line)] else 'use'}"
    return Asked(row, kind, same, not isinstance(found, NoSite), *best)


def _place(found: Lead | Site | NoSite) -> object:
    match found:
        case Lead():
            return found.text, found.origin, found.position, found.places, found.whole
        case Site():
            said = found.language, found.certain, found.quote, found.locator
            return *said, found.links, found.origin
        case NoSite():
            return found.reason


def _report(asked: Sequence[Asked]) -> None:
    differing = sum(not each.same for each in asked)
    print(f"{len(asked)} questions, {differing} differ")
    for kind, count in sorted(Counter(each.kind for each in asked).items()):
        own = [each for each in asked if each.kind == kind and each.found]
        if not own:
            continue
        ratios = [each.seconds / each.parser for each in own if each.parser]
        first, second, third = (
            sum(getattr(each, name) for each in own) for name in ("seconds", "whole", "parser")
        )
        each, below = 1000 / len(own), 100 * sum(ratio < 1 for ratio in ratios) / len(ratios)
        print(
            f"{kind:16} {count:6} questions, {len(own)} found: in {first * each:.2f} ms each, "
            f"on whole files {second * each:.2f} ms, the parser alone {third * each:.2f} ms; "
            f"ratio {first / third:.2f}, median {statistics.median(ratios):.2f}, "
            f"below 1 in {below:.0f}%"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
