"""`fix --verify` on a real suite for a real application, that runs on its new release."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

HERE = Path(__file__).parent
SUITE = HERE.parents[1] / "fixtures" / "django-admin"
OLD, NEW = (HERE / "venvs" / name / "bin" / "python" for name in ("old", "new"))
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
    for words in (["init", "-q"], ["add", "tests"], ["commit", "-qm", "The suite as it was"]):
        git(tmp_path, *words)
    return tmp_path


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def served(python: Path, database: Path) -> Iterator[dict[str, str]]:
    """The application on a port of its own; yields the environment of who visits it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    here = {**os.environ, "DJ_DB": str(database), "SITE": f"http://{address}"}
    app = SUITE / "app"
    for words in (["manage.py", "migrate", "-v0"], ["seed.py"]):
        subprocess.run([python, *words], cwd=app, env=here, check=True)
    shutil.copyfile(database, f"{database}.first")
    server = subprocess.Popen(
        [python, "-W", "ignore", "manage.py", "runserver", "--noreload", address],
        cwd=app, env=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await_answer(f"{here['SITE']}/admin/login/")
        yield here
    finally:
        server.terminate()
        server.wait(20)


def await_answer(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


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
        print(f"\n{said}\n{git(suite, 'diff')}")
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
