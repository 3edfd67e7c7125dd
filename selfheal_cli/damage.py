"""Damaged artifacts that come up while failures are looked into, whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from selfheal_cli.model import Problem


@dataclass(slots=True)
class Damage:
    """Problems as they come up; each counts once."""

    _heard: dict[Problem, None] = field(default_factory=dict)

    def hear(self, problem: Problem) -> None:
        """Takes note of it."""
        self._heard[problem] = None

    def hear_all(self, problems: Iterable[Problem]) -> None:
        """Takes note of what another process has heard."""
        self._heard.update(dict.fromkeys(problems))

    def since(self, count: int) -> tuple[Problem, ...]:
        """Those that came after the first `count`."""
        return tuple(self._heard)[count:]

    def __len__(self) -> int:
        return len(self._heard)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All, in an order that does not depend on who heard them first."""
        return tuple(sorted(self._heard, key=lambda one: (one.artifact, one.reason)))
