"""Artifacts that nobody vouches for: each ends in one problem, and the others are still read."""

import json
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.artifacts.playwright_archive import MAX_ENTRIES
from selfheal_cli.artifacts.playwright_events import read_events
from selfheal_cli.model import Failure, MissingSnapshot
from tests.artifacts.traces import (
    archive,
    before,
    click,
    lines,
    options,
    python,
    read,
    snapshot,
    text_of,
)

HEADING = options(sdkLanguage="python")
FAILED = click("a@1", 1, "#pay", "Timeout")


def healthy(folder: Path) -> Path:
    return python(folder / "tests-shop-py-test-healthy", FAILED, {"a@1": 4})


def told_of(folder: Path, name: str) -> str:
    """The one problem there is, the healthy trace beside it being read nevertheless."""
    healthy(folder)
    run, _ = read(folder)
    assert "tests-shop-py-test-healthy" in {f.test.id for f in run.failures}
    (problem,) = run.problems
    assert name in problem.artifact
    assert "\n" not in problem.reason
    return problem.reason


def test_nothing_there_is_an_empty_run(tmp_path: Path) -> None:
    run, _ = read(tmp_path, tmp_path / "missing")
    assert (run.failures, run.problems) == ((), ())
    assert not run.passes


def test_a_truncated_archive(tmp_path: Path) -> None:
    trace = python(tmp_path / "cut-off", FAILED, {"a@1": 4})
    trace.write_bytes(trace.read_bytes()[:-200])
    assert "zip" in told_of(tmp_path, "cut-off")


def test_an_archive_with_a_damaged_entry(tmp_path: Path) -> None:
    trace = python(tmp_path / "rotten", FAILED, {"a@1": 4})
    data = bytearray(trace.read_bytes())
    data[60:160] = bytes(100)
    trace.write_bytes(bytes(data))
    assert "trace.trace is damaged" in told_of(tmp_path, "rotten")


def test_an_entry_that_unpacks_to_a_thousandfold(tmp_path: Path) -> None:
    archive(tmp_path / "bomb" / "trace.zip", {"trace.trace": bytes(64 * 2**20)})
    assert "refused" in told_of(tmp_path, "bomb")


