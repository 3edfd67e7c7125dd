"""What forges answer, read with distrust, and put the way we say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from selfheal_cli.forges.base import Request, Standing, State
from selfheal_cli.forges.client import Client, Refused

T = TypeVar("T")
UNOPENED = "the forge would be asked to merge it when its checks are green"
"""Said in a rehearsal, of one that has no number yet."""


def read(client: Client, data: Any, reader: Callable[[Any], T]) -> T:
    """What `reader` finds in an answer. Raises ForgeError where something is missing there."""
    try:
        return reader(data)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise client.strange(f"{type(error).__name__} {error}") from None


def plain(text: str | None) -> str:
    """A body as it was written: some forges keep line ends as browsers send them."""
    return (text or "").replace("\r\n", "\n")


def as_wanted(wanted: Request, number: int = 0) -> Standing:
    """What a rehearsed request would have led to; 0 stands for a number not yet given."""
    return Standing(
        number, State.OPEN, wanted.base, wanted.branch, wanted.title, wanted.body, wanted.draft, ""
    )


def undrafted(title: str, prefixes: Iterable[str]) -> str:
    """A title without what marks it as a draft."""
    for prefix in prefixes:
        if title.lower().startswith(prefix.lower()):
            return title[len(prefix) :].lstrip()
    return title


def as_courtesy(client: Client, what: str, act: Callable[[], object]) -> bool:
    """Does what nothing depends on; where the forge refuses, it is left out with a line."""
    try:
        act()
    except Refused as error:
        client.say(f"{what} is left out: {error.message}")
        return False
    return True
