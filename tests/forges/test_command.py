"""`selfheal pr` as a whole: real git with a bare remote, and each forge on a loopback port."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from selfheal_cli.cli import requesting
from selfheal_cli.cli.requesting import Options, run_pr
from selfheal_cli.config import Settings
from selfheal_cli.errors import ExitCode, ForgeError
from selfheal_cli.forges.network import Network
from selfheal_cli.forges.remotes import PAGE
from tests.cli.test_pr import branches, made, planned
from tests.cli.test_pr_forge import CAUSES, many
from tests.forges.conftest import World
from tests.forges.hosted import SECRET
from tests.forges.loopback import Fault, Told
from tests.forges.test_forges import CREATE

# Requests of a first run that opens three, without labels and reviewers; of one with nothing new.
FIRST = {"github": 7, "gitlab": 8, "gitea": 7, "bitbucket": 7, "azure": 7}
AGAIN = {"github": 1, "gitlab": 2, "gitea": 1, "bitbucket": 1, "azure": 1}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What a scan of the demo suite finds."""
    suite = planned(made(tmp_path_factory.mktemp("demo")))
    return list(json.loads((suite / "plan.json").read_text())["outcomes"])


@dataclass
class Command:
    """A clone, and what the last run printed."""

    suite: Path
    world: World
    entries: list[Any]
    capsys: pytest.CaptureFixture[str]
    settings: Settings = field(default_factory=Settings)
    text: str = ""

    def __call__(self, **options: Any) -> ExitCode:
        settings = replace(self.settings, source_root=self.suite, forge=self.world.name)
        try:
            return run_pr(settings, replace(Options(), **options), self.entries)
        finally:
            self.text = "".join(self.capsys.readouterr())

    @property
    def calls(self) -> int:
        """Of the last run."""
        got = self.world.loopback.calls()
        self.world.loopback.exchanges.clear()
        return got


