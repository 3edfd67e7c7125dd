from __future__ import annotations

import pytest

from selfheal_cli.diagnosis import Before, diagnose
from selfheal_cli.matching import match_pages
from selfheal_cli.model import (
    Action,
    Failure,
    Kind,
    Locator,
    Markup,
    NoBaseline,
    Snapshot,
    Step,
    Test,
)
from tests.matching.pages import page

FORM = """<html><head><title>Books</title></head><body><h1>Books</h1>
<form><label for=t>Title</label><input id=t name=title><input id=q name=q>
<button id=save>Save</button><button id=off disabled>Delete</button>
<a href=/help hidden id=help>Help</a></form>
<ul><li>one</li><li>two</li><li>three</li></ul></body></html>"""


def failure(
    message: str = "", action: str = "click", framework: str = "playwright", value: str = ""
) -> Failure:
    return Failure(
        id="f",
        test=Test("t", "t"),
        framework=framework,
        language="python",
        action=Action(action, action, value),
        locator=Locator("playwright", (Step("css", "#x"),)),
        message=message,
        frames=(),
        snapshot=Snapshot(Markup(FORM.encode())),
        baseline=NoBaseline("none"),
        artifact="a",
    )


def kind_of(failed: Failure, xpath: str = "", expected: int | None = None) -> tuple[Kind, str]:
    on = page(FORM)
    found = diagnose(failed, on, on.root.xpath(xpath) if xpath else [], expected)
    return found.kind, found.evidence


def test_nothing_found_is_a_locator_failure() -> None:
    message = "Locator.click: Timeout 2500ms exceeded.\nCall log:\n  - waiting for locator('#x')"
    assert kind_of(failure(message))[0] is Kind.NOT_FOUND


@pytest.mark.parametrize(
    "message",
    [
        (
            "Error: locator.click: Error: strict mode violation: getByRole('listitem') "
            "resolved to 3 elements:\n    1) <li>one</li>"
        ),
        "\x1b[31mstrict mode violation: locator('li') resolved to 3 elements\x1b[39m",
        "",
    ],
)
def test_several_where_one_is_meant(message: str) -> None:
    kind, evidence = kind_of(failure(message), "//li")
    assert kind is Kind.AMBIGUOUS
    assert "3 elements" in evidence


def test_selenium_takes_the_first_of_several() -> None:
    failed = failure("ElementNotInteractableException", framework="selenium")
    assert kind_of(failed, "//li")[0] is Kind.NOT_ACTIONABLE


@pytest.mark.parametrize(
    ("expected", "kind"),
    [(2, Kind.OVER_MATCH), (4, Kind.UNDER_MATCH), (3, Kind.OTHER), (None, Kind.OTHER)],
)
def test_counts(expected: int | None, kind: Kind) -> None:
    assert kind_of(failure(action="assert-count"), "//li", expected)[0] is kind


def test_a_count_of_none_is_not_found() -> None:
    assert kind_of(failure(action="assert-count", value="3"), expected=3)[0] is Kind.NOT_FOUND
    assert kind_of(failure(action="assert-count", value="0"))[0] is Kind.OTHER


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ('<div class="toast">Saved</div> intercepts pointer events', "<div.toast> receives"),
        (
            '<i v="" class="sub of it" id="why">Why\u2026</i> from <p> intercepts pointer events',
            "it is covered: <i#why.sub.of.it> receives",
        ),
        ("<div id=o></div> from <div>..</div> subtree intercepts pointer events", "<div#o> rec"),
        ("element click intercepted: Element <button> is not clickable at point (1, 2)", "covered"),
        ("waiting for element to be visible, enabled\n  - element is not enabled", "disabled"),
        ("  - element is not visible", "not visible"),
        ("ElementNotInteractableException: element not interactable", "not visible"),
        ('element ("//b") still not clickable after 2500ms', "clickable"),
        ("  - element is not stable", "moving"),
        ("Could not locate element with visible text: Blue; For documentation", "option `Blue`"),
        ("Cannot locate option with value: 3", "option `3`"),
        ("did not find some options", "no such option"),
    ],
)
def test_found_but_not_actionable(message: str, word: str) -> None:
    kind, evidence = kind_of(failure(message), "//*[@id='save']")
    assert kind is Kind.NOT_ACTIONABLE
    assert word in evidence


def test_the_page_itself_tells_what_the_message_does_not() -> None:
    assert "disabled" in kind_of(failure(), "//*[@id='off']")[1]
    assert "not visible" in kind_of(failure(), "//*[@id='help']")[1]


