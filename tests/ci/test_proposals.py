"""What `init` finds in a repository, and what it would write there."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.ci import SYSTEMS, Proposed, Repository, look, propose, system_of
from selfheal_cli.ci.repository import Framework, Workflow
from selfheal_cli.config import load

PLAYWRIGHT = "export default { outputDir: './out/results', use: { trace: 'retain-on-failure' } };"
WORKFLOW = "name: UI tests\non: push\njobs:\n  t:\n    steps:\n      - run: npx playwright test\n"


def put(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def texts(proposed: Proposed) -> dict[str, str]:
    return {one.path: one.after for one in proposed.files}


@pytest.mark.parametrize(
    ("file", "text", "artifacts", "advised"),
    [
        ("playwright.config.ts", PLAYWRIGHT, ("out/results",), False),
        ("e2e/playwright.config.js", "module.exports = {}", ("e2e/test-results",), True),
        ("playwright.config.ts", "use: { trace: 'off' }", ("test-results",), True),
        ("playwright.config.ts", "use: { trace: ci ? 'on' : 'off' }", ("test-results",), False),
        (
            "pytest.ini",
            "[pytest]\naddopts = --output ui/out --junitxml=ui/junit.xml --tracing on\n",
            ("ui/out", "ui/junit.xml"),
            False,
        ),
        (
            "pyproject.toml",
            "[tool.pytest.ini_options]\naddopts = '--junit-xml=junit.xml'\n",
            ("test-results", "junit.xml"),
            True,
        ),
        ("wdio.conf.ts", "reporters: [['junit', { outputDir: './r' }]]", ("r",), True),
        ("ui/pom.xml", "<a>selenium-java</a>", ("ui/target/surefire-reports",), False),
        ("build.gradle.kts", '"com.codeborne:selenide:7"', ("build/test-results",), False),
    ],
)  # fmt: skip
def test_a_framework_is_known_by_its_configuration(
    tmp_path: Path, file: str, text: str, artifacts: tuple[str, ...], advised: bool
) -> None:
    found = look(put(tmp_path, **{file: text}))
    (one,) = found.frameworks
    assert (one.path, one.artifacts, bool(one.advice)) == (file, artifacts, advised)


@pytest.mark.parametrize(
    "file", ["pom.xml", "pyproject.toml", "setup.cfg", "node_modules/x/playwright.config.ts"]
)
def test_what_runs_no_ui_tests_is_not_a_framework(tmp_path: Path, file: str) -> None:
    assert look(put(tmp_path, **{file: "<project/>"})).frameworks == ()


@pytest.mark.parametrize(
    ("file", "system"),
    [
        (".github/workflows/ci.yml", "github"), (".gitlab-ci.yml", "gitlab"),
        ("Jenkinsfile", "jenkins"), ("azure-pipelines.yml", "azure"), ("README.md", "none"),
    ],
)  # fmt: skip
def test_the_ci_system_is_known_by_its_files(tmp_path: Path, file: str, system: str) -> None:
    assert system_of(look(put(tmp_path, **{file: "stages: []"}))) == system


def test_settings_are_added_to_pyproject_and_can_be_read(tmp_path: Path) -> None:
    before = "[project]\nname = 'x'  # kept\n"
    put(tmp_path, **{"pyproject.toml": before, "playwright.config.ts": PLAYWRIGHT})
    text = texts(propose(look(tmp_path), "none"))["pyproject.toml"]
    assert text.startswith(before)
    assert tomllib.loads(text)["tool"]["selfheal"] == {"artifacts": ["out/results"]}
    put(tmp_path, **{"pyproject.toml": text})
    assert load(tmp_path, {}, {}).artifacts == (Path("out/results"),)
    assert propose(look(tmp_path), "none").files == ()


@pytest.mark.parametrize("broken", [None, "[tool", "tool = 1\n"])
def test_without_a_pyproject_that_can_be_read_they_have_a_file_of_their_own(
    tmp_path: Path, broken: str | None
) -> None:
    files = {"playwright.config.ts": PLAYWRIGHT, **({"pyproject.toml": broken} if broken else {})}
    proposed = texts(propose(look(put(tmp_path, **files)), "none"))
    assert yaml.safe_load(proposed["selfheal.yaml"]) == {"artifacts": ["out/results"]}
    assert "pyproject.toml" not in proposed


def checked(schema: str, file: Path) -> str:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_workflow_waits_for_those_that_run_tests(tmp_path: Path) -> None:
    put(tmp_path, **{".github/workflows/ui.yml": WORKFLOW, ".github/workflows/lint.yml": "name: L"})
    proposed = propose(look(tmp_path), "github")
    text = texts(proposed)[".github/workflows/selfheal.yml"]
    assert yaml.safe_load(text)[True]["workflow_run"]["workflows"] == ["UI tests"]
    assert any("actions/upload-artifact" in note for note in proposed.notes)
    put(tmp_path, **{"selfheal.yml": text})
    assert checked("vendor.github-workflows", tmp_path / "selfheal.yml") == ""
    scripts = [step.get("run", "") for step in yaml.safe_load(text)["jobs"]["repair"]["steps"]]
    assert not [script for script in scripts if "${{" in script]


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_a_workflow_s_name_stays_a_name(name: str) -> None:
    root = Path("nowhere")
    found = Repository(root, (), ("github",), (Workflow("x", name, True),))
    (file,) = propose(found, "github").files
    data = yaml.safe_load(file.after)
    assert data[True]["workflow_run"]["workflows"] == [name]
    assert set(data) == {"name", True, "permissions", "jobs"}


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
                        min_size=1), min_size=1, max_size=3))  # fmt: skip
def test_a_path_stays_a_path(paths: list[str]) -> None:
    found = Repository(Path("nowhere"), (Framework("x", "y", tuple(paths)),), (), ())
    files = propose(found, "none").files
    assert bool(files) is any(path.isprintable() for path in paths)
    if not files:
        return
    (file,) = files
    printable = [path for path in dict.fromkeys(paths) if path.isprintable()]
    assert yaml.safe_load(file.after) == {"artifacts": printable}


def test_the_component_and_its_include(tmp_path: Path) -> None:
    put(tmp_path, **{".gitlab-ci.yml": "stages: [test]\n"})
    proposed = texts(propose(look(tmp_path), "gitlab"))
    assert yaml.safe_load(proposed[".gitlab-ci.yml"]) == {
        "stages": ["test"], "include": [{"local": ".gitlab/selfheal.yml"}],
    }  # fmt: skip
    head, job = yaml.safe_load_all(proposed[".gitlab/selfheal.yml"])
    used = {name for name in head["spec"]["inputs"] if f"inputs.{name} ]]" in json.dumps(job)}
    assert used == set(head["spec"]["inputs"])
    assert "$[[" not in json.dumps(job["selfheal"]["script"]), "a value is never part of a script"
    filled = json.loads(json.dumps(job).replace("$[[ inputs.", "").replace(" ]]", ""))
    put(tmp_path, **{"filled.yml": yaml.safe_dump(filled)})
    assert checked("vendor.gitlab-ci", tmp_path / "filled.yml") == ""


def test_an_include_that_is_there_is_left_to_its_owner(tmp_path: Path) -> None:
    put(tmp_path, **{".gitlab-ci.yml": "include:\n  - local: other.yml\n"})
    proposed = propose(look(tmp_path), "gitlab")
    assert [one.path for one in proposed.files] == [".gitlab/selfheal.yml"]
    assert any("include" in note for note in proposed.notes)


def test_the_steps_for_azure(tmp_path: Path) -> None:
    put(tmp_path, **{"azure-pipelines.yml": "steps: []\n"})
    proposed = propose(look(tmp_path), "azure")
    text = texts(proposed)[".azure/selfheal.yml"]
    data = yaml.safe_load(text)
    put(tmp_path, **{"whole.yml": yaml.safe_dump({"steps": data["steps"]})})
    assert checked("vendor.azure-pipelines", tmp_path / "whole.yml") == ""
    assert "${{" not in "".join(step.get("script", "") for step in data["steps"])
    assert any(".azure/selfheal.yml" in note for note in proposed.notes)


def test_for_jenkins_there_is_a_snippet_and_no_file(tmp_path: Path) -> None:
    proposed = propose(look(put(tmp_path, Jenkinsfile="pipeline {}")), "jenkins")
    assert proposed.files == ()
    assert proposed.snippet_path == "Jenkinsfile"
    assert proposed.snippet.count("{") == proposed.snippet.count("}")


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_shell_takes_every_script(system: str, tmp_path: Path) -> None:
    scripts = []
    proposed = propose(look(tmp_path), system)
    for text in texts(proposed).values():
        for part in yaml.safe_load_all(text):
            scripts += _scripts(part)
    if proposed.snippet:
        scripts.append(proposed.snippet.split("'''")[1])
    for script in scripts:
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True,
                              check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert bool(scripts) is (system != "none")


def _scripts(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for item in part for text in _scripts(item)]
    if not isinstance(part, dict):
        return []
    own = [part[key] for key in ("run", "script") if key in part]
    lines = ["\n".join(one) if isinstance(one, list) else one for one in own]
    return [*lines, *(text for value in part.values() for text in _scripts(value))]
