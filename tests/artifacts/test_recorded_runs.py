"""What the readers find in runs that the frameworks themselves recorded."""

from pathlib import Path

import pytest

from selfheal_cli.artifacts.base import Passes
from selfheal_cli.model import (
    Failure,
    Location,
    Markup,
    MissingSnapshot,
    Nodes,
    PassedStep,
    Snapshot,
    UnknownLocator,
)
from tests.artifacts.traces import read, text_of

FIXTURES = Path(__file__).parents[2] / "fixtures" / "artifacts"
IN_FRAME = (
    '#catalog-frame >> internal:control=enter-frame >> //div[@id="changelist-filter"]/ul[2]/li[2]/a'
)
OLD_VERSIONS = [
    (
        "v3",
        IN_FRAME,
        ("tests/bookform.spec.ts", 73, 71),
        "click",
    ),
    ("v4", 'internal:role=link[name="Choose all"i]', ("tests/bookform.spec.ts", 29, 31), "click"),
    (
        "v5",
        IN_FRAME,
        ("tests/bookform.spec.ts", 73, 71),
        "click",
    ),
    (
        "v6",
        "div#changelist-filter >> h3",
        ("tests/booklist.spec.ts", 31, 51),
        "assert-count",
    ),
    (
        "v8",
        '.field-publisher >> internal:attr=[alt="Add"i]',
        ("tests/bookform.spec.ts", 57, 62),
        "click",
    ),
]


def only(failures: tuple[Failure, ...]) -> Failure:
    assert len(failures) == 1, failures
    return failures[0]


def words(snapshot: Snapshot | MissingSnapshot) -> str:
    assert isinstance(snapshot, Snapshot), snapshot
    assert isinstance(snapshot.content, Nodes)
    return str(snapshot.content.root)


@pytest.mark.parametrize(("folder", "selector", "place", "action"), OLD_VERSIONS)
def test_every_version_of_the_trace(
    folder: str, selector: str, place: tuple[str, int, int], action: str
) -> None:
    run, _ = read(FIXTURES / folder)
    failure = only(run.failures)
    assert text_of(failure.locator) == selector
    assert failure.frames[0].path.endswith(place[0])
    assert (failure.frames[0].line, failure.frames[0].column) == place[1:]
    assert failure.action.kind == action
    assert failure.test.path.endswith(".spec.ts")
    assert not run.problems
    page = failure.snapshot
    assert isinstance(page, Snapshot)
    assert page.url.startswith("http://127.0.0.1:8202/")
    assert [s for s in failure.context.steps if s.action.kind == "fill"]


@pytest.mark.parametrize(
    ("folder", "selector", "line", "element", "address"),
    [
        ("v7/harbour-in-a-popup", "#ack", 80, "'id': 'acknowledge'", "/popup"),
        ("v9/harbour-in-a-shadow-root", "dock-panel #power", 25, "'id': 'shore-power'", "/"),
        ("v9/harbour-whole-timeout-while-waiting", "#len", 109, "'id': 'hull-length'", "/"),
    ],
)
def test_the_page_that_the_failing_step_worked_on(
    folder: str, selector: str, line: int, element: str, address: str
) -> None:
    run, _ = read(FIXTURES / folder)
    failure = only(run.failures)
    assert not run.problems
    assert text_of(failure.locator) == selector
    assert failure.frames[0].line == line
    assert failure.test.path.endswith("/tests/harbour.spec.ts")
    assert isinstance(failure.snapshot, Snapshot)
    assert element in words(failure.snapshot)
    assert failure.snapshot.url.endswith(address)
    assert "closed" not in failure.message


@pytest.mark.parametrize("folder", ["v3", "v5"])
def test_a_frame_holds_its_own_document(folder: str) -> None:
    page = only(read(FIXTURES / folder)[0].failures).snapshot
    assert isinstance(page, Snapshot)
    ((source, inner),) = page.frames
    assert source in words(page)
    assert "changelist-filter" in words(inner)
    assert inner.url.endswith("/admin/catalog/book/")


