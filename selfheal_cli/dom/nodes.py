"""Assembles an lxml tree from a recorded node list, node by node, never through HTML text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from selfheal_cli.dom.planting import MOST_NESTED, plant, plant_root, plant_text
from selfheal_cli.errors import ArtifactError

SHADOW_MARK = "__playwright_shadow_root_"
SHEET_MARK = "__playwright_style_sheet_"


@dataclass(frozen=True, slots=True)
class Assembled:
    """A tree and the adopted style sheets that were recorded as nodes: (scope, CSS text)."""

    root: HtmlElement
    sheets: tuple[tuple[HtmlElement, str], ...]
    has_shadow: bool


def assemble(node: Any) -> Assembled:
    """The tree of `node`, `[name, attributes?, *children]`. Raises ArtifactError."""
    if not _is_element(node):
        raise ArtifactError("The snapshot holds no document: its node list has no root element.")
    tag, given, children = _parts(node)
    return _grow(plant_root(tag, given), children)


def _grow(root: HtmlElement, children: list[Any]) -> Assembled:
    sheets: list[tuple[HtmlElement, str]] = []
    has_shadow = False
    # A list of our own in place of recursion: a page may be deeper than Python's stack.
    pending: list[tuple[HtmlElement, list[Any], int]] = [(root, children, 1)]
    while pending:
        parent, children, depth = pending.pop()
        last: HtmlElement | None = None
        texts: list[str] = []
        for child in children:
            if isinstance(child, str):
                texts.append(child)
            elif _is_element(child):
                tag, given, below = _parts(child)
                if SHEET_MARK in given:
                    sheets.append((parent, str(given[SHEET_MARK])))
                    continue
                if SHADOW_MARK in given:
                    given, has_shadow = {"shadowrootmode": given[SHADOW_MARK] or "open"}, True
                if texts:
                    plant_text(parent, last, "".join(texts))
                    texts = []
                last = plant(parent, tag, given)
                if below:
                    pending.append((last, below, _below(depth)))
        if texts:
            plant_text(parent, last, "".join(texts))
    return Assembled(root, tuple(sheets), has_shadow)


def _below(depth: int) -> int:
    if depth == MOST_NESTED:
        raise ArtifactError(f"The snapshot nests more than {MOST_NESTED} elements.")
    return depth + 1


def _is_element(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and isinstance(node[0], str)


def _parts(node: list[Any]) -> tuple[str, dict[str, Any], list[Any]]:
    # HTML elements are recorded in upper case, SVG's and MathML's as they are.
    tag = node[0].lower() if node[0].isupper() else node[0]
    given, below = (node[1], node[2:]) if _has_attributes(node) else ({}, node[1:])
    if tag == "head" and below and _is_recorders_base(below[0]):
        below = below[1:]
    return tag, given, below


def _has_attributes(node: list[Any]) -> bool:
    return len(node) > 1 and isinstance(node[1], dict)


def _is_recorders_base(node: Any) -> bool:
    """The recorder puts a BASE with only an address before everything else in HEAD."""
    return (
        _is_element(node)
        and node[0] == "BASE"
        and len(node) == 2
        and _has_attributes(node)
        and list(node[1]) == ["href"]
    )
