"""What makes a spelling wrong for this very test, whatever it costs elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from selfheal_cli.model import Pattern, Step
from selfheal_cli.synthesis.costs import GENERATED, LOST_PARAMETER, TAUTOLOGY
from selfheal_cli.synthesis.figures import adds_figures
from selfheal_cli.synthesis.request import Request


def penalty(request: Request, start: int, stop: int, new: Sequence[Step]) -> float:
    """For steps `start:stop` becoming `new`: a lost parameter, an assertion that would only
    repeat its own expectation, a figure that the next run may show differently."""
    said = [_said(step) for step in new]
    wanted = [v for i in range(start, stop) for v in request.parameters.get(i, ())]
    lost = sum(LOST_PARAMETER for v in wanted if not any(v in text for text in said))
    figure = adds_figures(request.locator.steps[start:stop], new, request.changing)
    repeated = TAUTOLOGY if _repeats(request, start, stop, said) else 0.0
    return lost + repeated + (GENERATED if figure else 0.0)


def _said(step: Step) -> str:
    values = [step.value, *(value for _, value in step.options)]
    return "\n".join(v.source if isinstance(v, Pattern) else str(v) for v in values)


def _repeats(request: Request, start: int, stop: int, said: Sequence[str]) -> bool:
    expected = request.action.value.strip()
    if request.action.kind != "assert-text" or not expected:
        return False
    before = [_said(step) for step in request.locator.steps[start:stop]]
    return _mentions(said, expected) and not _mentions(before, expected)


def _mentions(texts: Sequence[str], expected: str) -> bool:
    folded = expected.lower()
    return any(
        folded in text.lower() or (len(text) > 3 and text.lower() in folded) for text in texts
    )
