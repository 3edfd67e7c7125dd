"""Tries repairs by running the tests concerned: what turns a test green stays, the rest goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from selfheal_cli.edits import Ledger, combine
from selfheal_cli.errors import EditError
from selfheal_cli.model import Edit, Verdict
from selfheal_cli.outputs.contract import OutcomeEntry, TestEntry, is_ahead
from selfheal_cli.outputs.entries import entry_of_edit
from selfheal_cli.outputs.plan import edits_of


@dataclass(frozen=True, slots=True)
class Green:
    """The test passed."""


@dataclass(frozen=True, slots=True)
class Red:
    """The test failed. `outcomes`: of the steps that failed now, as far as its artifacts tell;
    `reason`: why there may be none."""

    outcomes: tuple[OutcomeEntry, ...] = ()
    reason: str = ""


Ran: TypeAlias = Green | Red


class Runner(Protocol):
    """Runs tests on the sources as they are now."""

    def run(self, test: TestEntry) -> Ran:
        """One test, to its end."""
        ...


class Files(Protocol):
    """The files that change, as `edits.Trial` has them."""

    def put(self, contents: Mapping[str, bytes]) -> None:
        """For a try."""
        ...

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """For good."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """What one round tried: repairs, and the tests that were run for them. `ahead`: how many of
    the repairs were for what had not failed yet."""

    tried: int
    ran: int
    green: int
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it. `kept`: repairs whose tests are green, with edits of the sources as they
    were before the first round; `dropped`: tried in vain; `green`,
    `red`: the ids of the tests that were run, or that nothing could be tried for; `left`: the
    outcomes that are still open. Paths in `changed` hold repairs."""

    rounds: tuple[Round, ...]
    kept: tuple[OutcomeEntry, ...]
    dropped: tuple[OutcomeEntry, ...]
    green: tuple[str, ...]
    red: tuple[str, ...]
    left: tuple[OutcomeEntry, ...]
    changed: tuple[str, ...]


Tell: TypeAlias = Callable[[str, TestEntry], None]


@dataclass(slots=True)
class Verification:
    """The work of one `verify`: what stands on trial, and how each test is."""

    runner: Runner
    files: Files
    read: Callable[[str], bytes]
    tell: Tell
    ledger: Ledger = field(default_factory=Ledger)
    asked: dict[str, OutcomeEntry] = field(default_factory=dict)
    marks_of: dict[str, list[str]] = field(default_factory=dict)
    tests: dict[str, TestEntry] = field(default_factory=dict)
    open: dict[str, tuple[OutcomeEntry, ...]] = field(default_factory=dict)
    ahead: dict[str, tuple[OutcomeEntry, ...]] = field(default_factory=dict)
    green: set[str] = field(default_factory=set)
    ran_on: dict[str, Ledger] = field(default_factory=dict)
    spent: set[tuple[Edit, ...]] = field(default_factory=lambda: {()})

    def begin(self, outcomes: Iterable[OutcomeEntry]) -> None:
        """Notes what is broken at first, by test."""
        for entry in outcomes:
            test = entry["test"]
            if test["id"] and is_ahead(entry):
                self.ahead[test["id"]] = (*self.ahead.get(test["id"], ()), entry)
            elif test["id"]:
                self.tests.setdefault(test["id"], test)
                self.open[test["id"]] = (*self.open.get(test["id"], ()), entry)

    def waiting(self, verdict: Verdict) -> list[OutcomeEntry]:
        """The open repairs of that verdict that were not tried yet."""
        return [
            entry
            for entries in self.open.values()
            for entry in entries
            if entry["verdict"] == verdict and self._is_new(entry)
        ]

    def coming(self, entries: Iterable[OutcomeEntry]) -> list[OutcomeEntry]:
        """The safe repairs ahead in the tests of `entries`: what those would fail at next."""
        tests = dict.fromkeys(entry["test"]["id"] for entry in entries)
        return [
            entry
            for test in tests
            for entry in self.ahead.get(test, ())
            if entry["verdict"] == Verdict.REPAIRED and self._is_new(entry)
        ]

    def attempt(self, entries: Sequence[OutcomeEntry]) -> Round:
        """Puts repairs on trial, all at once, runs their tests, and takes back what did not help
        any of them."""
        groups = [self._edits(entry) for entry in entries]
        self.spent.update(groups)
        out = combine(groups, self._first).left_out
        fitting = [all(map(self.ledger.fits, group)) for group in groups]
        taken = [k for k in range(len(groups)) if k not in out and fitting[k]]
        asked = {self._mark(entries[k]): groups[k] for k in taken}
        paths = {edit.path for edits in asked.values() for edit in edits}
        self.ledger = self.ledger.add(asked, {path: self._first(path) for path in paths})
        self.files.put(self.ledger.contents())
        tests = dict.fromkeys(entries[k]["test"]["id"] for k in taken)
        self._run(tests)
        vain = [mark for mark in asked if not self._helped(self.asked[mark])]
        self.ledger = self.ledger.without(vain)
        self.files.put(self.ledger.contents())
        if any(is_ahead(self.asked[mark]) for mark in vain):
            self._run([test for test in tests if test not in self.green], "again ")
        green = sum(test in self.green for test in tests)
        ahead = sum(is_ahead(self.asked[mark]) for mark in asked)
        return Round(len(asked), len(tests), green, ahead)

    def settle(self) -> None:
        """Keeps what green tests rest on, once they are green with that and nothing else."""
        while True:
            proven = {mark for test in self.green for mark in self.marks_of.get(test, ())}
            self.ledger = self.ledger.without({one.mark for one in self.ledger.standing} - proven)
            unsure = [test for test in self.tests if test in self.green and self._changed(test)]
            if not unsure:
                break
            self.files.put(self.ledger.contents())
            self._run(unsure, "still ")
        self.files.keep(self.ledger.contents())

    def _is_new(self, entry: OutcomeEntry) -> bool:
        return bool(entry["edits"]) and self._edits(entry) not in self.spent

    def _changed(self, test: str) -> bool:
        """Whether the sources are others than when the test was last run."""
        return self.ran_on[test].contents() != self.ledger.contents()

    def _edits(self, entry: OutcomeEntry) -> tuple[Edit, ...]:
        """Its edits as edits of the first bytes: it speaks of the sources as its test ran on them.
        None where one reaches over the edge of what was written since."""
        seen = self.ran_on.get(entry["test"]["id"], Ledger())
        try:
            return tuple(seen.based(edit) for edit in edits_of(entry))
        except EditError:
            return ()

    def _first(self, path: str) -> bytes:
        """A file's bytes before anything was tried."""
        return self.ledger.first[path] if path in self.ledger.first else self.read(path)

    def _mark(self, entry: OutcomeEntry) -> str:
        mark = f"{len(self.asked)} {entry['id']}"
        self.asked[mark] = entry
        self.marks_of.setdefault(entry["test"]["id"], []).append(mark)
        return mark

    def _run(self, tests: Iterable[str], how: str = "") -> None:
        for test in list(tests):
            ran = self.runner.run(self.tests[test])
            self.ran_on[test] = self.ledger
            self.tell(f"{how}green" if isinstance(ran, Green) else "red", self.tests[test])
            if isinstance(ran, Green):
                self.green.add(test)
                self.open[test], self.ahead[test] = (), ()
            else:
                self.green.discard(test)
                self.open[test] = tuple(e for e in ran.outcomes if not is_ahead(e))
                self.ahead[test] = tuple(e for e in ran.outcomes if is_ahead(e))

    def _helped(self, entry: OutcomeEntry) -> bool:
        """Whether its test is green, or fails at another step now. One ahead must not be what any
        test fails at: others had not failed there."""
        test = entry["test"]["id"]
        if is_ahead(entry) and any(
            _same_break(entry, o) for each in self.open.values() for o in each
        ):
            return False
        if test in self.green:
            return True
        now = self.open[test]
        return bool(now) and not any(_same_break(entry, other) for other in now)


