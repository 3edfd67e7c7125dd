"""What a scan of one file finds, and which calls it looks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Methods whose first argument is a locator, over all frameworks.
LOCATING = re.compile(
    r"^(?:locator|frame_?[lL]ocator|get_?by_?\w+|getBy\w+|find_?elements?(?:_by_\w+)?|"
    r"(?:find|query)(?:All)?By\w+|getAllBy\w+|query_selector(?:_all)?|querySelector(?:All)?|"
    r"wait_for_selector|waitForSelector|wait_for_element\w*|\$\$?|shadow\$|contains|within|closest|"
    r"css|xpath|id|className|linkText|partialLinkText|tagName|cssSelector|react\$)$"
)
# `get`, `find` and the like name locators only after these.
AFTER = {"get": re.compile(r"\bcy\b"), "find": re.compile(r"\bcy\b|\.get\(|\bwrapper\b|\bpage\b")}
FRAMEWORKS = (
    ("playwright", re.compile(r"playwright|page\.(?:locator|getBy|get_by)|Page\b.*Locator")),
    ("cypress", re.compile(r"\bcy\.|[cC]ypress")),
    ("testing-library", re.compile(r"@testing-library|screen\.(?:get|find|query)")),
    ("webdriverio", re.compile(r"\bbrowser\.(?:\$|url\()|await \$\$?\(|wdio")),
    ("selenide", re.compile(r"selenide")),
    ("capybara", re.compile(r"capybara|feature ['\"]|visit [a-z_]+path|page\.find|\bfill_in\b")),
    ("selenium", re.compile(r"selenium|\bBy\.|webdriver|FindBy|find_element")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One literal in a locator's place: its range with quotes in bytes, and what it is worth.
    `shape`: literal, template, joined, regex, held (not in a call), named (a name's value; `users`
    are the lines whose call takes that name)."""

    line: int
    value: str
    start: int
    end: int
    shape: str
    users: tuple[int, ...] = ()


def framework_of(text: str) -> str:
    """The framework that a file's text speaks of first in the list; "" where it names none."""
    return next((name for name, pattern in FRAMEWORKS if pattern.search(text)), "")


def locates(name: str, before: str) -> bool:
    """Whether a method of this name, called on the expression `before`, takes a locator."""
    if name in AFTER:
        return AFTER[name].search(before) is not None
    return LOCATING.match(name) is not None
