"""Which elements a query sees: the light tree, open shadow roots, nothing inside templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.foreign import Foreign
from selfheal_cli.dom.tree import Page

Scope: TypeAlias = "HtmlElement | None"
"""Where a query starts: an element, or None for the whole document."""


def is_shadow(element: HtmlElement) -> bool:
    """Whether this is an open shadow root (`<template shadowrootmode="open">`)."""
    return element.tag == "template" and element.get("shadowrootmode") == "open"


def shadow_of(host: HtmlElement) -> Scope:
    """The open shadow root of `host`, or None."""
    first = next(host.iterchildren("template"), None) if len(host) else None
    return first if first is not None and is_shadow(first) else None


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """One document. `homes`: the nearest template (or noscript) around each element inside one;
    such content is in a tree of its own. `shadows`: the open shadow roots, in document order.
    `foreign`: what it has of SVG and MathML. `hosted`: the shadow roots whose hosts have the same
    home."""

    root: HtmlElement
    homes: dict[HtmlElement, HtmlElement]
    shadows: tuple[HtmlElement, ...]
    foreign: Foreign
    hosted: dict[Scope, list[HtmlElement]]

    @property
    def is_divided(self) -> bool:
        """Whether some elements are in trees of their own."""
        return bool(self.homes or self.shadows)

    def outermost(self) -> Iterator[HtmlElement]:
        """The templates and noscripts that are in no other."""
        return (each for each in self.root.iter(*_APART) if each not in self.homes)

    def home(self, scope: Scope) -> Scope:
        """The shadow root or template whose tree holds `scope`; None for the document."""
        return None if scope is None or not self.homes else self.homes.get(scope)

    def within(self, scope: Scope, pierce: bool) -> Iterator[HtmlElement]:
        """All elements below `scope`: those of its own tree, then, with `pierce`, those of each
        shadow root below it (the order of Playwright's engine)."""
        for root in self.roots(scope, pierce):
            below = self.root.iter("*") if root is None else root.iterdescendants("*")
            yield from self.own(below, root)

    def own(self, found: Iterable[HtmlElement], scope: Scope) -> Iterable[HtmlElement]:
        """Those of `found` (all below `scope`) that are in the same tree as `scope`'s content."""
        if not self.homes and not self.shadows:
            return found
        inside = scope is not None and is_shadow(scope)
        home = scope if inside else self.home(scope)
        homes = self.homes
        return (each for each in found if homes.get(each) is home and not is_shadow(each))

    def roots(self, scope: Scope, pierce: bool) -> Iterator[Scope]:
        """`scope`, then, with `pierce`, the shadow roots below it."""
        pending = [scope]
        while pending:
            root = pending.pop()
            yield root
            if pierce and self.shadows:
                pending.extend(reversed(list(self._shadows_below(root))))

    def ordered(self, found: Iterable[HtmlElement]) -> list[HtmlElement]:
        """`found` in document order; what is in a shadow root comes after the light content of
        its host."""
        wanted = set(found)
        if not self.shadows:
            return [each for each in self.root.iter("*") if each in wanted]
        return [each for each in self._walk() if each in wanted]

    def _walk(self) -> Iterator[HtmlElement]:
        stack = [self.root]
        while stack:
            element = stack.pop()
            yield element
            children = list(element.iterchildren("*"))
            children.sort(key=is_shadow)
            stack.extend(reversed(children))

    def _shadows_below(self, scope: Scope) -> Iterator[HtmlElement]:
        inside = scope is not None and is_shadow(scope)
        home = scope if inside else self.home(scope)
        for shadow in self.hosted.get(home, ()):
            host = shadow.getparent()
            if scope is None or inside or scope is host or _holds(scope, host):
                yield shadow


def _holds(above: HtmlElement, element: Scope) -> bool:
    return element is not None and any(each is above for each in element.iterancestors())


def tree_of(page: Page) -> Tree:
    """The page as queries see it, worked out once; costs a walk over what templates hold."""
    known = page.derived.get("locators.tree")
    if known is None:
        known = page.derived["locators.tree"] = _tree_of(page.root)
    return cast(Tree, known)


def _tree_of(root: HtmlElement) -> Tree:
    homes = nearest(root, _APART)
    shadows = [each for each in root.iter("template") if is_shadow(each)]
    hosted: dict[Scope, list[HtmlElement]] = {}
    for shadow in shadows:
        hosted.setdefault(homes.get(shadow), []).append(shadow)
    return Tree(root, homes, tuple(shadows), Foreign(root), hosted)


def nearest(root: HtmlElement, tags: Sequence[str]) -> dict[HtmlElement, HtmlElement]:
    """Of each element inside of one of those tags, the nearest such."""
    known: dict[HtmlElement, HtmlElement] = {}
    for outermost in root.iter(*tags):
        if outermost not in known:
            known.update(_nearest_in(outermost, tags))
    return known


def _nearest_in(
    outermost: HtmlElement, tags: Sequence[str]
) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    around: list[HtmlElement] = []
    for event, element in etree.iterwalk(outermost, events=("start", "end")):
        if event == "start" and around:
            yield element, around[-1]
        if element.tag in tags:
            if event == "start":
                around.append(element)
            else:
                around.pop()


_APART = ("template", "noscript")
