"""Accessible names and descriptions (accname-1.2), with Playwright's reading where they differ."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntFlag
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, selected_options, shown_value, value_of
from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.roles import NAME_PROHIBITED, Roles
from selfheal_cli.dom.text import normalise
from selfheal_cli.dom.visibility import Visibility

_FROM_CONTENT = frozenset(
    """button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox
    menuitemradio option radio row rowheader switch tab tooltip treeitem""".split()  # noqa: SIM905
)
# Roles whose content counts only as a part of the content of something named.
_FROM_CONTENT_INSIDE = frozenset(
    """caption code contentinfo definition deletion emphasis insertion list listitem mark none
    paragraph region row rowgroup section strong subscript superscript table term
    time""".split()  # noqa: SIM905
) | {""}
_RANGES = frozenset(("progressbar", "scrollbar", "slider", "spinbutton", "meter"))
_PLACEHOLDER_INPUTS = frozenset(("text", "password", "search", "tel", "email", "url", ""))
_BUTTON_INPUTS = {"button": "", "submit": "Submit", "reset": "Reset"}
_UNREAD = frozenset(("script", "style", "noscript", "template"))
# Far below this a page is made by a program to be deep; its plain text serves as well there.
_DEEPEST = 80
# So do references that lead to the same large content again and again.
_MOST_CONTENTS, _CONTENTS_EACH = 100_000, 20


class _By(IntFlag):
    """On which way the computation came to an element (accname-1.2, 4.3.2: embedded)."""

    TARGET = 1
    CONTENT = 2
    LABELLED_BY = 4
    DESCRIBED_BY = 8
    LABEL = 16
    NATIVE = 32
    HIDDEN = 64

    REFERENCE = LABELLED_BY | DESCRIBED_BY | LABEL | NATIVE


# Plain numbers: flag arithmetic is on the way of every element.
_TARGET, _CONTENT, _LABELLED_BY = int(_By.TARGET), int(_By.CONTENT), int(_By.LABELLED_BY)
_DESCRIBED_BY, _LABEL, _NATIVE = int(_By.DESCRIBED_BY), int(_By.LABEL), int(_By.NATIVE)
_HIDDEN, _REFERENCE = int(_By.HIDDEN), int(_By.REFERENCE)


class Names:
    """Names the elements of one document."""

    def __init__(
        self,
        tree: FlatTree,
        roles: Roles,
        visibility: Visibility,
        plain_text: Callable[[HtmlElement], str],
    ) -> None:
        self._tree = tree
        self._roles = roles
        self._visibility = visibility
        self._plain_text = plain_text
        self._depth = 0
        self._left = _MOST_CONTENTS + _CONTENTS_EACH * len(tree.page.elements)

    def name(self, element: HtmlElement, include_hidden: bool = False) -> str:
        """The accessible name, normalised; "" for a hidden element unless included."""
        role = self._roles.of(element)
        if role in NAME_PROHIBITED and role != "none":
            return ""
        if not include_hidden and self._visibility.hidden(element):
            return ""
        by = _TARGET | _HIDDEN if include_hidden else _TARGET
        return normalise(self._of(element, by, set()))

    def description(self, element: HtmlElement) -> str:
        """By aria-describedby, else aria-description, else a title that is not the name."""
        described = self._tree.by_ids(element.get("aria-describedby"), element)
        if described:
            texts = [self._of(e, self._reference(e, _DESCRIBED_BY), set()) for e in described]
            return normalise(" ".join(texts))
        given = normalise(element.get("aria-description") or "")
        if given:
            return given
        title = normalise(element.get("title") or "")
        return title if title != self.name(element) else ""

    # --- the steps of accname-1.2, 4.3.2 ---------------------------------------------------

    def _of(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        if element in visited:
            return ""
        if element.tag in _UNREAD or (not by & _HIDDEN and self._visibility.hidden(element)):
            visited.add(element)  # 2A
            return ""
        labelled_by: list[HtmlElement] = []
        if "aria-labelledby" in element.attrib:  # 2B
            labelled_by = self._tree.by_ids(element.get("aria-labelledby"), element)
            name = "" if by & _LABELLED_BY else self._referenced(labelled_by, _LABELLED_BY, visited)
            if name:
                return name
        role = self._roles.of(element)
        if by & (_CONTENT | _LABEL | _LABELLED_BY) and element not in labelled_by:  # 2C
            value = self._embedded_value(element, role, by, visited)
            if value is not None:
                return value
        label = element.get("aria-label")
        if label and label.strip():  # 2D
            visited.add(element)
            return label
        return self._unstated(element, role, by, bool(labelled_by), visited)

    def _unstated(
        self, element: HtmlElement, role: str, by: int, labelled: bool, visited: set[HtmlElement]
    ) -> str:
        if role != "none":  # 2E
            native = self._native(element, by, labelled, visited)
            if native is not None:
                return native
        visited.add(element)
        if self._takes_content(element, role, by):  # 2F
            content = self._content(element, by, visited)
            if content.strip() if by & _TARGET else content:
                return content
        if role != "none" or element.tag == "iframe":  # 2I
            return element.get("title") or ""
        return ""

    def _reference(self, element: HtmlElement, by: int) -> int:
        return by | _HIDDEN if self._visibility.hidden(element) else by

    def _referenced(self, elements: list[HtmlElement], by: int, visited: set[HtmlElement]) -> str:
        names = [self._of(element, self._reference(element, by), visited) for element in elements]
        return " ".join(name for name in names if name)

    def _takes_content(self, element: HtmlElement, role: str, by: int) -> bool:
        return (
            role in _FROM_CONTENT
            or bool(by & _REFERENCE)
            or (bool(by & _CONTENT) and role in _FROM_CONTENT_INSIDE)
            or (element.tag == "summary" and role != "none")
        )

    def _content(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        self._left -= 1
        if self._depth >= _DEEPEST or self._left < 0:
            return self._plain_text(element)
        inside = (by & ~_TARGET) | _CONTENT if by & _TARGET else by
        self._depth += 1
        try:
            parts: list[str] = []
            for child in self._tree.children(element):
                if isinstance(child, str):
                    parts.append(child)
                else:
                    parts.append(self._spaced(child, inside, visited))
            if "aria-owns" in element.attrib:
                owned = self._tree.by_ids(element.get("aria-owns"), element)
                parts.extend(self._spaced(child, inside, visited) for child in owned)
        finally:
            self._depth -= 1
        return "".join(parts)

    def _spaced(self, child: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        text = self._of(child, by, visited)
        if child.tag == "br" or not self._visibility.inline(child):
            return f" {text} "
        return text

    # --- controls inside a label (2C) ------------------------------------------------------

    def _embedded_value(
        self, element: HtmlElement, role: str, by: int, visited: set[HtmlElement]
    ) -> str | None:
        if role in ("textbox", "searchbox"):
            visited.add(element)
            if element.tag in ("input", "textarea"):
                return shown_value(element)
            return self._plain_text(element)
        if role in ("combobox", "listbox"):
            visited.add(element)
            return self._chosen(element, role, by, visited)
        if role in _RANGES:
            visited.add(element)
            for attribute in ("aria-valuetext", "aria-valuenow"):
                if attribute in element.attrib:
                    return element.get(attribute) or ""
            return value_of(element)
        if role == "menu":
            visited.add(element)
            return ""
        return None

    def _chosen(self, element: HtmlElement, role: str, by: int, visited: set[HtmlElement]) -> str:
        if element.tag == "select":
            chosen = selected_options(element) or list(islice(element.iter("option"), 1))
        else:
            listbox = element if role == "listbox" else self._owned(element, "listbox")
            chosen = [] if listbox is None else self._selected_in(listbox)
        if not chosen and element.tag == "input":
            return shown_value(element)
        inside = (by & ~_TARGET) | _CONTENT if by & _TARGET else by
        return " ".join(self._of(option, inside, visited) for option in chosen)

    def _owned(self, element: HtmlElement, role: str) -> HtmlElement | None:
        below = list(element.iterdescendants())
        for owned in self._tree.by_ids(element.get("aria-owns"), element):
            below.extend(owned.iter())
        found = (e for e in below if isinstance(e.tag, str) and self._roles.of(e) == role)
        return next(found, None)

    def _selected_in(self, listbox: HtmlElement) -> list[HtmlElement]:
        return [
            option
            for option in listbox.iterdescendants()
            if isinstance(option.tag, str)
            and option.get("aria-selected") == "true"
            and self._roles.of(option) == "option"
        ]

    # --- native text alternatives (2E, HTML-AAM 4.1) ---------------------------------------

    def _native(
        self, element: HtmlElement, by: int, labelled: bool, visited: set[HtmlElement]
    ) -> str | None:
        """The native alternative, or None where the computation goes on to the content."""
        rule = _NATIVE_RULES.get(str(element.tag))
        if rule is not None and (not labelled or element.tag in _EVEN_IF_LABELLED):
            return rule(self, element, by, visited)
        return None

    def _labels(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str | None:
        labels = self._tree.labels(element)
        if not labels or by & _LABELLED_BY:
            return None
        return self._referenced(labels, _LABEL, visited)

    def _input(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        visited.add(element)
        kind = input_type(element)
        if kind in _BUTTON_INPUTS:
            value = value_of(element)
            if value.strip():
                return value
            return _BUTTON_INPUTS[kind] or element.get("title") or ""
        labels = self._labels(element, by, visited)
        if labels is not None:
            return labels
        if kind == "file":
            return "Choose File"
        title = element.get("title") or ""
        if kind == "image":
            return _first(element.get("alt") or "", title, "Submit")
        if title.strip() or kind not in _PLACEHOLDER_INPUTS:
            return title
        return element.get("placeholder") or ""

    def _field(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        """Textarea, select, output."""
        visited.add(element)
        labels = self._labels(element, by, visited)
        if labels is not None:
            return labels
        title = element.get("title") or ""
        if title.strip() or element.tag != "textarea":
            return title
        return element.get("placeholder") or ""

    def _button(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str | None:
        labels = self._labels(element, by, visited)
        if labels is not None:
            visited.add(element)
        return labels

    def _image(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        visited.add(element)
        return _first(element.get("alt") or "", element.get("title") or "")

    def _headed(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str:
        """Fieldset by its legend, figure by its caption."""
        visited.add(element)
        head = _child(element, "legend" if element.tag == "fieldset" else "figcaption")
        if head is not None:
            return self._of(head, self._inside(head, by), visited)
        return element.get("title") or ""

    def _table(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str | None:
        caption = _child(element, "caption")
        if caption is not None:
            visited.add(element)
            return self._of(caption, self._inside(caption, by), visited)
        return element.get("summary") or None

    def _svg(self, element: HtmlElement, by: int, visited: set[HtmlElement]) -> str | None:
        title = _child(element, "title")
        if title is None:
            return None
        visited.add(element)
        return self._of(title, self._inside(title, by) | _LABELLED_BY, visited)

    def _inside(self, head: HtmlElement, by: int) -> int:
        inside = (by & ~_TARGET) | _CONTENT if by & _TARGET else by
        return self._reference(head, inside | _NATIVE)


def _child(element: HtmlElement, tag: str) -> HtmlElement | None:
    return next(iter(element.iterchildren(tag)), None)


def _first(*texts: str) -> str:
    return next((text for text in texts if text.strip()), "")


_Native = Callable[[Names, HtmlElement, int, set[HtmlElement]], "str | None"]
_NATIVE_RULES: dict[str, _Native] = {
    "area": Names._image,
    "button": Names._button,
    "fieldset": Names._headed,
    "figure": Names._headed,
    "img": Names._image,
    "input": Names._input,
    "output": Names._field,
    "select": Names._field,
    "svg": Names._svg,
    "table": Names._table,
    "textarea": Names._field,
}
_EVEN_IF_LABELLED = frozenset(("area", "img", "svg", "table"))
