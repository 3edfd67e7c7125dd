"""What could be said of an element: the parts it offers to a new or changed compound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import attributes
from selfheal_cli.synthesis.costs import adding
from selfheal_cli.synthesis.paths import Part, PartKind, full_text, holds, own_texts, position

_NEVER = frozenset({"id", "class", "style", "src", "srcset", "tabindex", "d", "width", "height"})
_SPOKEN = (
    "name",
    "aria-label",
    "placeholder",
    "title",
    "alt",
    "for",
    "href",
    "type",
    "value",
    "role",
    "action",
)
_MOST_TEXT = 60


def offered(elements: Sequence[HtmlElement], texts: bool) -> list[Part]:
    """The parts that hold on every one of `elements`, cheapest first; `texts`: with text parts."""
    first, others = elements[0], elements[1:]
    parts = [part for part in _parts(first, texts) if all(holds(part, e) for e in others)]
    return sorted(parts, key=lambda part: (adding(part), part.kind, part.name, part.value))


def _parts(element: HtmlElement, texts: bool) -> Iterator[Part]:
    own = attributes(element)
    if own.get("id", "").strip():
        yield Part(PartKind.ID, own["id"], "id")
    for name in dict.fromkeys((own.get("class") or "").split()):
        yield Part(PartKind.CLASS, name)
    for name, value in own.items():
        if _worth_saying(name, value, element):
            yield Part(PartKind.ATTRIBUTE, value, name)
    if texts:
        yield from _text_parts(element)


def _worth_saying(name: str, value: str, element: HtmlElement) -> bool:
    if name in _NEVER or not value.strip() or len(value) > 120 or "\n" in value:
        return False
    if name == "value":
        return element.get("type") in ("submit", "button", "radio", "checkbox", "reset")
    return name in _SPOKEN or name.startswith("data-")


def _text_parts(element: HtmlElement) -> Iterator[Part]:
    own = own_texts(element)
    if len(own) == 1 and own[0] == own[0].strip() and len(own[0]) <= _MOST_TEXT:
        yield Part(PartKind.TEXT, own[0], "text()")
    text = full_text(element)
    if text and len(text) <= _MOST_TEXT:
        yield Part(PartKind.TEXT, text, "normalize-space()")


def tag_of(elements: Sequence[HtmlElement]) -> Part | None:
    """The tag that all of `elements` have, or None."""
    tags = {str(element.tag) for element in elements}
    return Part(PartKind.TAG, tags.pop()) if len(tags) == 1 else None


def place_of(element: HtmlElement, name: str) -> Part:
    """The element's place among its siblings, as position function `name` counts."""
    return Part(PartKind.POSITION, position(name, element), name)
