"""`fix --verify` on a real suite for a real application, that runs on its new release."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.django_admin import NEW, OLD, SUITE, begun, git, served, share

pytestmark = pytest.mark.real

# Elements that the new release of the application no longer has.
REMOVED = {"test_search_publishers", "test_author_email_is_validated"}
RUN = """
import os, shutil, subprocess, sys
shutil.copyfile(os.environ["DJ_DB"] + ".first", os.environ["DJ_DB"])
sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-q", "--browser", "chromium",
         "--base-url", os.environ["SITE"], "--output", "test-results", *sys.argv[1:]]))
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A copy of the suite in a repository of its own."""
    for name in ("tests", "pytest.ini"):
        source = SUITE / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    (tmp_path / "run.py").write_text(RUN)
    (tmp_path / ".gitignore").write_text("__pycache__\n")
    begun(tmp_path)
    return tmp_path


def run(folder: Path, here: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [NEW, "run.py", *words], cwd=folder, env=here, capture_output=True, text=True, check=False
    )
    return done.stdout


def selfheal(folder: Path, here: dict[str, str], *words: str) -> tuple[dict[str, object], str]:
    done = subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "fix", "test-results", "-b", "baseline", "--json",
         "--verify", f"{NEW} run.py --tracing retain-on-failure {{test}}", *words],
        cwd=folder, env=here, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return json.loads(done.stdout), done.stderr


def test_what_can_be_repaired_is_green_again(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(OLD, suite / "old.sqlite3") as here:
        assert "22 passed" in run(suite, here, "--tracing", "on")
    (suite / "test-results").rename(suite / "baseline")
    with served(NEW, suite / "new.sqlite3") as here:
        before = run(suite, here, "--tracing", "retain-on-failure")
        assert "17 failed, 5 passed" in before
        told, said = selfheal(suite, here, "--unsafe")
        after = run(suite, here)
    with capsys.disabled():
        print(f"\n{said}\n{git(suite, 'diff')}\n{share(told, 17)}")
    kept = told["kept"]
    assert isinstance(kept, list)
    red = {line.split("::")[1].split("[")[0] for line in after.splitlines() if "FAILED" in line}
    assert red >= REMOVED
    assert f"{len(red)} failed, {22 - len(red)} passed" in after
    assert len(red) <= len(REMOVED) + 3
    changed = {entry["path"] for one in kept for entry in one["edits"]}
    assert changed == set(git(suite, "diff", "--name-only").split())
    diff = git(suite, "diff", "-U0").splitlines()
    lines = [x for x in diff if x[0] in "+-" and x[:3] not in ("+++", "---")]
    assert len(lines) == 2 * len({(e["path"], e["line"]) for one in kept for e in one["edits"]})