def command_of(
    world: World, tmp_path: Path, demo: list[Any], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:  # fmt: skip
    environ = {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", PAGE: world.remote,
        "SELFHEAL_FORGE_TOKEN": SECRET,
    }  # fmt: skip
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    timeless = partial(Network, now=world.clock.now, sleep=world.clock.sleep, chance=lambda: 0.0)
    monkeypatch.setattr(requesting, "Network", timeless)
    return Command(made(tmp_path), world, json.loads(json.dumps(demo)), capsys)


@pytest.fixture
def run(
    world: World, tmp_path: Path, demo: list[Any], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:  # fmt: skip
    return command_of(world, tmp_path, demo, monkeypatch, capsys)


@pytest.fixture(params=["github", "gitlab"])
def run_of_two(
    request: pytest.FixtureRequest, tmp_path: Path, demo: list[Any],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> Command:  # fmt: skip
    world = request.getfixturevalue(request.param)
    return command_of(world, tmp_path, demo, monkeypatch, capsys)


def test_first_run_then_nothing_new_then_new_words(run: Command) -> None:
    assert run() == ExitCode.BROKEN
    pulls = run.world.hosted.pulls
    assert len(pulls) == CAUSES
    assert {pull.branch for pull in pulls} == set(branches(run.suite))
    assert run.calls == FIRST[run.world.name]
    before = branches(run.suite)
    run()
    assert (run.calls, branches(run.suite)) == (AGAIN[run.world.name], before)
    assert len(pulls) == CAUSES
    pulls[0].body = pulls[0].body.replace("was", "is")
    pulls[1].title += " now"
    run()
    assert len(pulls) == CAUSES
    assert SECRET not in run.text


def test_labels_reviewers_and_drafts(run: Command) -> None:
    settings = Settings(pr_labels=("bug", "ui"), pr_reviewers=("ada", "nobody"))
    run.settings = settings
    run(draft=True)
    for pull in run.world.hosted.pulls:
        assert pull.reviewers == ([] if run.world.name == "azure" else ["ada"])
        assert pull.labels == ([] if run.world.name == "bitbucket" else ["bug", "ui"])
    assert "nobody is left out" in run.text
    _ = run.calls
    run(draft=True)
    assert run.calls == AGAIN[run.world.name]


def test_closed_by_a_person_stays_closed(run: Command) -> None:
    run()
    run.world.hosted.pulls[0].state = "closed"
    run()
    assert [pull.state for pull in run.world.hosted.pulls] == ["closed", "open", "open"]


def test_closed_by_us_when_the_whole_suite_no_longer_needs_it(run: Command) -> None:
    run()
    run.entries = [entry for entry in run.entries if not entry["edits"]]
    run(whole=True)
    assert {pull.state for pull in run.world.hosted.pulls} == {"closed"}
    assert all(len(pull.comments) == 1 for pull in run.world.hosted.pulls)
    assert branches(run.suite) == {}


def test_a_rehearsal_writes_nothing(run: Command) -> None:
    run(rehearsal=True, merge=True)
    assert run.world.hosted.pulls == []
    assert branches(run.suite) == {}
    assert run.text.count(f"POST {run.world.loopback.url}") >= CAUSES
    assert SECRET not in run.text


def test_a_token_without_rights(run_of_two: Command) -> None:
    run = run_of_two
    run.world.loopback.readonly = True
    assert run() == ExitCode.FAULT
    assert "refused (403)" in run.text
    assert "It needs" in run.text
    run.world.loopback.readonly = False
    run()
    assert len(run.world.hosted.pulls) == CAUSES


def test_errors_and_lost_answers_in_the_middle(run_of_two: Command) -> None:
    run = run_of_two
    run.world.loopback.faults = [
        Fault("POST", CREATE, Told(502, ""), done=True),
        Fault("POST", CREATE, None, done=True),
        Fault("POST", CREATE, None),
    ]
    assert run() == ExitCode.BROKEN
    assert len(run.world.hosted.pulls) == CAUSES
    assert {pull.branch for pull in run.world.hosted.pulls} == set(branches(run.suite))


def test_a_server_that_goes_down_in_the_middle(run_of_two: Command) -> None:
    run = run_of_two
    run.world.loopback.faults = [Fault("POST", CREATE, Told(503, ""), times=1000)]
    assert run() == ExitCode.FAULT
    assert "could not be reached" in run.text
    assert "next run goes on" in run.text
    first = run.calls
    assert first < 30
    run.world.loopback.faults = []
    assert run() == ExitCode.BROKEN
    assert len(run.world.hosted.pulls) == CAUSES


def test_a_limit_that_is_over_late(run_of_two: Command) -> None:
    run = run_of_two
    late = Told(403, {"message": "secondary rate limit"}, {"Retry-After": "7200"})
    run.world.loopback.faults = [Fault("POST", CREATE, late, times=1000)]
    assert run() == ExitCode.FAULT
    assert "asks to wait until 2027-01-15 10:00:00 UTC" in run.text
    assert run.world.loopback.calls("POST", CREATE) == 1


def test_a_server_that_cannot_be_listed(run_of_two: Command) -> None:
    run = run_of_two
    run.world.loopback.authorization = "other"
    with pytest.raises(ForgeError, match="401"):
        run()
    assert branches(run.suite) == {}


def test_300_causes(run_of_two: Command) -> None:
    run = run_of_two
    run.entries = many(run, 300)  # type: ignore[arg-type]
    assert run() == ExitCode.BROKEN
    assert len(run.world.hosted.pulls) == len(branches(run.suite)) == 10
    assert run.calls == FIRST[run.world.name] + 2 * (10 - CAUSES)
    run()
    assert run.calls == AGAIN[run.world.name]
    assert len(run.world.hosted.pulls) == 10


def test_merged_by_the_forge_when_green_only_what_was_verified(run_of_two: Command) -> None:
    run = run_of_two
    run(merge=True)
    assert not any(pull.automatic for pull in run.world.hosted.pulls)
    for entry in run.entries[:2]:
        entry["verified"] = True
    run(merge=True)
    assert [pull.automatic for pull in run.world.hosted.pulls].count(True) == 2
