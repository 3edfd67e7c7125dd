"""WebdriverIO's ways to say an element: selector strings for names, texts, links, CSS, XPath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.model import OptionValue, Step
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.parts import tag_of
from selfheal_cli.synthesis.selenium_ways import link_lines, link_text
from selfheal_cli.synthesis.ways import (
    Ways,
    attribute,
    shared,
    texts,
    whole,
    worded,
    words_of,
)

_KEPT = ("shadow", "prefix")


def _names(aim: Aim, element: HtmlElement) -> list[str]:
    """The accessible name, if there is one."""
    return [name for name in [accessibility(aim.document).name(element)] if name]


def _aria(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """`aria/Save`."""
    for name in shared(_names, aim):
        for words, cost in worded(old, words_of(old), name, exact=True):
            yield Step("aria", words), cost


def _texts(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """`button=Save`, or `button*=Save` where the author said a part of the text."""
    same = old.strategy == "text"
    partial = same and old.option("exact") is not True
    tag = tag_of(aim.elements)
    given = [str(old.option("selector"))] if same else []
    given += [tag.value] if tag and tag.value not in given else []
    for text in shared(texts, aim):
        for words, cost in worded(old, words_of(old), text, exact=not partial):
            for place, selector in enumerate(given):
                yield _text(words, selector, partial, old), cost + place


def _text(words: str, selector: str, partial: bool, old: Step) -> Step:
    options: list[tuple[str, OptionValue]] = [("selector", selector)] if selector else []
    options += [] if partial else [("exact", True)]
    options += [pair for pair in old.options if pair[0] == "match-case"]
    return Step("text", words, tuple(options))


def _spelled(new: Step, old: Step) -> Step:
    """The strategy as the author named it (`css selector:`), and the look into shadow trees."""
    if new.strategy != old.strategy:
        return new
    kept = tuple(pair for pair in old.options if pair[0] in _KEPT)
    return replace(new, options=(*new.options, *kept))


# The order of WebdriverIO's "Best Practices": names, texts, attributes for tests, then the rest.
WEBDRIVERIO = Ways(
    says={
        "aria": _aria,
        "link-text": whole("link-text", link_text),
        "text": _texts,
        "id": whole("id", attribute("id")),
        "partial-link-text": whole("partial-link-text", link_lines),
    },
    paths=("css", "xpath"),
    costs={
        "css": 22.0,
        "aria": 26.0,
        "link-text": 29.0,
        "text": 30.0,
        "id": 40.0,
        "partial-link-text": 50.0,
        "xpath": 60.0,
    },
    spelled=_spelled,
    counts=True,
)