def test_an_archive_of_too_many_entries(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    with zipfile.ZipFile(tmp_path / "many" / "trace.zip", "w") as target:
        for number in range(MAX_ENTRIES + 1):
            target.writestr(zipfile.ZipInfo(str(number)), b"")
    assert "entries" in told_of(tmp_path, "many")


def test_archives_in_an_archive_are_to_be_unpacked(tmp_path: Path) -> None:
    archive(tmp_path / "artifact.zip", {"shop-buy/trace.zip": b"PK"})
    assert "unpack it first" in told_of(tmp_path, "artifact.zip")


def test_names_that_lead_outside_are_neither_written_nor_read(tmp_path: Path) -> None:
    evil: dict[str, bytes] = {"../../evil.trace": b"{}", "/evil.trace": b"{}"}
    heading = lines([HEADING, *FAILED])
    archive(tmp_path / "in" / "trace.zip", {"trace.trace": heading, **evil})
    before_reading = sorted(tmp_path.parent.rglob("*"))
    run, _ = read(tmp_path / "in")
    assert [text_of(f.locator) for f in run.failures] == ["#pay"]
    assert sorted(tmp_path.parent.rglob("*")) == before_reading


def test_a_link_in_an_archive_is_not_read(tmp_path: Path) -> None:
    path = python(tmp_path, FAILED, {"a@1": 4})
    link = zipfile.ZipInfo("link.trace")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as target:
        target.writestr(link, "/etc/passwd")
    run, _ = read(tmp_path)
    assert (len(run.failures), run.problems) == (1, ())


def test_links_to_the_outside_are_not_followed(tmp_path: Path) -> None:
    outside = healthy(tmp_path / "outside")
    inside = tmp_path / "inside"
    inside.mkdir()
    os.symlink(outside.parent, inside / "folder")
    os.symlink(outside, inside / "trace.zip")
    os.symlink(inside, inside / "circle")
    assert read(inside)[0].failures == ()


def test_lines_cut_in_the_middle_leave_the_rest(tmp_path: Path) -> None:
    whole = lines([HEADING, *FAILED, snapshot("a@9", "after")])
    archive(tmp_path / "cut" / "trace.zip", {"trace.trace": whole[:-40]})
    run, _ = read(tmp_path)
    assert [text_of(f.locator) for f in run.failures] == ["#pay"]
    assert "1 damaged line" in run.problems[0].reason


def test_broken_utf8_is_replaced(tmp_path: Path) -> None:
    whole = lines([HEADING, before("a@1", 1, selector="#caf\u00e9"), *FAILED[1:]])
    broken = whole.replace("\u00e9".encode(), b"\xe9")
    archive(tmp_path / "broken" / "trace.zip", {"trace.trace": broken})
    run, _ = read(tmp_path)
    assert [text_of(f.locator) for f in run.failures] == ["#caf\ufffd"]


def test_lines_nested_without_end_are_left_out(tmp_path: Path) -> None:
    deep = b'{"type":"before","params":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
    archive(tmp_path / "d" / "trace.zip", {"trace.trace": lines([HEADING]) + deep + lines(FAILED)})
    run, _ = read(tmp_path)
    assert len(run.failures) == 1
    assert "1 damaged line" in run.problems[0].reason


def test_lines_of_megabytes_that_nobody_needs_cost_nothing(tmp_path: Path) -> None:
    noise = b'{"type":"console","text":"' + random.Random(1).randbytes(2**21).hex().encode() + b"\n"
    archive(tmp_path / "n" / "trace.zip", {"trace.trace": lines([HEADING]) + noise + lines(FAILED)})
    run, _ = read(tmp_path)
    assert (len(run.failures), run.problems) == (1, ())


def test_a_damaged_snapshot_is_said_to_be_damaged(tmp_path: Path) -> None:
    wrong = [*FAILED[:3], snapshot("a@1", "after", [[7, 1]])]
    python(tmp_path, wrong, {"a@1": 4})
    (failure,) = read(tmp_path)[0].failures
    assert isinstance(failure.snapshot, MissingSnapshot)
    assert "damaged" in failure.snapshot.reason


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<testsuites><testsuite><testcase classname="tests.test_shop" name="test_pay">
<failure message="selenium NoSuchElementException">&c;&secret;</failure></testcase></testsuite>
</testsuites>"""


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(BOMB)
    run, _ = read(tmp_path)
    for failure in run.failures:
        assert "root:" not in failure.message + str(failure.context)
        assert "aaaa" not in failure.message


def test_a_cut_off_report_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    text = (
        '<testsuites><testsuite><testcase classname="tests.test_shop" name="test_pay"><failure '
        'message="selenium NoSuchElementException: x">tests/test_shop.py:4: E</failure></testcase>'
        '<testcase classname="tests.test_shop" na'
    )
    (tmp_path / "junit.xml").write_text(text)
    assert "damaged at line" in told_of(tmp_path, "junit.xml")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.json", '{"config": {"rootDir": "/ci"}, "suites": [{"specs": 7}]}'),
        ("report.json", '{"config": {"rootDir": "/ci"}, "suites": ' + "[" * 200_000),
        ("report.html", '<html data-jsonblob="{&quot;tests&quot;: 7}">'),
        ("report.html", "<html><title>pytest-html</title>"),
        ("junit.xml", "<testsuites" + "\0" * 10),
    ],
)
def test_damaged_reports(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert told_of(tmp_path, name)


def test_ten_thousand_files_that_are_no_artifacts(tmp_path: Path) -> None:
    for folder in ("node_modules", "data"):
        (tmp_path / folder).mkdir()
        for number in range(5000):
            (tmp_path / folder / f"{number}.bin").touch()
    healthy(tmp_path / "node_modules")
    healthy(tmp_path / "results")
    run, _ = read(tmp_path)
    assert (len(run.failures), run.problems) == (1, ())


def test_a_baseline_is_not_opened_before_it_is_asked_for(tmp_path: Path) -> None:
    failing = python(tmp_path / "new" / "tests-shop-py-test-pay", FAILED, {"a@1": 4})
    damaged = tmp_path / "old" / "tests-shop-py-test-pay" / "trace.zip"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"PK" + failing.read_bytes()[:50])
    run, heard = read(tmp_path / "new", baseline=[tmp_path / "old"])
    assert (heard, run.problems) == ([], ())
    assert run.passes.of_test(run.failures[0].test) == ()
    assert len(heard) == 1
    run.passes.of_test(run.failures[0].test)
    assert len(heard) == 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
EVENTS = [
    HEADING,
    *FAILED,
    before("a@2", 2, "expect", selector="h1", expression="to.have.text", expectedText=[]),
    {"type": "log", "callId": "a@2", "message": "waiting for locator('h1')"},
    {"type": "after", "callId": "a@2", "endTime": 3, "result": {"matches": False}},
    {"type": "error", "message": "x", "stack": [{"file": "/a.ts", "line": 3, "column": 1}]},
]


def paths_in(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(found for key, child in inner for found in paths_in(child, (*path, key)))]


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_stands_at_a_place_nothing_is_raised(tmp_path_factory, data) -> None:  # type: ignore[no-untyped-def]
    events = json.loads(json.dumps(EVENTS))
    *way, last = data.draw(st.sampled_from([p for p in paths_in(events) if p]))
    holder = events
    for key in way:
        holder = holder[key]
    holder[last] = data.draw(VALUES)
    folder = tmp_path_factory.mktemp("fuzz")
    archive(folder / "trace.zip", {"trace.trace": events})
    run, _ = read(folder)
    assert all(isinstance(failure, Failure) for failure in run.failures)
    assert list(run.passes.all()) is not None


@given(st.binary(max_size=200))
def test_whatever_bytes_are_given_events_come_back(data: bytes) -> None:
    assert read_events(data).damaged >= 0
