"""What executors share: the seam they keep to, and what becomes of work that is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Undone:
    """Work without a result: whoever did it died, or could not hand the result over."""

    reason: str


class Executor(Protocol):
    """Works through numbered tasks that do not depend on each other."""

    def run(
        self, groups: Sequence[Sequence[int]], task: Callable[[int], T], shared: Sequence[object]
    ) -> Iterator[tuple[int, T | Undone]]:
        """Each task's number with its result, in any order. A group is worked through by one
        worker, which so does once what its tasks have in common; the larger ones had better come
        first. `shared`: objects at hand that results refer to, and that come back as they are.
        `task` does not raise."""
        ...
