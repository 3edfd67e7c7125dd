"""`fix --verify` on a TypeScript suite for a real application, with lookahead and without."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.django_admin import HERE, NEW, OLD, begun, git, served, share

pytestmark = pytest.mark.real

DEMO = HERE.parents[1] / "fixtures" / "demo"
MODULES = HERE / "node" / "node_modules"
# Elements that the new release of the application no longer has.
REMOVED = {"publishers can be searched by name", "author email can be edited"}
RUN = """
import os, shutil, subprocess, sys
shutil.copyfile(os.environ["DJ_DB"] + ".first", os.environ["DJ_DB"])
here = {**os.environ, "BASE_URL": os.environ["SITE"], "PHASE": sys.argv[1]}
sys.exit(subprocess.call(["node_modules/.bin/playwright", "test", *sys.argv[2:]], env=here))
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str], int]]:
    """The suite after a green run on the old release and a red one on the new, which goes on
    being served: the folder, the environment, and how many tests failed."""
    folder = tmp_path_factory.mktemp("typescript")
    shutil.copytree(DEMO / "tests", folder / "tests")
    shutil.copy(DEMO / "playwright.config.ts", folder)
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "run.py").write_text(RUN)
    begun(folder)
    with served(OLD, folder / "old.sqlite3") as here:
        assert red(run(folder, here, "old")) == set()
    with served(NEW, folder / "new.sqlite3") as here:
        failed = red(run(folder, here, "new"))
        assert failed >= REMOVED
        shutil.copytree(folder / "artifacts-new", folder / "first")
        yield folder, here, len(failed)


def run(folder: Path, here: dict[str, str], phase: str) -> dict[str, object]:
    """A run's own report."""
    words = [sys.executable, "run.py", phase]
    subprocess.run(words, cwd=folder, env=here, capture_output=True, check=False)
    found: dict[str, object] = json.loads((folder / f"artifacts-{phase}/report.json").read_text())
    return found


def red(report: dict[str, object]) -> set[str]:
    """The titles of the tests that failed."""
    suites = report["suites"]
    assert isinstance(suites, list)
    found: set[str] = set()
    while suites:
        one = suites.pop()
        suites += one.get("suites", [])
        found |= {spec["title"] for spec in one.get("specs", []) if not spec["ok"]}
    return found


@pytest.mark.parametrize("lookahead", [False, True], ids=["plain", "lookahead"])
def test_what_can_be_repaired_is_green_again(
    suite: tuple[Path, dict[str, str], int], lookahead: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, here, failing = suite
    git(folder, "checkout", "-q", "--", "tests")
    shutil.rmtree(folder / "artifacts-new")
    shutil.copytree(folder / "first", folder / "artifacts-new")
    done = subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "fix", "artifacts-new", "-b", "artifacts-old",
         "--json", "--unsafe", *(["--lookahead"] if lookahead else []),
         "--verify", f"{sys.executable} run.py new {{test}}"],
        cwd=folder, env=here, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout)
    with capsys.disabled():
        print(f"\n{done.stderr}\n{git(folder, 'diff')}")
        print(f"{'with' if lookahead else 'without'} lookahead: {share(told, failing)}")
    left = red(run(folder, here, "new"))
    assert left >= REMOVED
    assert len(left) == failing - len(told["green"])
    assert len(left) <= len(REMOVED) + 2
    assert len(told["rounds"]) <= 5
    assert set(git(folder, "diff", "--name-only").split()) == set(told["changed"])
