"""Adds elements and texts to an lxml tree, whatever their names and characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HTMLParser

MOST_NESTED = 20_000
"""The most elements within each other that a page may have; it is refused otherwise."""

# Characters that libxml2 refuses: controls, lone surrogates, non-characters.
_REFUSED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_A_NAME = re.compile(r"[^\w.:@#*\[\]()$-]")
# lxml.html's own parser asks Python for the class of each element that is looked at.
_PARSER = HTMLParser()
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
)


def plant_root(tag: str, attributes: Mapping[str, Any]) -> HtmlElement:
    """The first element of a new tree."""
    root: HtmlElement = _PARSER.makeelement(_clean_name(tag))
    _set_cleaned(root, attributes)
    return root


def plant(parent: HtmlElement, tag: str, attributes: Mapping[str, Any]) -> HtmlElement:
    """A new last child; what libxml2 refuses in names and values is replaced or left out, and what
    is no text becomes one."""
    try:
        if not attributes:
            return etree.SubElement(parent, tag)
        if "{" not in "".join(attributes):  # lxml would take it for a namespace
            return etree.SubElement(parent, tag, attributes)
    except (ValueError, TypeError):
        pass  # a name or a value that XML refuses: cleaned below
    child = etree.SubElement(parent, _clean_name(tag))
    _set_cleaned(child, attributes)
    return child


def plant_comment(parent: HtmlElement) -> HtmlElement:
    """A comment as last child: it parts the texts around it, what it says is not kept."""
    comment: HtmlElement = etree.Comment()  # type: ignore[assignment]
    parent.append(comment)
    return comment


def plant_text(parent: HtmlElement, last: HtmlElement | None, text: str) -> None:
    """Puts `text` after `last`, a child of `parent`; None: before the first child."""
    try:
        _put(parent, last, text)
    except ValueError:
        _put(parent, last, clean_text(text))


def clean_text(text: str) -> str:
    """`text` without the characters that libxml2 refuses."""
    return _REFUSED.sub("", text.replace("\f", " "))


def _put(parent: HtmlElement, last: HtmlElement | None, text: str) -> None:
    if last is None:
        parent.text = text
    else:
        last.tail = text


def _set_cleaned(element: HtmlElement, attributes: Mapping[str, Any]) -> None:
    for name, value in attributes.items():
        element.set(_clean_name(name), clean_text(str(value)))


def _clean_name(name: str) -> str:
    return _NOT_A_NAME.sub("_", name) or "_"
