"""Robot Framework's results: which keyword failed, with which locator, on which page."""

from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Failure, Location, Markup, MissingSnapshot, Snapshot, UnknownLocator
from tests.artifacts.traces import read, text_of

PAGE = "&lt;html&gt;&lt;body&gt;&lt;h1&gt;{words}&lt;/h1&gt;&lt;/body&gt;&lt;/html&gt;"
SOURCE = """<kw name="Log Source" owner="SeleniumLibrary"><msg level="INFO">{page}</msg>
<status status="PASS"/></kw>"""
SUITES = """<?xml version="1.0" encoding="UTF-8"?>
<robot generator="Robot 7.5" schemaversion="5"><suite id="s1" name="Tests" source="/ci/tests">
<suite id="s1-s1" name="Shop" source="/ci/tests/shop.robot">{tests}
<status status="FAIL"/></suite><status status="FAIL"/></suite></robot>"""


def logged(words: str) -> str:
    return SOURCE.format(page=PAGE.format(words=words))


def keyword(name: str, *args: str, status: str = "FAIL", inside: str = "", owner: str = "") -> str:
    library = owner or "SeleniumLibrary"
    given = "".join(f"<arg>{arg}</arg>" for arg in args)
    end = f'<status status="{status}"/></kw>'
    return f'<kw name="{name}" owner="{library}">{inside}{given}{end}'


def case(name: str, message: str, *keywords: str, status: str = "FAIL", line: int = 7) -> str:
    ended = f'<status status="{status}">{message}</status>'
    return f'<test id="t" name="{name}" line="{line}">{"".join(keywords)}{ended}</test>'


def results(folder: Path, *tests: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "output.xml").write_text(SUITES.format(tests="".join(tests)), encoding="utf-8")
    return folder


def only(folder: Path) -> Failure:
    run, _ = read(folder)
    assert len(run.failures) == 1, run.failures
    return run.failures[0]


def shown(page: Snapshot | MissingSnapshot) -> str:
    assert isinstance(page, Snapshot), page
    assert isinstance(page.content, Markup)
    return page.content.html.decode().partition("<h1>")[2].partition("<")[0]


def test_the_failed_keyword_below_the_author_s_own(tmp_path: Path) -> None:
    message = "Button with locator 'css:[title=\"Pay\"]' not found."
    opened = keyword(
        "Go To", "${SITE}", status="PASS",
        inside="<msg level='INFO'>Opening url 'http://shop.test/basket'</msg>",
    )  # fmt: skip
    press = keyword("Click Button", "${PAY}", inside=logged("basket"))
    failed = keyword("Pay The Basket", inside=press, owner="shop")
    failure = only(results(tmp_path, case("Can Be Paid", message, opened, failed)))
    assert failure.framework == "robot-selenium"
    assert failure.test.id == "Tests.Shop.Can Be Paid"
    assert failure.frames == (Location("/ci/tests/shop.robot", 7),)
    assert (failure.action.kind, failure.action.raw) == ("click", "Click Button")
    assert text_of(failure.locator) == "Button with locator 'css:[title=\"Pay\"]' not found"
    assert shown(failure.snapshot) == "basket"
    assert isinstance(failure.snapshot, Snapshot)
    assert failure.snapshot.url == "http://shop.test/basket"


@pytest.mark.parametrize(
    ("message", "said", "args", "named"),
    [
        ("Element 'css:li' did not appear in 3 seconds.", "", ("${X}",), "css:li"),
        ("Element 'id:x' not visible after 3 seconds.", "", ("${X}",), "id:x"),
        ("Page should have contained link 'Pay' but did not.", "", ("${X}",), "Pay"),
        ("The text of element 'css:h1' should have been 'A' but it was 'B'.", "", (), "css:h1"),
        ("ElementNotInteractableException: Message: element not interactable",
         "Clicking element 'xpath://a[@title='b']'.", ("${X}",), "xpath://a[@title='b']"),
        ("ElementNotInteractableException: Message: element not interactable",
         "Typing text 'a' into text field 'name:q'.", ("${X}", "a"), "name:q"),
        ("InvalidElementStateException: Message: ", "", ("id:y",), "id:y"),
    ],
)  # fmt: skip
def test_what_names_the_locator(
    tmp_path: Path, message: str, said: str, args: tuple[str, ...], named: str
) -> None:
    log = f"<msg level='INFO'>{said}</msg>" if said else ""
    failed = keyword("Click Element", *args, inside=log)
    failure = only(results(tmp_path, case("Pays", message, failed)))
    assert str(text_of(failure.locator)).endswith(f"with locator '{named}' not found")