@pytest.mark.parametrize(
    "message",
    [
        "page.goto: net::ERR_CONNECTION_REFUSED at http://127.0.0.1:1/",
        "Target page, context or browser has been closed",
        "selenium.common.exceptions.InvalidSessionIdException: Message: invalid session id",
        "unexpected alert open: {Alert text : Sure?}",
    ],
)
def test_trouble_of_the_run_is_no_locator_failure(message: str) -> None:
    assert kind_of(failure(message))[0] is Kind.OTHER
    assert kind_of(failure(message), "//*[@id='save']")[0] is Kind.OTHER


@pytest.mark.parametrize("action", ["assert-text", "assert-value", "assert-attribute"])
def test_a_value_that_differs_is_the_tests_own_finding(action: str) -> None:
    failed = failure("Expected string: 'Books'\nReceived string: 'Films'", action)
    assert kind_of(failed, "//h1")[0] is Kind.OTHER


def test_asserted_absence() -> None:
    assert kind_of(failure(action="assert-hidden"))[0] is Kind.OTHER
    assert kind_of(failure(action="assert-hidden"), "//h1")[0] is Kind.OTHER


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<title>Server Error (500)</title><h1>Server Error (500)</h1>", "error page"),
        ("<title>404 Not Found</title><h1>Not Found</h1>", "error page"),
        ("<title>502 Bad Gateway</title><center><h1>502 Bad Gateway</h1></center>", "error page"),
        ("<title>OperationalError at /admin/</title><h1>OperationalError at /admin/</h1>", "error"),
        ("<body><div></div></body>", "blank"),
    ],
)
def test_another_page_than_meant(text: str, word: str) -> None:
    found = diagnose(failure(), page(text), [])
    assert found.kind is Kind.OTHER
    assert word in found.evidence


LOGIN = """<html><head><title>Log in</title></head><body><h1>Log in</h1><form>
<label for=u>User</label><input id=u><label for=p>Password</label><input id=p type=password>
<button>Log in</button></form></body></html>"""


def test_a_redirect_to_the_login_form() -> None:
    assert diagnose(failure(), page(LOGIN, "http://x/login/?next=/books"), []).kind is Kind.OTHER
    old = page(FORM)
    before = Before(match_pages(old, new := page(LOGIN)), tuple(old.root.xpath("//button")[:1]))
    found = diagnose(failure(), new, [], 1, before)
    assert found.kind is Kind.OTHER
    assert "log in" in found.evidence


def test_a_login_form_that_the_test_meant_is_none() -> None:
    old, new = page(LOGIN), page(LOGIN.replace("id=u", "id=user"))
    before = Before(match_pages(old, new), tuple(old.root.xpath("//input")[:1]))
    assert diagnose(failure(), new, [], 1, before).kind is Kind.NOT_FOUND


def test_a_locator_that_finds_the_neighbour_now() -> None:
    old = page(
        "<ul><li><a href=/a>Apples</a><li><a href=/b>Bananas</a><li><a href=/c>Cherries</a></ul>"
    )
    new = page(
        "<ul><li><a href=/n>News</a><li><a href=/a>Apples</a><li><a href=/b>Bananas</a>"
        "<li><a href=/c>Cherries</a></ul>"
    )
    path = "//li[2]/a"
    before = Before(match_pages(old, new), tuple(old.root.xpath(path)))
    assert diagnose(failure(), new, new.root.xpath(path), 1, before).kind is Kind.WRONG_ELEMENT
    same = diagnose(failure(), new, new.root.xpath("//a[@href='/b']"), 1, before)
    assert same.kind is not Kind.WRONG_ELEMENT


def test_a_driver_reads_no_text_of_what_is_hidden() -> None:
    told = {
        name: kind_of(failure(action="assert-text", framework=name), "//*[@id='help']")
        for name in ("webdriverio", "playwright")
    }
    assert told["webdriverio"][0] is Kind.NOT_ACTIONABLE
    assert "text is not the expected one" in told["playwright"][1]


def test_an_element_that_came_after_an_assertion_is_not_said_to_read_otherwise() -> None:
    message = "Error: expect(locator).toHaveText(expected) failed\nError: element(s) not found"
    found = kind_of(failure(message, action="assert-text"), "//*[@id='save']")
    assert found == (Kind.OTHER, "the element is in the saved page: it came after the step")


def test_a_saved_page_without_its_style_sheets_does_not_say_what_is_shown() -> None:
    assert "a style sheet may" in kind_of(failure("TimeoutException"), "//*[@id='save']")[1]
