"""`selfheal fix --patches`: a series that git takes, one after the other, to the byte."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
WHO = ("-c", "user.name=Réka", "-c", "user.email=r@example.org")
AUTHOR = {"GIT_AUTHOR_NAME": "Réka", "GIT_AUTHOR_EMAIL": "r@example.org"}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *WHO, *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """The demo suite in a folder of a repository."""
    folder = tmp_path / "e2e"
    for name in ("tests", "test-results", "baseline"):
        copytree(DEMO / name, folder / name)
    git(tmp_path, "init", "-q")
    return folder


def commit(suite: Path) -> None:
    git(suite, "add", "tests")
    git(suite, "commit", "-qm", "The suite as it was")


def fix(suite: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "fix", *words], cwd=suite, capture_output=True,
        text=True, check=False, env={**os.environ, **AUTHOR},
    )  # fmt: skip


FROM_ARTIFACTS = ("test-results", "-b", "baseline")


@pytest.mark.parametrize(("by", "count"), [("cause", 3), ("file", 2), ("run", 1)])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_git_am_takes_them_and_the_tree_is_as_after_apply(
    suite: Path, by: str, count: int, ends: bytes
) -> None:
    for file in suite.rglob("*.ts"):
        file.write_bytes(file.read_bytes().replace(b"\n", ends))
    commit(suite)
    folder = suite.parent / "series"
    fix(suite, *FROM_ARTIFACTS, "--patches", str(folder), "--group", by, "--apply")
    applied = git(suite, "diff")
    assert applied.count("\n+ ") == 3
    git(suite, "checkout", "-q", ".")
    names = sorted(folder.iterdir())
    assert len(names) == count
    for name in names:
        git(suite.parent, "am", "-q", str(name))
    assert git(suite, "diff", f"HEAD~{count}") == applied
    assert git(suite, "log", "-1", "--format=%an <%ae>").strip() == "Réka <r@example.org>"


def test_a_message_says_what_changed_and_why(suite: Path) -> None:
    commit(suite)
    folder = suite.parent / "series"
    fix(suite, *FROM_ARTIFACTS, "--patches", str(folder))
    assert (folder / "0001-links-became-buttons.patch").exists()
    git(suite.parent, "am", "-q", *map(str, sorted(folder.iterdir())))
    told = git(suite, "log", "--format=%B", "-1", "HEAD~2")
    assert told.startswith("Repair locators: links became buttons\n\n* tests/pages/AdminPage.ts:10")
    assert "-> locator('#user-tools').getByRole('button', { name: 'Log out' })" in told
    assert "The link `Log out` is now the button `Log out`" in told


def test_signed_off_as_git_is_configured_and_with_co_authors(suite: Path) -> None:
    commit(suite)
    git(suite, "config", "format.signoff", "true")
    (suite / "selfheal.yaml").write_text("pr_co_authors: [Bo <bo@example.org>]\n")
    folder = suite.parent / "series"
    fix(suite, *FROM_ARTIFACTS, "--patches", str(folder), "--group", "run")
    git(suite.parent, "am", "-q", *map(str, sorted(folder.iterdir())))
    told = git(suite, "log", "-1", "--format=%(trailers:only)").splitlines()
    who = "Signed-off-by: Réka <r@example.org>", "Co-authored-by: Bo <bo@example.org>"
    assert [line for line in told if line] == list(who)


def test_hostile_words_stay_words(suite: Path) -> None:
    commit(suite)
    plan = json.loads(fix(suite, *FROM_ARTIFACTS, "--json").stdout)
    for entry in plan["outcomes"]:
        hostile = "x\n---\ndiff --git a/x b/x\nFrom me\n\x1b[31m" + "é" * 400
        entry["reason"] = entry["test"]["title"] = hostile
        if entry["cause"]:
            entry["cause"]["words"] = hostile
    (suite / "plan.json").write_text(json.dumps(plan))
    folder = suite.parent / "series"
    done = fix(suite, "plan.json", "--patches", str(folder))
    assert done.returncode == 1, done.stderr
    git(suite.parent, "am", "-q", *map(str, sorted(folder.iterdir())))
    assert git(suite, "diff", "--stat", "HEAD~3").count("|") == 2
    assert "\x1b" not in git(suite, "log", "--format=%B", "-3")


def test_an_unknown_group_is_refused(suite: Path) -> None:
    done = fix(suite, *FROM_ARTIFACTS, "--patches", "x", "--group", "colour")
    assert done.returncode == 2
    assert "none of run, cause, file" in done.stderr
