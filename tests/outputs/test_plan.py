from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UsageError
from selfheal_cli.model import Edit, Location, Locator, Problem, Verdict
from selfheal_cli.outputs import OUTPUTS, plain
from selfheal_cli.outputs.plan import describe, edits_of, find, read_plan
from selfheal_cli.outputs.validation import first_fault, schema
from tests.outputs.samples import full_report, outcomes, repair, report_of, show

JUDGE = jsonschema.Draft202012Validator(dict(schema()))


def written(report) -> bytes:
    return OUTPUTS["json"](report, plain)


def test_the_plan_keeps_its_schema_and_comes_back_as_it_was() -> None:
    report = full_report()
    text = written(report)
    JUDGE.validate(json.loads(text))
    assert read_plan(text) == report.plan
    assert text == written(full_report())
    assert text.endswith(b"}\n")


def test_the_summary_counts_verdicts_and_failures() -> None:
    plan = full_report().plan
    assert plan["summary"] == {
        "failures": 7,
        **{str(verdict): 1 for verdict in Verdict},
        "unreadable": 2,
    }
    verdicts = [entry["verdict"] for entry in plan["outcomes"]]
    assert verdicts[:7] == list(Verdict)


def test_an_empty_run_is_a_plan_too() -> None:
    plan = describe("1", (), (), show)
    assert sum(plan["summary"].values()) == 0
    JUDGE.validate(plan)


@given(st.binary(max_size=20), st.binary(max_size=20), st.text(max_size=10))
def test_edits_come_back_byte_for_byte(old: bytes, new: bytes, words: str) -> None:
    import dataclasses

    edit = Edit("päth/é.py", 3, 7, 7 + len(old), old, new, 2, (Location("b.py", 9),))
    outcome = dataclasses.replace(repair(words=words), edits=(edit,))
    text = written(report_of((outcome,)))
    text.decode("utf-8")
    entry = read_plan(text)["outcomes"][0]
    assert edits_of(entry) == (edit,)


def test_targets_and_locators_are_there_where_they_are_known() -> None:
    by_verdict = {e["verdict"]: e for e in describe("1", outcomes(), (), show)["outcomes"]}
    for verdict, entry in by_verdict.items():
        known = verdict in ("repaired", "held-back", "no-edit-site")
        assert (entry["target"] is not None) == known
        assert (entry["locator"] is not None) == known
        assert (entry["probability"] is not None) == known
        assert bool(entry["edits"]) == (verdict in ("repaired", "held-back"))
    assert by_verdict["unreadable"]["failure"]["locator"] is None
    taken = by_verdict["no-edit-site"]
    assert [other["xpath"] for other in taken["alternatives"]] == [
        "/html/body/iframe >> /html/body/a"
    ]


def test_a_locator_that_cannot_be_shown_does_not_stop_the_plan() -> None:
    def fail(locator: Locator, language: str) -> str:
        raise LocatorSyntaxError("no")

    (entry,) = describe("1", (repair(),), (), fail)["outcomes"]
    assert entry["failure"]["locator"] == "css=#old"


def test_the_id_of_a_damaged_artifact_is_its_own() -> None:
    problems = (Problem("a.zip", "cut off"), Problem("b.zip", "cut off"))
    one, two = (e["id"] for e in describe("1", (), problems, show)["outcomes"])
    again = describe("2", (repair(),), problems[1:], show)["outcomes"][1]["id"]
    assert one != two == again


def test_an_artifact_is_named_so_that_it_is_found() -> None:
    path = "playwright-report/data/0379ff44997cd3324b2fd26aec9f05d6e00e1f8e.zip"
    (entry,) = describe("1", (), (Problem(path, "cut off"),), show)["outcomes"]
    assert entry["failure"]["artifact"] == path


# --- validation: the light check against the real one -----------------------------------------

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5),
    st.sampled_from([0.5, 1.0, 2.5, -1.0, 1e300]),
    st.sampled_from(["", "x", "repaired", "unknown", "selfheal/plan/1"]),
    st.builds(list),
    st.builds(dict),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


