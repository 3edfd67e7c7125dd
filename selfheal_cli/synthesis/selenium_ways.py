"""Selenium's ways to say an element: id, name, link text, CSS, XPath."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.locators.rendered_text import searched_text
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.paths import PartKind
from selfheal_cli.synthesis.ways import Say, Ways, attribute, parted, whole


def link_lines(aim: Aim, element: HtmlElement) -> list[str]:
    """The lines of a link's text as WebDriver reads it."""
    if element.tag != "a":
        return []
    text = searched_text(element, accessibility(aim.document).visibility)
    return [line for line in text.split("\n") if line.strip()]


def link_text(aim: Aim, element: HtmlElement) -> list[str]:
    """A link's text, if it is one line: nobody writes the break between two."""
    lines = link_lines(aim, element)
    return lines if len(lines) == 1 else []


WEBDRIVER: Mapping[str, Say] = {
    "id": whole("id", attribute("id")),
    "name": whole("name", attribute("name")),
    "link-text": whole("link-text", link_text),
    "partial-link-text": whole("partial-link-text", link_lines),
    "class": parted("class", PartKind.CLASS),
    "tag": parted("tag", PartKind.TAG),
}
"""WebDriver's own strategies that are not paths; what is built on it has them, too."""

SELENIUM = Ways(
    says=WEBDRIVER,
    paths=("css", "xpath"),
    costs={
        "id": 22.0,
        "name": 26.0,
        "css": 30.0,
        "link-text": 38.0,
        "class": 40.0,
        "partial-link-text": 50.0,
        "tag": 54.0,
        "xpath": 60.0,
    },
)
