"""`selfheal bench` on the labelled pages of fixtures/drift."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from selfheal_cli.cli.app import app
from selfheal_cli.errors import UsageError

CASES = Path(__file__).parents[2] / "fixtures" / "drift" / "cases.jsonl"


def run(*args: str) -> str:
    done = CliRunner().invoke(app, ["bench", *args])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("evidence", ["page", "fingerprint", "locator"])
def test_measures_with_each_kind_of_evidence(evidence: str, tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    found = json.loads(
        run(str(CASES), "--evidence", evidence, "--rows", str(out), "--format", "json")
    )
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    known = {case["id"]: case for case in map(json.loads, CASES.open())}
    assert found["cases"] == len(rows) >= 1
    for row in rows:
        if row["place"] == 1:
            assert row["predicted_xpath"] == known[row["id"]]["new_xpath"]
    parts = ("right", "wrong", "abstained", "removed_right", "removed_wrong")
    assert sum(found[part] for part in parts) == found["cases"]
    assert sum(part["cases"] for part in found["per_app"].values()) == found["cases"]
    assert found["wrong"] == 0
    assert found["top1"] > 0.5


def test_new_locators_are_told_for_what_is_broken(tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    run(str(CASES), "--rows", str(out))
    known = {case["id"]: case for case in map(json.loads, CASES.open())}
    told = 0
    for row in map(json.loads, out.open()):
        broken = [each for each in known[row["id"]]["locators"] if each["new"] != "same"]
        if row["predicted_xpath"]:
            assert len(row["new_locators"]) == len(broken)
            told += sum(each["new"] is not None for each in row["new_locators"])
    assert told


def test_says_it_in_text() -> None:
    text = run(str(CASES))
    assert "calibration error" in text
    assert "django-admin" in text


@pytest.mark.parametrize("args", [("--evidence", "guess"), ("--format", "xml")])
def test_refuses_what_it_does_not_know(args: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="none of"):
        run(str(CASES), *args)


def test_names_the_page_that_is_missing(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(CASES.read_text("utf-8").splitlines()[0])
    with pytest.raises(UsageError, match=r"old\.html: cannot be read"):
        run(str(cases))


def test_names_the_case_whose_path_leads_nowhere(tmp_path: Path) -> None:
    case = json.loads(CASES.read_text("utf-8").splitlines()[0])
    case.update({key: str(CASES.parent / case[key]) for key in ("old_html", "new_html")})
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps({**case, "old_xpath": "/html/body/nothing"}))
    with pytest.raises(UsageError, match="does not name one element"):
        run(str(cases))
