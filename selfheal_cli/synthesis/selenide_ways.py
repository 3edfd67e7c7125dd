"""Selenide's ways to say an element: selectors, its own texts and attributes, Selenium's `By`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from selfheal_cli.model import OptionValue, Step
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.parts import tag_of
from selfheal_cli.synthesis.paths import own_texts
from selfheal_cli.synthesis.selenium_ways import WEBDRIVER
from selfheal_cli.synthesis.ways import (
    Ways,
    say_attribute,
    shared,
    worded,
    words_of,
)


def _own_texts(aim: Aim, element: HtmlElement) -> Sequence[str]:
    """Each run of text that stands directly in the element."""
    return [" ".join(text.split()) for text in own_texts(element)]


def _texts(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """`byText`, or `withText` where the author named a part; the element's name where he did."""
    same = old.strategy == "text"
    partial = same and old.option("exact") is not True
    kept = _flags(old, aim) if same else ()
    for text in shared(_own_texts, aim):
        for words, cost in worded(old, words_of(old), text, exact=not partial):
            exact: tuple[tuple[str, OptionValue], ...] = () if partial else (("exact", True),)
            yield Step("text", words, (*exact, *kept)), cost


def _flags(old: Step, aim: Aim) -> tuple[tuple[str, OptionValue], ...]:
    tag = tag_of(aim.elements)
    named = tag.value if tag else ""
    now: dict[str, OptionValue] = {"tag": named, "folded": True}
    return tuple((name, now[name]) for name, _ in old.options if now.get(name))


SELENIDE = Ways(
    says={"text": _texts, "attr": say_attribute, **WEBDRIVER},
    paths=("css", "xpath"),
    costs={
        "css": 22.0,
        "text": 32.0,
        "name": 34.0,
        "attr": 36.0,
        "link-text": 38.0,
        "id": 40.0,
        "class": 44.0,
        "partial-link-text": 50.0,
        "tag": 54.0,
        "xpath": 60.0,
    },
    counts=True,
)
