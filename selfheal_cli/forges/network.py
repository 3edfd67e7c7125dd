"""How the forges of one run reach the outside: time, chance, what is told, and what is counted."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. Names of `headers` are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Lost(Exception):
    """No answer came. `sent`: the server may have carried the request out all the same."""

    def __init__(self, words: str, *, sent: bool) -> None:
        super().__init__(words)
        self.sent = sent


_CHANCE = secrets.SystemRandom().random


class Send(Protocol):
    """Carries one request out."""

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Raises Lost where no answer came."""
        ...


def silent(words: str) -> None:
    """Tells nobody."""
    del words


class Network:
    """`say` is told, in one line each, of what is left out and, in a `rehearsal`, of every request;
    a rehearsal sends what reads and does not send what writes."""

    def __init__(
        self,
        *,
        say: Callable[[str], None] = silent,
        rehearsal: bool = False,
        send: Send | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = _CHANCE,
    ) -> None:
        self.say = say
        self.rehearsal = rehearsal
        self.now = now
        self.sleep = sleep
        self.chance = chance
        self.reads = 0
        self.writes = 0
        self._send = send or _wire()

    @property
    def calls(self) -> int:
        """How many requests were sent."""
        return self.reads + self.writes

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, writes: bool
    ) -> Reply:
        """Counts. Raises Lost."""
        if writes:
            self.writes += 1
        else:
            self.reads += 1
        return self._send(method, url, headers, body)


def _wire() -> Send:
    from selfheal_cli.forges.wire import Wire  # urllib3 costs time that only this command needs

    return Wire()
