"""Names and descriptions as dom-accessibility-api makes them, which Testing Library asks: it keeps
to accname 1.1 with exceptions of its own, knows no placeholder and no generated content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.controls import input_type, selected_options, value_of
from selfheal_cli.dom.tree import Page
from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.dom_text import dom_texts
from selfheal_cli.locators.testing_library_labels import labels_of
from selfheal_cli.locators.testing_library_roles import naming_role

_DEEPEST = 150
_SPACE = " \t\n\r\v\f\u00a0\ufeff\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_RUNS = re.compile(f"[{_SPACE}]{{2,}}")
_UNNAMED = frozenset(
    """caption code deletion emphasis generic insertion paragraph presentation strong subscript
    superscript""".split()  # noqa: SIM905
)
_NAMED_BY_CONTENT = frozenset(
    """button cell checkbox columnheader gridcell heading label legend link menuitem
    menuitemcheckbox menuitemradio option radio row rowheader switch tab tooltip
    treeitem""".split()  # noqa: SIM905
)
_CHOOSING = frozenset(("combobox", "listbox"))
_RANGES = frozenset(("meter", "progressbar", "scrollbar", "slider", "spinbutton"))
_CONTROLS = _CHOOSING | _RANGES | {"button", "textbox"}
_DEFAULTS = {"submit": "Submit", "reset": "Reset"}


@dataclass(frozen=True, slots=True)
class _Way:
    """How the computation came to an element."""

    embedded: bool = False
    referenced: bool = False
    recursive: bool = False
    depth: int = 0

    def down(self) -> _Way:
        """To what is inside."""
        return _Way(self.embedded, False, True, self.depth + 1)


def name_of(element: HtmlElement, page: Page) -> str:
    """The accessible name. Raises UnsupportedLocator where what names it nests too deep."""
    if naming_role(element) in _UNNAMED:
        return ""
    return _flat(_Naming(page).alternative(element, _Way()))


def description_of(element: HtmlElement, page: Page) -> str:
    """The accessible description. Raises UnsupportedLocator as `name_of` does."""
    found = labels_of(page).named(element.get("aria-describedby"))
    way = _Way(referenced=True)
    texts = [_flat(_Naming(page, describing=True).alternative(each, way)) for each in found]
    return " ".join(texts) or element.get("title") or ""


def _flat(text: str) -> str:
    return _RUNS.sub(" ", text.strip(_SPACE))


class _Naming:
    """One computation: nothing is consulted twice in it."""

    def __init__(self, page: Page, describing: bool = False) -> None:
        self._page = page
        self._seen: set[tuple[HtmlElement, str]] = set()
        self._visibility = accessibility(page).visibility
        self._describing = describing

    def alternative(self, element: HtmlElement, way: _Way) -> str:
        """The element's text alternative (accname, 4.3.2)."""
        if way.depth > _DEEPEST:
            raise UnsupportedLocator("what names an element nests too deep to be read")
        if (element, "") in self._seen or (self._is_hidden(element) and not way.referenced):
            return ""
        role = naming_role(element)
        labelling = self._labelling(element, way)
        if labelling:
            referring = _Way(way.embedded, True, depth=way.depth + 1)
            return " ".join([self.alternative(each, referring) for each in labelling])
        is_inner_control = way.recursive and role in _CONTROLS and not self._describing
        if not is_inner_control:
            stated = self._stated(element, role, way)
            if stated is not None:
                self._see(element)
                return stated
        return self._shown(element, role, way, is_inner_control)

    def _see(self, element: HtmlElement, attribute: str = "") -> None:
        self._seen.add((element, attribute))

    def _is_hidden(self, element: HtmlElement) -> bool:
        """By what is said of it alone, and its computed style."""
        if "hidden" in element.attrib or element.get("aria-hidden") == "true":
            return True
        gone = self._visibility.display(element) == "none"
        return gone or self._visibility.invisible(element)

    def _labelling(self, element: HtmlElement, way: _Way) -> list[HtmlElement]:
        key = (element, "aria-labelledby")
        if self._describing or way.referenced or key in self._seen:
            return []
        found = labels_of(self._page).named(element.get("aria-labelledby"))
        if found:
            self._seen.add(key)
        return found

    def _stated(self, element: HtmlElement, role: str, way: _Way) -> str | None:
        """What attributes, labels and HTML's own children for it say."""
        label = (element.get("aria-label") or "").strip(_SPACE)
        if label and not self._describing:
            return label
        return None if role in ("none", "presentation") else self._native(element, role, way)

    def _native(self, element: HtmlElement, role: str, way: _Way) -> str | None:
        tag = str(element.tag)
        if tag in ("fieldset", "table"):
            self._see(element)
            first = next(element.iterchildren("legend" if tag == "fieldset" else "caption"), None)
            if first is not None:
                return self.alternative(first, _Way(depth=way.depth + 1))
        elif tag == "svg":
            self._see(element)
            title = next(element.iterchildren("title"), None)
            return None if title is None else dom_texts(self._page).of(title)
        attribute = {"img": "alt", "area": "alt", "optgroup": "label"}.get(tag, "")
        own = self._used(element, attribute) if attribute else None
        return own if own is not None else self._of_control(element, role, way)

    def _of_control(self, element: HtmlElement, role: str, way: _Way) -> str | None:
        kind = input_type(element) if element.tag == "input" else ""
        if kind in ("button", "submit", "reset"):
            value = self._used(element, "value")
            if value is not None or kind in _DEFAULTS:
                return _DEFAULTS[kind] if value is None else value
        labels = labels_of(self._page).of(element)
        if labels:
            self._see(element)
            inside = _Way(embedded=True, recursive=True, depth=way.depth + 1)
            return " ".join(filter(None, [self.alternative(each, inside) for each in labels]))
        if kind == "image":
            used = self._used(element, "alt")
            used = self._used(element, "title") if used is None else used
            return "Submit Query" if used is None else used
        return (self._content(element, _Way(depth=way.depth)) or None) if role == "button" else None

    def _used(self, element: HtmlElement, attribute: str) -> str | None:
        value = element.get(attribute)
        if value is None or not value.strip(_SPACE) or (element, attribute) in self._seen:
            return None
        self._see(element, attribute)
        return value

    def _shown(self, element: HtmlElement, role: str, way: _Way, is_inner_control: bool) -> str:
        """What stands in it, or the value of a control."""
        if role == "menu":
            self._see(element)
            return ""
        if is_inner_control or way.embedded or way.referenced:
            value = self._value(element, role, way)
            if value is not None:
                return value
        if role in _NAMED_BY_CONTENT or way.referenced or element.tag == "caption":
            content = self._content(element, way)
            if content:
                self._see(element)
                return content
        self._see(element)
        if way.recursive:
            return self._content(element, way)
        return self._used(element, "title") or ""

    def _value(self, element: HtmlElement, role: str, way: _Way) -> str | None:
        if role not in _CHOOSING | _RANGES | {"textbox"}:
            return None
        self._see(element)
        if role in _RANGES:
            stated = element.get("aria-valuetext", element.get("aria-valuenow"))
            return (element.get("value") or "") if stated is None else stated
        if role == "textbox":
            is_field = element.tag in ("input", "textarea")
            return value_of(element) if is_field else dom_texts(self._page).of(element)
        chosen = self._chosen(element)
        if not chosen:
            return value_of(element) if element.tag == "input" else ""
        return " ".join([self.alternative(each, way.down()) for each in chosen])

    def _chosen(self, element: HtmlElement) -> list[HtmlElement]:
        if element.tag == "select":
            return selected_options(element)
        roots = [element, *labels_of(self._page).named(element.get("aria-owns"))]
        below = [each for root in roots for each in root.iterdescendants("*")]
        return [each for each in below if each.get("aria-selected") == "true"]

    def _content(self, element: HtmlElement, way: _Way) -> str:
        """The alternatives of its nodes; what is no inline box stands apart from the rest."""
        pieces: list[str] = []
        for node in self._nodes(element):
            if isinstance(node, str):
                pieces.append(node)
                continue
            inner = self.alternative(node, way.down())
            inline = self._visibility.display(node) == "inline"
            pieces.append(inner if inline else f" {inner} ")
        return "".join(pieces).strip(_SPACE)

    def _nodes(self, element: HtmlElement) -> Iterator[HtmlElement | str]:
        yield from self._texts(element, "text", element.text)
        for child in element if element.tag != "template" else ():
            if isinstance(child.tag, str) and not child.get("shadowrootmode"):
                yield child
            yield from self._texts(child, "tail", child.tail)
        yield from labels_of(self._page).named(element.get("aria-owns"))

    def _texts(self, holder: HtmlElement, place: str, text: str | None) -> Iterator[str]:
        if text and (holder, f"#{place}") not in self._seen:
            self._see(holder, f"#{place}")
            yield text
