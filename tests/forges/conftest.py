"""Each forge on a loopback port, and a network whose time costs none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from selfheal_cli.forges import FORGES
from selfheal_cli.forges.base import Forge
from selfheal_cli.forges.network import Network
from tests.forges.bucket import Bucket
from tests.forges.devops import ORGANISATION, DevOps
from tests.forges.hosted import NAME, OWNER, SECRET, Hosted
from tests.forges.hub import Hub
from tests.forges.lab import Lab
from tests.forges.loopback import Loopback, serving
from tests.forges.tea import Tea

SERVERS: dict[str, tuple[Callable[[Hosted], Any], str]] = {
    "github": (Hub, f"{OWNER}/{NAME}"),
    "gitlab": (Lab, f"{OWNER}/{NAME}.git"),
    "gitea": (Tea, f"{OWNER}/{NAME}.git"),
    "bitbucket": (Bucket, f"{OWNER}/{NAME}.git"),
    "azure": (DevOps, f"{ORGANISATION}/{OWNER}/_git/{NAME}"),
}
ENVIRON = {"SELFHEAL_FORGE_TOKEN": SECRET}


class Clock:
    """Seconds pass when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@dataclass
class World:
    """A forge's server, what it keeps, and our way to it."""

    name: str
    server: Any
    hosted: Hosted
    remote: str
    clock: Clock = field(default_factory=Clock)
    said: list[str] = field(default_factory=list)

    @property
    def loopback(self) -> Loopback:
        return self.server.loopback  # type: ignore[no-any-return]

    def network(self, **more: Any) -> Network:
        return Network(
            say=self.said.append, now=self.clock.now, sleep=self.clock.sleep, chance=lambda: 0.0,
            **more,
        )  # fmt: skip

    def connect(self, network: Network | None = None) -> Forge:
        return FORGES[self.name](self.remote, ENVIRON, network or self.network())


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def world_of(name: str, make: Callable[[Hosted], Any] | None = None) -> Iterator[World]:
    usual, path = SERVERS[name]
    hosted = Hosted()
    server = (make or usual)(hosted)
    with serving(server.loopback) as loopback:
        yield World(name, server, hosted, f"{loopback.url}/{path}")


@pytest.fixture(params=sorted(SERVERS))
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from world_of(request.param)


@pytest.fixture
def github() -> Iterator[World]:
    yield from world_of("github")


@pytest.fixture
def gitlab() -> Iterator[World]:
    yield from world_of("gitlab")


@pytest.fixture
def gitea() -> Iterator[World]:
    yield from world_of("gitea")


@pytest.fixture
def bitbucket() -> Iterator[World]:
    yield from world_of("bitbucket")


@pytest.fixture
def azure() -> Iterator[World]:
    yield from world_of("azure")
