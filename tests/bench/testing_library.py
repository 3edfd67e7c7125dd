"""Testing Library's queries: `python -m tests.bench.testing_library [DIR] [--count N]`.

Compares what @testing-library/dom finds in Chromium on the pages below DIR (else on
fixtures/pages) with what we find, for queries made of what stands on the pages. Roles are counted
apart: the library takes its own tables of roles (aria-query) and names (dom-accessibility-api)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.controls import value_of
from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.dom_text import dom_texts, own_text
from selfheal_cli.locators.testing_library_calls import query_step
from selfheal_cli.locators.testing_library_resolve import query
from selfheal_cli.model import Argument, Call, Pattern
from tests.bench.differential.corpus import Saved
from tests.bench.differential.frameworks import Question, compare, print_figures
from tests.bench.differential.results import Result

COUNT = 300
ROLE = "Role"
_ATTRIBUTES = {
    "PlaceholderText": "placeholder",
    "AltText": "alt",
    "Title": "title",
    "TestId": "data-testid",
}
_SELECTORS = ("a", "button", "div, li", "input", "td, th", "[class]", "*")


class Maker:
    """Random queries about one page, from what stands on it."""

    def __init__(self, page: Page, seed: str) -> None:
        self.page = page
        self.random = random.Random(seed)
        self.tree = accessibility(page)
        body = next(page.root.iter("body"))
        self.elements = [each for each in body.iter("*") if each.tag != "template"]
        self.stated = {
            word: [each.get(name) or "" for each in self.elements if each.get(name)] or [""]
            for word, name in _ATTRIBUTES.items()
        }
        self.stated["DisplayValue"] = [
            value_of(each) or own_text(each) for each in body.iter("input", "textarea", "option")
        ] or [""]
        labels = [dom_texts(page).of(each) for each in body.iter("label")]
        labels += [each.get("aria-label") or "" for each in self.elements]
        self.stated["LabelText"] = list(filter(None, labels)) or ["nothing"]
        self.stated["Text"] = list(filter(str.strip, map(own_text, self.elements))) or ["nothing"]

    def question(self) -> Question:
        """One query, in the body or in an element."""
        word = self.random.choice(
            ["Text"] * 4 + ["LabelText"] * 3 + [ROLE] * 4 + sorted(self.stated)
        )
        options: dict[str, Any] = {}
        value = self.role(options) if word == ROLE else self.text(word, options)
        scope = self.random.choice(self.elements) if self.random.random() < 0.2 else None
        return self.asking(word, value, options, scope)

    def text(self, word: str, options: dict[str, Any]) -> str | Pattern:
        """What a text-like query looks for."""
        value = " ".join(self.random.choice(self.stated[word]).split())[:80]
        if word in ("Text", "LabelText") and self.random.random() < 0.2:
            options["selector"] = self.random.choice(_SELECTORS)
        if word == "Text" and self.random.random() < 0.1:
            options["ignore"] = self.random.choice(["a", "script, style, span", False])
        return self.varied(value, options)

    def varied(self, value: str, options: dict[str, Any]) -> str | Pattern:
        """The whole text, a part of it, or a pattern for it."""
        kind = self.random.random()
        if kind < 0.5 or not value:
            return value
        part = self.random.choice(value.split())
        if kind < 0.75:
            options["exact"] = False
            return part.upper() if kind < 0.6 else part
        source = "".join(each if each.isalnum() or each == " " else "." for each in part)
        return Pattern(self.random.choice(["", "^"]) + source, self.random.choice(["", "i"]))

    def role(self, options: dict[str, Any]) -> str:
        """A role of some element, mostly with its name or a state."""
        element = self.random.choice([each for each in self.elements if self.tree.role(each)])
        role = (element.get("role") or "").split(" ")[0] or self.tree.role(element)
        if self.random.random() < 0.6:
            name = self.tree.name(element)
            pattern = Pattern("".join(c if c.isalnum() else "." for c in name[:30]), "i")
            options["name"] = name if self.random.random() < 0.7 or not name else pattern
        if self.random.random() < 0.1:
            options["hidden"] = True
        if role == "heading" and self.random.random() < 0.3:
            options["level"] = self.random.randint(1, 4)
        if role == "checkbox" and self.random.random() < 0.5:
            options["checked"] = self.random.random() < 0.5
        if role == "button" and self.random.random() < 0.2:
            options["expanded"] = self.random.random() < 0.5
        return role

    def asking(
        self, word: str, value: str | Pattern, options: dict[str, Any], scope: HtmlElement | None
    ) -> Question:
        """The question in the page's and in our form."""
        given: tuple[tuple[str, Argument], ...] = tuple(options.items())
        asked = {
            "kind": "library",
            "scope": None if scope is None else self.page.elements.index(scope),
            "query": word,
            "value": _told(value),
            "options": {name: _told(each) for name, each in options.items()},
        }
        call = Call(f"queryAllBy{word}", (value,), given)
        scopes = () if scope is None else (scope,)
        words = f"By{word}({value!r}, {options}) in {asked['scope']}"
        return Question(asked, words, word, lambda page: query(query_step(call), page, scopes))


def _told(value: Any) -> Any:
    return {"regex": value.source, "flags": value.flags} if isinstance(value, Pattern) else value


def measure(pages: Sequence[Saved], count: int, browser: str) -> Result:
    """Of all `pages`."""

    def asking(page: Page, name: str) -> list[Question]:
        maker = Maker(page, name)
        return [maker.question() for _ in range(count)]

    return compare(pages, asking, "testing-library", browser)


if __name__ == "__main__":
    print_figures("Testing Library", measure, __doc__ or "", COUNT)
