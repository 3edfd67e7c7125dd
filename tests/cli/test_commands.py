"""The commands as a person runs them: a real suite, a real repository, a real process."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from selfheal_cli.outputs import plan as plan_module

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
SCHEMA = Path(plan_module.__file__).with_name("plan.schema.json")
FORM = "tests/pages/BookFormPage.ts"


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def suite(tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo suite in a repository of its own."""
    for name in ("tests", "test-results", "baseline"):
        shutil.copytree(DEMO / name, tmp_path / name)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "tests")
    git(tmp_path, "commit", "-qm", "as it was")
    return tmp_path


def selfheal(
    folder: Path, *args: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "SELFHEAL_"))}
    return subprocess.run(
        [sys.executable, "-m", "selfheal_cli", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**clean, **(env or {})},
    )


BASELINE = ("--baseline", "baseline")


def test_scan_says_each_verdict_and_writes_nothing(suite: Path) -> None:
    done = selfheal(suite, "scan", "test-results", *BASELINE)
    assert done.returncode == 1
    assert "locator('#id_authors_add_link') -> locator('#id_authors_add')" in done.stdout
    assert "removed: book list › publishers can be searched by name" in done.stdout
    assert "/home/" not in done.stdout
    assert git(suite, "status", "--short", "tests") == ""


