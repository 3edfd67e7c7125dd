"""Artifacts of test runs: what lies in the given folders becomes failures and passed steps."""

from __future__ import annotations

from collections.abc import Sequence
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
    by_reader = [list(r.read(r.find(files), material)) for r in READERS.values()]
    runs = [run for found in by_reader for run in found]
    old = _baseline(files_below(baseline), material, warn)
    own = tuple(source for run in runs for source in run.passes.sources)
    problems = (*problems, *(problem for run in runs for problem in run.problems))
    passes = Passes((*old.sources, *own), own, old.endings, bool(baseline))
    return Run(_merged(by_reader), passes, problems)


def _merged(by_reader: Sequence[Sequence[Run]]) -> tuple[Failure, ...]:
    """Each failure once; of a test that an earlier reader speaks of, that reader's alone."""
    failures: dict[str, Failure] = {}
    claimed: set[str] = set()
    for runs in by_reader:
        named = [(run, {identity(name) for name in run.claimed if name}) for run in runs]
        for run, names in named:
            if claimed.isdisjoint(names):
                failures.update({f.id: f for f in run.failures if f.id not in failures})
        claimed.update(name for _, names in named for name in names)
    return tuple(failures.values())


def _baseline(files: Sequence[Path], material: Material, warn: Warn) -> Passes:
    found = [(reader, reader.find(files)) for reader in READERS.values()]
    return Passes(
        tuple(one for reader, own in found for one in reader.passes(own, material, warn)),
        endings=tuple(one for reader, own in found for one in reader.endings(own, material)),
    )
