"""What a locator dialect offers: parse, resolve against a page, go to calls and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.model import Call, Locator, Step


class Dialect(Protocol):
    """One framework's way to state locators. Stateless; every method is pure."""

    @property
    def name(self) -> str:
        """What plans and settings call it."""
        ...

    def parse(self, text: str) -> Locator:
        """The locator an artifact's text states. Raises LocatorSyntaxError."""
        ...

    def resolve(self, locator: Locator, page: Page) -> list[HtmlElement]:
        """The elements the framework's own engine would find on `page`, frames entered, in
        document order. Raises UnsupportedLocator, LocatorSyntaxError."""
        ...

    def from_calls(self, calls: Sequence[Call]) -> Locator:
        """The locator a chain of calls states. Raises LocatorSyntaxError where it states none."""
        ...

    def to_calls(self, steps: Sequence[Step], language: str) -> tuple[Call, ...]:
        """The calls that an author would write for `steps` in `language` (python, javascript)."""
        ...

    def show(self, locator: Locator, language: str) -> str:
        """The locator as a person reads it, in the language's own API form."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """A dialect made of its modules' functions, each as `Dialect` says."""

    name: str
    parse: Callable[[str], Locator]
    resolve: Callable[[Locator, Page], list[HtmlElement]]
    from_calls: Callable[[Sequence[Call]], Locator]
    to_calls: Callable[[Sequence[Step], str], tuple[Call, ...]]
    show: Callable[[Locator, str], str]


def shown_as(
    to_calls: Callable[[Sequence[Step], str], tuple[Call, ...]],
    write: Callable[[tuple[Call, ...]], str],
) -> Callable[[Locator, str], str]:
    """What shows a locator as its calls, written by `write`."""
    return lambda locator, language: write(to_calls(locator.steps, language))