def _same_break(entry: OutcomeEntry, now: OutcomeEntry) -> bool:
    """Whether the step that was repaired is the one that fails now."""
    locator = entry["locator"]
    asked = now["failure"]["locator"]
    if locator is None or asked is None:
        return entry["failure"]["frames"] == now["failure"]["frames"]
    return asked in (locator["old"], locator["new"])


def verify(
    outcomes: Sequence[OutcomeEntry],
    work: Verification,
    rounds: int = 5,
    unsafe: bool = False,
) -> Verified:
    """Repairs as far as tests turn green: all safe repairs at once, with those ahead in the same
    tests; then, if `unsafe`, those held back one at a time; then again for the tests that fail
    further on, until nothing moves."""
    work.begin(outcomes)
    done: list[Round] = []
    while len(done) < rounds:
        safe = work.waiting(Verdict.REPAIRED)
        held = work.waiting(Verdict.HELD_BACK) if unsafe else []
        if not safe and not held:
            break
        this = work.attempt([*safe, *work.coming(safe)]) if safe else Round(0, 0, 0)
        for entry in held:
            if entry["test"]["id"] not in work.green:
                one = work.attempt([entry])
                this = replace(
                    this, tried=this.tried + one.tried, ran=this.ran + one.ran,
                    green=this.green + one.green,
                )  # fmt: skip
        done.append(this)
    work.settle()
    return _told(work, done)


def _kept(work: Verification) -> list[OutcomeEntry]:
    """The repairs that stand, in the order they were tried, each with what stands for it now: edits
    of the first bytes, where a later round has written the same place anew with its words."""
    last = {(e.path, e.start, e.end): e for e in (one.edit for one in work.ledger.standing)}
    mine: dict[str, list[Edit]] = {}
    for one in work.ledger.standing:
        mine.setdefault(one.mark, []).append(last[one.edit.path, one.edit.start, one.edit.end])
    return [
        {**entry, "edits": [*map(entry_of_edit, mine[mark])], "verified": True}
        for mark, entry in work.asked.items()
        if mark in mine
    ]


def _told(work: Verification, rounds: Sequence[Round]) -> Verified:
    standing = {one.mark for one in work.ledger.standing}
    dropped = [entry for mark, entry in work.asked.items() if mark not in standing]
    changed = {one.edit.path for one in work.ledger.standing}
    return Verified(
        rounds=tuple(rounds),
        kept=tuple(_kept(work)),
        dropped=tuple(dropped),
        green=tuple(test for test in work.tests if test in work.green),
        red=tuple(test for test in work.tests if test not in work.green),
        left=tuple(entry for entries in work.open.values() for entry in entries),
        changed=tuple(sorted(changed)),
    )
