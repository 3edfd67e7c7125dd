"""Frames in the text of reports."""

import pytest

from selfheal_cli.artifacts.tracebacks import read_frames, read_message
from selfheal_cli.model import Location

# pytest ends some of these lines with a blank.

LONG = """\
home = <pages.admin.AdminHome object at 0x7f>

    def test_logout(home):
>       home.click(home.LOGOUT)

tests/test_home.py:22:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

    def click(self, locator):
>       self.wait.until(EC.element_to_be_clickable(locator)).click()

tests/pages/base.py:25:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
>       raise TimeoutException(message, screen, stacktrace)
E       selenium.common.exceptions.TimeoutException: Message:
E       Stacktrace:

../env/lib/python3.11/site-packages/selenium/webdriver/support/wait.py:121: TimeoutException
"""
SHORT = """\
tests/test_home.py:22: in test_logout
    home.click(home.LOGOUT)
tests/pages/base.py:25: in click
    self.wait.until(EC.element_to_be_clickable(locator)).click()
/env/site-packages/selenium/webdriver/support/wait.py:121: in until
    raise TimeoutException(message, screen, stacktrace)
E   selenium.common.exceptions.TimeoutException: Message:
"""
NATIVE = """\
Traceback (most recent call last):
  File "/env/lib/python3.11/site-packages/_pytest/runner.py", line 341, in from_call
    result = func()
  File "tests/test_home.py", line 22, in test_logout
    home.click(home.LOGOUT)
  File "tests/pages/base.py", line 25, in click
    self.wait.until(EC.element_to_be_clickable(locator)).click()
selenium.common.exceptions.TimeoutException: Message:
"""
MIXED = """\
tests/test_home.py:22: in test_logout
    home.click(home.LOGOUT)
tests/pages/base.py:25: in click
    self.wait.until(EC.element_to_be_clickable(locator)).click()
"""
PLACES = (Location("tests/pages/base.py", 25), Location("tests/test_home.py", 22))


@pytest.mark.parametrize("text", [LONG, SHORT, NATIVE, MIXED])
def test_every_style_of_pytest(text: str) -> None:
    lines = read_frames(text.replace(":\n", ": \n"))
    assert tuple(line.location for line in lines) == PLACES
    assert lines[0].code == "self.wait.until(EC.element_to_be_clickable(locator)).click()"
    assert lines[1].code == "home.click(home.LOGOUT)"


def test_of_chained_exceptions_the_last() -> None:
    chain = "During handling of the above exception, another exception occurred:"
    other = SHORT.replace("base.py:25", "page.py:7")
    lines = read_frames(f"{SHORT}\n{chain}\n\n{other}")
    assert lines[0].location == Location("tests/pages/page.py", 7)


def test_one_line_for_all() -> None:
    text = "/ci/tests/test_home.py:22: selenium.common.exceptions.TimeoutException: Message: "
    assert read_frames(text)[0].location == Location("/ci/tests/test_home.py", 22)
    assert read_frames("INFO ui:conftest.py:16: note: opened") == ()


def test_windows_paths() -> None:
    (line,) = read_frames("C:\\ci\\tests\\test_home.py:22: TimeoutException\n")
    assert line.location == Location("C:\\ci\\tests\\test_home.py", 22)


def test_node() -> None:
    text = """TimeoutError: locator.click
    at AdminPage.logout (/ci/tests/pages/AdminPage.ts:15:27)
    at /ci/tests/auth.spec.ts:19:31
    at async run (file:///ci/tests/help.mjs:3:4)
    at Job.do (/ci/node_modules/playwright/lib/job.js:1:2)
    at node:internal/process/task_queues:95:5
"""
    assert [line.location for line in read_frames(text)] == [
        Location("/ci/tests/pages/AdminPage.ts", 15, 27),
        Location("/ci/tests/auth.spec.ts", 19, 31),
        Location("/ci/tests/help.mjs", 3, 4),
    ]


def test_the_jvm() -> None:
    text = """org.openqa.selenium.NoSuchElementException: no such element
\tat java.base/jdk.internal.reflect.Direct.newInstance(Direct.java:62)
\tat org.openqa.selenium.remote.RemoteWebDriver.findElement(RemoteWebDriver.java:352)
\tat com.shop.pages.CartPage.pay(CartPage.java:31)
\tat com.shop.CartTest.buys(CartTest.java:12)
\tat org.junit.jupiter.engine.Test.run(Test.java:3)
"""
    assert [line.location for line in read_frames(text)] == [
        Location("com/shop/pages/CartPage.java", 31),
        Location("com/shop/CartTest.java", 12),
    ]


def test_where_there_are_only_libraries_they_are_told() -> None:
    (line,) = read_frames("/env/site-packages/selenium/wait.py:121: TimeoutException")
    assert line.location.line == 121


def test_the_message_is_what_pytest_quotes() -> None:
    assert read_message(SHORT) == "selenium.common.exceptions.TimeoutException: Message:"
    assert read_message("no quotes") == ""
