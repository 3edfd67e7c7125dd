"""`python -m tests.bench.sources.speed [--files 3000]`: seconds to find and edit one site.

Makes repositories of that many Python, then TypeScript, then Robot Framework test files with page
objects, small ones and large ones, asks for sites
from a frame at the literal and at the use of a page object's member, and sets the processor time of
each against the parser's for the files that were parsed on the way. Every round begins anew, with
nothing read. `--beside N` puts that many other files beside the tests. Best of
several rounds; no figure is asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path

from robot.api.parsing import get_model

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location
from selfheal_cli.sources import FolderTree, NoSite, Project, SourceTree, Unspellable, locate
from selfheal_cli.sources.languages import language_of
from selfheal_cli.sources.text import read_text
from selfheal_cli.sources.verbatim import find
from selfheal_cli.sources.verbatim_write import rewrite
from tests.bench.sources.located import failure

_ROUNDS = 5
_TURNS = 60
_PAGES = 100
# The median and the 90th percentile of 6,500 files that state locators in 88 public repositories
# are 2 to 3 kB and 9 to 17 kB: a test of so many steps has 3 kB and 12 kB.
_STEPS = (40, 180)


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--beside", type=int, default=0)
    parser.add_argument("--kind", choices=[kind for kind, _, _ in _KINDS], default="")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        for ending, page, test in _KINDS:
            if options.kind not in ("", ending):
                continue
            for steps in _STEPS:
                root = Path(name) / f"{ending}-{steps}"
                _write(root, ending, options.files, partial(page, steps), partial(test, steps))
                for number in range(options.beside):
                    _put(root / f"data/part_{number % 300}/{number}.txt", "")
                _report(root, ending, options.files, steps)
    return 0


def _report(root: Path, ending: str, files: int, steps: int) -> None:
    test, page = f"tests/suite_{files // 2 % 50}/test_{files // 2}.{ending}", files // 2 % _PAGES
    questions = {
        "literal on the frame's line": (f"#own-{files // 2}-7", [(test, _line(root / test, "-7"))]),
        "member of a page object": (f"#page-{page}-3", [(test, _line(root / test, "member3"))]),
        "method of a page object": (
            f"#page-{page}-9",
            [(f"pages/page_{page}.{ending}", _line(root / f"pages/page_{page}.{ending}", "-9"))],
        ),
    }
    print(f"\n{files} test files of {steps} steps, {_PAGES} page objects, .{ending}")
    if steps == _STEPS[0]:
        everything = _best(lambda: parsed(root, [*FolderTree(root).files()]))
        print(f"  all parsed in {everything:.3f} s")
    for name, (value, frames) in questions.items():
        _question(root, name, value, frames)


def _question(root: Path, name: str, value: str, frames: list[tuple[str, int]]) -> None:
    places = [Location(f"/ci/work/{path}", line) for path, line in frames]
    _timed(root, f"{name}, by its text", lambda tree: find(value, places, tree))
    dialect = DIALECTS["robot-selenium" if frames[0][0].endswith(".robot") else "playwright"]
    failed = failure(dialect.parse(value), frames)
    _timed(root, f"{name}, as scan asks", lambda tree: locate(failed, tree, dialect))
    editing = _best(lambda: _edited(root, value, places))
    print(f"    found by its text, edited, proved, uses counted: {editing * 1000:.1f} ms")


def _timed(root: Path, name: str, ask: Callable[[SourceTree], object]) -> None:
    tree = Watched(FolderTree(root))
    found = ask(Project(tree))
    if isinstance(found, NoSite):
        raise SystemExit(f"{name}: {found.reason}")
    seconds, parsing = _in_turns(
        lambda: ask(Project(FolderTree(root))), lambda: parsed(root, sorted(tree.paths))
    )
    print(
        f"  {name:44} {seconds * 1000:7.2f} ms; the parser alone on the {len(tree.paths)} "
        f"file(s) read {parsing * 1000:6.2f} ms (ratio {seconds / parsing:5.2f})"
    )


@dataclass(frozen=True, slots=True)
class Watched:
    """A tree that keeps the paths of the files that are read."""

    tree: SourceTree
    paths: set[str] = field(default_factory=set)

    def files(self) -> Iterator[str]:
        """The tree's files."""
        return self.tree.files()

    def exists(self, path: str) -> bool:
        """Whether the tree has the file."""
        return self.tree.exists(path)

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        self.paths.add(path)
        return self.tree.read(path)


