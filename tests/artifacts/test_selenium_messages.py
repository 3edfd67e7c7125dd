"""Which locator a Selenium failure speaks of."""

import pytest

from selfheal_cli.artifacts.selenium_messages import action_in, locator_text
from selfheal_cli.artifacts.tracebacks import Line
from selfheal_cli.model import Location

CHROME = 'no such element: Unable to locate element: {"method":"%s","selector":"%s"}\n  (Session'
MESSAGES = [
    (CHROME % ("css selector", '[id="id_email"]'), 'css selector=[id="id_email"]'),
    (CHROME % ("xpath", '//a[text()="Log out"]'), 'xpath=//a[text()="Log out"]'),
    (CHROME % ("link text", "Show {more}"), "link text=Show {more}"),
    ("Unable to locate element: #pay; For documentation on this error", "css selector=#pay"),
    ("Unable to locate element: //a[@id='x']", "xpath=//a[@id='x']"),
    ("Unable to locate element: (//a)[2]", "xpath=(//a)[2]"),
    (
        CHROME % ("css selector", "#pay") + "\n*** Element info: {Using=id, value=pay}",
        "id=pay",
    ),
    (
        "waiting for visibility of element located by By.id: pay (tried for 10 second(s) with 5",
        "id=pay",
    ),
    (
        "waiting for visibility of element located by By.cssSelector: .a > b (tried for 3 s",
        "css selector=.a > b",
    ),
    ("TimeoutException: Message: no ('css selector', '#pay') in time", "css selector=#pay"),
    ("TimeoutException: Message: no ('xpath', \"//a[.='x']\") in time", "xpath=//a[.='x']"),
    ("Unable to locate element: Show more", ""),
    ("AssertionError: assert 2 == 6", ""),
]


@pytest.mark.parametrize(("message", "text"), MESSAGES)
def test_messages(message: str, text: str) -> None:
    assert locator_text(message, "") == text


TIMEOUT = "selenium.common.exceptions.TimeoutException: Message: "


def test_the_last_search_in_the_log() -> None:
    log = """INFO ui:conftest.py:16 find id=id_username
DEBUG selenium:r.py:10 POST http://x:1/session/a/element {"using": "css selector", "value": "#pay"}
DEBUG selenium:remote.py:11 Remote response: status=404
---- Captured log teardown ----
INFO ui:conftest.py:16 find id=log-out"""
    assert locator_text(TIMEOUT, log) == "css selector=#pay"
    assert locator_text(TIMEOUT, log.replace("POST", "GET")) == "id=id_username"
    assert locator_text(TIMEOUT, "") == ""


def test_a_log_says_nothing_of_an_assertion() -> None:
    assert locator_text("AssertionError: assert 2 == 6", "find id=rows") == ""


def line(code: str) -> Line:
    return Line(Location("tests/a.py", 1), code)


@pytest.mark.parametrize(
    ("codes", "kind", "value"),
    [
        (["driver.find_element(By.ID, 'x').click()"], "click", ""),
        (["el.send_keys('finn@example.org')"], "fill", "finn@example.org"),
        (
            ["return self.wait.until(EC.visibility_of(l))", 'form.type(form.NAME, "Ada")'],
            "fill",
            "Ada",
        ),
        (["return self.driver.find_element(*locator)", "Select(page.find(X))"], "select", ""),
        (["assert page.find(page.TITLE).text == 'x'"], "assert-text", "x"),
        (["assert 'tracks' in page.text_of(page.HINT)"], "assert-text", "tracks"),
        (["self.assertEqual('x', page.get_text(page.TITLE))"], "assert-text", "x"),
        (
            ["return self.visible(locator).text", "assert page.version().startswith('Hub')"],
            "assert-text",
            "Hub",
        ),
        (["self.wait.until(EC.text_to_be_present_in_element(l, 'Saved'))"], "assert-text", "Saved"),
        (
            ["return WebDriverWait(self.driver, 3).until(condition)", "assert page.sum() == 'x'"],
            "wait",
            "",
        ),
        (["return self.visible(locator).text", "name = page.name()"], "read", ""),
        (["self.find(SAVE).click()", "assert page.save() == 'Saved'"], "click", ""),
        (["return self.wait.until(EC.visibility_of(l))"], "wait", ""),
        (["x = 1"], "unknown", ""),
    ],
)
def test_what_was_done_is_in_the_code(codes: list[str], kind: str, value: str) -> None:
    action = action_in([line(code) for code in codes], TIMEOUT)
    assert (action.kind, action.value) == (kind, value)


def test_an_assertion_is_no_action() -> None:
    assert action_in([line("page.click()")], "AssertionError: no").kind == "unknown"
