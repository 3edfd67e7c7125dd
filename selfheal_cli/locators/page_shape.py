"""How large, deep and wide a page is: what the cost of a query on it depends on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import cast

from lxml import etree

from selfheal_cli.dom.tree import Page


@dataclass(frozen=True, slots=True)
class Shape:
    """`below`: the descendants of all elements, summed up; `beside`: the later siblings of all;
    `text`: characters; `text_below`: those of all elements' texts, summed up; `nested`: how many
    elements of a tag are inside one another at most."""

    elements: int
    deepest: int
    widest: int
    below: int
    beside: int
    text: int
    text_below: int
    tags: Counter[str]
    nested: Counter[str]

    @property
    def apart(self) -> int:
        """The pairs of elements of which neither holds the other."""
        return self.elements * self.elements // 2 - (self.below - self.elements)

    def count(self, tag: str) -> int:
        """The elements of that tag, in lower case."""
        return self.tags[tag.lower()]


def shape_of(page: Page) -> Shape:
    """Worked out once for each page, by a walk over it."""
    known = page.derived.get("locators.shape")
    if known is None:
        known = page.derived["locators.shape"] = _measure(page)
    return cast(Shape, known)


def _measure(page: Page) -> Shape:
    depth = deepest = widest = below = beside = text = text_below = 0
    tags: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    nested: Counter[str] = Counter()
    for event, node in etree.iterwalk(page.root, events=("start", "end")):
        if event == "end":
            depth -= 1
            open_[str(node.tag)] -= 1
            length = len(node.tail or "")
        else:
            depth += 1
            deepest = max(deepest, depth)
            children = len(node)
            widest = max(widest, children)
            below += depth
            beside += children * (children - 1) // 2
            tag = str(node.tag)
            tags[tag] += 1
            open_[tag] += 1
            nested[tag] = max(nested[tag], open_[tag])
            length = len(node.text or "")
        text += length
        text_below += length * depth
    elements = len(page.elements)
    return Shape(elements, deepest, widest, below, beside, text, text_below, tags, nested)
