"""`selfheal init`: shows first, writes when told, and loses nobody's text."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOW = ".github/workflows/selfheal.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "ui.yml").write_text("name: UI\non: push\n# pytest\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --tracing on\n")
    return tmp_path


def init(folder: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "init", *words],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_nothing_is_written_before_it_was_asked_for(project: Path) -> None:
    before = files(project)
    code, out, err = init(project)
    assert (code, files(project)) == (0, before)
    assert f"+++ b/{WORKFLOW}" in out
    assert "+artifacts: [test-results]" in out
    assert "found pytest (pytest.ini): leaves test-results" in err
    assert "--apply writes this" in err


def test_what_is_shown_can_be_applied_by_git_too(project: Path) -> None:
    _, out, _ = init(project)
    subprocess.run(["git", "apply", "-"], cwd=project, input=out, text=True, check=True)
    code, out, err = init(project)
    assert (code, out) == (0, "")
    assert "nothing to write" in err


@pytest.mark.parametrize("flag", ["--apply", "--yes", "-y"])
def test_apply_writes_what_was_shown(project: Path, flag: str) -> None:
    before = files(project)
    code, _, err = init(project, flag)
    assert code == 0
    assert files(project) - before == {"selfheal.yaml", WORKFLOW}
    assert f"wrote {WORKFLOW}" in err
    assert init(project, "--check")[:2] == (0, "artifacts = test-results  (selfheal.yaml)\n")


def test_a_file_that_somebody_changed_is_shown_and_left(project: Path) -> None:
    init(project, "--apply")
    mine = (project / WORKFLOW).read_text() + "# mine\n"
    (project / WORKFLOW).write_text(mine)
    code, out, err = init(project, "--apply")
    assert (code, (project / WORKFLOW).read_text()) == (0, mine)
    assert "-# mine" in out
    assert "--overwrite" in err
    init(project, "--apply", "--overwrite")
    assert (project / WORKFLOW).read_text() != mine


def test_nothing_is_written_outside_of_the_folder(project: Path) -> None:
    outside = project.parent / f"{project.name}-outside"
    outside.mkdir()
    (project / ".gitlab").symlink_to(outside)
    code, _, err = init(project, "--ci", "gitlab", "--apply")
    assert code == 2
    assert "leads out" in err
    assert not list(outside.iterdir())


def test_as_json(project: Path) -> None:
    code, out, _ = init(project, "--json")
    told = json.loads(out)
    assert (code, told["schema"], told["ci"], told["written"]) == (
        0,
        "selfheal/init/1",
        "github",
        [],
    )
    assert told["frameworks"] == [
        {"name": "pytest", "path": "pytest.ini", "artifacts": ["test-results"]}
    ]
    assert {one["path"] for one in told["files"]} == {"selfheal.yaml", WORKFLOW}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ci", "travis"], "'travis' is none of auto, github"),
        (["nowhere"], "nowhere: there is no such folder"),
    ],
)
def test_wrong_use_is_said(project: Path, words: list[str], said: str) -> None:
    code, _, err = init(project, *words)
    assert code == 2
    assert said in err


def test_check_finds_a_slip(project: Path) -> None:
    (project / "selfheal.yaml").write_text("artefacts: [x]\n")
    code, _, err = init(project, "--check")
    assert code == 2
    assert "did you mean `artifacts`" in err
