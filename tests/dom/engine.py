"""Asks Playwright's own engine, in Chromium, for the roles, names, labels and states on a page."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import lxml.html

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.roles import ROLES
from selfheal_cli.dom.tree import Page, build
from selfheal_cli.model import Markup, Snapshot

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Both words for presentational elements are "none" to us.
ASKABLE = ROLES - {"none", "presentation"}
STATES = ("checked", "pressed", "expanded", "selected", "disabled")
PAGES = Path(__file__).parents[2] / "fixtures" / "dom"
ORIGIN = "http://page.test/"

Answers = dict[str, dict[str, list[int]]]


def load(path: Path) -> Page:
    return build(Snapshot(Markup(path.read_bytes()), ORIGIN, viewport=(1280, 720)))


def questions(page: Page) -> Answers:
    """Our answers: what is asked -> value -> numbers of the elements, in document order."""
    access = accessibility(page)
    answers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, element in enumerate(page.elements):
        for label in access.labels(element):
            answers["label"][label].append(number)
        role = access.role(element)
        if role in ("", "none") or access.hidden(element):
            continue
        answers["role"][role].append(number)
        answers[f"name of {role}"][access.name(element)].append(number)
        for state in (*STATES, "level"):
            value = access.state(element, state)
            if value and (state, role) != ("expanded", "group"):  # the engine refuses to be asked
                answers[f"{state} of {role}"][str(value)].append(number)
    return {asked: dict(values) for asked, values in answers.items()}


def ask(page: Page) -> Answers:
    """The engine's answers to the same questions. Elements are told apart by a number we add."""
    from playwright.sync_api import sync_playwright

    asked = questions(page)
    for number, element in enumerate(page.elements):
        element.set("data-number", str(number))
    body = b"<!DOCTYPE html>" + lxml.html.tostring(page.root, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tab = browser.new_page()
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": "script-src 'none'",
        }

        def serve(route: Any) -> None:
            if route.request.url == ORIGIN:
                route.fulfill(body=body, headers=headers)
            else:
                route.abort()

        tab.route("**/*", serve)
        tab.goto(ORIGIN, wait_until="domcontentloaded")
        answers = {
            question: {value: _find(tab, question, value) for value in values}
            for question, values in asked.items()
        }
        answers["role"] = {role: _find(tab, "role", role) for role in sorted(ASKABLE)}
        browser.close()
    answers["role"] = {role: found for role, found in answers["role"].items() if found}
    return answers


def chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def _find(tab: Any, question: str, value: str) -> list[int]:
    locator = _locator(tab, question, value)
    numbers = locator.evaluate_all("found => found.map(e => e.getAttribute('data-number'))")
    return sorted(int(number) for number in numbers if number is not None)


def _locator(tab: Any, question: str, value: str) -> Any:
    if question == "label":
        return tab.get_by_label(value, exact=True)
    if question == "role":
        return tab.get_by_role(value)
    first, _, role = question.partition(" of ")
    if first == "name":
        return tab.get_by_role(role, name=value or re.compile("^$"), exact=True)
    if value == "mixed":
        return tab.locator(f"internal:role={role}[{first}=mixed]")
    return tab.get_by_role(role, **{first: int(value) if first == "level" else True})


def record() -> None:
    """Writes the engine's answers beside each page."""
    for path in sorted(PAGES.glob("*.html")):
        answers = ask(load(path))
        path.with_suffix(".engine.json").write_text(json.dumps(answers, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    record()
