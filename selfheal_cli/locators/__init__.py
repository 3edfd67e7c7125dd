"""The locator dialects: what a framework's locators mean, and how they are written."""

from __future__ import annotations

from selfheal_cli.locators.base import Dialect
from selfheal_cli.locators.capybara import Capybara
from selfheal_cli.locators.cypress import Cypress
from selfheal_cli.locators.playwright import Playwright
from selfheal_cli.locators.robot_browser import RobotBrowser
from selfheal_cli.locators.robot_selenium import RobotSelenium
from selfheal_cli.locators.selenide import Selenide
from selfheal_cli.locators.selenium import Selenium
from selfheal_cli.locators.testing_library import TestingLibrary
from selfheal_cli.locators.webdriverio import WebdriverIO

DIALECTS: dict[str, Dialect] = {
    "capybara": Capybara(),
    "cypress": Cypress(),
    "playwright": Playwright(),
    "selenide": Selenide(),
    "selenium": Selenium(),
    "robot-browser": RobotBrowser(),
    "robot-selenium": RobotSelenium(),
    "testing-library": TestingLibrary(),
    "webdriverio": WebdriverIO(),
}
