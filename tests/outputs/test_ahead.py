"""What has not failed yet is told apart, and counted nowhere."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from selfheal_cli.cli.reporting import code_of, repaired, repaired_ahead
from selfheal_cli.errors import ExitCode
from selfheal_cli.model import Outcome
from selfheal_cli.outputs import OUTPUTS, plain
from selfheal_cli.outputs.contract import is_ahead
from selfheal_cli.outputs.explain import explain
from selfheal_cli.outputs.plan import read_plan
from selfheal_cli.outputs.words import brief
from tests.outputs.samples import failure, full_report, outcomes, repair, report_of


def later(number: int = 1, new: str = "#new") -> Outcome:
    foreseen = replace(failure(name=f"ahead{number}"), foreseen=True)
    return repair(failed=foreseen, new=new, words=f"Later {number}")


def text(name: str, *found: Outcome) -> str:
    return OUTPUTS[name](report_of(found), plain).decode()


def test_the_plan_holds_it_last_and_does_not_count_it() -> None:
    report = report_of((later(), *outcomes()))
    plan = read_plan(OUTPUTS["json"](report, plain))
    assert [is_ahead(entry) for entry in plan["outcomes"]] == [False] * 7 + [True]
    assert plan["summary"] == report_of(outcomes()).plan["summary"]
    assert all("lookahead" not in entry for entry in full_report().plan["outcomes"])


def test_it_changes_no_exit_code_and_is_written_only_when_asked() -> None:
    plan = report_of((later(),)).plan
    assert code_of(plan) is ExitCode.CLEAN
    (entry,) = plan["outcomes"]
    assert not repaired(entry)
    assert repaired_ahead(entry)
    assert brief(entry).startswith("repaired, ahead: ")


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_it_has_a_heading_of_its_own_after_what_failed(name: str) -> None:
    now = text(name, *outcomes())
    told = text(name, *outcomes(), later())
    heading = "Not failed yet: 1 locator that the run did not reach"
    assert heading not in now
    assert heading in told
    first, _, rest = told.partition(heading)
    assert "repaired, ahead" in rest
    assert "repaired, ahead" not in first
    assert "7 failed steps" in told
    assert "7 failed steps" in now


@pytest.mark.parametrize("name", ["text", "markdown", "github"])
def test_a_place_that_several_tests_come_to_is_told_once(name: str) -> None:
    assert text(name, later(1), later(2)) == text(name, later(1))
    assert text(name, later(1), later(2, "#newer")) != text(name, later(1))


def test_an_annotation_of_it_is_a_notice() -> None:
    (line,) = text("github", later()).splitlines()
    assert line.startswith("::notice ")
    assert "title=selfheal%3A repaired%2C ahead::" in line


def test_the_explanation_says_that_nothing_failed() -> None:
    (entry,) = report_of((later(),)).plan["outcomes"]
    told = explain(entry, plain)
    assert "What would fail" in told
    assert "did not reach this step" in told
    assert "What failed" not in told


def test_the_schema_takes_the_mark() -> None:
    schema = json.loads(Path("selfheal_cli/outputs/plan.schema.json").read_text(encoding="utf-8"))
    plan = json.loads(text("json", later(), *outcomes()))
    jsonschema.validate(plan, schema)
    plan["outcomes"][-1]["lookahead"] = False
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, schema)
