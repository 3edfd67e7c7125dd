"""What the style sheets of a page say of `display` and `visibility`, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a rule whose condition cannot be checked here
(an unknown media feature, a structural pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree, is_shadow
from selfheal_cli.dom.selectors import Budget, Selector, matches
from selfheal_cli.dom.stylerules import Rule, applies, declarations, hides, media_applies, rules_of
from selfheal_cli.dom.tree import Page

_MOST_CHARACTERS = 8_000_000
_CHECKS, _CHECKS_EACH = 200_000, 30

_Rank = tuple[bool, bool, tuple[int, int, int], int, int]
_INLINE = (True, (1 << 20, 0, 0), 0, 0)


@dataclass(frozen=True, slots=True)
class Declared:
    """The winning values, "" where nothing declares them."""

    display: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule in force on this page."""

    selector: Selector
    values: tuple[tuple[str, str, _Rank], ...]


_NOTHING = Declared()
_Index = dict[HtmlElement, dict[str, list[_Entry]]]


class Sheets:
    """All style sheets of one document. Work is bounded: past the bound, nothing is hidden."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._budget = Budget(_CHECKS + _CHECKS_EACH * len(tree.page.elements))
        self._index: _Index | None = None

    def declared(self, element: HtmlElement) -> Declared:
        """What sheets and the style attribute declare for `element` itself."""
        if self._index is None:
            self._index = self._read()
        best: dict[str, tuple[_Rank, str]] = {}
        style = element.get("style")
        if style:
            for name, value, important in declarations(style):
                best[name] = ((important, *_INLINE), value)
        if self._index:
            best = self._cascade(element, self._index, best)
        if not best:
            return _NOTHING
        display, visibility = (best.get(name, ((), ""))[1] for name in ("display", "visibility"))
        return Declared(display, visibility)

    def _cascade(
        self, element: HtmlElement, rules: _Index, own: dict[str, tuple[_Rank, str]]
    ) -> dict[str, tuple[_Rank, str]]:
        best = dict(own)
        index = rules.get(self._tree.scope(element), {})
        for key in _keys(element) if index else ():
            for entry in index.get(key, ()):
                if matches(element, entry.selector, self._budget):
                    for name, value, rank in entry.values:
                        if name not in best or best[name][0] < rank:
                            best[name] = (rank, value)
        if self._budget.left < 0:  # of rules half applied, none counts
            self._index = {}
            return own
        return best

    def _read(self) -> _Index:
        index: _Index = {}
        left = _MOST_CHARACTERS
        width = self._tree.page.snapshot.viewport[0]
        present: frozenset[str] = frozenset()
        for number, (scope, text, sure) in enumerate(_texts(self._tree, width)):
            left -= len(text)
            if left < 0:
                break
            rules = rules_of(text)
            if rules and not present:
                present = _present(self._tree.page)
            for rule in rules:
                entry = _entry(rule, sure, number, width)
                if entry is not None and rule.selector.needs <= present:
                    index.setdefault(scope, {}).setdefault(rule.selector.key, []).append(entry)
        return index


def _entry(rule: Rule, sure: bool, sheet: int, width: int) -> _Entry | None:
    in_force = applies(rule.conditions, width)
    if in_force is False:
        return None
    sure = sure and rule.selector.sure and in_force is True
    values = tuple(
        (name, value, (important, rule.rank[0], rule.rank[1], sheet + 1, rule.rank[2]))
        for name, value, important in rule.declared
        if sure or not hides(name, value)
    )
    return _Entry(rule.selector, values) if values else None


def _texts(tree: FlatTree, width: int) -> Iterator[tuple[HtmlElement, str, bool]]:
    """(scope, CSS, whether it surely applies), adopted sheets last."""
    page = tree.page
    base = urljoin(page.url, next((b.get("href") or "" for b in page.root.iter("base")), ""))
    for element in page.root.iter("style", "link"):
        answer = media_applies(element.get("media") or "all", width)
        if answer is False:
            continue
        text = element.text if element.tag == "style" else _linked(tree, element, base)
        if text:
            yield tree.scope(element), text, answer is True
    for holder, text in page.sheets:
        yield holder if is_shadow(holder) else tree.scope(holder), text, True


def _linked(tree: FlatTree, link: HtmlElement, base: str) -> str:
    kinds = (link.get("rel") or "").lower().split()
    if "stylesheet" not in kinds or "alternate" in kinds or "disabled" in link.attrib:
        return ""
    try:
        address = urljoin(base, link.get("href") or "")
    except ValueError:
        return ""
    return tree.page.snapshot.sheet(address)


def _present(page: Page) -> frozenset[str]:
    """The keys of all elements."""
    keys = {"*", *{str(element.tag) for element in page.elements}}
    keys.update("#" + identifier for identifier in _values(page, "id"))
    keys.update("." + name for classes in _values(page, "class") for name in classes.split())
    return frozenset(keys)


def _values(page: Page, attribute: str) -> set[str]:
    return {value for element in page.elements if (value := element.get(attribute))}


def _keys(element: HtmlElement) -> list[str]:
    keys = ["*", str(element.tag)]
    identifier = element.get("id")
    if identifier:
        keys.append("#" + identifier)
    classes = element.get("class")
    if classes:
        keys.extend("." + name for name in dict.fromkeys(classes.split()))
    return keys
