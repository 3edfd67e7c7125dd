"""The names of WebDriver's location strategies: on the wire and in each client."""

from __future__ import annotations

import re

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.model import Locator, Step

NAME = "selenium"

# The WebDriver names, those of each client's `By`, and those of tools that write `by=value`.
STRATEGIES = {
    "id": "id",
    "name": "name",
    "class": "class",
    "classname": "class",
    "tag": "tag",
    "tagname": "tag",
    "css": "css",
    "cssselector": "css",
    "xpath": "xpath",
    "link": "link-text",
    "linktext": "link-text",
    "partiallink": "partial-link-text",
    "partiallinktext": "partial-link-text",
    "idorname": "identifier",
}
_SPELLED = {
    "python": """ID NAME CLASS_NAME TAG_NAME CSS_SELECTOR XPATH LINK_TEXT PARTIAL_LINK_TEXT""",
    "javascript": "id name className tagName css xpath linkText partialLinkText",
    "java": "id name className tagName cssSelector xpath linkText partialLinkText",
    "csharp": "Id Name ClassName TagName CssSelector XPath LinkText PartialLinkText",
    "ruby": ":id :name :class :tag_name :css :xpath :link_text :partial_link_text",
}
_ORDER = ("id", "name", "class", "tag", "css", "xpath", "link-text", "partial-link-text")
SPELLED = {
    language: dict(zip(_ORDER, words.split(), strict=True)) for language, words in _SPELLED.items()
}
"""Language -> strategy -> its name there, without `By.`."""


def folded(name: str) -> str:
    """A strategy's name without what its spellings differ in."""
    return re.sub(r"[\s_.:-]+", "", name).lower()


def from_pair(using: str, value: str) -> Locator:
    """The locator of a WebDriver command or message. Raises LocatorSyntaxError."""
    strategy = STRATEGIES.get(folded(using))
    if strategy is None:
        raise LocatorSyntaxError(f"unknown location strategy '{using[:60]}'")
    return Locator(NAME, (Step(strategy, value),))
