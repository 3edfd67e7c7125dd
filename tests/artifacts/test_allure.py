"""Allure's results: told apart from their attempts, and joined with what was attached."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.artifacts.allure import read_allure
from selfheal_cli.artifacts.base import RecordedTest, Status
from selfheal_cli.artifacts.reports import merge
from selfheal_cli.model import Location, Markup, MissingSnapshot, Problem, Snapshot
from tests.artifacts.test_reports import case, junit, page, shown
from tests.artifacts.traces import read, text_of

ARTIFACTS = Path(__file__).parents[2] / "fixtures" / "artifacts"
TRACE = "tests/test_shop.py:4: NoSuchElementException"
MESSAGE = (
    "selenium.common.exceptions.NoSuchElementException: Message: no such element: Unable to locate"
    ' element: {"method":"css selector","selector":"#pay"}'
)


def result(folder: Path, uuid: str = "1", **more: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "uuid": uuid,
        "name": "test_pay",
        "fullName": "tests.test_shop#test_pay",
        "titlePath": ["tests", "test_shop.py"],
        "historyId": "pay",
        "status": "broken",
        "statusDetails": {"message": MESSAGE, "trace": f"{TRACE}\n"},
        "stop": 10,
    }
    path = folder / f"{uuid}-result.json"
    path.write_text(json.dumps({**told, **more}), encoding="utf-8")
    return path


def records(*files: Path) -> list[RecordedTest]:
    return [told for told in read_allure(files) if isinstance(told, RecordedTest)]


def attached(source: str, kind: str = "text/html") -> dict[str, str]:
    return {"name": "page source", "source": source, "type": kind}


def real(folder: Path) -> Path:
    """Allure's results of the run of which `selenium` has what other reporters and hooks left: the
    pages it attached are those that the hook saved."""
    results = Path(shutil.copytree(ARTIFACTS / "allure", folder / "allure-results"))
    for path in results.glob("*-result.json"):
        told = json.loads(path.read_bytes())
        saved = ARTIFACTS / "selenium" / "failures" / f"{told['name']}.html"
        (page,) = (a["source"] for a in told["attachments"] if a["type"] == "text/html")
        shutil.copy(saved, results / page)
    return results


def test_results_of_a_real_run_alone(tmp_path: Path) -> None:
    run, heard = read(real(tmp_path))
    assert not heard
    found = {failure.test.title: failure for failure in run.failures}
    assert sorted(found) == ["test_choose_author", "test_logout", "test_site_name"]
    logout = found["test_logout"]
    assert logout.test.id == "tests/test_admin_home.py::test_logout"
    assert logout.frames[0] == Location("tests/pages/base.py", 25)
    # A wait tells no locator in its message: the log that was attached does.
    assert "Log out" in str(text_of(logout.locator))
    for failure in found.values():
        assert isinstance(failure.snapshot, Snapshot)
        assert isinstance(failure.snapshot.content, Markup)
        assert b"<html" in failure.snapshot.content.html


def test_a_failure_has_the_id_that_it_has_by_other_reports(tmp_path: Path) -> None:
    by_allure, by_junit = read(real(tmp_path))[0], read(ARTIFACTS / "selenium")[0]
    assert {f.id for f in by_allure.failures} == {f.id for f in by_junit.failures}
    both, _ = read(tmp_path, ARTIFACTS / "selenium")
    assert len(both.failures) == 3


def test_the_last_attempt_counts(tmp_path: Path) -> None:
    first = result(tmp_path, "1", stop=10)
    again = result(tmp_path, "2", stop=20, status="passed", statusDetails={})
    assert [(r.status, r.forgiven) for r in records(again, first)] == [(Status.PASSED, True)]
    worse = result(tmp_path, "3", stop=30)
    assert [r.status for r in records(first, worse, again)] == [Status.FAILED]


@pytest.mark.parametrize("status", ["skipped", "unknown", None])
def test_what_did_not_run_did_not_fail(tmp_path: Path, status: str | None) -> None:
    assert [r.status for r in records(result(tmp_path, status=status))] == [Status.SKIPPED]


def test_the_page_that_was_attached_last_is_the_failing_one(tmp_path: Path) -> None:
    for name in ("early", "late", "after"):
        page(tmp_path / f"{name}-attachment.html", name)
    steps = [{"steps": [{"attachments": [attached("early-attachment.html")]}]}]
    result(tmp_path, steps=steps, attachments=[attached("late-attachment.html")])
    assert shown(tmp_path) == {"test_pay": "late"}
    container = {
        "children": ["1"],
        "befores": [{"attachments": [attached("early-attachment.html")]}],
        "afters": [{"attachments": [attached("after-attachment.html")]}],
    }
    (tmp_path / "c-container.json").write_text(json.dumps(container), encoding="utf-8")
    assert shown(tmp_path) == {"test_pay": "after"}


def test_a_result_and_a_junit_report_tell_of_one_test(tmp_path: Path) -> None:
    page(tmp_path / "a-attachment.html", "shop")
    result(tmp_path / "allure-results", attachments=[attached("a-attachment.html")])
    page(tmp_path / "allure-results" / "a-attachment.html", "attached")
    junit(tmp_path, case("test_pay"))
    assert shown(tmp_path) == {"test_pay": "attached"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "tests/test_shop.py::test_pay"),
        ({"name": "test_pay[card]"}, "tests/test_shop.py::test_pay[card]"),
        ({"name": "Pays", "parameters": [{"name": "by", "value": "'card'"}]}, "test_pay[card]"),
        ({"titlePath": None}, "tests.test_shop::test_pay"),
        ({"titlePath": ["tests", "test_shop.py", "TestPay"]}, "TestPay::test_pay"),
        ({"fullName": "com.shop.PayTest.pays", "titlePath": []}, "com.shop.PayTest.pays"),
        (
            {"fullName": "a.spec.ts:3:5", "titlePath": ["a.spec.ts", "cart"], "name": "pays"},
            "a.spec.ts › cart › pays",
        ),
    ],
)
def test_a_test_is_called_as_other_reports_call_it(
    tmp_path: Path, told: dict[str, Any], expected: str
) -> None:
    (record,) = records(result(tmp_path, **told))
    assert record.name.endswith(expected)


def test_names_of_the_runners_reports_merge(tmp_path: Path) -> None:
    (record,) = records(result(tmp_path))
    dotted = RecordedTest("tests.test_shop.test_pay", Status.FAILED)
    assert len(merge([record, dotted])) == 1


def test_only_what_lies_beside_a_result_is_attached(tmp_path: Path) -> None:
    page(tmp_path / "secret.html", "secret")
    near = tmp_path / "allure-results"
    result(near, attachments=[attached("../secret.html"), attached(str(tmp_path / "secret.html"))])
    run, _ = read(near)
    assert isinstance(run.failures[0].snapshot, MissingSnapshot)


@pytest.mark.parametrize("text", ['{"status": "bro', "[]", "[" * 5000, "\xff"])
def test_a_damaged_result_is_told_and_the_others_are_read(tmp_path: Path, text: str) -> None:
    good = result(tmp_path, "good")
    bad = tmp_path / "bad-result.json"
    bad.write_text(text, encoding="latin-1")
    told = list(read_allure([bad, good]))
    assert [type(each) for each in told] == [Problem, RecordedTest]
    assert isinstance(told[0], Problem)
    assert told[0].artifact == str(bad)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "source", "steps", "attachments", "value", "message"]), inner
        )
    ),
    max_leaves=12,
)


@given(
    told=st.dictionaries(
        st.sampled_from(
            [
                *("uuid", "name", "fullName", "titlePath", "historyId", "status", "stop", "labels"),
                *("statusDetails", "attachments", "steps", "parameters"),
            ]
        ),
        _JSON,
    )
)
def test_any_object_is_a_result(
    tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("any") / "x-result.json"
    path.write_text(json.dumps({"status": "failed", **told}), encoding="utf-8")
    assert len(list(read_allure([path]))) == 1
