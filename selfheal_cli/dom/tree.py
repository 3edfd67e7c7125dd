"""From a snapshot's bytes or nodes to an lxml tree: the page that all stages look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.markup import parse
from selfheal_cli.dom.nodes import assemble
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import ElementPath, Markup, Snapshot

RECORDER_PREFIX = "__playwright"
_FRAME_TAGS = ("iframe", "frame")
_FRAME_SOURCES = ("src", "__playwright_src__")
_RECORDED_ADDRESS = "/snapshot/"
_PLAIN_STEP = re.compile(r"([^/\[\]()'\"@*|=<>+,!$]+)(?:\[(\d+)\])?\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A parsed document. An open shadow root is a `<template shadowrootmode="open">`, the first
    child of its host. Recorder state (`__playwright_*`) stays as attributes of those names.

    `elements` are all of them, root first, in document order; as long as the page lives, `is`
    tells them apart. `sheets`: adopted style sheets as (document root or shadow root, CSS)."""

    root: HtmlElement
    snapshot: Snapshot
    has_shadow: bool
    elements: tuple[HtmlElement, ...] = ()
    sheets: tuple[tuple[HtmlElement, str], ...] = ()
    _entered: dict[HtmlElement, Page | None] = field(default_factory=dict, repr=False)
    derived: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        """The address the page had, "" where not recorded."""
        return self.snapshot.url


def build(snapshot: Snapshot) -> Page:
    """Parses or assembles the page. Raises ArtifactError where it is not a page."""
    content = snapshot.content
    if isinstance(content, Markup):
        root = parse(content.html, content.encoding)
        elements = tuple(root.iter(etree.Element))
        return Page(root, snapshot, _has_shadow(root), elements)
    assembled = assemble(content.root)
    root = assembled.root
    elements = tuple(root.iter(etree.Element))
    return Page(root, snapshot, assembled.has_shadow, elements, assembled.sheets)


def _has_shadow(root: HtmlElement) -> bool:
    return any(template.get("shadowrootmode") == "open" for template in root.iter("template"))


def enter(page: Page, iframe: HtmlElement) -> Page | None:
    """The document inside `iframe`, or None where the snapshot does not hold it. The same Page
    each time. Raises ArtifactError where the frame's document is not a page."""
    if iframe not in page._entered:
        snapshot = _frame_snapshot(page.snapshot, iframe)
        page._entered[iframe] = None if snapshot is None else build(snapshot)
    return page._entered[iframe]


def _frame_snapshot(snapshot: Snapshot, iframe: HtmlElement) -> Snapshot | None:
    if iframe.tag not in _FRAME_TAGS:
        return None
    for attribute in _FRAME_SOURCES:
        source = iframe.get(attribute)
        for known, document in snapshot.frames if source is not None else ():
            if known == source:
                return document
    inline = iframe.get("srcdoc")
    if inline and iframe.tag == "iframe":
        return Snapshot(Markup(inline.encode(), "utf-8"), "about:srcdoc", snapshot.frames)
    return None


def frames(page: Page) -> Iterator[tuple[HtmlElement, Page]]:
    """The frames of this document that the snapshot holds, in document order: (iframe, its
    document). Frames that hold no page are left out."""
    for iframe in page.root.iter(*_FRAME_TAGS):
        document = _enter_quietly(page, iframe)
        if document is not None:
            yield iframe, document


def _enter_quietly(page: Page, iframe: HtmlElement) -> Page | None:
    try:
        return enter(page, iframe)
    except ArtifactError:
        return None


def documents(page: Page) -> Iterator[Page]:
    """`page` itself, then the documents of its frames, frames of frames included."""
    pending = [page]
    while pending:
        document = pending.pop()
        yield document
        pending.extend(reversed([inner for _, inner in frames(document)]))


def page_of(page: Page, element: HtmlElement) -> Page:
    """The document `element` belongs to: `page` or a frame of it. Raises ValueError."""
    return _chain(page, element)[0]


def _chain(page: Page, element: HtmlElement) -> tuple[Page, tuple[str, ...]]:
    root = element.getroottree().getroot()
    pending: list[tuple[Page, tuple[str, ...]]] = [(page, ())]
    while pending:
        document, chain = pending.pop()
        if document.root is root:
            return document, chain
        for iframe, inner in document._entered.items():
            if inner is not None:
                pending.append((inner, (*chain, _xpath(iframe))))
    raise ValueError("the element is of another page")


def _xpath(element: HtmlElement) -> str:
    return element.getroottree().getpath(element)


def attributes(element: HtmlElement) -> dict[str, str]:
    """The element's attributes as the page's author wrote them: no recorder state."""
    return {
        name: value
        for name, value in element.attrib.items()
        if not name.startswith(RECORDER_PREFIX)
        and not (value.startswith(_RECORDED_ADDRESS) and element.tag in _FRAME_TAGS)
    }


def path_of(page: Page, element: HtmlElement) -> ElementPath:
    """Where `element` stands, its document being `page` or a frame of it. Raises ValueError."""
    return ElementPath(_xpath(element), _chain(page, element)[1])


def at(page: Page, path: ElementPath) -> HtmlElement | None:
    """The element at `path`, or None."""
    document = page
    for step in path.frame:
        iframe = _first(document.root, step)
        inner = None if iframe is None else _enter_quietly(document, iframe)
        if inner is None:
            return None
        document = inner
    return _first(document.root, path.xpath)


def _first(root: HtmlElement, xpath: str) -> HtmlElement | None:
    steps = xpath.split("/")
    matches = [_PLAIN_STEP.match(step) for step in steps[1:]]
    if steps[0] == "" and matches and all(matches):
        return _walk(root, [(m[1], int(m[2] or 1)) for m in matches if m])
    return _evaluate(root, xpath)


def _walk(root: HtmlElement, steps: list[tuple[str, int]]) -> HtmlElement | None:
    """Follows a path in getpath's form; unlike XPath it takes names with colons as they are."""
    name, position = steps[0]
    here: HtmlElement | None = root if root.tag == name and position == 1 else None
    for name, position in steps[1:]:
        if here is None:
            return None
        found: Any = here.iterchildren(name)
        here = next((child for n, child in enumerate(found, 1) if n == position), None)
    return here


def _evaluate(root: HtmlElement, xpath: str) -> HtmlElement | None:
    try:
        found = root.getroottree().xpath(xpath)
    except etree.XPathError:
        return None
    if isinstance(found, list) and found and isinstance(found[0], HtmlElement):
        return found[0]
    return None
