"""What the style sheets of a page declare for an element, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a style rule whose condition cannot be checked
here (an unknown media feature, a pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import urljoin

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree, is_shadow
from selfheal_cli.dom.lines import Lines
from selfheal_cli.dom.matches import Budget, matches
from selfheal_cli.dom.media import Viewport, media_applies
from selfheal_cli.dom.rulebook import (
    HIDING,
    Best,
    Entry,
    Filed,
    OfLine,
    Rank,
    Rulebook,
    Sheet,
    Unread,
    asked,
    entry,
    rulebook,
)
from selfheal_cli.dom.selectors import names_in, parse_selector
from selfheal_cli.dom.stylerules import Aspect, declarations

__all__ = ["HIDING", "Linked", "Sheets"]

_CHECKS, _CHECKS_EACH = 400_000, 60
# So many elements are looked at in the time of reading one selector.
_LOOKED_AT_A_READING = 12
_NOTHING: Mapping[str, str] = {}
_UNTOUCHED = OfLine({}, _NOTHING, (), 0, 0)


class Linked:
    """The style sheets of one document: their rules, and its trees' numbers in these."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._numbers: dict[HtmlElement, int] = {}

    @cached_property
    def book(self) -> Rulebook:
        """The rules, and the lines of descent that they were asked of."""
        viewport = self._tree.page.snapshot.viewport
        sheets = tuple(
            Sheet(self._numbers.setdefault(scope, len(self._numbers)), text, sure)
            for scope, text, sure in _texts(self._tree, viewport)
        )
        return rulebook(sheets, viewport)

    def tree_of(self, element: HtmlElement) -> int:
        """The number of the element's tree; -1 where no sheet is for it."""
        return self._numbers.get(self._tree.scope(element), -1)


class Sheets:
    """One aspect of all style sheets of one document; nothing else in them is read. Work is
    bounded: past the bound, no sheet declares anything."""

    def __init__(self, linked: Linked, lines: Lines, aspect: Aspect) -> None:
        self._linked = linked
        self._lines = lines
        self._aspect: Aspect = aspect
        self._budget = Budget(_CHECKS + _CHECKS_EACH * lines.elements)
        self._index: Mapping[int, Filed] | None = None
        self._readings = 0
        # What was looked through for what this page has.
        self._gone_through: dict[int, set[str]] = {}
        self._known: dict[int, OfLine] = {}
        self._declared: dict[HtmlElement, Mapping[str, str]] = {}

    def declared(self, element: HtmlElement) -> Mapping[str, str]:
        """What sheets and the style attribute declare for `element` itself: property -> value;
        of the boxes generated in it, "before:display" and the like."""
        known = self._declared.get(element)
        if known is None:
            if self._index is None:
                self._index = self._linked.book.of(self._aspect)
            style = element.get("style")
            own = _own(style, self._aspect) if style else {}
            known = self._cascade(element, own) if self._index else _values(own)
            self._declared[element] = known
        return known

    def _cascade(self, element: HtmlElement, own: Best) -> Mapping[str, str]:
        line = self._lines.of(element, self._linked.book.lines)
        known = self._known.get(line)
        if known is None:
            known = self._known[line] = self._of_line(element, line)
        values = known.values
        asked_for = [e for e in known.asked if matches(element, e.selector, self._budget)]
        if own or asked_for:
            best = dict(known.best)
            for name, (rank, value) in own.items():
                _win(best, name, value, rank)
            _apply(asked_for, best)
            values = _values(best)
        if self._budget.left < 0:  # of rules half applied, none counts
            self._index = {}
            self._declared.clear()
            return _values(own)
        return values

    def _of_line(self, element: HtmlElement, line: int) -> OfLine:
        tree = self._linked.tree_of(element)
        filed = self._index.get(tree) if self._index else None
        if filed is None:
            return _UNTOUCHED
        keys = self._lines.keys(element)
        self._go_through(filed, keys, self._gone_through.setdefault(tree, set()))
        found = [filed.entries[key] for key in keys if key in filed.entries]
        count = sum(map(len, found))
        known = filed.lines.get(line)
        # Another page may have had names that the rules need which were passed over here.
        if known is not None and known.entries == count:
            self._budget.left -= known.checks
            return known
        known = self._asked(element, [one for entries in found for one in entries])
        if self._budget.left >= 0:
            filed.lines[line] = known
        return known

    def _asked(self, element: HtmlElement, entries: list[Entry]) -> OfLine:
        if not entries:
            return _UNTOUCHED
        best: Best = {}
        before = self._budget.left
        around = self._lines.around(element)
        likely = [e for e in entries if around is None or e.around <= around]
        plain = (one for one in likely if one.plain)
        _apply([e for e in plain if matches(element, e.selector, self._budget)], best)
        others = tuple(one for one in likely if not one.plain)
        return OfLine(best, _values(best), others, len(entries), before - self._budget.left)

    def _go_through(self, filed: Filed, keys: tuple[str, ...], seen: set[str]) -> None:
        """Reads the rules for elements that have what the keys say, each key once a page."""
        for key in (*keys, "") if "" not in seen else keys:
            if key in seen:
                continue
            seen.add(key)
            unread = filed.unread.pop(key, ())
            left = [one for one in unread if not self._read(one, key, filed)]
            if left:
                filed.unread[key] = left

    def _read(self, unread: Unread, key: str, filed: Filed) -> bool:
        """Files the rule, unless nothing on this page may fulfil it. To look for what there is on
        the page takes as long as to read a few selectors."""
        self._readings += 1
        choosy = self._readings * _LOOKED_AT_A_READING > self._lines.elements
        if choosy and not names_in(unread.text) <= self._lines.present:
            return False
        selector = parse_selector(unread.text)
        if selector is None:
            return True
        if choosy and not selector.needs <= self._lines.present:
            return False
        one = entry(selector, unread, self._aspect)
        if one is not None:
            filed.entries.setdefault(key or selector.key, []).append(one)
        return True


def _own(style: str, aspect: Aspect) -> Best:
    best: Best = {}
    for name, value, important in declarations(style):
        if not asked(name, "", aspect):
            continue
        if name not in best or important or not best[name][0][0]:
            best[name] = ((important, True, (), (0, 0, 0), 0, 0), value)
    return best


def _values(best: Best) -> Mapping[str, str]:
    return {name: value for name, (_, value) in best.items()} if best else _NOTHING


def _apply(entries: Iterable[Entry], best: Best) -> None:
    for one in entries:
        for name, value, important in one.declared:
            _win(best, name, value, one.rank(important))


def _win(best: Best, name: str, value: str, rank: Rank) -> None:
    if name not in best or best[name][0] <= rank:
        best[name] = (rank, value)


def _texts(tree: FlatTree, viewport: Viewport) -> Iterator[tuple[HtmlElement, str, bool]]:
    """(scope, CSS, whether it surely applies), adopted sheets last."""
    page = tree.page
    base = urljoin(page.url, next((b.get("href") or "" for b in page.root.iter("base")), ""))
    for element in page.root.iter("style", "link"):
        answer = media_applies(element.get("media") or "all", viewport)
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
