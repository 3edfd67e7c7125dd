"""The dialects that locators can be written in, by name."""

from __future__ import annotations

from selfheal_cli.synthesis.playwright_ways import PLAYWRIGHT
from selfheal_cli.synthesis.selenium_ways import SELENIUM
from selfheal_cli.synthesis.ways import Ways

WAYS: dict[str, Ways] = {
    "playwright": PLAYWRIGHT,
    "selenium": SELENIUM,
}
