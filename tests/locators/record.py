"""Records in fixtures/locators what Chromium matches: `python -m tests.locators.record CHROMIUM`.

Needs the extra `real`. `selectors_<page>.txt` lists the selectors of a page; elements are told
by their place among those of the served text, which `data-n` carries."""

from __future__ import annotations

import json
import sys
from functools import partial

from playwright.sync_api import Error, Page, Route, sync_playwright

from tests.locators.pages import FIXTURES, numbered

ADDRESS = "http://page.test/"
# Scripting stays on (it decides how noscript is parsed), but the page's own may not run.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def matches(page: Page, selector: str) -> list[str] | str:
    """The `data-n` of what Playwright finds, or "error"."""
    try:
        found = page.eval_on_selector_all(
            selector, "found => found.map(each => each.getAttribute('data-n'))"
        )
    except Error:
        return "error"
    return [number or "" for number in found]


def answer(html: str, route: Route) -> None:
    """Serves the page and nothing else."""
    if route.request.url != ADDRESS:
        route.abort()
        return
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
    route.fulfill(body=html, headers=headers)


def record(browser_path: str) -> None:
    """Writes `chromium.json`: page -> selector -> matches."""
    recorded: dict[str, dict[str, list[str] | str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page()
        for source in (FIXTURES / name for name in ("forms.html", "foreign.html", "shadow.html")):
            html = numbered(source.read_text("utf-8"))

            page.unroute_all()
            page.route("**/*", partial(answer, html))
            page.goto(ADDRESS, wait_until="domcontentloaded")
            lines = (FIXTURES / f"selectors_{source.stem}.txt").read_text("utf-8").splitlines()
            recorded[source.name] = {line: matches(page, line) for line in lines if line}
        browser.close()
    text = json.dumps(recorded, indent=0, ensure_ascii=False)
    (FIXTURES / "chromium.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    record(sys.argv[1])
