"""SVG and MathML in a page: the elements that are no HTML, and the names they bring along."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

_ROOTS = ("svg", "math")
# HTML begins again below these (HTML, 13.2.6.1, integration points); below the last only where its
# encoding says so.
_WAYS_OUT = ("foreignObject", "desc", "title", "mi", "mo", "mn", "ms", "mtext", "annotation-xml")
_HTML_ENCODINGS = ("text/html", "application/xhtml+xml")
# Attributes that the parser puts into a namespace, where no plain selector finds them.
_NAMESPACED = frozenset(
    """xlink:actuate xlink:arcrole xlink:href xlink:role xlink:show xlink:title xlink:type xml:lang
    xml:space xmlns xmlns:xlink""".split()  # noqa: SIM905
)


class Foreign:
    """What stands in the SVG and MathML of one page; looked for when first asked."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root

    def _elements(self) -> Iterator[HtmlElement]:
        return (each for top in self._root.iter(*_ROOTS) for each in top.iter(etree.Element))

    @cached_property
    def _tags(self) -> set[str]:
        return {str(each.tag) for each in self._elements()}

    @cached_property
    def _attributes(self) -> set[str]:
        return {name for each in self._elements() for name in each.keys()}  # noqa: SIM118

    @cached_property
    def tags(self) -> frozenset[str]:
        """The elements' names, in lower case."""
        return frozenset(map(str.lower, self._tags))

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The attributes' names, in lower case."""
        return frozenset(map(str.lower, self._attributes))

    @cached_property
    def capital_tags(self) -> dict[str, str]:
        """The elements' names that have capitals (`linearGradient`), by their lower case."""
        return {name.lower(): name for name in self._tags if not name.islower()}

    @cached_property
    def capital_attributes(self) -> dict[str, str]:
        """The attributes' names that have capitals (`viewBox`), by their lower case."""
        return {name.lower(): name for name in self._attributes if not name.islower()}


def is_foreign(element: HtmlElement) -> bool:
    """Whether `element` is SVG's or MathML's."""
    if element.tag in _ROOTS:
        return True
    around = next(filter(_decides, element.iterancestors(*_ROOTS, *_WAYS_OUT)), element)
    return around.tag in _ROOTS


def _decides(around: HtmlElement) -> bool:
    encoding = (around.get("encoding") or "").lower()
    return around.tag != "annotation-xml" or encoding in _HTML_ENCODINGS


def in_namespace(element: HtmlElement, attribute: str) -> bool:
    """Whether the parser put `element`'s `attribute` into a namespace."""
    return attribute in _NAMESPACED and is_foreign(element)


def _html_test() -> str:
    points = " or ".join(f"self::{name}" for name in (*_ROOTS, *_WAYS_OUT[:-1]))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    encoding = f"translate(@encoding, '{letters}', '{letters.lower()}')"
    encodings = " or ".join(f"{encoding}='{each}'" for each in _HTML_ENCODINGS)
    nearest = f"ancestor::*[{points} or self::annotation-xml[{encodings}]][1]"
    return f"not(self::svg or self::math or {nearest}[self::svg or self::math])"


IS_HTML = _html_test()
"""The same, denied, as an XPath predicate."""
