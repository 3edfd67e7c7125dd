"""Chromium under Playwright, its console API at hand: inert pages, thousands of questions a call.

`PWDEBUG=console` makes Playwright put `playwright.$$(selector)` and `playwright.selector(element)`
into every page; evaluated through the debugging protocol, they work where the page's policy
forbids all scripts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.differential.corpus import Saved

ADDRESS = "http://page.test/"
# Scripting stays on (it decides how noscript is parsed), but nothing of the page's own may run.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
HEADERS = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
VIEWPORT = (1280, 720)
# Kept before any page script could run, and there are none: `differential` numbers all elements,
# a shadow root's before the light children of its host, and answers in these numbers.
SCRIPT = (Path(__file__).parent / "in_page.js").read_text("utf-8")

Found = list[int] | str
"""Numbers of the elements found, or the engine's complaint."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One page, loaded."""

    page: Any

    def open(self, saved: Saved) -> None:
        """Loads the page and numbers its elements."""
        self.page.unroute_all()
        self.page.route("**/*", lambda route: _answer(saved.html, route))
        self.page.goto(ADDRESS, wait_until="domcontentloaded")
        self.page.evaluate(SCRIPT)

    def tree(self) -> list[list[Any]]:
        """The DOM: a row for each element, in our order: depth, name, attributes, texts."""
        return self.page.evaluate("differential.tree()")  # type: ignore[no-any-return]

    def generated(self) -> list[tuple[int, str]]:
        """What Playwright's own generator proposes for each visible element."""
        return [tuple(each) for each in self.page.evaluate("differential.generated()")]

    def query(self, selectors: Sequence[str]) -> list[Found]:
        """What Playwright's engine finds for each selector."""
        return self.page.evaluate("all => differential.query(all)", list(selectors))  # type: ignore[no-any-return]

    def visible(self) -> list[int]:
        """The elements that Playwright calls visible."""
        return self.page.evaluate("differential.visible()")  # type: ignore[no-any-return]


def _answer(html: bytes, route: Any) -> None:
    if route.request.url == ADDRESS:
        route.fulfill(body=html, headers=HEADERS)
    else:
        route.abort()


@contextmanager
def chromium(path: str) -> Iterator[Tab]:
    """A tab of the browser at `path`, closed at the end."""
    from playwright.sync_api import sync_playwright

    given = os.environ.get("PWDEBUG")
    os.environ["PWDEBUG"] = "console"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
            width, height = VIEWPORT
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(120_000)
            yield Tab(page)
            browser.close()
    finally:
        os.environ.pop("PWDEBUG")
        if given is not None:
            os.environ["PWDEBUG"] = given
