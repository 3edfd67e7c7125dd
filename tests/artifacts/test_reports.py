"""Reports told apart, merged, and joined with pages saved under any name."""

from pathlib import Path

from selfheal_cli.artifacts.base import RecordedTest, Status
from selfheal_cli.artifacts.reports import merge, read_reports
from selfheal_cli.model import Markup, MissingSnapshot, Snapshot
from tests.artifacts.traces import archive, lines, options, read, text_of

CASE = """<testcase classname="tests.test_shop" name="{name}">
<failure message="selenium.common.exceptions.NoSuchElementException: Message: no such element:
 Unable to locate element: {{&quot;method&quot;:&quot;css selector&quot;,&quot;selector&quot;:
&quot;{selector}&quot;}}">tests/test_shop.py:{line}: NoSuchElementException
</failure>{more}</testcase>"""


def case(name: str, selector: str = "#pay", line: int = 4, more: str = "") -> str:
    return CASE.format(name=name, selector=selector, line=line, more=more).replace(":\n", ":")


def junit(folder: Path, *cases: str, name: str = "junit.xml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    return path


def page(path: Path, words: str = "shop") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<!DOCTYPE html><html><body>{words}</body></html>", encoding="utf-8")
    return path


def shown(folder: Path) -> dict[str, str]:
    found = {}
    for failure in read(folder)[0].failures:
        assert isinstance(failure.snapshot, Snapshot | MissingSnapshot)
        found[failure.test.title] = body(failure.snapshot)
    return found


def body(saved: Snapshot | MissingSnapshot) -> str:
    if isinstance(saved, MissingSnapshot):
        return "none"
    assert isinstance(saved.content, Markup)
    return saved.content.html.decode().partition("<body>")[2].partition("<")[0]


def test_a_page_is_of_the_test_that_explains_most_of_its_name(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"), case("test_pay_later"), case("test_pay[firefox]"))
    page(tmp_path / "shots" / "test_pay_20261120-101500.html", "pay")
    page(tmp_path / "shots" / "FAILED_test_pay_later.html", "later")
    page(tmp_path / "shots" / "test_pay_firefox.html", "firefox")
    assert shown(tmp_path) == {
        "test_pay": "pay",
        "test_pay_later": "later",
        "test_pay[firefox]": "firefox",
    }


def test_a_page_of_a_test_that_passed_is_no_other_test_s(tmp_path: Path) -> None:
    later = '<testcase classname="tests.test_shop" name="test_pay_later"/>'
    junit(tmp_path, case("test_pay"), later)
    page(tmp_path / "pages" / "test_pay.html", "pay")
    page(tmp_path / "pages" / "test_pay_later.html", "later")
    assert shown(tmp_path) == {"test_pay": "pay"}


def test_the_pages_that_passing_tests_ended_on(tmp_path: Path) -> None:
    failed, passed = tmp_path / "new", tmp_path / "old"
    junit(failed, case("test_pay"), case("test_ship"), case("test_log_in"))
    page(failed / "test_pay.html", "failed")
    ok = '<testcase classname="tests.test_shop" name="test_pay"/>'
    junit(passed, ok, case("test_ship"))
    page(passed / "test_pay.html", "pay")
    page(passed / "test_ship.html", "failed then, too")
    page(passed / "test_log_in.html", "no report tells of it")
    run, _ = read(failed, baseline=[passed])
    assert [body(one) for one in run.passes.all_endings()] == ["pay", "no report tells of it"]
    found = {one.test.title: run.passes.endings_of(one.test) for one in run.failures}
    assert [body(one) for one in found["test_pay"]] == ["pay"]
    assert not found["test_ship"]


def test_of_several_pages_the_last_one(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"))
    page(tmp_path / "test_pay_20261119.html", "yesterday")
    page(tmp_path / "test_pay_20261120.html", "today")
    assert shown(tmp_path) == {"test_pay": "today"}


def test_a_page_in_a_folder_called_after_the_test(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"))
    page(tmp_path / "test_pay" / "page_source.html", "pay")
    assert shown(tmp_path) == {"test_pay": "pay"}


def test_a_page_that_the_report_names(tmp_path: Path) -> None:
    link = "<system-out>Page source: file:/build/reports/tests/1763.0.html</system-out>"
    junit(tmp_path, case("test_pay", more=link))
    page(tmp_path / "tests" / "1763.0.html", "linked")
    page(tmp_path / "other" / "1763.0.html", "another")
    assert shown(tmp_path) == {"test_pay": "linked"}


def test_what_is_no_page_is_not_taken_for_one(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"))
    (tmp_path / "test_pay.html").write_text("just text")
    (tmp_path / "test_pay.txt").write_text("<p>fragment")
    page(tmp_path / "report_test_pay.html", "pytest-html")
    (run, _) = read(tmp_path)
    assert isinstance(run.failures[0].snapshot, MissingSnapshot)


def test_a_page_in_another_encoding_keeps_its_own(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"))
    markup = '<html><head><meta charset="latin-1"></head><body>café</body></html>'
    (tmp_path / "test_pay.html").write_bytes(markup.encode("latin-1"))
    (failure,) = read(tmp_path)[0].failures
    assert isinstance(failure.snapshot, Snapshot)
    assert failure.snapshot.content == Markup(markup.encode("latin-1"), "")


def test_the_fullest_record_leads_and_the_others_add(tmp_path: Path) -> None:
    brief = RecordedTest("tests.test_shop.test_pay", Status.FAILED, url="http://shop.test/")
    junit(tmp_path, case("test_pay"))
    (full,), _ = read_reports([tmp_path / "junit.xml"])
    for order in ([brief, full], [full, brief]):
        (merged,) = merge(order)
        assert merged.errors == full.errors
        assert merged.url == "http://shop.test/"


def test_a_unit_test_in_the_same_report_is_none_of_ours(tmp_path: Path) -> None:
    unit = (
        '<testcase classname="tests.test_math" name="test_sum"><failure message="assert 1 == 2">'
        "tests/test_math.py:4: AssertionError</failure></testcase>"
    )
    junit(tmp_path, unit, case("test_pay"))
    run, _ = read(tmp_path)
    assert [f.test.title for f in run.failures] == ["test_pay"]


def test_two_reports_of_one_test_are_one_failure(tmp_path: Path) -> None:
    junit(tmp_path, case("test_pay"))
    (tmp_path / "console.txt").write_text(
        "============ test session starts ============\n"
        "============ FAILURES ============\n"
        "____________ test_pay ____________\n"
        "    def test_pay():\n>       shop.pay()\n\ntests/test_shop.py:4: \n"
        "E       selenium.common.exceptions.NoSuchElementException: Message: gone\n\n"
        "tests/pages/shop.py:9: NoSuchElementException\n"
        "============ short test summary info ============\n"
        "FAILED tests/test_shop.py::test_pay - selenium.common...\n"
    )
    (failure,) = read(tmp_path)[0].failures
    assert [frame.path for frame in failure.frames] == ["tests/pages/shop.py", "tests/test_shop.py"]


def test_style_sheets_of_a_trace_are_read_when_asked_for(tmp_path: Path) -> None:
    from tests.artifacts.traces import click

    content = {"mimeType": "text/css", "_sha1": "ab.css"}
    fetched = {"request": {"url": "http://shop.test/a.css"}, "response": {"content": content}}
    archive(
        tmp_path / "trace.zip",
        {
            "trace.trace": [options(), *click("a@1", 1, "#pay", "Timeout")],
            "trace.network": lines([{"type": "resource-snapshot", "snapshot": fetched}]) + b"{cut",
            "resources/ab.css": b".menu { display: none }",
        },
    )
    (failure,) = read(tmp_path)[0].failures
    assert text_of(failure.locator) == "#pay"
    assert isinstance(failure.snapshot, Snapshot)
    assert failure.snapshot.sheet("http://shop.test/a.css") == ".menu { display: none }"
    assert failure.snapshot.sheet("http://shop.test/b.css") == ""


def test_a_build_servers_log_in_colour(tmp_path: Path) -> None:
    text = (
        "\x1b[1m============ test session starts ============\x1b[0m\n"
        "============ FAILURES ============\n"
        "\x1b[31m____________ TestShop.test_pay ____________\x1b[0m\n"
        "tests/test_shop.py:4: in test_pay\n    shop.pay()\n"
        "\x1b[31mE   selenium.common.exceptions.TimeoutException: Message: \x1b[0m\n"
        "------------ Captured log call ------------\n"
        "INFO     ui:conftest.py:16 find id=pay\n"
        "============ short test summary info ============\n"
        "\x1b[31mFAILED\x1b[0m tests/test_shop.py::TestShop::test_pay - selenium.common...\n"
    )
    stamped = "".join(f"2026-11-20T09:10:18.1234567Z {line}\n" for line in text.splitlines())
    (tmp_path / "log.txt").write_text(stamped)
    (failure,) = read(tmp_path)[0].failures
    assert failure.test.id == "tests/test_shop.py::TestShop::test_pay"
    assert text_of(failure.locator) == "id=pay"
    assert failure.frames[0].line == 4
