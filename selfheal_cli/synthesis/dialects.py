"""The dialects that locators can be written in, by name."""

from __future__ import annotations

from selfheal_cli.synthesis.capybara_ways import CAPYBARA
from selfheal_cli.synthesis.cypress_ways import CYPRESS
from selfheal_cli.synthesis.playwright_ways import PLAYWRIGHT
from selfheal_cli.synthesis.robot_ways import ROBOT_BROWSER, ROBOT_SELENIUM
from selfheal_cli.synthesis.selenide_ways import SELENIDE
from selfheal_cli.synthesis.selenium_ways import SELENIUM
from selfheal_cli.synthesis.testing_library_ways import TESTING_LIBRARY
from selfheal_cli.synthesis.ways import Ways
from selfheal_cli.synthesis.webdriverio_ways import WEBDRIVERIO

WAYS: dict[str, Ways] = {
    "capybara": CAPYBARA,
    "cypress": CYPRESS,
    "playwright": PLAYWRIGHT,
    "selenide": SELENIDE,
    "selenium": SELENIUM,
    "robot-browser": ROBOT_BROWSER,
    "robot-selenium": ROBOT_SELENIUM,
    "testing-library": TESTING_LIBRARY,
    "webdriverio": WEBDRIVERIO,
}
_NONE = Ways({}, (), {})


def ways_of(dialect: str) -> Ways:
    """The dialect's ways; none where nothing is written in it."""
    return WAYS.get(dialect, _NONE)
