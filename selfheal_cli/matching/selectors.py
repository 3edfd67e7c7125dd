"""The links of a CSS selector or an XPath as conditions on one element each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from cssselect import SelectorError, parse
from cssselect import parser as css

_QUOTED = r"(?:\"([^\"]*)\"|'([^']*)')"
_XP_ATTR = re.compile(rf"@([\w:-]+)\s*(?:=|,)\s*{_QUOTED}")
_XP_TEXT = re.compile(
    rf"(?:text\(\)|normalize-space\([^()]*(?:\(\))?\)|(?<![\w@)/])\.)\s*(?:=|,)\s*{_QUOTED}"
)
_XP_INDEX = re.compile(r"^\s*(\d+)\s*$")
_XP_STEP = re.compile(r"^(?:([\w-]+)::)?(\*|[\w:-]+)?")
_TEXT_FUNCTIONS = frozenset(("has-text", "text", "text-is", "contains", "text-matches"))
_CHILD = frozenset(("nth-child", "nth-of-type"))


class Reach(StrEnum):
    """Where the element of a link stands to that of the link before it."""

    INSIDE = "inside"
    AFTER = "after"
    BEFORE = "before"
    AROUND = "around"
    BESIDE = "beside"


# By XPath's axes and CSS's combinators; inside of what is around something is beside it.
_REACH = {
    "following": Reach.AFTER, "following-sibling": Reach.AFTER, "+": Reach.AFTER, "~": Reach.AFTER,
    "preceding": Reach.BEFORE, "preceding-sibling": Reach.BEFORE,
    "parent": Reach.AROUND, "ancestor": Reach.AROUND, "ancestor-or-self": Reach.AROUND,
}  # fmt: skip


@dataclass(slots=True)
class Link:
    """Conditions on one element; "" and 0: none. `index` counts from 1 among siblings. `reach`:
    where it stands to the link before where that does not hold it; no condition of its own."""

    tag: str = ""
    ids: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    index: int = 0
    reach: Reach = field(default=Reach.INSIDE, compare=False)


def css_links(text: str) -> list[Link]:
    """The compounds of the first selector in `text`, outermost first; at least one."""
    try:
        tree = parse(text)[0].parsed_tree
    except (SelectorError, IndexError, RecursionError):
        return [Link(texts=[], classes=re.findall(r"[\w-]+", text)[-3:])]
    links: list[Link] = []
    while isinstance(tree, css.CombinedSelector):
        links.append(_compound(tree.subselector))
        links[-1].reach = _REACH.get(tree.combinator, Reach.INSIDE)
        tree = tree.selector
    links.append(_compound(tree))
    return links[::-1]


def _compound(tree: css.Tree) -> Link:
    link = Link()
    while not isinstance(tree, css.Element):
        _condition(link, tree)
        inner = getattr(tree, "selector", None)
        if inner is None or isinstance(inner, css.CombinedSelector):
            return link
        tree = inner
    link.tag = (tree.element or "").lower()
    return link


def _condition(link: Link, tree: css.Tree) -> None:
    if isinstance(tree, css.Hash):
        link.ids.append(tree.id)
    elif isinstance(tree, css.Class):
        link.classes.append(tree.class_name)
    elif isinstance(tree, css.Attrib) and tree.value is not None:
        value = tree.value.value or ""
        _attribute(link, tree.attrib, value)
    elif isinstance(tree, css.Function):
        values = [t.value or "" for t in tree.arguments if t.value]
        if tree.name in _TEXT_FUNCTIONS:
            link.texts += values[:1]
        elif tree.name in _CHILD and values and values[0].isdigit():
            link.index = int(values[0])


def _attribute(link: Link, name: str, value: str) -> None:
    if name == "id":
        link.ids.append(value)
    elif name == "class":
        link.classes += value.split()
    else:
        link.attributes.append((name, value))


def xpath_links(xpath: str) -> list[Link]:
    """The steps of an XPath, outermost first; at least one."""
    first = _outside_union(xpath.strip().removeprefix("xpath="))
    links: list[Link] = []
    up = False
    for text in _split(first.lstrip("(")):
        if text and text not in (".", ".."):
            links.append(_step(text))
            if up and links[-1].reach is Reach.INSIDE:
                links[-1].reach = Reach.BESIDE
        up = text == ".." or (up and not text)
    if first.startswith("(") and links and (tail := re.search(r"\)\s*\[(\d+)\]\s*$", first)):
        links[-1].index = int(tail.group(1))
    return links or [Link()]


def _outside_union(text: str) -> str:
    parts = _split(text, "|")
    return parts[0].strip() if parts else text


def _split(text: str, at: str = "/") -> list[str]:
    """Cuts outside of brackets and quotes."""
    parts, depth, quote, begin = [], 0, "", 0
    for i, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[(":
            depth += 1
        elif char in "])":
            depth -= 1
        elif char == at and depth <= 0:
            parts.append(text[begin:i])
            begin = i + 1
    return [*parts, text[begin:]]


def _step(text: str) -> Link:
    link = Link()
    head = _XP_STEP.match(text)
    axis, tag = head.groups(default="") if head else ("", "")
    link.tag = "" if tag in ("*", "node") else tag.lower()
    link.reach = _REACH.get(axis, Reach.INSIDE)
    for predicate in _predicates(text):
        if found := _XP_INDEX.match(predicate):
            link.index = int(found.group(1))
        own = not re.match(r"\s*\.?/*[\w-]+(?:::[\w*]+)?\s*[\[/]", predicate)
        for name, a, b in _XP_ATTR.findall(predicate):
            if own:
                _attribute(link, name, a or b)
            else:
                link.inner.append(a or b)
        for a, b in _XP_TEXT.findall(predicate):
            (link.texts if own else link.inner).append(a or b)
    return link


def _predicates(text: str) -> list[str]:
    found, depth, quote, begin = [], 0, "", 0
    for i, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "[":
            begin = i + 1 if depth == 0 else begin
            depth += 1
        elif char == "]":
            depth -= 1
            if depth == 0:
                found.append(text[begin:i])
    return found
