"""How each language spells the names of Playwright's API; the meaning is in JavaScript's names."""

from __future__ import annotations

import re
from functools import lru_cache

PYTHON = "python"
JAVA = "java"
CSHARP = "csharp"

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEYWORDS = frozenset({"and", "or"})

LOCATOR_METHODS = {
    "getByAltText": "alt",
    "getByLabel": "label",
    "getByPlaceholder": "placeholder",
    "getByText": "text",
    "getByTitle": "title",
}

FILTERS = {
    "hasText": "has-text",
    "hasNotText": "has-not-text",
    "has": "has",
    "hasNot": "has-not",
    "visible": "visible",
}
"""Options of `locator` and `filter` in the order in which they are applied, and their steps."""

SELECTOR_METHODS = frozenset(
    """click dblclick fill type press check uncheck setChecked hover tap focus selectOption
    setInputFiles textContent innerText innerHTML innerHtml getAttribute inputValue isVisible
    isHidden isEnabled isDisabled isEditable isChecked dispatchEvent dragAndDrop""".split()  # noqa: SIM905
)
"""Methods of pages and frames whose first argument is a selector; of locators it is not."""

QUERY_METHODS = frozenset(
    """$ $$ $eval $$eval querySelector querySelectorAll evalOnSelector evalOnSelectorAll
    waitForSelector""".split()  # noqa: SIM905
)
"""Those of which the first argument is a selector also on an element handle."""

EXPECTING = frozenset({"expect", "assertThat"})
"""What takes a locator to assert something of it."""

TRANSPARENT = EXPECTING | frozenset(
    """page mainFrame frame frameByUrl soft poll configure assertions
    playwrightAssertions""".split()  # noqa: SIM905
)
"""What a chain may pass through before it states a locator."""


@lru_cache(maxsize=4096)
def meaning(name: str) -> str:
    """The JavaScript name of a method or option that some language spells `name`."""
    head, *rest = name.removesuffix("Async").strip("_").split("_")
    camel = head + "".join(word[:1].upper() + word[1:] for word in rest)
    return camel[:1].lower() + camel[1:]


def spelled(name: str, language: str) -> str:
    """The language's spelling of a method or option that JavaScript calls `name`."""
    if language == CSHARP:
        return name[:1].upper() + name[1:]
    if language != PYTHON:
        return name
    snake = _WORD_START.sub("_", name).lower()
    return snake + "_" if snake in _KEYWORDS else snake
