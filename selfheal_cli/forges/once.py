"""What must not be done twice: it is looked for before, and again where the forge says no."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from selfheal_cli.forges.client import Client, Refused
from selfheal_cli.forges.readings import plain

T = TypeVar("T")


def once(
    look: Callable[[], T | None], make: Callable[[], T], refusals: Collection[int]
) -> tuple[T, bool]:
    """What is there, and whether it was made now. `refusals`: by which statuses the forge says,
    among other things, that it is there already."""
    there = look()
    if there is not None:
        return there, False
    try:
        return make(), True
    except Refused as error:
        there = look() if error.status in refusals else None
        if there is None:
            raise
        return there, False


def comment_once(
    client: Client,
    at: str,
    words: str,
    bodies: Callable[[], Iterable[str]],
    form: Callable[[str], object],
) -> None:
    """Says `words` on a pull request unless they are said there. `bodies`: of its comments;
    `form`: a comment as the forge takes it."""

    def said() -> bool | None:
        return any(words.strip() in plain(body) for body in bodies()) or None

    if not said():
        client.write("POST", at, form(words), said)