def _in_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The best of many rounds of each, by turns: a processor changes its speed."""
    rounds = [(seconds_of(one), seconds_of(other)) for _ in range(_TURNS)]
    return min(first for first, _ in rounds), min(second for _, second in rounds)


def _edited(root: Path, value: str, places: list[Location]) -> object:
    project = Project(FolderTree(root))
    found = find(value, places, project)
    made = rewrite(found, value + "-new", project) if not isinstance(found, NoSite) else found
    if isinstance(made, NoSite | Unspellable):
        raise SystemExit(made.reason)
    return made


def parsed(root: Path, paths: Sequence[str]) -> list[object]:
    """What the parsers make of files: tree-sitter, or Robot Framework's own."""
    found: list[object] = []
    for path in paths:
        language = language_of(path)
        if language is None:
            continue
        text = read_text((root / path).read_bytes(), "plain")
        robot = language.name == "robot"
        found.append(
            get_model(StringIO(text.utf8.decode())) if robot else language.parse(path, text)
        )
    return found


def _best(action: Callable[[], object]) -> float:
    return min(seconds_of(action) for _ in range(_ROUNDS))


def seconds_of(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def _line(path: Path, mark: str) -> int:
    lines = path.read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if mark in line)


# --- the repository ------------------------------------------------------------------------------


def _write(
    root: Path,
    ending: str,
    files: int,
    page: Callable[[int], str],
    test: Callable[[int], str],
) -> None:
    for number in range(_PAGES):
        _put(root / f"pages/page_{number}.{ending}", page(number))
    for number in range(files):
        _put(root / f"tests/suite_{number % 50}/test_{number}.{ending}", test(number))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _python_page(steps: int, number: int) -> str:
    fields = "".join(
        f"        self.member{i} = page.locator('#page-{number}-{i}')\n" for i in range(steps)
    )
    return f"class Page{number}:\n    def __init__(self, page):\n        self.page = page\n{fields}"


def _python(steps: int, number: int) -> str:
    page = number % _PAGES
    body = "".join(
        f"    page.locator('#own-{number}-{i}').click()\n    home.member{i}.click()\n"
        for i in range(steps)
    )
    return (
        f"from pages.page_{page} import Page{page}\n\n\ndef test_{number}(page):\n"
        f"    home = Page{page}(page)\n{body}"
    )


def _ts_page(steps: int, number: int) -> str:
    fields = "".join(
        f"    this.member{i} = page.locator('#page-{number}-{i}');\n" for i in range(steps)
    )
    return f"export class Page{number} {{\n  constructor(page) {{\n{fields}  }}\n}}\n"


def _typescript(steps: int, number: int) -> str:
    page = number % _PAGES
    body = "".join(
        f"  await page.locator('#own-{number}-{i}').click();\n  await home.member{i}.click();\n"
        for i in range(steps)
    )
    return (
        f"import {{ Page{page} }} from '../../pages/page_{page}';\n\n"
        f"test('t{number}', async ({{ page }}) => {{\n  const home = new Page{page}(page);\n"
        f"{body}}});\n"
    )


def _robot_page(steps: int, number: int) -> str:
    fields = "".join(f"${{member{i}}}    \\#page-{number}-{i}\n" for i in range(steps))
    return f"*** Settings ***\nLibrary    SeleniumLibrary\n\n*** Variables ***\n{fields}"


def _robot(steps: int, number: int) -> str:
    body = "".join(
        f"    Click Element    \\#own-{number}-{i}\n    Click Element    ${{member{i}}}\n"
        for i in range(steps)
    )
    return (
        f"*** Settings ***\nResource    ../../pages/page_{number % _PAGES}.robot\n\n"
        f"*** Test Cases ***\nT{number}\n{body}"
    )


_KINDS: tuple[tuple[str, Callable[[int, int], str], Callable[[int, int], str]], ...] = (
    ("py", _python_page, _python),
    ("ts", _ts_page, _typescript),
    ("robot", _robot_page, _robot),
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
