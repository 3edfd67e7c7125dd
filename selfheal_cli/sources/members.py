"""A class's members, each read from the sources when its name is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from selfheal_cli.sources.syntax import Member


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Members(Mapping[str, tuple[Member, ...]]):
    """What a class holds by name. `names`: all of them; `held`: what one name holds."""

    names: Callable[[], Iterable[str]]
    held: Callable[[str], tuple[Member, ...]]
    _known: dict[str, tuple[Member, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[Member, ...]:
        if name not in self._known:
            self._known[name] = self.held(name)
        if not self._known[name]:
            raise KeyError(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self.names()))

    def __len__(self) -> int:
        return len(dict.fromkeys(self.names()))