def test_the_plan_meets_its_schema_and_drives_fix_and_explain(suite: Path) -> None:
    scanned = selfheal(suite, "scan", "test-results", *BASELINE, "--json")
    plan = json.loads(scanned.stdout)
    jsonschema.validate(plan, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert plan["summary"]["failures"] == 4
    (suite / "plan.json").write_text(scanned.stdout, encoding="utf-8")
    from_plan = selfheal(suite, "fix", "plan.json")
    assert from_plan.stdout == selfheal(suite, "fix", "test-results", *BASELINE).stdout
    first = plan["outcomes"][0]["id"]
    explained = selfheal(suite, "explain", first[:6], "plan.json")
    assert explained.returncode == 0
    assert first in explained.stdout


def test_the_same_input_gives_the_same_bytes(suite: Path) -> None:
    scan = ("scan", "test-results", *BASELINE, "--json")
    runs = {selfheal(suite, *scan, "--jobs", jobs).stdout for jobs in ("1", "1", "2", "4")}
    assert len(runs) == 1
    assert runs == {selfheal(suite, *scan, env={"SELFHEAL_JOBS": "3"}).stdout}


def test_the_readme_shows_what_is_printed(suite: Path) -> None:
    readme = (DEMO.parents[1] / "README.md").read_text("utf-8")
    command, *paragraphs = readme.partition("    $ ")[2].partition("\nMore:")[0].split("\n\n")
    first, _, rest = command.partition("\n")
    assert first == "selfheal scan test-results --baseline baseline"
    printed = " ".join(selfheal(suite, *first.split()[1:]).stdout.split())
    for paragraph in filter(str.strip, (rest, *paragraphs)):
        assert " ".join(paragraph.split()) in printed


def test_a_damaged_baseline_is_told_whoever_opens_it(suite: Path) -> None:
    damaged = sorted((suite / "baseline").rglob("trace.zip"))[:2]
    for archive in damaged:
        archive.write_bytes(archive.read_bytes()[:2000])
    scan = ("scan", "test-results", "--baseline", "baseline", "--json")
    (told,) = {selfheal(suite, *scan, "--jobs", jobs).stdout for jobs in ("1", "2", "4")}
    outcomes = json.loads(told)["outcomes"]
    artifacts = [each["failure"]["artifact"] for each in outcomes if not each["test"]["id"]]
    assert len(artifacts) == len(set(artifacts)) == 2


def test_git_takes_the_diff(suite: Path) -> None:
    diff = selfheal(suite, "fix", "test-results", *BASELINE).stdout
    subprocess.run(["git", "apply"], cwd=suite, input=diff, text=True, check=True)
    assert "#id_authors_add'" in (suite / FORM).read_text(encoding="utf-8")


def test_apply_changes_the_literals_meant_and_a_second_run_nothing(suite: Path) -> None:
    plan = json.loads(selfheal(suite, "scan", "test-results", *BASELINE, "--json").stdout)
    repaired = [o for o in plan["outcomes"] if o["verdict"] == "repaired"]
    done = selfheal(suite, "fix", "test-results", *BASELINE, "--apply")
    assert done.returncode == 1, "the removed one remains"
    changed = [
        line
        for line in git(suite, "diff", "-U0", "tests").splitlines()
        if line.startswith(("+ ", "- "))
    ]
    assert len(changed) == 2 * len(repaired) > 0
    assert all("locator(" in line for line in changed)
    git(suite, "commit", "-qam", "repaired")
    again = selfheal(suite, "fix", "test-results", *BASELINE, "--apply")
    assert git(suite, "status", "--short", "tests") == ""
    assert "already say this" in again.stderr


def test_only_writes_the_one_asked_for(suite: Path) -> None:
    plan = json.loads(selfheal(suite, "scan", "test-results", *BASELINE, "--json").stdout)
    repaired = [o for o in plan["outcomes"] if o["verdict"] == "repaired"]
    selfheal(suite, "fix", "test-results", *BASELINE, "--apply", "--only", repaired[0]["id"])
    assert git(suite, "diff", "--stat", "tests").count("1 insertion") == 1


def test_held_back_is_written_with_unsafe_only_and_removed_never(suite: Path) -> None:
    (suite / "selfheal.yaml").write_text("safe_probability: 1.0\n", encoding="utf-8")
    page = suite / "tests/pages/AdminPage.ts"
    wanted = "getByRole('button', { name: 'Log out' })"
    selfheal(suite, "fix", "test-results", *BASELINE, "--apply")
    assert wanted not in page.read_text(encoding="utf-8")
    selfheal(suite, "fix", "test-results", *BASELINE, "--apply", "--unsafe")
    assert wanted in page.read_text(encoding="utf-8")
    assert git(suite, "diff", "--name-only", "tests/booklist.spec.ts") == ""


def test_uncommitted_changes_stop_apply(suite: Path) -> None:
    with (suite / FORM).open("a", encoding="utf-8") as stream:
        stream.write("// mine\n")
    before = (suite / FORM).read_bytes()
    done = selfheal(suite, "fix", "test-results", *BASELINE, "--apply")
    assert done.returncode == 3
    assert "not committed" in done.stderr
    assert (suite / FORM).read_bytes() == before
    selfheal(suite, "fix", "test-results", *BASELINE, "--apply", "--allow-dirty")
    assert (suite / FORM).read_bytes() != before


def test_a_read_only_file_is_one_clear_line_and_nothing_is_written(suite: Path) -> None:
    (suite / FORM).chmod(stat.S_IRUSR)
    done = selfheal(suite, "fix", "test-results", *BASELINE, "--apply")
    assert done.returncode == 3
    assert "read-only" in done.stderr
    assert git(suite, "diff", "tests") == ""


def test_colour_only_where_wanted(suite: Path) -> None:
    assert "\x1b[" not in selfheal(suite, "scan", "test-results").stdout
    loud = selfheal(suite, "scan", "test-results", "--color", "always")
    assert "\x1b[" in loud.stdout
    quiet = selfheal(suite, "scan", "test-results", "--color", "never")
    assert "\x1b[" not in quiet.stdout


def test_github_gets_annotations_and_a_summary(suite: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = selfheal(suite, "scan", "test-results", *BASELINE, env=env)
    assert "::" in done.stdout
    assert "file=tests/pages/BookFormPage.ts" in done.stdout
    assert summary.read_text(encoding="utf-8").strip()


def test_files_asked_for_are_written(suite: Path) -> None:
    args = ("--plan", "out/plan.json", "--patch", "out/fix.patch", "--summary", "out/s.md")
    selfheal(suite, "scan", "test-results", *BASELINE, *args, "--exit-zero")
    assert json.loads((suite / "out/plan.json").read_text(encoding="utf-8"))["outcomes"]
    git(suite, "apply", "--check", "out/fix.patch")
    assert (suite / "out/s.md").read_text(encoding="utf-8").strip()


def test_exit_zero_hides_broken_locators_but_not_misuse(suite: Path) -> None:
    assert selfheal(suite, "scan", "test-results", "--exit-zero").returncode == 0
    assert selfheal(suite, "scan", "nowhere", "--exit-zero").returncode == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("scan", "nowhere"), "no such file or folder"),
        (("scan", "tests"), "nothing in there is an artifact"),
        (("scan", "empty"), "nothing in there is an artifact"),
        (("scan", "test-results", "--format", "xml"), "text, json"),
        (("explain", "ffffffffff", "test-results"), "ffffffffff"),
        (("scan", "test-results", "--color", "pink"), "color"),
    ],
)
def test_misuse_is_one_line_and_code_two(suite: Path, args: tuple[str, ...], words: str) -> None:
    (suite / "empty").mkdir()
    done = selfheal(suite, *args)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_are_heeded(suite: Path) -> None:
    (suite / "selfheal.yaml").write_text("ignore: ['tests/pages/BookForm*']\n", encoding="utf-8")
    done = selfheal(suite, "scan", "test-results", *BASELINE)
    assert "never edited" in done.stdout
    (suite / "selfheal.yaml").write_text("safe_probability: 0.5\n", encoding="utf-8")
    eager = selfheal(suite, "fix", "test-results", *BASELINE)
    assert "getByRole('button', { name: 'Log out' })" in eager.stdout
    (suite / "selfheal.yaml").write_text("safe_probabilty: 0.5\n", encoding="utf-8")
    wrong = selfheal(suite, "scan", "test-results")
    assert wrong.returncode == 2
    assert "safe_probability" in wrong.stderr


def test_help_teaches_every_command(suite: Path) -> None:
    assert "selfheal scan test-results" in selfheal(suite, "--help").stdout
    for command in ("scan", "fix", "explain"):
        said = selfheal(suite, command, "--help").stdout
        assert "test-results" in said
    assert selfheal(suite, "--version").stdout.startswith("selfheal ")
