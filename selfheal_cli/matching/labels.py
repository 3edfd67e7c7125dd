"""The accessible name of an element, without looking at the page where its markup tells it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, normalise
from selfheal_cli.dom.roles import NAME_PROHIBITED

# Tags and roles that take no name from their content (accname-1.2, 2F), and what names them then.
_BOXES = frozenset(
    """div span p ul ol li dl tbody thead tfoot nav main header footer section article aside form
    body html strong em small b i br hr code pre label details""".split()  # noqa: SIM905
)
_BOX_ROLES = frozenset(
    """none list listitem paragraph rowgroup navigation main banner contentinfo region article
    complementary form document strong emphasis separator code group""".split()  # noqa: SIM905
) | {""}
_NAMING = frozenset(("aria-labelledby", "aria-owns", "title"))
# What its text names, in these roles.
_BY_TEXT = {
    "a": ("link",), "td": ("cell", "gridcell"), "th": ("columnheader", "rowheader"),
    **{f"h{level}": ("heading",) for level in range(1, 7)},
}  # fmt: skip
# What a label elsewhere may name, parts of which may be hidden.
_LABELLED = frozenset(("input", "select", "textarea", "meter", "output", "progress"))


def label(
    looks: Accessibility,
    element: HtmlElement,
    role: str,
    attributes: Mapping[str, str],
    silent: bool,
) -> str:
    """The accessible name; of an element that is not rendered the one that it would have.
    `silent`: it is kept from assistive technology by `aria-hidden`."""
    if silent or "aria-labelledby" in attributes:
        return _computed(looks, element)
    stated = attributes.get("aria-label", "")
    if stated.strip():
        return "" if role in NAME_PROHIBITED and role != "none" else normalise(stated)
    if _NAMING.isdisjoint(attributes) and _nameless(element, role):
        return ""
    return _computed(looks, element) if len(element) else _of_leaf(looks, element, role)


def _computed(looks: Accessibility, element: HtmlElement) -> str:
    if not looks.nameable(element):  # most, and to tell what is visible takes far longer
        return ""
    return looks.name(element, include_hidden=not looks.visible(element))


def _nameless(element: HtmlElement, role: str) -> bool:
    if element.tag == "svg":
        return element.find("title") is None
    return element.tag in _BOXES and role in _BOX_ROLES


def _of_leaf(looks: Accessibility, element: HtmlElement, role: str) -> str:
    """Without content that could be hidden in part."""
    text = normalise(element.text or "")
    if text and role in _BY_TEXT.get(str(element.tag), ()) and "aria-owns" not in element.attrib:
        return text
    if element.tag in _LABELLED:
        return _computed(looks, element)
    return looks.name(element, include_hidden=True)
