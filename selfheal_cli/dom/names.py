"""Accessible names and descriptions (accname-1.2), with Playwright's reading where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntFlag
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.controls import input_type, selected_options, shown_value, value_of
from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.flow import Flow
from selfheal_cli.dom.roles import NAME_PROHIBITED, Roles
from selfheal_cli.dom.text import flat
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
_PLACEHOLDER_INPUTS = frozenset(("text", "password", "number", "search", "tel", "email", "url"))
_BUTTON_INPUTS = {"button": "", "submit": "Submit", "reset": "Reset"}
_UNREAD = frozenset(("script", "style", "noscript", "template"))
# Far below this a page is made by a program to be deep; its plain text serves as well there.
_DEEPEST = 80
# So do references that lead to the same large content again and again.
_MOST_CONTENTS, _CONTENTS_EACH = 100_000, 20
_REFERENCE_COSTS = 4


# Larger parts than this are read again wherever they are asked for.
_LARGEST_KEPT = 64
_NAMING = ("aria-label", "aria-labelledby", "title")


class _By(IntFlag):
    """On which way the computation came to an element (accname-1.2, 4.3.2: embedded).

    HIDDEN: by a reference to something hidden; ALL: whoever asks wants hidden content, too."""

    TARGET = 1
    CONTENT = 2
    LABELLED_BY = 4
    DESCRIBED_BY = 8
    LABEL = 16
    NATIVE = 32
    HIDDEN = 64
    ALL = 128

    REFERENCE = LABELLED_BY | DESCRIBED_BY | LABEL | NATIVE


# Plain numbers: flag arithmetic is on the way of every element.
_TARGET, _CONTENT, _LABELLED_BY = int(_By.TARGET), int(_By.CONTENT), int(_By.LABELLED_BY)
_DESCRIBED_BY, _LABEL, _NATIVE = int(_By.DESCRIBED_BY), int(_By.LABEL), int(_By.NATIVE)
_HIDDEN, _ALL, _REFERENCE = int(_By.HIDDEN), int(_By.ALL), int(_By.REFERENCE)


_Visited = dict[HtmlElement, None]
"""The elements that a computation has come to, in that order."""


class Names:
    """Names the elements of one document."""

    def __init__(
        self,
        tree: FlatTree,
        roles: Roles,
        flow: Flow,
        visibility: Visibility,
        plain_text: Callable[[HtmlElement], str],
    ) -> None:
        self._tree = tree
        self._roles = roles
        self._visibility = visibility
        self._flow = flow
        self._plain_text = plain_text
        self._depth = 0
        self._parts: dict[tuple[HtmlElement, int], tuple[str, list[HtmlElement]]] = {}
        self._detours = 0
        self._lists: dict[tuple[HtmlElement, str | None, int], str] = {}
        self._left = _MOST_CONTENTS + _CONTENTS_EACH * len(tree.page.elements)

    def name(self, element: HtmlElement, include_hidden: bool = False) -> str:
        """The accessible name, its white space as found; "" for a hidden element unless
        included."""
        role = self._roles.of(element)
        if role in NAME_PROHIBITED or not self._nameable(element, role):
            return ""
        if not include_hidden and self._visibility.hidden(element):
            return ""
        self._detours = 0
        return self._of(element, _TARGET | _ALL if include_hidden else _TARGET, {})

    def _nameable(self, element: HtmlElement, role: str) -> bool:
        """Whether any step could give it a name: few elements of a page have one."""
        return (
            role in _FROM_CONTENT
            or element.tag in _NATIVE_RULES
            or element.tag == "summary"
            or any(element.get(name) for name in _NAMING)
            or element in self._tree.titled_drawings()
        )

    def description(self, element: HtmlElement) -> str:
        """By aria-describedby, else aria-description, else title, as Playwright reads HTML-AAM
        (which takes the title only where it is not the name)."""
        if "aria-describedby" in element.attrib:
            described = self._tree.by_ids(element.get("aria-describedby"), element)
            self._detours += 1
            texts = [self._of(e, self._seen(e, _DESCRIBED_BY), {}) for e in described]
            return flat(" ".join(texts))
        given = element.get("aria-description")
        return flat(element.get("title") or "" if given is None else given)

    # --- the steps of accname-1.2, 4.3.2 ---------------------------------------------------

    def _of(self, element: HtmlElement, by: int, visited: _Visited) -> str:
        if element in visited:
            return ""
        if not by & _ALL and (
            element.tag in _UNREAD or (not by & _HIDDEN and self._visibility.hidden(element))
        ):
            visited[element] = None  # 2A
            return ""
        labelled_by: list[HtmlElement] = []
        if "aria-labelledby" in element.attrib:  # 2B
            labelled_by = self._tree.by_ids(element.get("aria-labelledby"), element)
            if not by & _LABELLED_BY:
                name = self._labelled(element, labelled_by, by, visited)
                if name:
                    return name
        role = self._roles.of(element)
        if by & (_CONTENT | _LABEL | _LABELLED_BY) and element not in labelled_by:  # 2C
            value = self._embedded_value(element, role, by, visited)
            if value is not None:
                return value
        label = element.get("aria-label")
        if label and label.strip():  # 2D
            visited[element] = None
            return label
        return self._unstated(element, role, by, bool(labelled_by), visited)

    def _unstated(
        self, element: HtmlElement, role: str, by: int, labelled: bool, visited: _Visited
    ) -> str:
        if role != "none":  # 2E
            native = self._native(element, by, labelled, visited)
            if native is not None:
                return native
        visited[element] = None
        if self._takes_content(element, role, by):  # 2F
            content = self._content(element, by, visited)
            if by & _TARGET:
                content = content.strip()
            if content:
                return content
        if role != "none" or element.tag in ("iframe", "frame"):  # 2I
            return element.get("title") or ""
        return ""

    def _seen(self, element: HtmlElement, by: int) -> int:
        return by | _HIDDEN if self._visibility.hidden(element) else by

    def _labelled(
        self, element: HtmlElement, by_these: list[HtmlElement], by: int, visited: _Visited
    ) -> str:
        """The name by aria-labelledby. Where a computation begins with it, elements that name the
        same ids are named the same."""
        key = (self._tree.scope(element), element.get("aria-labelledby"), by & _ALL)
        if visited:
            return " ".join(self._referenced(by_these, _LABELLED_BY, by, visited))
        name = self._lists.get(key)
        if not name:
            name = " ".join(self._referenced(by_these, _LABELLED_BY, by, visited))
            self._lists[key] = name
        self._detours += 1
        return name

    def _referenced(
        self, elements: list[HtmlElement], kind: int, by: int, visited: _Visited
    ) -> list[str]:
        """The names of what a reference of that kind leads to: a computation of its own."""
        kind |= by & _ALL
        self._detours += len(elements)
        self._left -= _REFERENCE_COSTS * len(elements)
        if self._left < 0:
            return [self._plain_text(element) for element in elements]
        return [self._of(element, self._seen(element, kind), visited) for element in elements]

    def _takes_content(self, element: HtmlElement, role: str, by: int) -> bool:
        return (
            role in _FROM_CONTENT
            or bool(by & _REFERENCE)
            or (bool(by & _CONTENT) and role in _FROM_CONTENT_INSIDE)
            or (element.tag == "summary" and role != "none")
        )

    def _content(self, element: HtmlElement, by: int, visited: _Visited) -> str:
        self._left -= 1
        if self._depth >= _DEEPEST or self._left < 0:
            self._detours += 1
            return self._plain_text(element)
        self._depth += 1
        try:
            inside = _below(by)
            before, instead, after = self._flow.around(element)
            if instead is not None:
                return before + instead + after
            parts = [
                child if isinstance(child, str) else self._spaced(child, inside, visited)
                for child in self._tree.children(element)
            ]
            if "aria-owns" in element.attrib:  # 2F.i
                self._detours += 1
                owned = self._tree.by_ids(element.get("aria-owns"), element)
                parts.extend(self._spaced(each, inside, visited) for each in owned)
            return "".join((before, *parts, after))
        finally:
            self._depth -= 1

    def _spaced(self, child: HtmlElement, by: int, visited: _Visited) -> str:
        text = self._part(child, by, visited)
        if child.tag == "br" or not self._flow.inline(child):
            return f" {text} "
        return text

    def _part(self, element: HtmlElement, by: int, visited: _Visited) -> str:
        """As `_of`. As long as a computation only went down the tree (no `_detours`), what
        it finds in a part does not depend on where it was before, and is kept: a row's name holds
        those of its cells."""
        known = None if self._detours else self._parts.get((element, by))
        if known is not None:
            visited.update(dict.fromkeys(known[1]))
            return known[0]
        before = len(visited)
        text = self._of(element, by, visited)
        new = len(visited) - before
        if not self._detours and new <= _LARGEST_KEPT:
            self._parts[element, by] = text, list(islice(reversed(visited), new))
        return text

    # --- controls inside a label (2C) ------------------------------------------------------

    def _embedded_value(
        self, element: HtmlElement, role: str, by: int, visited: _Visited
    ) -> str | None:
        if role == "textbox":
            visited[element] = None
            if element.tag in ("input", "textarea"):
                return shown_value(element)
            return self._plain_text(element)
        if role in ("combobox", "listbox"):
            visited[element] = None
            return self._chosen(element, role, by, visited)
        if role in _RANGES:
            visited[element] = None
            stated = (element.get(name) for name in ("aria-valuetext", "aria-valuenow", "value"))
            return next((value for value in stated if value is not None), "")
        if role == "menu":
            visited[element] = None
            return ""
        return None

    def _chosen(self, element: HtmlElement, role: str, by: int, visited: _Visited) -> str:
        if element.tag == "select":
            chosen = selected_options(element) or list(islice(element.iter("option"), 1))
        else:
            listbox = element if role == "listbox" else self._listbox_of(element)
            chosen = [] if listbox is None else self._selected_in(listbox)
        if not chosen and element.tag == "input":
            return shown_value(element)
        return " ".join(self._of(option, _below(by), visited) for option in chosen)

    def _listbox_of(self, combobox: HtmlElement) -> HtmlElement | None:
        found = (e for e in self._inside(combobox) if self._roles.of(e) == "listbox")
        return next(found, None)

    def _selected_in(self, listbox: HtmlElement) -> list[HtmlElement]:
        return [
            option
            for option in self._inside(listbox)
            if option.get("aria-selected") == "true" and self._roles.of(option) == "option"
        ]

    def _inside(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """The elements below, then those that it owns."""
        self._detours += 1
        yield from element.iterdescendants("*")
        for owned in self._tree.by_ids(element.get("aria-owns"), element):
            yield from owned.iter("*")

    # --- native text alternatives (2E, HTML-AAM 4.1) ---------------------------------------

    def _native(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        """The native alternative, or None where the computation goes on to the content.
        `labelled`: aria-labelledby led somewhere, to no text. Browsers look at some alternatives
        even then."""
        rule = _NATIVE_RULES.get(str(element.tag))
        if rule is not None:
            name = rule(self, element, by, labelled, visited)
            if name is not None:
                return name
        if element in self._tree.titled_drawings():
            return self._drawing(element, by, visited)
        return None

    def _labels(self, element: HtmlElement, by: int, visited: _Visited) -> str | None:
        labels = self._tree.labels(element)
        if not labels:
            return None
        return " ".join(filter(None, self._referenced(labels, _LABEL, by, visited)))

    def _input(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        visited[element] = None
        kind = input_type(element)
        if kind in _BUTTON_INPUTS:
            title = element.get("title") or ""
            return _first(value_of(element), _BUTTON_INPUTS[kind], title)
        if kind in ("file", "image"):
            labels = None if by & _LABELLED_BY else self._labels(element, by, visited)
            if labels is not None:
                return labels
            if kind == "file":  # HTML-AAM has no word on it; Chromium and WebKit have these
                return "Choose File"
            return _first(element.get("alt") or "", element.get("title") or "", "Submit")
        return self._field(element, by, labelled, visited)

    def _field(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        """Input, textarea, select, meter, progress, output."""
        if labelled:
            return None
        visited[element] = None
        labels = self._labels(element, by, visited)
        if labels is not None:
            return labels
        title = element.get("title") or ""
        typed = element.tag == "input" and input_type(element) in _PLACEHOLDER_INPUTS
        if title or not (typed or element.tag == "textarea"):
            return title
        return element.get("placeholder") or ""

    def _button(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        if labelled:
            return None
        visited[element] = None
        return self._labels(element, by, visited)

    def _image(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        visited[element] = None
        return _first(element.get("alt") or "", element.get("title") or "")

    def _headed(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        """Fieldset by its legend, figure by its caption."""
        if labelled:
            return None
        visited[element] = None
        head = _child(element, "legend" if element.tag == "fieldset" else "figcaption")
        if head is not None:
            return self._of(head, self._seen(head, _below(by) | _NATIVE), visited)
        return element.get("title") or ""

    def _table(
        self, element: HtmlElement, by: int, labelled: bool, visited: _Visited
    ) -> str | None:
        visited[element] = None
        caption = _child(element, "caption")
        if caption is not None:
            return self._of(caption, self._seen(caption, _below(by) | _NATIVE), visited)
        return element.get("summary") or None

    def _drawing(self, element: HtmlElement, by: int, visited: _Visited) -> str | None:
        """What is drawn in SVG by its own title (SVG-AAM 1.0, 8.1)."""
        title = _child(element, "title")
        if title is None:
            return _first(element.get("xlink:title") or "") or None
        visited[element] = None
        return self._of(title, self._seen(title, _below(by) | _LABELLED_BY), visited)


def _below(by: int) -> int:
    """The way on from the target to what is in it."""
    return (by & ~_TARGET) | _CONTENT if by & _TARGET else by


def _child(element: HtmlElement, tag: str) -> HtmlElement | None:
    return next(iter(element.iterchildren(tag)), None)


def _first(*texts: str) -> str:
    return next((text for text in texts if text.strip()), "")


_Native = Callable[[Names, HtmlElement, int, bool, _Visited], "str | None"]
_NATIVE_RULES: dict[str, _Native] = {
    "area": Names._image,
    "button": Names._button,
    "fieldset": Names._headed,
    "figure": Names._headed,
    "img": Names._image,
    "input": Names._input,
    "meter": Names._field,
    "output": Names._field,
    "progress": Names._field,
    "select": Names._field,
    "table": Names._table,
    "textarea": Names._field,
}