PLAN = json.loads(OUTPUTS["json"](full_report(), plain))
PLACES = [path for path in places(PLAN) if path]


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "add"]), SCALARS),
        min_size=1,
        max_size=2,
    )
)
def test_the_light_check_agrees_with_the_schema(changes: list[tuple[Any, str, Any]]) -> None:
    plan = copy.deepcopy(PLAN)
    for path, how, value in changes:
        try:
            parent = at(plan, path[:-1])
            if how == "set":
                parent[path[-1]] = value
            elif how == "drop":
                del parent[path[-1]]
            else:
                at(plan, path)["extra"] = value
        except (KeyError, IndexError, TypeError):
            continue
    assert (first_fault(plan) is None) == JUDGE.is_valid(plan)


def keywords(rule: Any) -> Iterator[str]:
    for key, value in rule.items():
        yield key
        if key in ("properties", "$defs"):
            for inner in value.values():
                yield from keywords(inner)
        elif key == "items":
            yield from keywords(value)
        elif key == "anyOf":
            for inner in value:
                yield from keywords(inner)


def test_the_schema_uses_only_what_the_light_check_understands() -> None:
    understood = {
        *("$ref", "anyOf", "type", "const", "enum", "minimum", "maximum", "minLength"),
        *("properties", "required", "additionalProperties", "items"),
    }
    notes = {"$schema", "$id", "$defs", "title", "description"}
    assert set(keywords(schema())) <= understood | notes
    JUDGE.check_schema(schema())


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("outcomes", 0, "edits", 0, "start"), "x", "outcomes[0].edits[0].start should be a whole"),
        (("outcomes", 1, "verdict"), "fixed", 'outcomes[1].verdict should be "repaired"'),
        (("outcomes", 0, "target", "xpath"), 1, "outcomes[0].target.xpath should be a text"),
        (("outcomes", 0, "target"), 1, "outcomes[0].target should be"),
        (("outcomes", 0, "probability"), 1.5, "outcomes[0].probability should be at most 1"),
        (("summary", "failures"), -1, "summary.failures should be at least 0"),
        (("schema",), "selfheal/plan/2", "this version reads 'selfheal/plan/1'"),
    ],
)
def test_a_damaged_plan_is_refused_with_the_place(path, value, said: str) -> None:
    plan = copy.deepcopy(PLAN)
    at(plan, path[:-1])[path[-1]] = value
    with pytest.raises(UsageError) as caught:
        read_plan(json.dumps(plan))
    assert said in caught.value.message


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', "{}", '{"schema": NaN}', "[" * 100_000, b"\xff\xfe{"]
)
def test_what_is_no_plan_is_refused(text: str | bytes) -> None:
    with pytest.raises(UsageError):
        read_plan(text)


def test_text_that_no_bytes_have_is_refused() -> None:
    plan = copy.deepcopy(PLAN)
    plan["outcomes"][0]["edits"][0]["new"] = "\ud83d"
    entry = read_plan(json.dumps(plan))["outcomes"][0]
    with pytest.raises(UsageError, match="no encoding of bytes"):
        edits_of(entry)


# --- finding an outcome -----------------------------------------------------------------------


def test_an_outcome_is_found_by_its_id_or_the_start_of_it() -> None:
    plan = full_report().plan
    assert find(plan, "id-removed")["verdict"] == "removed"
    assert find(plan, "id-rem")["verdict"] == "removed"
    with pytest.raises(UsageError, match="begins several ids"):
        find(plan, "id-")
    with pytest.raises(UsageError, match="No outcome") as caught:
        find(plan, "zzz")
    assert "id-removed" in caught.value.hint


# --- the document -----------------------------------------------------------------------------


def test_every_key_of_the_schema_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "plan.md").read_text("utf-8")
    rules = [schema(), *schema()["$defs"].values()]
    for rule in rules:
        for key, inner in rule["properties"].items():
            assert f"`{key}`" in text, key
            for word in inner.get("enum", ()):
                assert f"`{word}`" in text, word
