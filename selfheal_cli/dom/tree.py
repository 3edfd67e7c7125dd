"""From a snapshot's bytes or nodes to an lxml tree: the page that all stages look at."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.model import ElementPath, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A parsed document. An open shadow root is a `<template shadowrootmode="open">`, the first
    child of its host. Recorder state (`__playwright_*`) stays as attributes of those names."""

    root: HtmlElement
    snapshot: Snapshot
    has_shadow: bool

    @property
    def url(self) -> str:
        """The address the page had, "" where not recorded."""
        return self.snapshot.url


def build(snapshot: Snapshot) -> Page:
    """Parses or assembles the page. Raises ArtifactError where it is not a page."""
    raise NotImplementedError


def enter(page: Page, iframe: HtmlElement) -> Page | None:
    """The document inside `iframe`, or None where the snapshot does not hold it."""
    raise NotImplementedError


def attributes(element: HtmlElement) -> dict[str, str]:
    """The element's attributes as the page's author wrote them: no recorder state."""
    raise NotImplementedError


def path_of(page: Page, element: HtmlElement) -> ElementPath:
    """Where `element` stands, its document being `page` or a frame of it."""
    raise NotImplementedError


def at(page: Page, path: ElementPath) -> HtmlElement | None:
    """The element at `path`, or None."""
    raise NotImplementedError