def test_such_words_are_the_dialect_s_own() -> None:
    dialect = DIALECTS["robot-selenium"]
    plain, link = (dialect.parse(f"{w} with locator 'Pay' not found") for w in ("Element", "Link"))
    assert plain == dialect.parse("Pay")
    assert dict(link.steps[0].options)["kind"] == "link"


def test_of_several_attempts_the_last_and_no_teardown(tmp_path: Path) -> None:
    first, last = (
        keyword("Click Link", "Pay", inside=f"<msg level='FAIL'>{at}</msg>{logged(at)}")
        for at in ("first", "last")
    )
    tried = keyword("Wait Until Keyword Succeeds", inside=first + last, owner="BuiltIn")
    after = keyword("Click Element", "id:log-out").replace("<kw ", '<kw type="TEARDOWN" ')
    message = "Link with locator 'Pay' not found.\n\nAlso teardown failed:\nElement 'x' not found."
    failure = only(results(tmp_path, case("Pays", message, tried, after)))
    assert failure.action.raw == "Click Link"
    assert shown(failure.snapshot) == "last"


def test_a_keyword_that_asks_for_no_element(tmp_path: Path) -> None:
    went = keyword("Go To", "${SITE}", status="PASS")
    failed = keyword("Should Be Equal", "${a}", "${b}", owner="BuiltIn")
    failure = only(results(tmp_path, case("Counts", "1 != 2", went, failed)))
    assert isinstance(failure.locator, UnknownLocator)
    assert failure.locator.none
    assert "`Should Be Equal`" in failure.locator.reason


def test_other_libraries_tests_and_passing_ones_are_no_failures(tmp_path: Path) -> None:
    api = case("Api", "404 != 200", keyword("GET", "/", owner="RequestsLibrary"))
    fine = case("Fine", "", keyword("Click Link", "Pay", status="PASS"), status="PASS")
    run, _ = read(results(tmp_path, api, fine))
    assert not run.failures


def test_without_a_logged_page_it_says_how_to_get_one(tmp_path: Path) -> None:
    message = "Element with locator 'id:x' not found."
    failure = only(results(tmp_path, case("Pays", message, keyword("Click Element", "id:x"))))
    assert isinstance(failure.snapshot, MissingSnapshot)
    assert "`Log Source`" in failure.snapshot.reason


def test_junit_beside_it_tells_of_the_same_tests(tmp_path: Path) -> None:
    message = "NoSuchElementException: Message: no such element"
    results(tmp_path, case("Pays", message, keyword("Click Element", "id:x")))
    (tmp_path / "xunit.xml").write_text(
        '<testsuite name="Tests"><testcase classname="Tests.Shop" name="Pays">'
        f'<failure message="{message}"/></testcase></testsuite>'
    )
    assert only(tmp_path).framework == "robot-selenium"


def test_results_that_were_cut_off(tmp_path: Path) -> None:
    message = "Element with locator 'id:x' not found."
    path = results(tmp_path, case("Pays", message, keyword("Click Element", "id:x")))
    text = (path / "output.xml").read_bytes()
    (path / "output.xml").write_bytes(text[: text.index(b"</test>") + 10])
    run, _ = read(tmp_path)
    assert len(run.failures) == 1
    assert "damaged" in run.problems[0].reason


def test_pages_that_passing_tests_logged(tmp_path: Path) -> None:
    new = results(tmp_path / "new", case("Pays", "x", keyword("Click Link", "Pay")))
    went = keyword("Go To", "x", status="PASS", inside=logged("first") + logged("last"))
    old = results(tmp_path / "old", case("Pays", "", went, status="PASS"))
    run, _ = read(new, baseline=[old])
    (failure,) = run.failures
    assert [shown(page) for page in run.passes.endings_of(failure.test)] == ["last"]
