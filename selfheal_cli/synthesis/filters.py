"""A link's filters as they may read now: what no longer holds of the element is reworded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.model import Locator, Step
from selfheal_cli.synthesis.combine import cheapest
from selfheal_cli.synthesis.costs import REPLACE, REWORD, WITHOUT_FILTER, unlike
from selfheal_cli.synthesis.links import links_of
from selfheal_cli.synthesis.options import Aim, Option, path_batches
from selfheal_cli.synthesis.paths import pieces
from selfheal_cli.synthesis.ways import Ways, same_way, shared, texts
from selfheal_cli.synthesis.wording import wordings

_MOST = 4
_MOST_WORDINGS = 3
_MOST_INSIDE = 60
_GLUED = 6.0
_OTHER = 0.6

Costed: TypeAlias = tuple[Step, float]


def refiltered(
    filters: Sequence[Step], aim: Aim, ways: Ways
) -> Iterator[tuple[tuple[Step, ...], float]]:
    """The filters for what is aimed at, each way with its cost; without any at last."""
    options = [_readings(step, aim, ways) for step in filters]
    yield from islice(cheapest(options), _MOST if filters else 1)
    if filters:
        yield (), WITHOUT_FILTER * len(filters)


def _readings(step: Step, aim: Aim, ways: Ways) -> list[Costed]:
    """The filter as it is, and reworded where it seems not to hold."""
    read = _READINGS.get(step.strategy)
    found = sorted(read(step, aim, ways), key=lambda pair: pair[1]) if read else []
    holds = not found or found[0][1] == 0.0
    return [(step, 0.0), *([] if holds else found[:_MOST_WORDINGS])]


def _texted(step: Step, aim: Aim, ways: Ways) -> Iterator[Costed]:
    """In the words of one place inside: a text that runs over several is glued together there."""
    if not isinstance(step.value, str):
        return
    exact = step.option("exact") is True
    whole = [(text, _GLUED) for text in shared(texts, aim)]
    inside = [] if exact else [(text, 0.0) for text in shared(_inner, aim)]
    for text, more in [*inside, *whole]:
        for words, cost in wordings(step.value, text, exact):
            yield replace(step, value=words), cost + (more if cost else 0.0)


def _inner(aim: Aim, element: HtmlElement) -> list[str]:
    return pieces(element)


def _selected(step: Step, aim: Aim, ways: Ways) -> Iterator[Costed]:
    """A selector that the element itself has to match."""
    batch = next(path_batches(Step("css", step.value), aim))
    for option in islice(batch.make(), _MOST_WORDINGS):
        yield replace(step, value=option.write().value), option.cost


def _held(step: Step, aim: Aim, ways: Ways) -> Iterator[Costed]:
    """A locator of something inside: its last link in the author's strategy, for whatever stands
    there and reads most like it."""
    held = step.option("locator")
    if not isinstance(held, Locator) or len(aim.elements) != 1:
        return
    place = links_of(held.steps)[-1].start
    old = held.steps[place]
    for option in sorted(_inside(old, aim, ways), key=lambda one: one.cost)[:_MOST_WORDINGS]:
        new = ways.spelled(option.write(), old)
        steps = (*held.steps[:place], new, *held.steps[place + 1 :])
        others = tuple(pair for pair in step.options if pair[0] != "locator")
        yield replace(step, options=(("locator", replace(held, steps=steps)), *others)), option.cost


def _inside(old: Step, aim: Aim, ways: Ways) -> Iterator[Option]:
    outer = aim.elements[0]
    for element in islice(outer.iterdescendants("*"), _MOST_INSIDE):
        for option in same_way(old, replace(aim, elements=(element,), scope=outer), ways):
            if option.cost <= REPLACE + REWORD:
                yield option


_READINGS: dict[str, Callable[[Step, Aim, Ways], Iterable[Costed]]] = {
    "has-text": _texted,
    "filter": _selected,
    "has": _held,
}


def told_otherwise(old: Sequence[Step], new: Sequence[Step]) -> bool:
    """Whether a filter chooses the element by words that have nothing of the author's: they may
    be another row's."""
    before, after = set(_words(old)), set(_words(new))
    lost = before - after
    return any(all(unlike(one, words) > _OTHER for one in lost) for words in after - before)


def _words(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        held = step.option("locator")
        if step.strategy in _READINGS:
            inner = held.steps if isinstance(held, Locator) else (step,)
            yield from (str(each.option("name") or each.value) for each in inner)
