"""The locator dialects: what a framework's locators mean, and how they are written."""

from __future__ import annotations

from selfheal_cli.locators.base import Dialect
from selfheal_cli.locators.capybara import CAPYBARA
from selfheal_cli.locators.cypress import CYPRESS
from selfheal_cli.locators.playwright import PLAYWRIGHT
from selfheal_cli.locators.robot_browser import ROBOT_BROWSER
from selfheal_cli.locators.robot_selenium import ROBOT_SELENIUM
from selfheal_cli.locators.selenide import SELENIDE
from selfheal_cli.locators.selenium import SELENIUM
from selfheal_cli.locators.testing_library import TESTING_LIBRARY
from selfheal_cli.locators.webdriverio import WEBDRIVERIO

DIALECTS: dict[str, Dialect] = {
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
