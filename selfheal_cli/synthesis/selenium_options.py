"""Selenium's ways to say an element: id, name, link text, CSS, XPath."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import GENERATED, REPLACE, REWORD, unlike
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.options import Aim, Batch, Option, new_paths, path_batches, said

_ATTRIBUTES = {"id": "id", "name": "name"}


def batches(old: Step, aim: Aim) -> Iterator[Batch]:
    """All ways to write the link, in the author's strategy first."""
    if old.strategy in ("css", "xpath"):
        yield from path_batches(old, aim)
    yield Batch(0.0, lambda: _plain(old, aim))
    if old.strategy != "css":
        yield new_paths("css", aim, "", aim.strategies["css"])
    if old.strategy in ("link-text", "partial-link-text"):
        yield new_paths("xpath", aim, "", aim.strategies["xpath"])


def _plain(old: Step, aim: Aim) -> Iterator[Option]:
    """The strategies that are a value alone."""
    for strategy in ("id", "name", "link-text", "partial-link-text"):
        same = strategy == old.strategy
        if same or strategy in _ATTRIBUTES:
            for value in _values(strategy, aim):
                cost = _cost(old, value, same, aim.strategies[strategy])
                yield said(Step(strategy, value), cost)


def _cost(old: Step, value: str, same: bool, other: float) -> float:
    changed = REPLACE + REWORD * unlike(str(old.value), value) if same else other
    return changed + (GENERATED if looks_generated(value) else 0.0)


def _values(strategy: str, aim: Aim) -> list[str]:
    """What the strategy could say of the elements: one value, or none."""
    first, *others = [_value(strategy, aim, element) for element in aim.elements]
    return [first] if first and all(other == first for other in others) else []


def _value(strategy: str, aim: Aim, element: HtmlElement) -> str:
    if strategy in _ATTRIBUTES:
        return element.get(_ATTRIBUTES[strategy]) or ""
    return accessibility(aim.document).text(element) if element.tag == "a" else ""
