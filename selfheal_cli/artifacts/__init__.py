"""Artifacts of test runs: what lies in the given folders becomes failures and passed steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from selfheal_cli.artifacts.base import Material, Parse, Passes, Reader, Run, Warn
from selfheal_cli.artifacts.identity import identity
from selfheal_cli.artifacts.playwright import PlaywrightReader
from selfheal_cli.artifacts.reports import read_reports
from selfheal_cli.artifacts.robot import RobotReader
from selfheal_cli.artifacts.selenium import ReportReader
from selfheal_cli.artifacts.walk import files_below
from selfheal_cli.model import Failure

__all__ = ["READERS", "Passes", "Run", "read_run"]

READERS: dict[str, Reader] = {
    "playwright": PlaywrightReader(),
    "robot": RobotReader(),
    "reports": ReportReader(),
}
"""In the order of trust: of a test that several tell of, the first one's failures count."""


def read_run(
    paths: Sequence[Path],
    baseline: Sequence[Path] = (),
    *,
    parse: Parse,
    warn: Warn = lambda _: None,
) -> Run:
    """Reads the files and folders `paths` of one run; steps that worked come from its passing
    tests and from `baseline`, whose artifacts are opened when asked for (`warn` then hears of
    damage). Nothing recognised: an empty `Run`. Never raises for what an artifact holds."""
    files = files_below(paths)
    records, problems = read_reports(files)
    material = Material(files, records, parse)
    runs = _in_turn(material)
    old = _baseline(files_below(baseline), material, warn)
    own = tuple(source for run in runs for source in run.passes.sources)
    problems = (*problems, *(problem for run in runs for problem in run.problems))
    passes = Passes((*old.sources, *own), own, old.endings, bool(baseline))
    return Run(_once(failure for run in runs for failure in run.failures), passes, problems)


def _once(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """The first of each id."""
    found: dict[str, Failure] = {}
    for failure in failures:
        found.setdefault(failure.id, failure)
    return tuple(found.values())


def _in_turn(material: Material) -> list[Run]:
    """What the readers tell; of a test that an earlier one speaks of, that reader's failures."""
    told: list[Run] = []
    for reader in READERS.values():
        known = replace(material, claimed=frozenset(name for run in told for name in _names(run)))
        runs = reader.read(reader.find(material.files), known)
        told += [_unless_told(run, known.claimed) for run in runs]
    return told


def _unless_told(run: Run, claimed: frozenset[str]) -> Run:
    return run if claimed.isdisjoint(_names(run)) else replace(run, failures=())


def _names(run: Run) -> Iterator[str]:
    return (identity(name) for name in run.claimed if name)


def _baseline(files: Sequence[Path], material: Material, warn: Warn) -> Passes:
    found = [(reader, reader.find(files)) for reader in READERS.values()]
    return Passes(
        tuple(one for reader, own in found for one in reader.passes(own, material, warn)),
        endings=tuple(one for reader, own in found for one in reader.endings(own, material)),
    )
