"""What the parts of the evaluator ask of each other."""

from __future__ import annotations

from typing import Protocol

from tree_sitter import Node

from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.values import ArgThunk, Callable, Env, Thunk, Value

Values = tuple[Value, ...]


class Evaluation(Protocol):
    """One evaluation under way, on the frames of one failure."""

    @property
    def project(self) -> Project:
        """The sources."""
        ...

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames that lie in the sources, innermost first."""
        ...

    @property
    def exporting(self) -> set[tuple[str, str]]:
        """The names that modules, by their paths, are being asked for."""
        ...

    def values(self, node: Node, env: Env) -> Values:
        """All that the expression may be worth; at least one."""
        ...

    def forced(self, thunk: Thunk) -> Values:
        """All that a deferred expression may be worth."""
        ...

    def member(self, owner: Value, name: str, node: Node, env: Env) -> Values:
        """A member of a value."""
        ...

    def element(self, owner: Value, step: str | int) -> Values:
        """A part of a value: a key, an index, or "*" for each element."""
        ...

    def apply(self, called: Callable, args: tuple[ArgThunk, ...] | None) -> Values:
        """What a function of the sources gives back."""
        ...

    def env_at(self, index: int, module: Module, node: Node) -> Env:
        """The surroundings of a node that stands at a frame."""
        ...
