"""Our engines against Playwright's and chromedriver's in Chromium, on the saved real pages.

`SELFHEAL_PAGES` names a folder of more pages to be tested.
"""

from __future__ import annotations

import shutil

import pytest

from tests.bench.differential import playwright, selenium
from tests.bench.differential.corpus import HARD, load, load_all
from tests.bench.differential.results import Result, report

pytestmark = pytest.mark.real

# Random locators a page, beside those of Playwright's generator.
PLAYWRIGHT_COUNT = 450
SELENIUM_COUNT = 80


def tool(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is not installed: sh tests/real/install.sh"
    return path


def told(engine: str, result: Result, capsys: pytest.CaptureFixture[str]) -> Result:
    with capsys.disabled():
        print("\n" + "\n".join(report(engine, result, shown=2)))
    return result


def assert_equal(result: Result, locators: int) -> None:
    assert result.trees == []
    assert result.tally.crashes == 0
    assert result.tally.total >= locators
    assert result.tally.share >= 0.995


def assert_unique(result: Result) -> None:
    assert result.offers.wrong == []
    assert result.offers.share >= 0.99


def test_playwright_finds_what_we_find(capsys: pytest.CaptureFixture[str]) -> None:
    found = playwright.run(load_all(), tool("chromium"), PLAYWRIGHT_COUNT)
    told("Playwright", found, capsys)
    assert found.pages >= 30
    assert_equal(found, locators=20_000)
    assert_unique(found)


def test_selenium_finds_what_we_find(capsys: pytest.CaptureFixture[str]) -> None:
    found = selenium.run(load_all(), tool("chromium"), tool("chromedriver"), SELENIUM_COUNT)
    told("Selenium", found, capsys)
    assert found.pages >= 30
    assert_equal(found, locators=3_000)
    assert_unique(found)
    assert len(found.offers.cut) <= found.offers.offered // 500


def test_hard_trees_are_chromiums(capsys: pytest.CaptureFixture[str]) -> None:
    found = playwright.run(load(HARD), tool("chromium"), 100)
    assert told("Playwright, hand-made pages", found, capsys).trees == []
    assert found.tally.crashes == 0