def test_the_sources_are_those_that_ran() -> None:
    failure = only(read(FIXTURES / "v8")[0].failures)
    paths = [source.path for source in failure.context.sources]
    assert [p for p in paths if p.endswith("/tests/bookform.spec.ts")]
    line = failure.frames[0].line
    spec = next(s for s in failure.context.sources if s.path == failure.frames[0].path)
    assert b"getByAltText('Add')" in spec.text.splitlines()[line - 1]


def test_a_typescript_run_with_its_reports() -> None:
    run, _ = read(FIXTURES / "typescript" / "new")
    by_title = {f.test.title: f for f in run.failures}
    assert sorted(by_title) == [
        "authentication › user can log out",
        "book list › filter panel has a section per field",
    ]
    logout = by_title["authentication › user can log out"]
    assert text_of(logout.locator) == '#user-tools >> internal:role=link[name="Log out"i]'
    assert [f.path.rpartition("/")[2] for f in logout.frames] == ["AdminPage.ts", "auth.spec.ts"]
    assert logout.test.path.endswith("/tests/auth.spec.ts")
    assert logout.test.line == 17
    assert "waiting for locator('#user-tools')" in logout.message
    assert "\x1b" not in logout.message
    assert "logout-form" in words(logout.snapshot)
    count = by_title["book list › filter panel has a section per field"]
    assert (count.action.kind, count.action.value) == ("assert-count", "3")


def test_reports_change_neither_the_failures_nor_their_ids() -> None:
    folder = FIXTURES / "python" / "new"
    alone = read(folder / "test-results")[0].failures
    told = read(folder)[0].failures
    assert len(told) == 2
    assert {f.id for f in alone} == {f.id for f in told}
    assert {f.test.title for f in told} == {"test_year_links[chromium]", "test_logout[chromium]"}
    assert all(f.language == "python" for f in told)


def test_the_baseline_holds_the_steps_of_the_same_test() -> None:
    suite = FIXTURES / "python"
    run, heard = read(suite / "new", baseline=[suite / "old"])
    failure = next(f for f in run.failures if "year_links" in f.test.title)
    steps = run.passes.of_test(failure.test)
    same = [s for s in steps if s.locator == failure.locator]
    assert [step.action.kind for step in same] == ["assert-count"]
    assert "toplinks" in words(same[0].load())
    assert same[0].url.endswith("/admin/catalog/book/")
    assert "old" in same[0].origin
    assert not heard


def test_a_step_that_worked_tells_where_it_was_called() -> None:
    suite = FIXTURES / "python"
    run, _ = read(suite / "new", baseline=[suite / "old"])
    failure = next(f for f in run.failures if "year_links" in f.test.title)
    steps = run.passes.of_test(failure.test)
    last = next(s for s in steps if s.locator == failure.locator)
    assert last.frames == failure.frames
    setting = last.setting
    assert (setting.framework, setting.language) == ("playwright", "python")
    assert {c.path for c in setting.sources()} >= {f.path for f in last.frames[:1]}


def test_tests_that_passed_now_are_not_among_those_that_did_not() -> None:
    suite = FIXTURES / "python"
    run, _ = read(suite / "new", baseline=[suite / "old"])
    assert {s.test.id for s in run.passes.of_others()} == {s.test.id for s in run.passes.all()}
    again, _ = read(suite / "old", baseline=[suite / "old"])
    assert not list(again.passes.of_others())


def test_of_a_test_that_did_not_pass_before_nothing_is_known() -> None:
    suite = FIXTURES / "python"
    run, _ = read(suite / "new", baseline=[suite / "old"])
    failure = next(f for f in run.failures if "logout" in f.test.title)
    assert run.passes.of_test(failure.test) == ()
    assert {s.test.id for s in run.passes.all()} == {
        "tests-test-books-py-test-all-books-listed-chromium",
        "tests-test-books-py-test-year-links-chromium",
    }


def test_a_passing_run_has_no_failures_but_steps() -> None:
    run, _ = read(FIXTURES / "typescript" / "old")
    assert run.failures == ()
    found = {text_of(step.locator): step for step in run.passes.all()}
    logout = found['#user-tools >> internal:role=link[name="Log out"i]']
    assert isinstance(logout, PassedStep)
    assert "/admin/logout/" in words(logout.load())
    assert "__playwright_target__" in words(found["#id_username"].load())


