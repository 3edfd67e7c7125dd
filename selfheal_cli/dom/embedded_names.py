"""Controls inside of a label or a named content: their value is read, not their name (accname-1.2,
2C)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import selected_options, shown_value
from selfheal_cli.dom.naming import Naming, Visited, below

_RANGES = frozenset(("progressbar", "scrollbar", "slider", "spinbutton", "meter"))


def embedded_value(
    naming: Naming, element: HtmlElement, role: str, by: int, visited: Visited
) -> str | None:
    """The value that stands for a control; None for what is none."""
    if role == "textbox":
        visited[element] = None
        if element.tag in ("input", "textarea"):
            return shown_value(element)
        return naming.plain_text(element)
    if role in ("combobox", "listbox"):
        visited[element] = None
        return _chosen(naming, element, role, by, visited)
    if role in _RANGES:
        visited[element] = None
        stated = (element.get(name) for name in ("aria-valuetext", "aria-valuenow", "value"))
        return next((value for value in stated if value is not None), "")
    if role == "menu":
        visited[element] = None
        return ""
    return None


def _chosen(naming: Naming, element: HtmlElement, role: str, by: int, visited: Visited) -> str:
    if element.tag == "select":
        chosen = selected_options(element) or list(islice(element.iter("option"), 1))
    else:
        listbox = element if role == "listbox" else _listbox_of(naming, element)
        chosen = [] if listbox is None else _selected_in(naming, listbox)
    if not chosen and element.tag == "input":
        return shown_value(element)
    return " ".join(naming.of(option, below(by), visited) for option in chosen)


def _listbox_of(naming: Naming, combobox: HtmlElement) -> HtmlElement | None:
    found = (e for e in _inside(naming, combobox) if naming.roles.of(e) == "listbox")
    return next(found, None)


def _selected_in(naming: Naming, listbox: HtmlElement) -> list[HtmlElement]:
    return [
        option
        for option in _inside(naming, listbox)
        if option.get("aria-selected") == "true" and naming.roles.of(option) == "option"
    ]


def _inside(naming: Naming, element: HtmlElement) -> Iterator[HtmlElement]:
    """The elements below, then those that it owns."""
    naming.detour()
    yield from element.iterdescendants("*")
    for owned in naming.tree.by_ids(element.get("aria-owns"), element):
        yield from owned.iter("*")
