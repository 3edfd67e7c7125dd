"""Ids and other keys that count things: the next run gives the same thing another number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import attributes
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import GENERATED, POSITION
from selfheal_cli.synthesis.structure import keys

_NUMBER = re.compile(r"\d+")
_NEVER = ("class", "style")
_SEVERAL = 3


def counted(now: Sequence[HtmlElement], before: Sequence[HtmlElement]) -> dict[str, float]:
    """What it costs to lean on a key of the elements `now`, or of what they stand in, that counts:
    one that had another number around the same elements in the passing run (`before`; without any,
    nothing is known of that), or that numbers its element among its siblings, which is a place."""
    known: dict[tuple[str, str], set[str]] = {}
    for shape, value in _numbered(before):
        known.setdefault(shape, set()).add(value)
    found = {value: GENERATED for shape, value in _numbered(now) if _other(known, shape, value)}
    for element in _chain(now):
        for value in _among_siblings(element):
            found.setdefault(value, POSITION)
    return found


def _other(known: Mapping[tuple[str, str], set[str]], shape: tuple[str, str], value: str) -> bool:
    return shape in known and value not in known[shape]


def leaning(replaced: Sequence[Step], new: Sequence[Step], prices: Mapping[str, float]) -> float:
    """What the new steps lean on such keys beyond those that they replace."""
    if not prices or not (used := keys(new) & prices.keys()):
        return 0.0
    given = {_shape(value) for value in keys(replaced)}
    return max((prices[value] for value in used if _shape(value) not in given), default=0.0)


def _chain(elements: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    for element in elements[:1]:
        yield element
        yield from element.iterancestors()


def _numbered(elements: Sequence[HtmlElement]) -> Iterator[tuple[tuple[str, str], str]]:
    """The keys with a number on the way up: name and shape, value."""
    for element in _chain(elements):
        for name, value in attributes(element).items():
            if name not in _NEVER and _NUMBER.search(value):
                yield (name, _shape(value)), value


def _among_siblings(element: HtmlElement) -> Iterator[str]:
    own, parent = attributes(element).get("id", ""), element.getparent()
    if parent is None or not _NUMBER.search(own):
        return
    shape = _shape(own)
    if sum(_shape(child.get("id") or "") == shape for child in parent) >= _SEVERAL:
        yield own


def _shape(value: str) -> str:
    return _NUMBER.sub("0", value)
