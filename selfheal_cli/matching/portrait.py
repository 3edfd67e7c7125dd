"""An element in words: its fingerprint, its opening tag, and how a sentence names it."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.secrets import looks_random, outline_with, safe_attributes
from selfheal_cli.dom.tree import Page, path_of
from selfheal_cli.matching.records import Portrait
from selfheal_cli.matching.said import Attributes
from selfheal_cli.matching.view import View, caption, view_of
from selfheal_cli.model import Candidate, Evidence, Fingerprint

_SHOWN = 160
_VALUE_LIMIT = 60
_NAME_LIMIT = 40
# Private use: what icon fonts draw, and nothing else shows.
_GLYPHS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_DROPPED = frozenset(("style", "d", "srcset"))
_NOUNS = {"a": "link", "img": "image", "svg": "icon", "th": "column heading", "td": "cell",
          "li": "list entry", "tr": "row", "p": "paragraph", "nav": "navigation",
          "table": "table", "form": "form", "label": "label", "select": "drop-down",
          "ul": "list", "ol": "list", "textarea": "text field"}  # fmt: skip


def portrait(view: View, i: int) -> Portrait:
    """Element `i` of a page; made once, however many locators it is a candidate for."""
    known = view.portraits.get(i)
    if known is None:
        element = view.elements[i]
        safe = tuple(safe_attributes(element))
        path, html = path_of(view.page, element), outline_with(element, safe, _SHOWN)
        known = view.portraits[i] = Portrait(_fingerprint(view, i, safe), path, html)
    return known


def candidate(
    view: View, i: int, probability: float, features: tuple[Evidence, ...] = ()
) -> Candidate:
    """Element `i` of a page as one that may be meant."""
    shown = portrait(view, i)
    return Candidate(shown.path, shown.fingerprint, probability, features, shown.html)


def depict(page: Page, element: HtmlElement, probability: float) -> Candidate | None:
    """An element as a candidate that something else than its likeness speaks for; None for one
    that nobody can mean (a script)."""
    view = view_of(page)
    at = view.index.get(element)
    return None if at is None else candidate(view, at, probability)


def _fingerprint(view: View, i: int, safe: Attributes) -> Fingerprint:
    """What element `i` is known by, without its page."""
    known = view.known[i]
    ancestors: list[str] = []
    up = view.walk.parent[i]
    while up >= 0 and len(ancestors) < 8:
        ancestors.append(_shape(view, up))
        up = view.walk.parent[up]
    near = (view.walk.run_before(i)[-60:], view.walk.run_after(i)[:60], view.contexts.heading[i])
    return Fingerprint(
        tag=known.tag,
        role=known.role,
        name=known.label[:120],
        text=known.text[:120],
        attributes=tuple(_told(safe)),
        ancestors=tuple(ancestors),
        neighbours=near,
    )


def noun(view: View, i: int) -> str:
    """The kind of element as a sentence names it: `button`, `link`, `text field`."""
    known = view.known[i]
    if known.tag in _NOUNS and known.role in ("", "none", "link", "img", "cell", "row", "list",
                                              "listitem", "columnheader", "paragraph",
                                              "navigation", "table", "form", "combobox",
                                              "textbox"):  # fmt: skip
        return _NOUNS[known.tag]
    stated = known.role not in ("", "none", "generic")
    return known.role if stated else _NOUNS.get(known.tag, "element")


def named_by_tag(tag: str) -> str:
    """What elements of that tag are called; the tag itself where it does not tell."""
    return _NOUNS.get(tag, tag)


def called(view: View, i: int) -> str:
    """`button `Save``, or the kind and tag where the element has no caption."""
    name = " ".join(_GLYPHS.sub("", caption(view.known[i])).split())
    if name:
        name = name if len(name) <= _NAME_LIMIT else f"{name[: _NAME_LIMIT - 1].rstrip()}…"
        return f"{noun(view, i)} `{name}`"
    return f"{noun(view, i)} `{tag(view, i)}`"


def tag(view: View, i: int) -> str:
    """`<aside#menu>`, `<div.box>`, `<p>`."""
    known = view.known[i]
    readable = [f".{name}" for name in classes(view, i) if not looks_random(name)]
    mark = f"#{known.id}" if known.id else "".join(readable[:1])
    return f"<{known.tag}{mark}>"


def classes(view: View, i: int) -> list[str]:
    """The element's classes, as they are written."""
    return (view.elements[i].get("class") or "").split()


def _told(safe: Attributes) -> list[tuple[str, str]]:
    told = (
        (name, value[:_VALUE_LIMIT])
        for name, value in safe
        if name not in _DROPPED and not name.startswith("on")
    )
    return list(islice(told, 12))


def _shape(view: View, i: int) -> str:
    tag, said = str(view.elements[i].tag), view.said[i]
    name = said.attributes.get("id")
    return f"{tag}#{name}" if name else ".".join((tag, *said.classes[:2]))
