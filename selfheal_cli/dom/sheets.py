"""What the style sheets of a page declare for an element, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a style rule whose condition cannot be checked
here (an unknown media feature, a pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree, is_shadow
from selfheal_cli.dom.lines import Lines
from selfheal_cli.dom.matches import Budget, matches
from selfheal_cli.dom.media import Viewport, applies, media_applies
from selfheal_cli.dom.selectors import Selector, names_in, parse_selector
from selfheal_cli.dom.stylerules import (
    BOX_PROPERTIES,
    Aspect,
    Rule,
    declarations,
    rules_of,
    selectors_of,
)

_MOST_CHARACTERS = 8_000_000
_CHECKS, _CHECKS_EACH = 400_000, 60
#: The values that take what they are declared for out of sight.
HIDING = {
    "content-visibility": ("hidden",),
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
}
_OUTSIDE = float("inf")

_Layer = tuple[float, ...]
# Important; the style attribute; layer; specificity; sheet; place in it (CSS Cascade 5, 6).
_Rank = tuple[bool, bool, _Layer, tuple[int, int, int], int, int]
_Best = dict[str, tuple[_Rank, str]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule in force on this page. `plain`: it holds for all elements of a line, or for none."""

    selector: Selector
    values: tuple[tuple[str, str, _Rank], ...]
    plain: bool


class _Unread(NamedTuple):
    """A rule for one of its selectors, which nobody has read yet. `sure`: whether the rule surely
    is in force."""

    text: str
    rule: Rule
    sure: bool
    place: tuple[_Layer, int]


@dataclass(frozen=True, slots=True)
class _Filed:
    """The rules of one tree, by what elements must have for them."""

    unread: dict[str, list[_Unread]] = field(default_factory=dict)
    entries: dict[str, list[_Entry]] = field(default_factory=dict)


_Index = dict[HtmlElement, _Filed]
# So many elements are looked at in the time of reading one selector.
_LOOKED_AT_A_READING = 12
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Known:
    """Of the elements of a line: what plain rules declare for them all, and the rules that are to
    be asked of each."""

    best: _Best
    values: Mapping[str, str]
    asked: tuple[_Entry, ...]


