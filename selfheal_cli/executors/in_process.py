"""One task after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selfheal_cli.executors.base import T, Undone


@dataclass(frozen=True, slots=True)
class InProcess:
    """Works everywhere, and is the quickest for little work."""

    def run(
        self, groups: Sequence[Sequence[int]], task: Callable[[int], T], shared: Sequence[object]
    ) -> Iterator[tuple[int, T | Undone]]:
        """See `Executor.run`."""
        for group in groups:
            for number in group:
                yield number, task(number)
