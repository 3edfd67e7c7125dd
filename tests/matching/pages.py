"""Labelled page pairs and small pages for the matching tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.model import Action, Locator, Markup, Snapshot, Step

DRIFT = Path(__file__).parents[2] / "fixtures" / "drift"
_ACTIONS = {"assert_text": "assert-text", "assert_visible": "assert-visible"}


@dataclass(frozen=True)
class Case:
    id: str
    old_html: str
    new_html: str
    old_xpath: str
    new_xpath: str | None
    kin: tuple[str, ...]
    action: Action
    variable: str
    locators: tuple[Locator, ...]


def page_from(root: HtmlElement, url: str = "") -> Page:
    return Page(root, Snapshot(Markup(b""), url), False, tuple(root.iter(etree.Element)))


def page(text: str, url: str = "") -> Page:
    return page_from(html.document_fromstring(text), url)


def saved(name: str) -> Page:
    return page_from(html.fromstring((DRIFT / name).read_text(encoding="utf-8")))


def one(within: Page, xpath: str) -> HtmlElement:
    (element,) = within.root.getroottree().xpath(xpath)
    return element


@cache
def cases() -> tuple[Case, ...]:
    lines = (DRIFT / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_case(json.loads(line)) for line in lines)


def _case(raw: dict) -> Case:
    return Case(
        id=raw["id"],
        old_html=raw["old_html"],
        new_html=raw["new_html"],
        old_xpath=raw["old_xpath"],
        new_xpath=raw["new_xpath"],
        kin=tuple(raw["new_equiv"]),
        action=Action(_ACTIONS.get(raw["action"], raw["action"]), "", raw["action_value"] or ""),
        variable=raw["variable"] or "",
        locators=tuple(_locator(x) for x in raw["locators"] if x["new"] != "same"),
    )


def _locator(raw: dict) -> Locator:
    options = (("name", raw["name"]),) if raw.get("name") else ()
    value = raw["role"] if raw["by"] == "role" else raw["value"]
    return Locator("playwright", (Step(raw["by"], value, options),))
