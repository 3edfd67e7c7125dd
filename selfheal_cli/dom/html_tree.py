"""HTML text to the tree that a browser makes of it (HTML, 13.2.6), kept in lxml.

Lexbor builds the tree by the standard, as where scripts run: what a `<noscript>` holds is text.
What a `<template>` holds is no part of the document; an open shadow root stays in its template,
the first child of the host; a closed one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement
from selectolax.lexbor import LexborHTMLParser, LexborNode

from selfheal_cli.dom.planting import MOST_NESTED, plant, plant_comment, plant_root, plant_text
from selfheal_cli.errors import ArtifactError

_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)[a-zA-Z]", re.I
)
# The elements that can hold a shadow root, custom ones apart (DOM, "valid shadow host name").
_HOSTS = frozenset(
    """article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section
    span""".split()  # noqa: SIM905
)
_MODES = ("open", "closed")


def grow(text: str) -> HtmlElement:
    """The root element, always `html`. Raises ArtifactError where elements stand too deep."""
    if text.count("<") > MOST_NESTED and _depth(text) > MOST_NESTED:
        raise ArtifactError(f"The saved page nests more than {MOST_NESTED} elements.")
    # Lone surrogates have no bytes.
    parsed = LexborHTMLParser(text.encode("utf-8", "replace").decode(), scripting=True).root
    if parsed is None or parsed.tag != "html":
        raise ArtifactError("The saved page cannot be parsed as HTML.")
    root = plant_root("html", _attributes(parsed))
    _grow(root, parsed)
    _lead(root)
    return root


def _depth(text: str) -> int:
    """The most elements that are open at once, if each is closed by its own end tag."""
    depth = deepest = 0
    for found in _TAG.finditer(text):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _grow(root: HtmlElement, parsed: LexborNode) -> None:
    """Plants what is below `parsed`; no recursion: a page may be deeper than Python's stack."""
    pending: list[tuple[HtmlElement, LexborNode | None]] = [(root, parsed.first_child)]
    while pending:
        parent, node = pending.pop()
        last: HtmlElement | None = None
        while node is not None:
            if node.is_element_node:
                tag, below = node.tag or "", node.first_child
                last = plant(parent, tag, _attributes(node))
                if below is not None:
                    pending.append((last, below))
                elif tag == "template" and "shadowrootmode" in last.attrib:
                    pending += _attached(last, node)
            elif node.is_text_node:
                plant_text(parent, last, node.text_content or "")
            else:  # a comment
                last = plant_comment(parent)
            node = node.next


def _attached(
    template: HtmlElement, node: LexborNode
) -> Iterator[tuple[HtmlElement, LexborNode | None]]:
    """What the template's shadow root holds, where it makes one (HTML, "attach a shadow root")."""
    host = template.getparent()
    mode = template.get("shadowrootmode", "").lower()
    if host is None or mode not in _MODES or not _may_host(host, template):
        del template.attrib["shadowrootmode"]
        return
    template.set("shadowrootmode", mode)
    for fragment in node.template_fragments():
        yield template, fragment.first_child


def _may_host(element: HtmlElement, template: HtmlElement) -> bool:
    first = next(each for each in element.iterchildren("template") if each.get("shadowrootmode"))
    tag = str(element.tag)
    return first is template and (tag in _HOSTS or "-" in tag)


def _lead(root: HtmlElement) -> None:
    """Moves each open shadow root before all else in its host; a closed one, which no script and
    no locator sees, goes."""
    for template in list(root.iter("template")):
        host, mode = template.getparent(), template.get("shadowrootmode")
        if mode and host is not None:
            _lift(template, host)
            if mode == "open":
                host.insert(0, template)
                host.text, template.tail = None, host.text


def _lift(template: HtmlElement, host: HtmlElement) -> None:
    """Takes the template out; the text after it stays."""
    before, text = template.getprevious(), template.tail or ""
    if before is None:
        host.text = (host.text or "") + text or None
    else:
        before.tail = (before.tail or "") + text or None
    template.tail = None
    host.remove(template)


def _attributes(node: LexborNode) -> dict[str, str]:
    given = node.attributes
    if None in given.values():
        return {name: value or "" for name, value in given.items()}
    return given  # type: ignore[return-value]
