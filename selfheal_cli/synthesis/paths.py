"""A selector as a path of compounds: the shape in which CSS and XPath are rewritten alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Protocol

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import attributes

_MOST_INSIDE = 60


class PartKind(StrEnum):
    """What one test of a compound looks at."""

    TAG = "tag"
    ID = "id"
    CLASS = "class"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    POSITION = "position"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One test on one element. `name`: the attribute, the text function or the position function;
    `operator` as CSS writes it ("" : present); `source`: the author's own text, "" where new."""

    kind: PartKind
    value: str
    name: str = ""
    operator: str = "="
    source: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """Tests on one element and its relation to the compound before: "" (the first: anywhere in
    the scope), " " (descendant), ">" (child), "+" (next sibling), "~" (later sibling), "/" (the
    first, an absolute path's root)."""

    relation: str
    parts: tuple[Part, ...]

    def only_tag(self) -> bool:
        """Whether nothing but the element's name is tested."""
        return all(part.kind is PartKind.TAG for part in self.parts)


Path = tuple[Compound, ...]


class Syntax(Protocol):
    """How a path is written: CSS or XPath."""

    strategy: str

    def parse(self, text: str) -> Path | None:
        """The path `text` states; None where it is more than a path (unions, other axes)."""
        ...

    def render(self, path: Path, like: str) -> str:
        """The text of `path`, quoted as `like` is; unchanged parts keep the author's text."""
        ...


def holds(part: Part, element: HtmlElement) -> bool:
    """Whether `element` passes `part`. What only an engine can tell counts as passed: the proof
    on the whole page decides later."""
    test = _TESTS.get(part.kind)
    return test is None or test(part, element)


def _tag_holds(part: Part, element: HtmlElement) -> bool:
    return part.value in ("*", str(element.tag))


def _id_holds(part: Part, element: HtmlElement) -> bool:
    return element.get("id") == part.value


def _class_holds(part: Part, element: HtmlElement) -> bool:
    return part.value in (element.get("class") or "").split()


def _attribute_holds(part: Part, element: HtmlElement) -> bool:
    value = attributes(element).get(part.name)
    return value is not None and compare(value, part.operator, part.value)


def compare(value: str, operator: str, wanted: str) -> bool:
    """An attribute test of Selectors Level 4."""
    return _COMPARISONS[operator](value, wanted)


_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "": lambda value, wanted: True,
    "=": lambda value, wanted: value == wanted,
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(wanted + "-"),
    "!=": lambda value, wanted: value != wanted,
}


def own_texts(element: HtmlElement) -> list[str]:
    """The text nodes directly below `element`."""
    nodes = [element.text or ""] + [child.tail or "" for child in element]
    return [node for node in nodes if node.strip()]


def pieces(element: HtmlElement) -> list[str]:
    """Each text in the element or inside of it on its own: what runs over several places is glued
    together in `full_text`, which nobody reads or writes that way."""
    inside = islice(element.iter("*"), _MOST_INSIDE)
    return [" ".join(text.split()) for each in inside for text in own_texts(each)]


def full_text(element: HtmlElement) -> str:
    """The element's whole text, white space collapsed."""
    return " ".join("".join(element.itertext()).split())


def _text_holds(part: Part, element: HtmlElement) -> bool:
    fold = part.name in ("has-text", "text")
    wanted = " ".join(part.value.split())
    texts = own_texts(element) if part.name.endswith("text()") else [full_text(element)]
    found = (" ".join(text.split()) for text in texts)
    if fold:
        return any(compare(text.lower(), part.operator, wanted.lower()) for text in found)
    return any(compare(text, part.operator, wanted) for text in found)


def _position_holds(part: Part, element: HtmlElement) -> bool:
    return position(part.name, element) == part.value


def position(name: str, element: HtmlElement) -> str:
    """The element's index (from 1) as the position function `name` counts it."""
    same_tag = name != "nth-child"
    before = element.itersiblings(preceding=True)
    return str(
        1 + sum(1 for e in before if isinstance(e.tag, str) and _counts(e, element, same_tag))
    )


def _counts(sibling: HtmlElement, element: HtmlElement, same_tag: bool) -> bool:
    return not same_tag or sibling.tag == element.tag


_TESTS: dict[PartKind, Callable[[Part, HtmlElement], bool]] = {
    PartKind.TAG: _tag_holds,
    PartKind.ID: _id_holds,
    PartKind.CLASS: _class_holds,
    PartKind.ATTRIBUTE: _attribute_holds,
    PartKind.TEXT: _text_holds,
    PartKind.POSITION: _position_holds,
}


def ancestors(element: HtmlElement, scope: HtmlElement | None) -> Iterator[HtmlElement]:
    """The ancestors of `element`, nearest first, up to (not including) `scope`."""
    for ancestor in element.iterancestors():
        if ancestor is scope:
            return
        yield ancestor
