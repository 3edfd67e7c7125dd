"""SVG and MathML in a page: the elements that are no HTML, and the names they bring along."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Foreign:
    """What stands in the SVG and MathML of one page: names of elements and attributes in lower
    case, and those that have capitals (`linearGradient`, `viewBox`) by their lower case."""

    tags: frozenset[str]
    attributes: frozenset[str]
    capitals: dict[str, str]


def foreign_in(root: HtmlElement) -> Foreign:
    """Looks at the page once."""
    tags: set[str] = set()
    attributes: set[str] = set()
    for top in root.iter(*_ROOTS):
        for element in top.iter(etree.Element):
            tags.add(str(element.tag))
            attributes.update(element.attrib)
    capitals = {name.lower(): name for name in tags | attributes if not name.islower()}
    return Foreign(_lower(tags), _lower(attributes), capitals)


def _lower(names: set[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


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
