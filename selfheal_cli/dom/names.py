"""Accessible names and descriptions (accname-1.2), with Playwright's reading where they differ."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.embedded_names import embedded_value
from selfheal_cli.dom.flat import FlatTree
from selfheal_cli.dom.flow import Flow
from selfheal_cli.dom.naming import (
    ALL,
    CONTENT,
    DESCRIBED_BY,
    HIDDEN,
    LABEL,
    LABELLED_BY,
    REFERENCE,
    TARGET,
    Visited,
    below,
)
from selfheal_cli.dom.native_names import NATIVE_RULES, native
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
_UNREAD = frozenset(("script", "style", "noscript", "template"))
# Far below this a page is made by a program to be deep; its plain text serves as well there.
_DEEPEST = 80
# So do references that lead to the same large content again and again.
_MOST_CONTENTS, _CONTENTS_EACH = 100_000, 20
_REFERENCE_COSTS = 4
# Larger parts than this are read again wherever they are asked for.
_LARGEST_KEPT = 64
_NAMING = ("aria-label", "aria-labelledby", "title")


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
        self.tree = tree
        self.roles = roles
        self._visibility = visibility
        self._flow = flow
        self.plain_text = plain_text
        self._depth = 0
        self._parts: dict[tuple[HtmlElement, int], tuple[str, list[HtmlElement]]] = {}
        self._detours = 0
        self._lists: dict[tuple[HtmlElement, str | None, int], str] = {}
        self._left = _MOST_CONTENTS + _CONTENTS_EACH * len(tree.page.elements)

    def name(self, element: HtmlElement, include_hidden: bool = False) -> str:
        """The accessible name, its white space as found; "" for a hidden element unless
        included."""
        if not self.nameable(element):
            return ""
        if not include_hidden and self._visibility.hidden(element):
            return ""
        self._detours = 0
        return self.of(element, TARGET | ALL if include_hidden else TARGET, {})

    def nameable(self, element: HtmlElement) -> bool:
        """Whether any step could give it a name: few elements of a page have one."""
        role = self.roles.of(element)
        return role not in NAME_PROHIBITED and (
            role in _FROM_CONTENT
            or element.tag in NATIVE_RULES
            or element.tag == "summary"
            or any(element.get(name) for name in _NAMING)
            or element in self.tree.titled_drawings()
        )

    def description(self, element: HtmlElement) -> str:
        """By aria-describedby, else aria-description, else title, as Playwright reads HTML-AAM
        (which takes the title only where it is not the name)."""
        if "aria-describedby" in element.attrib:
            described = self.tree.by_ids(element.get("aria-describedby"), element)
            self.detour()
            texts = [self.of(e, self.seen(e, DESCRIBED_BY), {}) for e in described]
            return flat(" ".join(texts))
        given = element.get("aria-description")
        return flat(element.get("title") or "" if given is None else given)

    # --- the steps of accname-1.2, 4.3.2 ---------------------------------------------------

    def of(self, element: HtmlElement, by: int, visited: Visited) -> str:
        """The text of an element that the computation comes to."""
        if element in visited:
            return ""
        if not by & ALL and (
            element.tag in _UNREAD or (not by & HIDDEN and self._visibility.hidden(element))
        ):
            visited[element] = None  # 2A
            return ""
        labelled_by: list[HtmlElement] = []
        if "aria-labelledby" in element.attrib:  # 2B
            labelled_by = self.tree.by_ids(element.get("aria-labelledby"), element)
            if not by & LABELLED_BY:
                name = self._labelled(element, labelled_by, by, visited)
                if name:
                    return name
        role = self.roles.of(element)
        if by & (CONTENT | LABEL | LABELLED_BY) and element not in labelled_by:  # 2C
            value = embedded_value(self, element, role, by, visited)
            if value is not None:
                return value
        label = element.get("aria-label")
        if label and label.strip():  # 2D
            visited[element] = None
            return label
        return self._unstated(element, role, by, bool(labelled_by), visited)

    def _unstated(
        self, element: HtmlElement, role: str, by: int, labelled: bool, visited: Visited
    ) -> str:
        if role != "none":  # 2E
            stated = native(self, element, by, labelled, visited)
            if stated is not None:
                return stated
        visited[element] = None
        if self._takes_content(element, role, by):  # 2F
            content = self._content(element, by, visited)
            if by & TARGET:
                content = content.strip()
            if content:
                return content
        if role != "none" or element.tag in ("iframe", "frame"):  # 2I
            return element.get("title") or ""
        return ""

    def detour(self) -> None:
        """Tells that the computation leaves the way down the tree."""
        self._detours += 1

    def seen(self, element: HtmlElement, by: int) -> int:
        """The way to it, with whether it is hidden itself."""
        return by | HIDDEN if self._visibility.hidden(element) else by

    def _labelled(
        self, element: HtmlElement, by_these: list[HtmlElement], by: int, visited: Visited
    ) -> str:
        """The name by aria-labelledby. Where a computation begins with it, elements that name the
        same ids are named the same."""
        key = (self.tree.scope(element), element.get("aria-labelledby"), by & ALL)
        name = "" if visited else self._lists.get(key, "")
        if name:
            self.detour()
            return name
        begins = not visited
        name = " ".join(self.referenced(by_these, LABELLED_BY, by, visited))
        if begins:
            self._lists[key] = name
        return name

    def referenced(
        self, elements: list[HtmlElement], kind: int, by: int, visited: Visited
    ) -> list[str]:
        """The names of what a reference of that kind leads to: a computation of its own."""
        kind |= by & ALL
        self._detours += len(elements)
        self._left -= _REFERENCE_COSTS * len(elements)
        if self._left < 0:
            return [self.plain_text(element) for element in elements]
        return [self.of(element, self.seen(element, kind), visited) for element in elements]

    def _takes_content(self, element: HtmlElement, role: str, by: int) -> bool:
        return (
            role in _FROM_CONTENT
            or bool(by & REFERENCE)
            or (bool(by & CONTENT) and role in _FROM_CONTENT_INSIDE)
            or (element.tag == "summary" and role != "none")
        )

    def _content(self, element: HtmlElement, by: int, visited: Visited) -> str:
        self._left -= 1
        if self._depth >= _DEEPEST or self._left < 0:
            self.detour()
            return self.plain_text(element)
        self._depth += 1
        try:
            inside = below(by)
            before, instead, after = self._flow.around(element)
            if instead is not None:
                return before + instead + after
            parts = [
                child if isinstance(child, str) else self._spaced(child, inside, visited)
                for child in self.tree.children(element)
            ]
            if "aria-owns" in element.attrib:  # 2F.i
                self.detour()
                owned = self.tree.by_ids(element.get("aria-owns"), element)
                parts.extend(self._spaced(each, inside, visited) for each in owned)
            return "".join((before, *parts, after))
        finally:
            self._depth -= 1

    def _spaced(self, child: HtmlElement, by: int, visited: Visited) -> str:
        text = self._part(child, by, visited)
        if child.tag == "br" or not self._flow.inline(child):
            return f" {text} "
        return text

    def _part(self, element: HtmlElement, by: int, visited: Visited) -> str:
        """As `of`. As long as a computation only went down the tree (no `_detours`), what
        it finds in a part does not depend on where it was before, and is kept: a row's name holds
        those of its cells."""
        known = None if self._detours else self._parts.get((element, by))
        if known is not None:
            visited.update(dict.fromkeys(known[1]))
            return known[0]
        before = len(visited)
        text = self.of(element, by, visited)
        new = len(visited) - before
        if not self._detours and new <= _LARGEST_KEPT:
            self._parts[element, by] = text, list(islice(reversed(visited), new))
        return text
