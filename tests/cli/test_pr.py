"""`selfheal pr --forge none`: branches on a real remote, nothing touched here."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.test_verify import RUNNER

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
CLEAN = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "",
}
BUTTONS = "selfheal/cause-links-became-buttons-"
Files = dict[str, bytes]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=False, env=CLEAN
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.strip()


def selfheal(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "selfheal_cli", *words], cwd=folder, capture_output=True,
        text=True, check=False, env={**CLEAN, **environ},
    )  # fmt: skip


def pr(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return selfheal(folder, "pr", "plan.json", "--forge", "none", *words, **environ)


def made(top: Path, *folders: str) -> Path:
    """The demo suite, in a folder of a clone whose remote is bare."""
    remote, clone = top / "remote.git", top / "clone"
    git(top, "init", "-q", "--bare", "-b", "main", str(remote))
    git(top, "init", "-q", "-b", "main", str(clone))
    suite = clone.joinpath(*folders)
    for name in ("tests", "test-results", "baseline"):
        copytree(DEMO / name, suite / name)
    (clone / ".gitignore").write_text("test-results\nbaseline\nplan.json\n")
    git(clone, "config", "user.name", "Réka")
    git(clone, "config", "user.email", "r@example.org")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "The suite as it was")
    git(clone, "remote", "add", "origin", str(remote))
    git(clone, "push", "-q", "origin", "main")
    return suite


@cache
def plan() -> str:
    """Of the demo suite; its paths are below the source root, wherever that is."""
    words = ("test-results", "-b", "baseline", "--format", "json")
    return selfheal(DEMO, "scan", *words).stdout


def planned(suite: Path) -> Path:
    (suite / "plan.json").write_text(plan())
    return suite


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return planned(made(tmp_path))


def branches(suite: Path) -> dict[str, str]:
    """Our branches on the remote."""
    rows = git(suite, "ls-remote", "origin", "refs/heads/selfheal/*").splitlines()
    return {row.split("\t")[1].removeprefix("refs/heads/"): row.split("\t")[0] for row in rows}


def state(clone: Path) -> tuple[Files, str, str]:
    """All files below the clone, git's own included."""
    files = {
        str(path.relative_to(clone)): path.read_bytes()
        for path in sorted(clone.rglob("*"))
        if path.is_file()
    }
    return files, git(clone, "status", "--porcelain"), git(clone, "branch", "-a")


def of_cause(suite: Path, words: str = BUTTONS) -> str:
    (name,) = [branch for branch in branches(suite) if branch.startswith(words)]
    return name


def diff(suite: Path, branch: str) -> str:
    git(suite, "fetch", "-q", "origin", f"refs/heads/{branch}")
    return git(suite, "diff", "-U0", "FETCH_HEAD^", "FETCH_HEAD")


def test_one_branch_for_each_cause_and_nothing_is_touched_here(suite: Path) -> None:
    before = state(suite)
    done = pr(suite)
    assert done.returncode == 1, done.stderr  # the removed element remains
    assert state(suite) == before
    assert len(branches(suite)) == 3
    told = diff(suite, of_cause(suite))
    assert told.count("\n-  ") == told.count("\n+  ") == 1
    assert "getByRole('button', { name: 'Log out' })" in told
    message = git(suite, "log", "-1", "--format=%an <%ae>%n%B", "FETCH_HEAD")
    assert message.startswith(
        "Réka <r@example.org>\nRepair locators: links became buttons\n\n* tests/pages/AdminPage"
    )


def test_a_second_run_pushes_nothing(suite: Path) -> None:
    pr(suite)
    before = branches(suite)
    done = pr(suite)
    assert "push" not in done.stdout
    assert done.stdout.count("is as it should be") == 3
    assert branches(suite) == before


def test_a_dry_run_prints_and_pushes_nothing(suite: Path) -> None:
    done = pr(suite, "--dry-run")
    assert done.stdout.count("would push") == 3
    assert branches(suite) == {}


def test_in_a_folder_of_a_monorepo(tmp_path: Path) -> None:
    suite = planned(made(tmp_path, "web", "e2e"))
    assert pr(suite).returncode == 1
    told = diff(suite, of_cause(suite))
    assert "b/web/e2e/tests/pages/AdminPage.ts" in told


def test_two_suites_of_a_repository_have_branches_of_their_own(tmp_path: Path) -> None:
    suite = made(tmp_path, "one")
    copytree(suite, suite.parent / "two")
    git(suite.parent, "add", ".")
    git(suite.parent, "commit", "-qm", "A second suite")
    git(suite.parent, "push", "-q", "origin", "main")
    for folder in (suite, suite.parent / "two"):
        pr(planned(folder), "--whole-suite")
    assert len(branches(suite)) == 6
    assert pr(suite, "--whole-suite").stdout.count("is as it should be") == 3


@pytest.mark.parametrize(("by", "count"), [("file", 2), ("run", 1)])
def test_groups(suite: Path, by: str, count: int) -> None:
    pr(suite, "--group", by)
    assert len(branches(suite)) == count
    assert all(name.startswith(f"selfheal/{by}-") for name in branches(suite))


def test_after_apply_it_takes_what_was_there_before(suite: Path) -> None:
    assert selfheal(suite, "fix", "plan.json", "--apply").returncode == 1
    pr(suite)
    assert len(branches(suite)) == 3
    assert diff(suite, of_cause(suite)).count("\n+  ") == 1


def test_what_verify_kept_is_proposed_as_verified(suite: Path) -> None:
    (suite.parent / "runner.py").write_text(RUNNER)
    words = ("--verify", f"{sys.executable} {suite.parent / 'runner.py'} {{test}}", "--json")
    done = selfheal(suite, "fix", "test-results", "-b", "baseline", *words)
    (suite / "plan.json").write_text(done.stdout)
    told = pr(suite, "--dry-run", "--json")
    bodies = [
        step["request"]["body"] for step in json.loads(told.stdout)["steps"] if "request" in step
    ]
    assert bodies == []  # without a forge there are branches alone
    assert pr(suite).returncode == 1
    assert len(branches(suite)) == 2
    assert git(suite, "diff", "--stat").count("|") == 2


def test_a_local_branch_where_there_is_no_remote(suite: Path) -> None:
    done = pr(suite, "--remote", ".")
    assert done.returncode == 1, done.stderr
    assert git(suite, "branch", "--list", "selfheal/*").count("selfheal/") == 3
    assert git(suite, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--group", "colour"), '"cause", "file" or "run"'),
        (("--limit", "0"), "from 1 to 1000"),
        (("--forge", "sourceforge"), "github, gitlab"),
        (("--template", "none.j2"), "none.j2"),
        (("--remote", "nowhere"), "nowhere"),
        (("--base", "no/such"), "no branch no/such"),
    ],
)
def test_wrong_use_is_said(suite: Path, words: tuple[str, ...], said: str) -> None:
    done = pr(suite, *words)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert branches(suite) == {}


def test_a_forge_that_cannot_be_found_is_asked_for(suite: Path) -> None:
    done = selfheal(suite, "pr", "plan.json")
    assert done.returncode == 2
    assert "--forge" in done.stderr
