"""Whole runs of `selfheal pr` against each forge on a loopback port, with real git beside it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from selfheal_cli.cli.requesting import Options, run_pr
from selfheal_cli.config import Settings
from selfheal_cli.errors import ExitCode
from selfheal_cli.forges import FORGES
from selfheal_cli.forges.base import Connect, Forge
from selfheal_cli.forges.network import Network
from tests.cli.test_pr import branches, made, of_cause, plan
from tests.forges.conftest import ENVIRON, World
from tests.forges.hosted import SECRET, Pull

CAUSES = 3


@dataclass
class Runs:
    """Runs on one clone, and how many requests the last one wrote and read."""

    world: World
    suite: Path
    enter: Connect
    networks: list[Network] = field(default_factory=list)

    def connect(self, remote: str, environ: Mapping[str, str], network: Network) -> Forge:
        del remote, environ
        self.networks.append(network)
        return self.enter(self.world.remote, ENVIRON, network)

    def __call__(self, entries: object = None, **options: bool) -> tuple[ExitCode, int, int]:
        settings = replace(Settings(), source_root=self.suite, forge=self.world.name)
        found = json.loads(plan())["outcomes"] if entries is None else entries
        code = run_pr(settings, replace(Options(), **options), found)  # type: ignore[arg-type]
        return code, self.networks[-1].writes, self.networks[-1].reads

    def opened(self) -> list[Pull]:
        return [pull for pull in self.world.hosted.pulls if pull.state == "open"]


@pytest.fixture
def runs(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)
    found = Runs(world, made(tmp_path), FORGES[world.name])
    monkeypatch.setitem(FORGES, world.name, found.connect)  # type: ignore[arg-type]
    return found


def test_run_after_run(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert runs(rehearsal=True)[1:] == (0, runs.networks[-1].reads)
    told = capsys.readouterr()
    assert told.out.count("would push") == told.out.count("would open") == CAUSES
    assert (runs.world.hosted.pulls, branches(runs.suite)) == ([], {})

    assert runs()[0] == ExitCode.BROKEN
    assert {pull.branch for pull in runs.opened()} == set(branches(runs.suite))
    assert len(runs.opened()) == CAUSES
    assert all("What changed in the page" in pull.body for pull in runs.opened())

    code, writes, reads = runs()
    assert (code, writes) == (ExitCode.BROKEN, 0)
    assert reads <= 2
    assert capsys.readouterr().out.count("is as it should be") == CAUSES

    name = of_cause(runs.suite)
    (pull,) = [one for one in runs.opened() if one.branch == name]
    pull.state = "closed"
    assert runs()[1] == 0
    assert "was closed by a person" in capsys.readouterr().out

    assert runs(entries=[], whole=True)[0] == ExitCode.CLEAN
    assert runs.opened() == []
    assert list(branches(runs.suite)) == [name]  # a person's to decide on
    assert runs()[0] == ExitCode.BROKEN
    assert len(runs.opened()) == CAUSES - 1
    assert len(runs.world.hosted.pulls) == 2 * CAUSES - 1
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
