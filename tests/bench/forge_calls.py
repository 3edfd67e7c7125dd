"""How many requests each forge is sent: python -m tests.bench.forge_calls"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace

from selfheal_cli.forges.base import Forge, Request
from tests.forges.conftest import SERVERS, World, world_of

WANTED = Request("main", "selfheal/a", "A title", "A body")
FULL = replace(WANTED, labels=("bug",), reviewers=("ada",))
OTHER = replace(FULL, title="Another", base="develop", labels=("bug", "ui"), draft=True)


def _filled(world: World) -> None:
    for number in range(100):
        world.hosted.add(f"selfheal/{number}", state="closed")


def _opened(world: World) -> None:
    world.connect().open(WANTED)


def _nothing(world: World) -> None:
    del world


CASES: tuple[tuple[str, Callable[[World], None], Callable[[Forge], object]], ...] = (
    ("look at 100 of ours", _filled, lambda forge: forge.standing("selfheal/")),
    ("open one", _nothing, lambda forge: forge.open(WANTED)),
    ("open one with a label and a reviewer", _nothing, lambda forge: forge.open(FULL)),
    ("change title and body", _opened, lambda forge: forge.change(1, replace(WANTED, title="B"))),
    ("change base, draft and labels, too", _opened, lambda forge: forge.change(1, OTHER)),
    ("close one", _opened, lambda forge: forge.close(1, "No longer needed.")),
)


def main() -> None:
    os.environ["no_proxy"] = "127.0.0.1"
    print(f"{'':40}" + "".join(f"{name:>11}" for name in sorted(SERVERS)))
    for words, before, act in CASES:
        row = [_calls(name, before, act) for name in sorted(SERVERS)]
        print(f"{words:40}" + "".join(f"{calls:11}" for calls in row))


def _calls(name: str, before: Callable[[World], None], act: Callable[[Forge], object]) -> int:
    with contextmanager(world_of)(name) as world:
        before(world)
        network = world.network()
        act(world.connect(network))
        return network.calls


if __name__ == "__main__":
    main()
