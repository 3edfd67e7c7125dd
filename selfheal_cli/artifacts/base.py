"""What readers of artifacts share: the seam they keep to, and what reading a run yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from selfheal_cli.artifacts.identity import identity, same_test
from selfheal_cli.model import (
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    PassedStep,
    Problem,
    Snapshot,
    Test,
)

Parse: TypeAlias = Callable[[str, str], Locator]
"""(dialect, text) -> locator; raises LocatorSyntaxError. Selenium's text is `<using>=<value>`."""

Warn: TypeAlias = Callable[[Problem], None]


class Status(StrEnum):
    """How a test ended, all its retries counted."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class RecordedError:
    """One error of a test as its runner reported it. `text` is the whole report; `frames` are
    innermost first."""

    message: str
    text: str = ""
    frames: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """A test as a runner's report tells of it. `name` is the runner's own (node id, `file ›
    title`); `attachments` are paths as the report gives them, `base` the report's folder.
    `forgiven`: it passed though an attempt failed (flaky, or meant to fail)."""

    name: str
    status: Status
    title: str = ""
    path: str = ""
    line: int = 0
    errors: tuple[RecordedError, ...] = ()
    attachments: tuple[str, ...] = ()
    output: str = ""
    url: str = ""
    framework: str = ""
    forgiven: bool = False
    artifact: str = ""
    base: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class Material:
    """What every reader may look at: all files below the folders given, what the runners'
    reports say of the tests, and how a dialect's text becomes a locator. `claimed`: identities of
    the tests that a reader of more trust speaks of, so that nothing need be said of them."""

    files: tuple[Path, ...]
    records: tuple[RecordedTest, ...]
    parse: Parse
    claimed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PassSource:
    """One artifact of a test, read when asked for its steps that worked. `keys`: identities the
    test may go by, known without opening the artifact; `inner_keys`: those written inside it."""

    keys: tuple[str, ...]
    inner_keys: Callable[[], tuple[str, ...]]
    load: Callable[[], Sequence[PassedStep]]


@dataclass(frozen=True, slots=True)
class Ending:
    """The page that a test of a passing run ended on, read when asked for. `key`: the test's
    identity."""

    key: str
    load: Callable[[], Snapshot | MissingSnapshot]


@dataclass(frozen=True, slots=True)
class Passes:
    """The steps that worked: of the baseline first, then of the tests of this run that passed
    (`own`). `endings`: pages of the baseline of which no step is known. `given`: there is a
    baseline, whatever it holds. Nothing is opened before it is asked for, or read twice."""

    sources: tuple[PassSource, ...] = ()
    own: tuple[PassSource, ...] = ()
    endings: tuple[Ending, ...] = ()
    given: bool = False

    def of_test(self, test: Test) -> tuple[PassedStep, ...]:
        """The steps of that test, in the order they ran; artifacts in a stable order."""
        wanted = identity(test.id)
        found = _named(self.sources, wanted, lambda source: source.keys)
        found = found or _named(self.sources, wanted, lambda source: source.inner_keys())
        return tuple(step for source in found for step in source.load())

    def all(self) -> Iterator[PassedStep]:
        """Every step, artifact by artifact; each is opened when its turn comes."""
        for source in self.sources:
            yield from source.load()

    def of_others(self) -> Iterator[PassedStep]:
        """The steps of the baseline's tests, but for those that passed in this run, too."""
        mine = {key for source in self.own for key in _keys(source)}
        for source in self.sources:
            if mine.isdisjoint(_keys(source)):
                yield from source.load()

    def of_this_run(self) -> Iterator[PassedStep]:
        """The steps of the tests that passed in the run that is looked into, not before."""
        for source in self.own:
            yield from source.load()

    def endings_of(self, test: Test) -> tuple[Snapshot, ...]:
        """The pages that the passing run of that test ended on."""
        wanted = identity(test.id)
        exact = [one for one in self.endings if one.key == wanted]
        found = exact or [one for one in self.endings if same_test(one.key, wanted)]
        return tuple(_pages(found))

    def all_endings(self) -> Iterator[Snapshot]:
        """The pages that the passing tests ended on."""
        return _pages(self.endings)

    def __bool__(self) -> bool:
        return bool(self.sources or self.endings)


def _pages(endings: Iterable[Ending]) -> Iterator[Snapshot]:
    pages = (ending.load() for ending in endings)
    return (page for page in pages if isinstance(page, Snapshot))


def _keys(source: PassSource) -> tuple[str, ...]:
    return source.keys or source.inner_keys()


def _named(
    sources: Sequence[PassSource], wanted: str, keys: Callable[[PassSource], tuple[str, ...]]
) -> list[PassSource]:
    exact = [source for source in sources if wanted in keys(source)]
    return exact or [s for s in sources if any(same_test(key, wanted) for key in keys(s))]


@dataclass(frozen=True, slots=True)
class Run:
    """All that the readers found. Problems name artifacts that could not be (wholly) read.
    `claimed`: the names of the tests it speaks of, for readers that come later."""

    failures: tuple[Failure, ...] = ()
    passes: Passes = Passes()
    problems: tuple[Problem, ...] = ()
    claimed: tuple[str, ...] = ()


class Reader(Protocol):
    """One kind of artifact. A damaged artifact becomes a `Problem`, never an exception."""

    name: str

    def find(self, files: Sequence[Path]) -> list[Path]:
        """Those of `files` that this reader reads, told by name and first bytes."""
        ...

    def read(self, found: Sequence[Path], material: Material) -> Iterator[Run]:
        """One `Run` per test, in a stable order."""
        ...

    def passes(self, found: Sequence[Path], material: Material, warn: Warn) -> Iterator[PassSource]:
        """The tests of a passing run, none of them opened yet; `warn` hears of damage later."""
        ...

    def endings(self, found: Sequence[Path], material: Material) -> Iterator[Ending]:
        """The pages that tests of a passing run ended on; `material` is of the failed one."""
        ...
