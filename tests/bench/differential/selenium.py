"""Our Selenium dialect against chromedriver, page by page."""

from __future__ import annotations

import http.server
import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.rendered_text import searched_text
from selfheal_cli.model import Locator, Step
from tests.bench.differential.choosing import Chooser, css, xpath
from tests.bench.differential.chromium import FLAGS, HEADERS, SCRIPT, VIEWPORT, Found
from tests.bench.differential.comparing import Ours, ours
from tests.bench.differential.corpus import Saved
from tests.bench.differential.results import SEED, Result, proposals

DIALECT = DIALECTS["selenium"]
USING = {
    "css": "css selector", "xpath": "xpath", "link-text": "link text", "id": "id", "name": "name",
    "partial-link-text": "partial link text", "class": "class name", "tag": "tag name",
}  # fmt: skip
_KINDS = ("css",) * 5 + ("xpath",) * 5 + ("link-text",) * 3 + ("partial-link-text",) * 3
_KINDS += ("id", "name", "class", "tag")
_LOADED = "return document.readyState === 'complete'"
_NUMBERED = "return arguments[0].map(found => differential.numbered(found))"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.server.pages.get(self.path, b"")  # type: ignore[attr-defined]
        self.send_response(200 if body else 404)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@dataclass(frozen=True, slots=True)
class Session:
    """A driver and the server of the page it shows."""

    driver: Any
    server: Any

    def open(self, saved: Saved) -> int:
        """Loads the page and numbers its elements; how many these are."""
        from selenium.webdriver.support.wait import WebDriverWait

        path = "/" + quote(saved.name)
        self.server.pages = {path: saved.html}
        self.driver.get(f"http://127.0.0.1:{self.server.server_port}{path}")
        WebDriverWait(self.driver, 120).until(lambda driver: driver.execute_script(_LOADED))
        self.driver.execute_script(SCRIPT)
        return int(self.driver.execute_script("return differential.tree().length"))

    def query(self, asked: Sequence[Step]) -> list[Found]:
        """What the driver finds for each."""
        found = [self._find(step) for step in asked]
        lists = [each if isinstance(each, list) else [] for each in found]
        numbers = self.driver.execute_script(_NUMBERED, lists)
        return [
            each if isinstance(each, str) else numbered
            for each, numbered in zip(found, numbers, strict=True)
        ]

    def reads(self, element: HtmlElement) -> bool:
        """Whether the driver reads any text there: none where `overflow: hidden` cuts it off."""
        path = element.getroottree().getpath(element)
        return bool(self.driver.find_element("xpath", path).text)

    def _find(self, step: Step) -> Any:
        from selenium.common.exceptions import WebDriverException

        try:
            return self.driver.find_elements(USING[step.strategy], step.value)
        except WebDriverException as error:
            return str(error.msg)[:200]


@contextmanager
def chromedriver(browser: str, driver: str) -> Iterator[Session]:
    """A session, closed at the end; Selenium Manager is never asked."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    width, height = VIEWPORT
    for flag in ("--headless", f"--window-size={width},{height}", *FLAGS):
        options.add_argument(flag)
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Session(chrome, server)
    finally:
        chrome.quit()
        server.shutdown()


def run(pages: Sequence[Saved], browser: str, driver: str, count: int) -> Result:
    """Compares about `count` random locators on each page."""
    result = Result()
    with chromedriver(browser, driver) as session:
        for saved in pages:
            _compare(saved, session, count, result)
            result.log(saved.name)
    return result


def _compare(saved: Saved, session: Session, count: int, result: Result) -> None:
    mine = ours(saved)
    held = session.open(saved)
    if held != len(mine.elements):
        result.trees.append(f"{saved.name}: {len(mine.elements)} elements, Chromium {held}")
        return
    result.pages += 1
    access = accessibility(mine.page)
    shown = [each for each in mine.elements if access.visible(each)]
    dice = random.Random(f"{SEED} selenium {saved.name}")
    pick = Chooser(mine.page, shown, dice)
    made = [_step(pick) for _ in range(count * 2)]
    steps = list(dict.fromkeys(step for step in made if step.value))[:count]
    for step, theirs in zip(steps, session.query(steps), strict=True):
        locator = Locator("selenium", (step,))
        text = f"{step.strategy}={step.value}"
        result.tally.add(saved.name, step.strategy, text, mine.answer(DIALECT, locator), theirs)
    _offers(saved.name, mine, session, shown, result)


def _step(pick: Chooser) -> Step:
    kind = pick.one(*_KINDS)
    return Step(kind, _value(kind, pick))


def _value(kind: str, pick: Chooser) -> str:
    if kind == "css":
        return css(pick)
    if kind == "xpath":
        return xpath(pick)
    if kind in ("link-text", "partial-link-text"):
        links = [each for each in pick.elements if each.tag == "a"]
        text = searched_text(pick.dice.choice(links), pick.access.visibility) if links else ""
        return text if kind == "link-text" else pick.cut(text)
    element = pick.element()
    if kind == "tag":
        return str(element.tag)
    words = (element.get(kind) or "").split()
    return words[0] if words else ""


def _offers(
    name: str, mine: Ours, session: Session, shown: Sequence[HtmlElement], result: Result
) -> None:
    access = accessibility(mine.page)
    written: list[tuple[HtmlElement, Step]] = []
    for element in filter(access.interactive, shown):
        # From the document, chromedriver does not look into shadow trees.
        if any(each.get("shadowrootmode") for each in element.iterancestors("template")):
            continue
        found = proposals(mine, element, "selenium")
        result.offers.add(name, mine, element, found)
        written += [(element, locator.steps[0]) for locator in found]
    answers = session.query([step for _, step in written])
    for (element, step), theirs in zip(written, answers, strict=True):
        text = f"{step.strategy}={step.value}"
        if "link" in step.strategy and theirs == [] and not session.reads(element):
            result.offers.cut.append(f"{name}: {text}")
        else:
            result.offers.check(name, text, mine.numbers[element], theirs)
        answer = mine.answer(DIALECT, Locator("selenium", (step,)))
        result.tally.add(name, "synthesis", text, answer, theirs)
