"""What is stored of an element when its page is not: the page cut down to what tells it apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement

from selfheal_cli.dom.secrets import MASK, safe_attributes
from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.view import NAME_TYPES
from selfheal_cli.model import Markup, Snapshot

_MARK = "data-selfheal-target"
_INSIDE = 24
_BESIDE = 3
_BESIDE_INSIDE = 6
_LEVELS = 4
_TEXT = 120
_VALUE = 120
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_DROPPED = frozenset(("style", "d", "srcset", "points", "onclick"))


def excerpt(element: HtmlElement) -> str:
    """HTML of `element` with what is in it, the elements around it, its nearest siblings and
    theirs, its label, and the headings before it; typed and secret values left out."""
    kept = _kept(element)
    above = element.getroottree().getroot()
    copy = _copied(above, kept, element)
    return html.tostring(copy, encoding="unicode")


def recall(stored: str) -> tuple[Page, HtmlElement]:
    """The page that an excerpt is, and the element it was made for. Raises ValueError where it is
    no excerpt."""
    root = html.document_fromstring(stored)
    found = root.xpath(f"//*[@{_MARK}]")
    if len(found) != 1:
        raise ValueError("not an excerpt: it marks no element")
    (element,) = found
    del element.attrib[_MARK]
    return Page(root, Snapshot(Markup(b"")), False, tuple(root.iter(etree.Element))), element


def _kept(element: HtmlElement) -> set[HtmlElement]:
    kept = {element, *element.iterancestors(), *_first(element, _INSIDE)}
    around = [element, *islice(element.iterancestors(), _LEVELS - 1)]
    for here in around:
        for beside in _beside(here):
            kept |= {beside, *_first(beside, _BESIDE_INSIDE)}
    for told in (*_headings(element), *_labels(element)):
        kept |= {told, *told.iterancestors(), *_first(told, _BESIDE_INSIDE)}
    return kept


def _first(element: HtmlElement, most: int) -> Iterator[HtmlElement]:
    return islice((each for each in element.iterdescendants(etree.Element)), most)


def _beside(element: HtmlElement) -> Iterator[HtmlElement]:
    for preceding in (True, False):
        siblings = element.itersiblings(etree.Element, preceding=preceding)
        yield from islice(siblings, _BESIDE)


def _headings(element: HtmlElement) -> Iterator[HtmlElement]:
    """The nearest before it."""
    before = element.xpath("preceding::*[self::" + " or self::".join(_HEADINGS) + "]")
    yield from before[-2:]


def _labels(element: HtmlElement) -> Iterator[HtmlElement]:
    if identifier := element.get("id"):
        yield from element.xpath("//label[@for=$id]", id=identifier)
    for name in (element.get("aria-labelledby") or "").split():
        yield from element.xpath("//*[@id=$id]", id=name)


def _stored(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Its attributes; not what somebody typed, nor what nobody tells elements apart by."""
    typed = element.tag == "input" and element.get("type", "").lower() not in NAME_TYPES
    for name, value in safe_attributes(element):
        if name not in _DROPPED and value != MASK and not (typed and name == "value"):
            yield name, value[:_VALUE]


def _copied(element: HtmlElement, kept: set[HtmlElement], target: HtmlElement) -> HtmlElement:
    copy = html.Element(element.tag)
    for name, value in _stored(element):
        copy.set(name, value)
    if element is target:
        copy.set(_MARK, "")
    copy.text = (element.text or "")[:_TEXT]
    for child in element.iterchildren(etree.Element):
        if child in kept:
            inner = _copied(child, kept, target)
            inner.tail = (child.tail or "")[:_TEXT]
            copy.append(inner)
    return copy
