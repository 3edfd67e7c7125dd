"""What an element is known by when its page is gone."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, accessibility
from selfheal_cli.dom.secrets import MASK, safe_attributes
from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.model import Fingerprint

_LONGEST = 200
_LONGEST_NEIGHBOUR = 80
_MOST_ANCESTORS = 12
_REACH = 4


def fingerprint(page: Page, element: HtmlElement) -> Fingerprint:
    """The fingerprint of `element`, of `page` or a frame of it, typed and secret values left out.

    `ancestors`: nearest first, as `tag#id.class`; `neighbours`: the texts that stand nearest
    before and after it."""
    access = accessibility(page_of(page, element))
    return Fingerprint(
        tag=str(element.tag),
        role=access.role(element),
        name=access.name(element, include_hidden=True)[:_LONGEST],
        text=access.text(element)[:_LONGEST],
        attributes=tuple(
            (name, value[:_LONGEST]) for name, value in safe_attributes(element) if value != MASK
        ),
        ancestors=tuple(_ancestors(element)),
        neighbours=tuple(_neighbours(access, element)),
    )


def _ancestors(element: HtmlElement) -> Iterator[str]:
    for number, above in enumerate(element.iterancestors()):
        if number == _MOST_ANCESTORS:
            return
        identifier = above.get("id")
        classes = (above.get("class") or "").split()
        yield "".join(
            (str(above.tag), f"#{identifier}" if identifier else "", *(f".{c}" for c in classes))
        )[:_LONGEST]


def _neighbours(access: Accessibility, element: HtmlElement) -> Iterator[str]:
    for preceding in (True, False):
        text = _nearest_text(access, element, preceding)
        if text:
            yield text


def _nearest_text(access: Accessibility, element: HtmlElement, preceding: bool) -> str:
    """Beside the element, else beside its nearest ancestors: what a reader sees next to it."""
    here: HtmlElement | None = element
    for _ in range(_REACH):
        if here is None:
            break
        for number, sibling in enumerate(here.itersiblings(preceding=preceding)):
            text = access.text(sibling) if isinstance(sibling.tag, str) else ""
            if text:
                return text[-_LONGEST_NEIGHBOUR:] if preceding else text[:_LONGEST_NEIGHBOUR]
            if number == 2 * _REACH:
                break
        here = here.getparent()
    return ""
