"""Short ways to write pages in tests."""

from __future__ import annotations

from typing import Any

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.model import Markup, Nodes, Snapshot


def html(text: str, **given: Any) -> Page:
    return build(Snapshot(Markup(text.encode()), **given))


def nodes(*body: Any, head: tuple[Any, ...] = (), **given: Any) -> Page:
    return build(Snapshot(Nodes(["HTML", {}, ["HEAD", {}, *head], ["BODY", {}, *body]]), **given))


def by_id(page: Page, identifier: str) -> HtmlElement:
    return next(element for element in page.elements if element.get("id") == identifier)
