"""One pass over a document: the elements that can be meant, their order and their text runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

# Never a target, and nothing inside them is shown.
_UNSEEN = frozenset(
    """head script style noscript meta link title base template source track param col colgroup
    datalist""".split()  # noqa: SIM905
)
_TEXT_LIMIT = 300
_LONGEST_RUN = 2000


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
        first, stop = self.before[i], self.after[i]
        if stop - first <= 1:
            return self.runs[first][:limit] if stop > first else ""
        parts: list[str] = []
        size = 0
        for run in self.runs[first : min(stop, first + limit)]:
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


def walk(root: HtmlElement, most_children: int = 0) -> Walk:
    """Visits the document below `root`. Shadow roots and the drawing inside an `svg` leave no
    element of their own; a shadow root's content counts as its host's. Children beyond
    `most_children` of one element are left out; 0: none are."""
    seen = Walk()
    # The row of each open element; an element without a row stands for the one around it.
    open_: list[int] = []
    rowless: list[bool] = []
    met: Counter[int] = Counter()
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            parent = open_[-1] if open_ else -1
            if most_children:
                met[parent] += 1
            if 0 < most_children < met[parent]:
                events.skip_subtree()
                open_.append(parent)
                rowless.append(True)
                continue
            _start(seen, element, open_, rowless, events)
            continue
        if event == "end":
            index = open_.pop()
            if not rowless.pop():
                seen.end[index] = len(seen.elements)
                seen.after[index] = len(seen.runs)
        text = element.tail
        if text and open_ and not text.isspace():
            _run(seen, text, open_[-1])
    return seen


def _start(
    seen: Walk,
    element: HtmlElement,
    open_: list[int],
    rowless: list[bool],
    events: etree.iterwalk[Any],
) -> None:
    tag = element.tag
    parent = open_[-1] if open_ else -1
    if tag in _UNSEEN and not (tag == "template" and element.get("shadowrootmode") is not None):
        events.skip_subtree()
        open_.append(parent)
        rowless.append(True)
        return
    if tag == "template":
        open_.append(parent)
        rowless.append(True)
        return
    index = len(seen.elements)
    open_.append(index)
    rowless.append(False)
    seen.elements.append(element)
    seen.parent.append(parent)
    seen.depth.append(seen.depth[parent] + 1 if parent >= 0 else 0)
    seen.end.append(0)
    seen.after.append(0)
    seen.before.append(len(seen.runs))
    seen.own.append("")
    if tag in ("svg", "textarea"):
        events.skip_subtree()
        return
    text = element.text
    if text and not text.isspace():
        _run(seen, text, index)


def _run(seen: Walk, text: str, index: int) -> None:
    text = " ".join(text[:_LONGEST_RUN].split())
    if not text:
        return
    seen.runs.append(text)
    if index >= 0 and len(seen.own[index]) < _TEXT_LIMIT:
        own = seen.own[index]
        seen.own[index] = f"{own} {text}" if own else text
