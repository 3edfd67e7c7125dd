"""One pass over a document: the elements that can be meant, their order and their text runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.matching.words import squash

# Never a target, and nothing inside them is shown.
_UNSEEN = frozenset(
    """head script style noscript meta link title base template source track param col colgroup
    datalist""".split()  # noqa: SIM905
)
_TEXT_LIMIT = 300


@dataclass(slots=True)
class Walk:
    """The elements in document order. `end[i]`: the first index after the subtree of `i`.
    `before[i]`, `after[i]`: how many text runs of the page come before its start and its end."""

    elements: list[HtmlElement] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    def text(self, i: int, limit: int = _TEXT_LIMIT) -> str:
        """The text inside element `i`, at most `limit` characters."""
        parts: list[str] = []
        size = 0
        for run in self.runs[self.before[i] : self.after[i]]:
            parts.append(run)
            size += len(run) + 1
            if size > limit:
                break
        return " ".join(parts)[:limit]

    def run_before(self, i: int) -> str:
        """The nearest text before element `i`, outside of it."""
        return self.runs[self.before[i] - 1] if self.before[i] else ""

    def run_after(self, i: int) -> str:
        """The nearest text after element `i`, outside of it."""
        return self.runs[self.after[i]] if self.after[i] < len(self.runs) else ""


def walk(root: HtmlElement) -> Walk:
    """Visits the document below `root`. Shadow roots and the drawing inside an `svg` leave no
    element of their own; a shadow root's content counts as its host's."""
    seen = Walk()
    open_: list[int] = []
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            _start(seen, element, open_, events)
        else:
            if event == "end":
                _end(seen, open_)
            if open_:
                _run(seen, element.tail, open_)
    return seen


def _start(seen: Walk, element: HtmlElement, open_: list[int], events: etree.iterwalk[Any]) -> None:
    tag = element.tag
    if tag in _UNSEEN and element.get("shadowrootmode") is None:
        open_.append(-1)
        events.skip_subtree()
        return
    if tag == "template":
        open_.append(-1)
        return
    parent = next((i for i in reversed(open_) if i >= 0), -1)
    open_.append(len(seen.elements))
    seen.elements.append(element)
    seen.parent.append(parent)
    seen.depth.append(seen.depth[parent] + 1 if parent >= 0 else 0)
    seen.end.append(0)
    seen.after.append(0)
    seen.before.append(len(seen.runs))
    seen.own.append("")
    if tag in ("svg", "textarea"):
        events.skip_subtree()
    else:
        _run(seen, element.text, open_)


def _end(seen: Walk, open_: list[int]) -> None:
    index = open_.pop()
    if index >= 0:
        seen.end[index] = len(seen.elements)
        seen.after[index] = len(seen.runs)


def _run(seen: Walk, text: str | None, open_: list[int]) -> None:
    if not text or not (text := squash(text[:2000])):
        return
    seen.runs.append(text)
    index = next((i for i in reversed(open_) if i >= 0), -1)
    if index >= 0 and len(seen.own[index]) < _TEXT_LIMIT:
        seen.own[index] = f"{seen.own[index]} {text}".strip()
