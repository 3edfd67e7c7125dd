"""How the computation of a name goes on from element to element, for all parts of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntFlag
from typing import Protocol, TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.roles import Roles


class By(IntFlag):
    """On which way the computation came to an element (accname-1.2, 4.3.2: embedded).

    HIDDEN: by a reference to something hidden; ALL: whoever asks wants hidden content, too."""

    TARGET = 1
    CONTENT = 2
    LABELLED_BY = 4
    DESCRIBED_BY = 8
    LABEL = 16
    NATIVE = 32
    HIDDEN = 64
    ALL = 128

    REFERENCE = LABELLED_BY | DESCRIBED_BY | LABEL | NATIVE


# Plain numbers: flag arithmetic is on the way of every element.
TARGET, CONTENT, LABELLED_BY = int(By.TARGET), int(By.CONTENT), int(By.LABELLED_BY)
DESCRIBED_BY, LABEL, NATIVE = int(By.DESCRIBED_BY), int(By.LABEL), int(By.NATIVE)
HIDDEN, ALL, REFERENCE = int(By.HIDDEN), int(By.ALL), int(By.REFERENCE)


Visited: TypeAlias = dict[HtmlElement, None]
"""The elements that a computation has come to, in that order."""


def below(by: int) -> int:
    """The way on from the target to what is in it."""
    return (by & ~TARGET) | CONTENT if by & TARGET else by


class Naming(Protocol):
    """What the parts of the computation ask of the whole."""

    tree: FlatTree
    roles: Roles
    plain_text: Callable[[HtmlElement], str]

    def of(self, element: HtmlElement, by: int, visited: Visited) -> str:
        """The text of an element that the computation comes to."""
        ...

    def seen(self, element: HtmlElement, by: int) -> int:
        """The way to it, with whether it is hidden itself."""
        ...

    def referenced(
        self, elements: list[HtmlElement], kind: int, by: int, visited: Visited
    ) -> list[str]:
        """The names of what a reference of that kind leads to: a computation of its own."""
        ...

    def detour(self) -> None:
        """Tells that the computation leaves the way down the tree."""
        ...