def test_old_and_new_given_as_one_run_still_fail() -> None:
    run, _ = read(FIXTURES / "typescript" / "new" / "test-results", FIXTURES / "typescript" / "old")
    assert len(run.failures) == 2
    assert isinstance(run.passes, Passes)
    assert run.passes


SELENIUM = FIXTURES / "selenium"
SITE_NAME = "xpath=//h1[@id='site-name']/a"
LOGOUT = "xpath=//div[@id='user-tools']/a[text()='Log out']"


@pytest.mark.parametrize(
    "names",
    [
        ["."],
        ["junit.xml", "failures"],
        ["console.txt", "failures"],
        ["report.html", "assets"],
        ["report.html", "assets", "junit.xml", "console.txt"],
        ["failures"],
    ],
)
def test_selenium_reports_joined_with_saved_pages(names: list[str]) -> None:
    run, _ = read(*(SELENIUM / name for name in names))
    found = {f.test.title.rpartition("::")[2]: f for f in run.failures}
    assert sorted(found) == ["test_choose_author", "test_logout", "test_site_name"]
    assert text_of(found["test_site_name"].locator) == SITE_NAME
    assert text_of(found["test_logout"].locator) == LOGOUT
    assert text_of(found["test_choose_author"].locator) == "id=id_authors_add_link"
    assert found["test_logout"].frames == (
        Location("tests/pages/base.py", 25),
        Location("tests/test_admin_home.py", 22),
    )
    assert found["test_logout"].action.kind == "click"
    for failure in found.values():
        assert isinstance(failure.snapshot, Snapshot)
        assert isinstance(failure.snapshot.content, Markup)
        assert b"<html" in failure.snapshot.content.html
        assert failure.snapshot.url.startswith("http://127.0.0.1:8202/admin/")
    assert b'id="id_authors_add"' in found["test_choose_author"].snapshot.content.html  # type: ignore[union-attr]


def test_a_report_alone_leads_to_the_source() -> None:
    run, _ = read(SELENIUM / "junit.xml")
    found = {f.test.title: f for f in run.failures}
    assert text_of(found["test_site_name"].locator) == SITE_NAME
    waited = found["test_logout"]
    assert isinstance(waited.locator, UnknownLocator)
    assert waited.frames[0] == Location("tests/pages/base.py", 25)
    assert isinstance(waited.snapshot, MissingSnapshot)


def test_the_same_failure_has_the_same_id_whatever_told_of_it() -> None:
    whole = {f.id for f in read(SELENIUM)[0].failures}
    assert {f.id for f in read(SELENIUM / "failures")[0].failures} == whole
    assert {f.id for f in read(SELENIUM / "console.txt")[0].failures} == whole


def test_what_robot_left_behind() -> None:
    run, heard = read(FIXTURES / "robot")
    assert not heard
    (failure,) = run.failures
    assert failure.test.id.endswith("Registry.Author Section")
    assert text_of(failure.locator) == (
        "Element with locator 'xpath://span[.=\"Author\"]/following-sibling::div' not found"
    )
    assert (failure.action.kind, failure.action.value) == ("assert-text", "Ada Marlowe")
    assert failure.frames[0].path.endswith("tests/registry.robot")
    assert isinstance(failure.snapshot, Snapshot)
    assert isinstance(failure.snapshot.content, Markup)
    assert b"Ada Marlowe" in failure.snapshot.content.html
    assert failure.snapshot.url.startswith("http://127.0.0.1:")


def test_what_webdriverio_left_behind() -> None:
    run, heard = read(FIXTURES / "webdriverio")
    assert not heard
    found = {failure.test.title: failure for failure in run.failures}
    assert len(found) == len(run.failures) == 8  # of two JUnit tells, too
    homepage = found["links to the homepage"]
    assert text_of(homepage.locator) == 'a[title="Visit homepage"]'
    assert homepage.frames[0].path.endswith("/test/specs/registry.e2e.js")
    assert homepage.frames[0].line == 37
    assert isinstance(homepage.snapshot, Snapshot)
    assert isinstance(homepage.snapshot.content, Markup)
    assert b'aria-label="Visit homepage"' in homepage.snapshot.content.html
    assert isinstance(found["lists versions"].snapshot, MissingSnapshot)
    assert text_of(found["lists versions"].locator) == "span=Versions"
