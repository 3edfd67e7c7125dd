"""Names that HTML's and SVG's own markup gives (accname-1.2, 2E; HTML-AAM 1.0, 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, value_of
from selfheal_cli.dom.naming import LABEL, LABELLED_BY, NATIVE, Naming, Visited, below

_PLACEHOLDER_INPUTS = frozenset(("text", "password", "number", "search", "tel", "email", "url"))
_BUTTON_INPUTS = {"button": "", "submit": "Submit", "reset": "Reset"}


def native(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    """The native alternative, or None where the computation goes on to the content.
    `labelled`: aria-labelledby led somewhere, to no text. Browsers look at some alternatives
    even then."""
    rule = NATIVE_RULES.get(str(element.tag))
    if rule is not None:
        name = rule(naming, element, by, labelled, visited)
        if name is not None:
            return name
    if element in naming.tree.titled_drawings():
        return _drawing(naming, element, by, visited)
    return None


def _labels(naming: Naming, element: HtmlElement, by: int, visited: Visited) -> str | None:
    labels = naming.tree.labels(element)
    if not labels:
        return None
    return " ".join(filter(None, naming.referenced(labels, LABEL, by, visited)))


def _input(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    visited[element] = None
    kind = input_type(element)
    if kind in _BUTTON_INPUTS:
        title = element.get("title") or ""
        return _first(value_of(element), _BUTTON_INPUTS[kind], title)
    if kind in ("file", "image"):
        labels = None if by & LABELLED_BY else _labels(naming, element, by, visited)
        if labels is not None:
            return labels
        if kind == "file":  # HTML-AAM has no word on it; Chromium and WebKit have these
            return "Choose File"
        return _first(element.get("alt") or "", element.get("title") or "", "Submit")
    return _field(naming, element, by, labelled, visited)


def _field(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    """Input, textarea, select, meter, progress, output."""
    if labelled:
        return None
    visited[element] = None
    labels = _labels(naming, element, by, visited)
    if labels is not None:
        return labels
    title = element.get("title") or ""
    typed = element.tag == "input" and input_type(element) in _PLACEHOLDER_INPUTS
    if title or not (typed or element.tag == "textarea"):
        return title
    return element.get("placeholder") or ""


def _button(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    if labelled:
        return None
    visited[element] = None
    return _labels(naming, element, by, visited)


def _image(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    visited[element] = None
    return _first(element.get("alt") or "", element.get("title") or "")


def _headed(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    """Fieldset by its legend, figure by its caption."""
    if labelled:
        return None
    visited[element] = None
    head = _child(element, "legend" if element.tag == "fieldset" else "figcaption")
    if head is not None:
        return naming.of(head, naming.seen(head, below(by) | NATIVE), visited)
    return element.get("title") or ""


def _table(
    naming: Naming, element: HtmlElement, by: int, labelled: bool, visited: Visited
) -> str | None:
    visited[element] = None
    caption = _child(element, "caption")
    if caption is not None:
        return naming.of(caption, naming.seen(caption, below(by) | NATIVE), visited)
    return element.get("summary") or None


def _drawing(naming: Naming, element: HtmlElement, by: int, visited: Visited) -> str | None:
    """What is drawn in SVG by its own title (SVG-AAM 1.0, 8.1)."""
    title = _child(element, "title")
    if title is None:
        return _first(element.get("xlink:title") or "") or None
    visited[element] = None
    return naming.of(title, naming.seen(title, below(by) | LABELLED_BY), visited)


def _child(element: HtmlElement, tag: str) -> HtmlElement | None:
    return next(iter(element.iterchildren(tag)), None)


def _first(*texts: str) -> str:
    return next((text for text in texts if text.strip()), "")


_Native: TypeAlias = Callable[[Naming, HtmlElement, int, bool, Visited], "str | None"]
NATIVE_RULES: dict[str, _Native] = {
    "area": _image,
    "button": _button,
    "fieldset": _headed,
    "figure": _headed,
    "img": _image,
    "input": _input,
    "meter": _field,
    "output": _field,
    "progress": _field,
    "select": _field,
    "table": _table,
    "textarea": _field,
}
