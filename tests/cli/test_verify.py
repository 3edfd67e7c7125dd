"""`selfheal fix --verify` on the demo suite, with a program that runs its tests."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree

import pytest

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
# A test passes where the text that no longer finds its element is gone from the file; else it
# leaves
# the trace of its failure behind. One of them stays red, whatever is done.
RUNNER = """
import sys, time
from pathlib import Path
TESTS = {
    "tests/auth.spec.ts:17": ("AdminPage.ts", "getByRole('link', { name: 'Log out' })",
                              "auth-authentication-user-can-log-out-chromium"),
    "tests/bookform.spec.ts:18": ("BookFormPage.ts", "'#id_authors_add_link'",
                                  "bookform-an-author-can-be-chosen-chromium"),
    "tests/bookform.spec.ts:9": ("BookFormPage.ts", "locator('.field-isbn",
                                 "bookform-isbn-is-validated-chromium"),
}
name, broken, folder = TESTS[sys.argv[1]]
if len(sys.argv) > 2:
    Path("running").write_text("")
    time.sleep(float(sys.argv[2]))
if broken in Path("tests/pages", name).read_text():
    Path("test-results", folder, "trace.zip").touch()
    sys.exit(1)
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name in ("tests", "test-results", "baseline"):
        copytree(DEMO / name, tmp_path / name)
    (tmp_path / "runner.py").write_text(RUNNER)
    for words in (["init", "-q"], ["add", "tests"], ["commit", "-qm", "The suite as it was"]):
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    return tmp_path


def command(suite: Path, *words: str, runner: str = "runner.py {test}") -> list[str]:
    return [
        sys.executable, "-m", "selfheal_cli", "fix", "test-results", "--baseline", "baseline",
        "--verify", f"{sys.executable} {runner}", *words,
    ]  # fmt: skip


def fix(suite: Path, *words: str, runner: str = "runner.py {test}") -> tuple[int, str, str]:
    done = subprocess.run(
        command(suite, *words, runner=runner), cwd=suite, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def changed(suite: Path) -> str:
    return subprocess.run(
        ["git", "diff", "-U0"], cwd=suite, capture_output=True, text=True, check=True
    ).stdout


def test_green_ones_are_kept_and_the_other_is_set_back(suite: Path) -> None:
    code, out, err = fix(suite)
    assert (code, out) == (1, ""), err
    diff = changed(suite)
    assert "getByRole('button', { name: 'Log out' })" in diff
    assert "'#id_authors_add'" in diff
    assert ".field-isbn" not in diff
    assert "round 1: 3 tried, 2 of 3 tests green" in err
    assert "green        tests/auth.spec.ts:17" in err
    assert "still green  tests/bookform.spec.ts:18" in err
    assert "set back, its test stays red" in err
    assert "still open: removed" in err
    assert not list(suite.glob(".selfheal*"))


def test_as_json(suite: Path) -> None:
    code, out, _ = fix(suite, "--json", "--exit-zero")
    told = json.loads(out)
    assert code == 0
    assert told["rounds"] == [{"tried": 3, "ran": 3, "green": 2, "ahead": 0}]
    assert (len(told["kept"]), len(told["dropped"])) == (2, 1)
    assert told["changed"] == ["tests/pages/AdminPage.ts", "tests/pages/BookFormPage.ts"]


def test_a_test_that_takes_too_long_is_red(suite: Path) -> None:
    code, _, err = fix(suite, "--timeout", "1", runner="runner.py {test} 30")
    assert (code, changed(suite)) == (1, ""), err
    assert "0 of 3 tests green" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_all_as_it_was(suite: Path, number: int) -> None:
    process = subprocess.Popen(
        command(suite, runner="runner.py {test} 60"), cwd=suite,
        # Who runs the tests in the background has it ignored, and children with it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while not (suite / "running").exists():
        assert process.poll() is None
        time.sleep(0.05)
    assert changed(suite)
    os.kill(process.pid, number)
    assert process.wait(30) != 0
    assert changed(suite) == ""
    assert not list(suite.glob(".selfheal*"))


def test_killed_the_next_run_sets_back(suite: Path) -> None:
    process = subprocess.Popen(command(suite, runner="runner.py {test} 2"), cwd=suite)
    while not (suite / "running").exists():
        time.sleep(0.05)
    process.kill()
    process.wait(30)
    assert changed(suite)
    words = ["-m", "selfheal_cli", "scan", "test-results", "-q"]
    subprocess.run([sys.executable, *words], cwd=suite, capture_output=True, check=False)
    assert changed(suite) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("true", "does not say which test to run"),
        ("no-such-program {test}", "no-such-program"),
        ('pytest "{test}', "No closing quotation"),
    ],
)
def test_a_command_that_cannot_work_is_refused(suite: Path, words: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "fix", "test-results", "-b", "baseline",
         "--verify", words],
        cwd=suite, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert changed(suite) == ""
