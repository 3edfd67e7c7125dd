"""A locator's chain as links: a scoping step with the filters on the same element, frames apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfheal_cli.model import Step

FILTERS = frozenset(
    {"has-text", "has-not-text", "has", "has-not", "and", "or", "nth", "visible", "filter", "not"}
)
_JOINTS = frozenset({"frame", "shadow", "within"})


@dataclass(frozen=True, slots=True)
class Link:
    """Steps `start:stop` of the chain: `steps[start]` scopes, the others filter."""

    start: int
    stop: int


def links_of(steps: Sequence[Step]) -> tuple[Link, ...]:
    """The chain's links; a step between them (`frame`, `shadow`, `within`) belongs
    to none."""
    found: list[Link] = []
    for index, step in enumerate(steps):
        if step.strategy in _JOINTS:
            continue
        if step.strategy in FILTERS and found and found[-1].stop == index:
            found[-1] = Link(found[-1].start, index + 1)
        else:
            found.append(Link(index, index + 1))
    return tuple(found)


def last_frame(steps: Sequence[Step]) -> int:
    """The index after the chain's last `frame` step; 0 where it has none."""
    return max((i + 1 for i, step in enumerate(steps) if step.strategy == "frame"), default=0)
