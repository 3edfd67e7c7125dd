"""`selfheal pr --forge none`: branches on a real remote, nothing touched here."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

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


def planned(suite: Path) -> Path:
    done = selfheal(suite, "scan", "test-results", "-b", "baseline", "--format", "json")
    (suite / "plan.json").write_text(done.stdout)
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
