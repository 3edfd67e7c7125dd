"""Testing Library's ways to say an element: its queries, in their documented priority."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.controls import selected_options, value_of
from selfheal_cli.model import Pattern, Step
from selfheal_cli.synthesis.costs import RENAME, UNNAMED
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.paths import own_texts
from selfheal_cli.synthesis.playwright_ways import LOOSE_ROLES, labels
from selfheal_cli.synthesis.ways import (
    Read,
    Say,
    Ways,
    attribute,
    patterned,
    shared,
    whole,
    worded,
    words_of,
)


def _roles(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """A name given as a text is the whole name."""
    tree = accessibility(aim.document)
    same = old.strategy == "role"
    pattern = old.option("name") if same else ""
    kept = tuple(pair for pair in old.options if same and pair[0] != "name")
    for role in shared(lambda _, element: [tree.role(element)], aim):
        if role in LOOSE_ROLES:
            continue
        cost = RENAME if same and old.value != role else 0.0
        if isinstance(pattern, Pattern):
            yield Step("role", role, (("name", pattern), *kept)), cost
        for name in shared(lambda _, element: [tree.name(element)], aim):
            for changed, extra in patterned(pattern, name):
                yield Step("role", role, (("name", changed), *kept)), cost + extra
            for words, extra in worded(old, words_of(old), name, exact=True):
                yield Step("role", role, (("name", words), *kept)), cost + extra
        yield Step("role", role, kept), cost + (0.0 if same and not pattern else UNNAMED)


def _texted(strategy: str, read: Read) -> Say:
    """A query that compares a whole text, unless it says `exact: false`."""

    def say(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
        same = old.strategy == strategy
        if same and isinstance(old.value, Pattern):
            yield old, 0.0
        kept = old.options if same else ()
        loose = same and old.option("exact", True) is False
        for text in shared(read, aim):
            for changed, cost in patterned(old.value, text) if same else ():
                yield Step(strategy, changed, kept), cost
            for words, cost in worded(old, words_of(old), text, exact=not loose):
                yield Step(strategy, words, kept), cost

    return say


def _own_text(aim: Aim, element: HtmlElement) -> list[str]:
    """What stands directly in the element."""
    text = " ".join("".join(own_texts(element)).split())
    return [text] if text else []


def _shown(aim: Aim, element: HtmlElement) -> list[str]:
    """The value that a control shows."""
    if element.tag == "select":
        chosen = selected_options(element)
        return [" ".join(option.text_content().split()) for option in chosen][:1]
    if element.tag not in ("input", "textarea") or element.get("type") == "password":
        return []
    return [value for value in [value_of(element)] if value.strip()]


def _testids(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    return whole("testid", attribute(aim.testid_attribute))(old, aim)


TESTING_LIBRARY = Ways(
    says={
        "role": _roles,
        "label": _texted("label", labels),
        "placeholder": _texted("placeholder", attribute("placeholder")),
        "text": _texted("text", _own_text),
        "display-value": _texted("display-value", _shown),
        "alt": _texted("alt", attribute("alt")),
        "title": _texted("title", attribute("title")),
        "testid": _testids,
    },
    paths=("css",),
    costs={
        "role": 20.0,
        "label": 22.0,
        "placeholder": 25.0,
        "text": 28.0,
        "display-value": 31.0,
        "alt": 34.0,
        "title": 37.0,
        "testid": 40.0,
        "css": 46.0,
    },
    counts=True,
)
