"""Chains that lead into frames: each frame step goes from an iframe to its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, enter
from selfheal_cli.model import Step

Find: TypeAlias = Callable[[Sequence[Step], Page], list[HtmlElement]]


def in_frames(steps: Sequence[Step], page: Page, find: Find) -> list[HtmlElement]:
    """What `find` gives for the steps after the last `frame` step, in the document that the ones
    before lead to: each time the first element found is entered. Nothing where it is no frame or
    the snapshot does not hold it."""
    start = 0
    document: Page | None = page
    for index, step in enumerate(steps):
        if step.strategy == "frame" and document is not None:
            found = find(steps[start:index], document)
            document = enter(document, found[0]) if found else None
            start = index + 1
    rest = steps[start:]
    return find(rest, document) if document is not None and rest else []
