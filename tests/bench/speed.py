"""Speed as ratios to references of the same run: `python -m tests.bench.speed [--suites DIR]`.

For each suite (a folder with `artifacts-new` and, if there, `artifacts-old`; the demo by default):
the whole scan against unzipping the same archives and parsing the snapshots in them with lxml.
Every round is a copy of this process that remembers nothing of an earlier round, as a run of the
command does; what is imported only where it is needed counts (from bytecode: pip compiles what it
installs, but not a checkout, and some environments forbid Python to keep what it compiled). One
worker is measured in processor time, which other work on the machine disturbs least; the default,
a worker for each processor, in the time that passes, which only an idle machine can tell. Two
references are printed, because "the same snapshots" can be read in two ways: `all` parses every
snapshot that the archives hold, `used` only the pages that the scan looks at and unzips only the
entries that it needs. The rounds of all of them take turns, since processors change their speed
within seconds: a ratio is the median of the rounds' ratios, a time the best of the rounds. No
figure is asserted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from compileall import compile_dir
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import TypeVar

from lxml import html

import selfheal_cli
from selfheal_cli.artifacts import read_run
from selfheal_cli.artifacts.playwright_trace import load
from selfheal_cli.cli.inputs import collect_rarely
from selfheal_cli.dom.nodes import assemble
from selfheal_cli.errors import SelfhealError
from selfheal_cli.executors import cores, executor
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Locator, Markup, Nodes, Snapshot
from selfheal_cli.pages import Pages
from selfheal_cli.pipeline import repair
from selfheal_cli.sources import FolderTree

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
ROUNDS = 9
NEEDED = (".trace", ".stacks")
Told = TypeVar("Told")


@dataclass(frozen=True)
class Cost:
    """Seconds of all processors together, and seconds that passed."""

    cpu: float
    wall: float


def by_a_copy(action: Callable[[], Told]) -> Told:
    """What the action gives, done by a copy of this process, which itself remembers nothing."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    copy = context.Process(target=lambda: theirs.send(action()))
    copy.start()
    theirs.close()  # so that a copy that dies is heard
    told: Told = ours.recv()
    copy.join()
    return told


def once(action: Callable[[], object]) -> Cost:
    """The cost of an action, done by a copy of this process."""
    return by_a_copy(lambda: _measured(action))


def _measured(action: Callable[[], object]) -> Cost:
    cpu, wall = _processor_time(), time.perf_counter()
    action()
    return Cost(_processor_time() - cpu, time.perf_counter() - wall)


def _processor_time() -> float:
    """Seconds, those of the processes begun by this one and ended counted in."""
    used = map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def in_turns(actions: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[list[Cost]]:
    """For each action its costs, round by round."""
    costs = [[once(action) for action in actions] for _ in range(rounds)]
    return [list(of_one) for of_one in zip(*costs, strict=True)]


def cpu(costs: Sequence[Cost]) -> list[float]:
    """Seconds of processor time, round by round."""
    return [cost.cpu for cost in costs]


def wall(costs: Sequence[Cost]) -> list[float]:
    """Seconds that passed, round by round."""
    return [cost.wall for cost in costs]


def ratio(ours: Sequence[float], reference: Sequence[float]) -> str:
    """The median of the rounds' ratios."""
    return f"{median(a / b for a, b in zip(ours, reference, strict=True)):.2f}"


def parse(dialect: str, text: str) -> Locator:
    """As the command line does."""
    return DIALECTS[dialect].parse(text)


def scan(new: Path, old: Sequence[Path], root: Path, jobs: int = 1) -> None:
    """The whole job, from folders to outcomes."""
    repair(read_run([new], old, parse=parse), FolderTree(root), executor=executor(jobs))


def unzip(archives: Sequence[Path], needed: bool) -> None:
    """Reads every entry, or those that a scan needs."""
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not needed or name.endswith(NEEDED):
                    archive.read(name)


def texts_of(archives: Sequence[Path]) -> list[bytes]:
    """Every main-frame snapshot of the archives as HTML text, prepared before the clock runs."""
    texts: list[bytes] = []
    for path in archives:
        try:
            trace = load(path, with_sources=False)
        except SelfhealError:
            continue
        for snapshots in {id(act.snapshots): act.snapshots for act in trace.acts}.values():
            texts += [text(snapshots.build(taken)) for taken in snapshots.taken if taken.is_main]
    return texts


def text(snapshot: Snapshot) -> bytes:
    """A snapshot as HTML text."""
    match snapshot.content:
        case Markup(html=data):
            return data
        case Nodes(root=root):
            return html.tostring(assemble(root).root)


def used_by(new: Path, old: Sequence[Path], root: Path) -> list[bytes]:
    """The pages that a scan builds."""
    pages = Pages()
    repair(read_run([new], old, parse=parse), FolderTree(root), pages=pages)
    return [text(snapshot) for snapshot in pages.snapshots()]


def parse_all(texts: Sequence[bytes]) -> None:
    """Each page with lxml."""
    for page in texts:
        html.document_fromstring(page)


def measure(name: str, new: Path, old: Sequence[Path], root: Path) -> None:
    """Prints a suite's lines."""
    archives = sorted(p for folder in (new, *old) for p in folder.rglob("*.zip"))
    used = by_a_copy(lambda: used_by(new, old, root))
    if not used:
        print(f"{name:20} nothing in it is read yet")
        return
    pages = by_a_copy(lambda: texts_of(archives)) or used
    whole, needed, alone, together = in_turns(
        (
            lambda: (unzip(archives, needed=False), parse_all(pages)),
            lambda: (unzip(archives, needed=True), parse_all(used)),
            lambda: scan(new, old, root),
            lambda: scan(new, old, root, cores()),
        )
    )
    print(
        f"{name:20} {len(archives)} archives, {len(pages)} snapshots:"
        f" all {_ms(cpu(whole))}, used ({len(used)} pages) {_ms(cpu(needed))}"
    )
    print(
        f"{'':20} default, {cores()} workers: scan {_ms(wall(together))} passed,"
        f" ratio {ratio(wall(together), wall(whole))} to all,"
        f" {ratio(wall(together), wall(needed))} to used"
    )
    print(
        f"{'':20} --jobs 1: scan {_ms(cpu(alone))} of processor time,"
        f" ratio {ratio(cpu(alone), cpu(whole))} to all, {ratio(cpu(alone), cpu(needed))} to used"
    )


def _ms(seconds: Sequence[float]) -> str:
    return f"{min(seconds) * 1000:.0f} ms"


def start_up() -> None:
    """`selfheal --help` against importing typer."""

    def run(*args: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *args], check=True, capture_output=True)

    helping, typer = in_turns((run("-m", "selfheal_cli", "--help"), run("-c", "import typer")))
    print(
        f"selfheal --help {_ms(cpu(helping))}, import typer {_ms(cpu(typer))},"
        f" ratio {ratio(cpu(helping), cpu(typer))}"
    )


def main(argv: Sequence[str]) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suites", type=Path)
    options = parser.parse_args(argv)
    compile_dir(Path(selfheal_cli.__file__).parent, quiet=1)
    collect_rarely()  # as the command line does; it holds for the references, too
    start_up()
    measure("demo", DEMO / "test-results", [DEMO / "baseline"], DEMO)
    if options.suites:
        for new in sorted(options.suites.glob("*/artifacts-new")):
            old = [new.with_name("artifacts-old")]
            with_old = old if old[0].is_dir() else []
            measure(new.parent.name, new, with_old, new.parent)


if __name__ == "__main__":
    main(sys.argv[1:])