class Sheets:
    """One aspect of all style sheets of one document; nothing else in them is read. Work is
    bounded: past the bound, no sheet declares anything."""

    def __init__(self, tree: FlatTree, lines: Lines, aspect: Aspect) -> None:
        self._tree = tree
        self._lines = lines
        self._aspect: Aspect = aspect
        self._budget = Budget(_CHECKS + _CHECKS_EACH * len(tree.page.elements))
        self._index: _Index | None = None
        self._readings = 0
        self._known: dict[int, _Known] = {}
        self._declared: dict[HtmlElement, Mapping[str, str]] = {}

    def declared(self, element: HtmlElement) -> Mapping[str, str]:
        """What sheets and the style attribute declare for `element` itself: property -> value;
        of the boxes generated in it, "before:display" and the like."""
        known = self._declared.get(element)
        if known is None:
            if self._index is None:
                self._index = self._read()
            style = element.get("style")
            own = _own(style, self._aspect) if style else {}
            known = self._cascade(element, self._index, own) if self._index else _values(own)
            self._declared[element] = known
        return known

    def _cascade(self, element: HtmlElement, rules: _Index, own: _Best) -> Mapping[str, str]:
        line = self._lines.of(element)
        known = self._known.get(line)
        if known is None:
            filed = rules.get(self._tree.scope(element))
            known = self._known[line] = self._of_line(element, filed)
        values = known.values
        if own or known.asked:
            best = dict(known.best)
            for name, (rank, value) in own.items():
                _win(best, name, value, rank)
            self._apply(element, known.asked, best)
            values = _values(best)
        if self._budget.left < 0:  # of rules half applied, none counts
            self._index = {}
            self._declared.clear()
            return _values(own)
        return values

    def _of_line(self, element: HtmlElement, filed: _Filed | None) -> _Known:
        entries: list[_Entry] = []
        if filed is not None:
            for key in self._lines.keys(element):
                entries += self._entries(key, filed)
        best: _Best = {}
        self._apply(element, [entry for entry in entries if entry.plain], best)
        asked = tuple(entry for entry in entries if not entry.plain)
        return _Known(best, _values(best), asked)

    def _apply(self, element: HtmlElement, entries: Iterable[_Entry], best: _Best) -> None:
        for entry in entries:
            if matches(element, entry.selector, self._budget):
                for name, value, rank in entry.values:
                    _win(best, name, value, rank)

    def _read(self) -> _Index:
        index: _Index = {}
        left = _MOST_CHARACTERS
        viewport = self._tree.page.snapshot.viewport
        layers: dict[str, int] = {}
        for number, (scope, text, sure) in enumerate(_texts(self._tree, viewport)):
            left -= len(text)
            if left < 0:
                break
            sheet = rules_of(text)
            for layer in sheet.layers:
                _order(layer, layers)
            filed = index.setdefault(scope, _Filed()) if sheet.rules else _Filed()
            for rule in sheet.rules:
                if not rule.counts_for(self._aspect):
                    continue
                in_force = applies(rule.conditions, viewport) if rule.conditions else True
                if in_force is False:
                    continue
                place = (_order(rule.layer, layers), number)
                for selector, key in selectors_of(rule.prelude):
                    unread = _Unread(selector, rule, sure and in_force is True, place)
                    self._file(unread, key, filed)
        return index

    def _file(self, unread: _Unread, key: str, filed: _Filed) -> None:
        if key:
            filed.unread.setdefault(key, []).append(unread)
            return
        selector = self._possible(unread)
        entry = None if selector is None else self._entry(selector, unread)
        if selector is not None and entry is not None:
            filed.entries.setdefault(selector.key, []).append(entry)

    def _entries(self, key: str, filed: _Filed) -> Sequence[_Entry]:
        """The rules for elements that have what the key says; read when first asked for."""
        for unread in filed.unread.pop(key, ()):
            selector = self._possible(unread)
            entry = None if selector is None else self._entry(selector, unread)
            if entry is not None:
                filed.entries.setdefault(key, []).append(entry)
        return filed.entries.get(key, ())

    def _possible(self, unread: _Unread) -> Selector | None:
        """The selector, where something on the page may fulfil it. To look for what there is on
        the page takes as long as to read a few selectors."""
        self._readings += 1
        choosy = self._readings * _LOOKED_AT_A_READING > len(self._tree.page.elements)
        if choosy and not names_in(unread.text) <= self._lines.present:
            return None
        selector = parse_selector(unread.text)
        if selector is None or (choosy and not selector.needs <= self._lines.present):
            return None
        return selector

    def _entry(self, selector: Selector, unread: _Unread) -> _Entry | None:
        """The rule for one of its selectors, as far as it is in force."""
        rule, place = unread.rule, unread.place
        sure = unread.sure and selector.sure
        box = f"{selector.box}:" if selector.box else ""
        layer, sheet = place
        backwards = tuple(-number for number in layer)
        values = tuple(
            (
                box + name,
                value,
                (
                    important,
                    False,
                    backwards if important else layer,
                    selector.specificity,
                    sheet,
                    rule.place,
                ),
            )
            for name, value, important in declarations(rule.body)
            if _asked(name, box, self._aspect) and (sure or (not box and _shows(name, value)))
        )
        return _Entry(selector, values, selector.plain) if values else None


def _asked(name: str, box: str, aspect: Aspect) -> bool:
    """Whether what is declared for an element, or for a generated box, is of that aspect."""
    return (not box and name in BOX_PROPERTIES) is (aspect == "box")


def _shows(name: str, value: str) -> bool:
    """Whether a declaration takes neither an element nor its letters as written out of sight."""
    if name == "text-transform":
        return value == "none"
    return name in HIDING and value not in HIDING[name]


def _own(style: str, aspect: Aspect) -> _Best:
    best: _Best = {}
    for name, value, important in declarations(style):
        if not _asked(name, "", aspect):
            continue
        if name not in best or important or not best[name][0][0]:
            best[name] = ((important, True, (), (0, 0, 0), 0, 0), value)
    return best


def _values(best: _Best) -> Mapping[str, str]:
    return {name: value for name, (_, value) in best.items()} if best else _NOTHING


def _win(best: _Best, name: str, value: str, rank: _Rank) -> None:
    if name not in best or best[name][0] <= rank:
        best[name] = (rank, value)


def _order(layer: str, layers: dict[str, int]) -> _Layer:
    """A key that orders layers as they first appear, what is in none of a layer's layers last."""
    places: list[float] = []
    names = layer.split(".") if layer else []
    for depth in range(1, len(names) + 1):
        places.append(layers.setdefault(".".join(names[:depth]), len(layers)))
    return (*places, _OUTSIDE)


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
