"""What makes a spelling wrong for this very test, whatever it costs elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from selfheal_cli.model import Pattern, Step
from selfheal_cli.synthesis.costs import GENERATED, LOST_PARAMETER, SAID_TWICE, TAUTOLOGY
from selfheal_cli.synthesis.counted import leaning
from selfheal_cli.synthesis.figures import adds_figures
from selfheal_cli.synthesis.request import Request
from selfheal_cli.synthesis.structure import words

_HUMP = re.compile(r"([a-z])(?=[A-Z])")


def penalty(request: Request, start: int, stop: int, new: Sequence[Step]) -> float:
    """For steps `start:stop` becoming `new`: a lost parameter, an assertion that would only
    repeat its own expectation, a figure or a number that the next run may show differently, what
    only one of several callers means."""
    wanted = [(i, v) for i in range(start, stop) for v in request.parameters.get(i, ())]
    lost = sum(not _stays(v, request.locator.steps[i], new) for i, v in wanted) * LOST_PARAMETER
    figure = adds_figures(request.locator.steps[start:stop], new, request.changing)
    repeated = TAUTOLOGY if _repeats(request, start, stop, new) else 0.0
    narrow = figure or _is_bound(request, start, stop, new)
    twice = SAID_TWICE if _says_twice(new) else 0.0
    number = leaning(request.locator.steps[start:stop], new, request.counted)
    return lost + repeated + twice + number + (GENERATED if narrow else 0.0)


def _says_twice(new: Sequence[Step]) -> bool:
    """Whether a filter asks for words by which its element is found already."""
    return any(
        two.strategy == "has-text"
        and isinstance(two.value, str)
        and any(two.value.lower() in text.lower() for text in words((one,)))
        for one, two in pairwise(new)
    )


def _is_bound(request: Request, start: int, stop: int, new: Sequence[Step]) -> bool:
    """Whether `new` says what a caller handed over once more than the author did: it then holds
    for this caller only (`tab(name)` by `a[href="/jobs"]`)."""
    given = {v for i in range(start, stop) for v in request.handed.get(i, ())}
    old = request.locator.steps[start:stop]
    return any(
        now > then for v in given for now, then in zip(_times(v, new), _times(v, old), strict=True)
    )


def _times(value: str, steps: Sequence[Step]) -> tuple[int, int]:
    """How often the steps give it as words of the page, and how often else."""
    whole = _whole(value)
    spoken = sum(len(whole.findall(text)) for text in words(steps))
    return spoken, sum(len(whole.findall(_said(step))) for step in steps) - spoken


def _stays(value: str, old: Step, new: Sequence[Step]) -> bool:
    """Whether the new steps can still be given what the old one was; a place is no other number."""
    if old.strategy == "nth":
        return any(step.strategy == "nth" and step.value == value for step in new)
    return any(value in _said(step) for step in new)


def _said(step: Step) -> str:
    values = [step.value, *(value for _, value in step.options)]
    return "\n".join(v.source if isinstance(v, Pattern) else str(v) for v in values)


def _repeats(request: Request, start: int, stop: int, new: Sequence[Step]) -> bool:
    """Whether `new` finds the element by the text that is asserted of it, of which the author's
    words said nothing: that a hash holds the same characters does not count."""
    expected = request.action.value.strip()
    if request.action.kind != "assert-text" or not expected:
        return False
    if not _mentions(words(new), expected):
        return False
    before = request.locator.steps[start:stop]
    return not _mentions(words(before), expected) and not _names(map(_said, before), expected)


def _mentions(texts: Iterable[str], expected: str) -> bool:
    folded = expected.lower()
    return any(
        folded in text.lower() or (len(text) > 3 and text.lower() in folded) for text in texts
    )


def _names(texts: Iterable[str], expected: str) -> bool:
    """Whether a text has the expected one as words of its own: `box_rps`, `editRpsHeader`."""
    return any(_whole(expected).search(_HUMP.sub(r"\1 ", text)) for text in texts)


def _whole(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", re.IGNORECASE)
