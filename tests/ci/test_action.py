"""The action: as GitHub's schema has it, and its steps run in order, as its runner would."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
RUN = ROOT / "fixtures" / "artifacts" / "python"
SUITE = ROOT / "fixtures" / "django-admin"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
HOSTILE = '"; touch pwned; $(touch pwned) `touch pwned` #'


def checked(schema: str, *files: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_schemas_of_github_take_it() -> None:
    assert checked("vendor.github-actions", ROOT / "action.yml") == ""


def test_the_check_does_refuse_what_is_wrong(tmp_path: Path) -> None:
    wrong = (
        (ROOT / "action.yml").read_text(encoding="utf-8").replace("using: composite", "using: 1")
    )
    (tmp_path / "action.yml").write_text(wrong)
    assert checked("vendor.github-actions", tmp_path / "action.yml")


def test_no_script_holds_an_expression() -> None:
    """What is put into a script before the shell reads it could be a command."""
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 4
    assert not [script for script in scripts if "${{" in script]


def test_every_input_is_used_and_every_input_used_is_there() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(ACTION["inputs"])


@dataclass
class Runner:
    """As much of GitHub's runner as the steps need: a shell, files to write to, expressions."""

    folder: Path
    inputs: Mapping[str, str]
    outputs: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def value(self, expression: str) -> str:
        name = expression.rpartition(".")[2]
        if expression.startswith("inputs."):
            return str(self.inputs.get(name, ACTION["inputs"][name].get("default", "")))
        return {"runner.temp": str(self.folder / "temp")}.get(
            expression, self.outputs.get(name, "")
        )

    def holds(self, condition: str) -> bool:
        def one(part: str) -> bool:
            left, sign, right = re.split(r"\s*(==|!=)\s*", part)
            return (self.value(left) == right.strip("'")) is (sign == "==")

        return all(one(part) for part in condition.split(" && "))

    def run(self, path: str) -> int:
        """All steps but those that are actions themselves; the first exit code that is not 0."""
        (self.folder / "temp").mkdir()
        for step in STEPS:
            if "run" not in step or not self.holds(step.get("if", "inputs.python != ''")):
                continue
            code = self.step(step, path)
            if code:
                return code
        return 0

    def step(self, step: Mapping[str, object], path: str) -> int:
        given = {
            name: EXPRESSION.sub(lambda found: self.value(found[1]), str(text))
            for name, text in dict(step.get("env", {})).items()  # type: ignore[call-overload]
        }
        files = {name: self.folder / name for name in
                 ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}  # fmt: skip
        added = files["GITHUB_PATH"].read_text() if files["GITHUB_PATH"].exists() else ""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", str(step["run"])],
            cwd=self.folder / "work", capture_output=True, text=True, check=False,
            env={
                **{n: v for n, v in os.environ.items() if not n.startswith(("GITHUB", "SELFHEAL"))},
                **given, **{name: str(file) for name, file in files.items()},
                "PATH": os.pathsep.join((*added.split(), path, os.environ["PATH"])),
                "RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_TOKEN": "",
            },
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        if files["GITHUB_OUTPUT"].exists():
            lines = files["GITHUB_OUTPUT"].read_text().splitlines()
            self.outputs.update(line.split("=", 1) for line in lines)  # type: ignore[misc]
        return done.returncode


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The sources of a suite, and what a red run of it left."""
    shutil.copytree(SUITE / "tests", tmp_path / "work" / "tests")
    shutil.copytree(RUN / "new" / "test-results", tmp_path / "work" / "test-results")
    shutil.copytree(RUN / "old" / "test-results", tmp_path / "work" / "green run")
    return tmp_path


# In place of a Python whose pip would ask an index: it makes the folder, notes what is installed,
# and is this Python for all else.
STAND_IN = """#!/bin/sh
case "$2" in
venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
pip) echo "$@" > "$RUNNER_TEMP/../installed" ;;
*) exec {python} "$@" ;;
esac
"""


def scanned(work: Path, **inputs: str) -> tuple[int, Runner]:
    """All steps, where selfheal is this one."""
    python = work / "stand-in"
    python.write_text(STAND_IN.format(python=sys.executable))
    python.chmod(0o755)
    given = {name.replace("_", "-"): text for name, text in inputs.items()}
    runner = Runner(work, {"python": str(python), **given})
    code = runner.run(str(Path(sys.executable).parent))
    assert (work / "installed").read_text().split()[-1] == str(ROOT)
    assert (work / "GITHUB_PATH").read_text().strip() == str(work / "temp" / "selfheal" / "bin")
    return code, runner


def test_the_steps_leave_a_plan_a_patch_a_summary_and_annotations(work: Path) -> None:
    code, runner = scanned(work, artifacts="test-results", baseline="green run\nnowhere\n")
    assert code == 0, runner.said
    assert (runner.outputs["repaired"], runner.outputs["broken"]) == ("0", "true")
    plan = Path(runner.outputs["plan"])
    assert plan.parent == work / "temp" / "selfheal-report"
    assert '"selfheal/plan/1"' in plan.read_text()
    assert {file.name for file in plan.parent.iterdir()} == {
        "plan.json", "fix.patch", "summary.md",
    }  # fmt: skip
    assert (work / "GITHUB_STEP_SUMMARY").read_text().startswith("## selfheal")
    assert "::warning file=tests/" in runner.said or "::error file=tests/" in runner.said


def test_it_fails_the_job_only_when_asked(work: Path) -> None:
    code, runner = scanned(work, artifacts="test-results", fail="true")
    assert code == 1
    assert "Broken locators remain" in runner.said


def test_wrong_use_fails_the_step(work: Path) -> None:
    code, runner = scanned(work, artifacts="no-such-folder")
    assert code == 2
    assert "there is no such file or folder" in runner.said


@pytest.mark.parametrize("name", ["artifacts", "baseline", "source", "lookahead"])
def test_no_input_is_a_command(work: Path, name: str) -> None:
    inputs = {"artifacts": "test-results", name: HOSTILE}
    scanned(work, **inputs)
    assert not list(work.rglob("pwned"))


def test_a_path_that_looks_like_an_option_is_a_path(work: Path) -> None:
    code, runner = scanned(work, artifacts="--exit-zero")
    assert code == 2
    assert "--exit-zero: there is no such file or folder" in runner.said


def test_lookahead_is_asked_for(work: Path) -> None:
    code, runner = scanned(work, artifacts="test-results", baseline="green run", lookahead="true")
    assert code == 0, runner.said


def test_pre_commit_takes_the_hooks() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
