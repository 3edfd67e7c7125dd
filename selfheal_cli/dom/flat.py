"""The flat tree: parents, children and identifiers across shadow roots and their slots."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page

LABELABLE = frozenset(("button", "input", "meter", "output", "progress", "select", "textarea"))


def shadow_of(host: HtmlElement) -> HtmlElement | None:
    """The open shadow root of `host`, a template, or None."""
    for child in host.iterchildren("template"):
        if is_shadow(child):
            return child
    return None


def is_shadow(element: HtmlElement) -> bool:
    """Whether `element` stands for a shadow root."""
    return element.tag == "template" and element.get("shadowrootmode") is not None


def is_drawn(element: HtmlElement) -> bool:
    """Whether it is inside an SVG drawing, and no HTML in a foreignObject of it."""
    for above in element.iterancestors("svg", "foreignObject"):
        return bool(above.tag == "svg")
    return False


class FlatTree:
    """One document with its shadow trees. Indexes are built when first asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._ids: dict[HtmlElement, dict[str, HtmlElement]] | None = None
        self._labels: dict[HtmlElement, list[HtmlElement]] | None = None
        self._assigned: dict[HtmlElement, list[HtmlElement | str]] | None = None
        self._slot_of: dict[HtmlElement, HtmlElement] = {}
        self._unassigned: dict[HtmlElement, list[HtmlElement | str]] = {}
        self._titled: frozenset[HtmlElement] | None = None

    def parent(self, element: HtmlElement) -> HtmlElement | None:
        """The parent, that of a shadow root's child being the host."""
        parent = element.getparent()
        if parent is not None and parent.tag == "template" and is_shadow(parent):
            return parent.getparent()
        return parent

    def scope(self, element: HtmlElement) -> HtmlElement:
        """The shadow root that `element` is in, or the document's root."""
        if not self.page.has_shadow:
            return self.page.root
        for above in element.iterancestors("template"):
            if is_shadow(above):
                return above
        return self.page.root

    def children(self, element: HtmlElement) -> Iterator[HtmlElement | str]:
        """Texts and elements below `element` in the flat tree, in order."""
        if self.page.has_shadow:
            if element.tag == "slot":
                assigned = self._slots().get(element)
                if assigned:
                    return iter(assigned)
            shadow = shadow_of(element)
            if shadow is not None:
                self._slots()
                # Playwright reads what has no slot, too; elements are hidden, texts are not.
                return chain(self._unassigned.get(element, ()), _light(shadow))
        return _light(element)

    def slot_of(self, element: HtmlElement) -> HtmlElement | None:
        """The slot that a shadow host's child shows in."""
        if not self.page.has_shadow:
            return None
        self._slots()
        return self._slot_of.get(element)

    def is_slotted(self, element: HtmlElement) -> bool:
        """Whether a shadow host's child has a slot to show in; true for all other elements."""
        if not self.page.has_shadow:
            return True
        parent = element.getparent()
        if parent is None or is_shadow(element) or shadow_of(parent) is None:
            return True
        return self.slot_of(element) is not None

    def is_filled(self, slot: HtmlElement) -> bool:
        """Whether something is assigned to a slot, so that its own content does not show."""
        return self.page.has_shadow and slot in self._slots()

    def by_id(self, identifier: str, near: HtmlElement) -> HtmlElement | None:
        """The first element of that id in the tree that `near` is in."""
        if self._ids is None:
            self._ids = self._identified()
        return self._ids.get(self.scope(near), {}).get(identifier)

    def _identified(self) -> dict[HtmlElement, dict[str, HtmlElement]]:
        identified: dict[HtmlElement, dict[str, HtmlElement]] = {}
        for element in self.page.elements:
            found = element.get("id")
            if found:
                identified.setdefault(self.scope(element), {}).setdefault(found, element)
        return identified

    def by_ids(self, identifiers: str | None, near: HtmlElement) -> list[HtmlElement]:
        """The elements a space-separated list of ids names, each once. Other white space does not
        separate, as in Playwright."""
        found: dict[HtmlElement, None] = {}
        for identifier in (identifiers or "").split(" "):
            element = self.by_id(identifier, near)
            if element is not None:
                found[element] = None
        return list(found)

    def titled_drawings(self) -> frozenset[HtmlElement]:
        """The elements of SVG that have a title of their own."""
        if self._titled is None:
            titles = (title for title in self.page.root.iter("title") if is_drawn(title))
            links = (link for link in self.page.root.iter("a") if "xlink:title" in link.attrib)
            parents = (title.getparent() for title in titles)
            self._titled = frozenset(
                (*(parent for parent in parents if parent is not None), *filter(is_drawn, links))
            )
        return self._titled

    def labels(self, control: HtmlElement) -> list[HtmlElement]:
        """The `<label>` elements of a control, in document order (HTML, labeled control)."""
        if self._labels is None:
            self._labels = {}
            for label in self.page.root.iter("label"):
                labelled = self._labelled(label)
                if labelled is not None:
                    self._labels.setdefault(labelled, []).append(label)
        return self._labels.get(control, [])

    def _labelled(self, label: HtmlElement) -> HtmlElement | None:
        target = label.get("for")
        if target is not None:
            control = self.by_id(target, label)
            return control if control is not None and _is_labelable(control) else None
        return next(filter(_is_labelable, label.iterdescendants(*LABELABLE)), None)

    def _slots(self) -> dict[HtmlElement, list[HtmlElement | str]]:
        if self._assigned is None:
            self._assigned = {}
            for template in self.page.root.iter("template"):
                host = template.getparent()
                if is_shadow(template) and host is not None:
                    self._assign(host, template)
        return self._assigned

    def _assign(self, host: HtmlElement, shadow: HtmlElement) -> None:
        assert self._assigned is not None
        slots: dict[str, HtmlElement] = {}
        for each in shadow.iter("slot"):
            if self.scope(each) is shadow:
                slots.setdefault(each.get("name") or "", each)
        for child in _light(host):
            slot = slots.get("" if isinstance(child, str) else child.get("slot") or "")
            if slot is None:
                self._unassigned.setdefault(host, []).append(child)
                continue
            self._assigned.setdefault(slot, []).append(child)
            if not isinstance(child, str):
                self._slot_of[child] = slot


def _is_labelable(element: HtmlElement) -> bool:
    return element.tag in LABELABLE and (
        element.tag != "input" or (element.get("type") or "").lower() != "hidden"
    )


def _light(element: HtmlElement) -> Iterator[HtmlElement | str]:
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and not is_shadow(child):
            yield child
        if child.tail:
            yield child.tail
