"""What every rival answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml.html import HtmlElement

_SILENT = frozenset(("html", "head", "script", "style", "meta", "link", "title", "noscript"))


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Elements of the new page, best first, and whether the first would be used."""

    ranked: Sequence[HtmlElement]
    taken: bool


Finder: TypeAlias = Callable[[HtmlElement], Given]
"""From an element of the old page to the answer on the new page that the finder was made for."""


def candidates(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements of a page that can show something."""
    return (each for each in root.iter() if isinstance(each.tag, str) and each.tag not in _SILENT)


def best_first(elements: Sequence[HtmlElement], scores: Sequence[float]) -> list[HtmlElement]:
    """By score, equal ones in the order of the document."""
    order = sorted(range(len(elements)), key=lambda place: -scores[place])
    return [elements[place] for place in order]
