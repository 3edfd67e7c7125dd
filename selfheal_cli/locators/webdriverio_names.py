"""What WebdriverIO's `aria/` finds: the fourteen paths that it sends, answered by a few looks at
the page instead of a walk for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators.traversal import Scope, Tree, tree_of

_FIELDS = ("input", "textarea")
_READ: dict[str, Callable[[str], bool]] = {
    "aria-label": lambda tag: True,
    "title": lambda tag: tag != "label",
    "placeholder": lambda tag: tag in _FIELDS,
    "aria-placeholder": lambda tag: tag in _FIELDS,
    "alt": lambda tag: tag == "img",
}
"""The attributes that state a name, and on elements of which tags."""
_REFERRING = ("aria-labelledby", "aria-describedby")
_SPACE = re.compile("[ \t\r\n]+")
_SAYING = etree.XPath("descendant-or-self::*[normalize-space(text())=$name]")
_STATING = etree.XPath("descendant-or-self::*[@*=$name]")
_LABELS = etree.XPath("descendant-or-self::label[normalize-space()=$name]")
_LED = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _REFERRING)}]")


def is_plain(page: Page, scope: Scope) -> bool:
    """Whether `named` can answer: labels, fields and images are HTML's, and what is in a template
    is no part of a label's text."""
    tree = tree_of(page)
    if tree.home(scope) is not None:
        return False
    if not tree.foreign.tags.isdisjoint(("label", "img", *_FIELDS)):
        return False
    return not any(
        next(apart.iterancestors("label"), None) is not None for apart in tree.outermost()
    )


def named(page: Page, name: str, scope: Scope) -> list[HtmlElement]:
    """The elements below `scope` that WebdriverIO takes to have `name`, in document order, where
    `is_plain`. Raises ValueError for a name that no document can hold."""
    tree = tree_of(page)
    found = set(_everywhere(tree, name))
    if scope is not None:
        found.intersection_update(scope.iterdescendants("*"))
    return tree.ordered(found) if len(found) > 1 else list(found)


def _everywhere(tree: Tree, name: str) -> Iterator[HtmlElement]:
    saying = list(_saying(tree, name))
    for element in saying:
        if element.tag != "label":
            yield element
        else:
            yield from tree.own(element.iterdescendants(*_FIELDS), None)
    for element in tree.own(_STATING(tree.root, name=name), None):
        if any(element.get(key) == name and read(str(element.tag)) for key, read in _READ.items()):
            yield element
    labels = tree.own(_LABELS(tree.root, name=name), None)
    yield from tree.own(_leading(tree.root, saying, list(labels)), None)


def _saying(tree: Tree, name: str) -> Iterator[HtmlElement]:
    """The elements whose first text is the name. A host's goes on after its shadow root."""
    hosts = {each.getparent(): each for each in tree.shadows}
    for element in tree.own(_SAYING(tree.root, name=name), None):
        if element not in hosts:
            yield element
    for host, shadow in hosts.items():
        if host is not None and tree.home(host) is None:
            first = (host.text or "") + (shadow.tail or "") or _next_text(shadow)
            if " ".join(filter(None, _SPACE.split(first))) == name:
                yield host


def _next_text(shadow: HtmlElement) -> str:
    return next((each.tail for each in shadow.itersiblings() if each.tail), "")


def _leading(
    root: HtmlElement, saying: list[HtmlElement], labels: list[HtmlElement]
) -> Iterator[HtmlElement]:
    """The elements that refer to one that says the name, and the fields that a label is for."""
    ids = {each.get("id") for each in saying} - {None}
    if ids:
        for element in _LED(root):
            if any(element.get(each) in ids for each in _REFERRING if each in element.attrib):
                yield element
    fields = {each.get("for") for each in labels} - {None}
    if fields:
        yield from (each for each in root.iter(*_FIELDS) if each.get("id") in fields)
