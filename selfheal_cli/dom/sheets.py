"""What the style sheets of a page declare for an element, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a style rule whose condition cannot be checked
here (an unknown media feature, a pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from selfheal_cli.dom.flat import FlatTree, is_shadow
from selfheal_cli.dom.matches import Budget, matches
from selfheal_cli.dom.media import Viewport, applies, media_applies
from selfheal_cli.dom.selectors import Selector, parse_selector
from selfheal_cli.dom.stylerules import Rule, declarations, rules_of

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


_Index = dict[HtmlElement, dict[str, list[_Entry]]]
_Kind = tuple[str, str | None, str | None]
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Known:
    """Of the elements of a line: what plain rules declare for them all, and the rules that are to
    be asked of each."""

    best: _Best
    values: Mapping[str, str]
    asked: tuple[_Entry, ...]


class _Lines:
    """Numbers for lines of descent: equal for elements that are alike in name, id and classes, as
    are all those around them up to the root of their tree."""

    def __init__(self, kind_of: Mapping[HtmlElement, _Kind]) -> None:
        self._kind_of = kind_of
        self._of: dict[HtmlElement, int] = {}
        self._numbers: dict[tuple[int, _Kind] | HtmlElement, int] = {}

    def of(self, element: HtmlElement) -> int:
        """The element's line."""
        known = self._of.get(element)
        if known is not None:
            return known
        pending, above = [element], element.getparent()
        while above is not None and above not in self._of:
            pending.append(above)
            above = above.getparent()
        line = -1 if above is None else self._of[above]
        for each in reversed(pending):  # what is in a template is a tree of its own
            key = each if each.tag == "template" else (line, self._kind_of[each])
            line = self._of[each] = self._numbers.setdefault(key, len(self._numbers))
        return line


class Sheets:
    """All style sheets of one document. Work is bounded: past the bound, no sheet declares
    anything."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._budget = Budget(_CHECKS + _CHECKS_EACH * len(tree.page.elements))
        self._index: _Index | None = None
        self._kind_of: dict[HtmlElement, _Kind] = {}
        self._lines = _Lines(self._kind_of)
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
            own = _own(style) if style else {}
            known = self._cascade(element, self._index, own) if self._index else _values(own)
            self._declared[element] = known
        return known

    def _cascade(self, element: HtmlElement, rules: _Index, own: _Best) -> Mapping[str, str]:
        line = self._lines.of(element)
        known = self._known.get(line)
        if known is None:
            index = rules.get(self._tree.scope(element), {})
            known = self._known[line] = self._of_line(element, index)
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

    def _of_line(self, element: HtmlElement, index: Mapping[str, Sequence[_Entry]]) -> _Known:
        keys = _keys(self._kind_of[element]) if index else []
        entries = [entry for key in keys for entry in index.get(key, ())]
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
        present: frozenset[str] = frozenset()
        layers: dict[str, int] = {}
        for number, (scope, text, sure) in enumerate(_texts(self._tree, viewport)):
            left -= len(text)
            if left < 0:
                break
            sheet = rules_of(text)
            for layer in sheet.layers:
                _order(layer, layers)
            if sheet.rules and not present:
                self._kind_of.update((e, _kind(e)) for e in self._tree.page.elements)
                kinds = set(self._kind_of.values())
                present = frozenset(key for kind in kinds for key in _keys(kind))
            filed = index.setdefault(scope, {}) if sheet.rules else {}
            for rule in sheet.rules:
                in_force = applies(rule.conditions, viewport)
                if in_force is False:
                    continue
                layer_order = _order(rule.layer, layers)
                for selector in _possible(rule, present):
                    entry = _entry(selector, rule, sure and in_force is True, (layer_order, number))
                    if entry is not None:
                        filed.setdefault(selector.key, []).append(entry)
        return index


def _possible(rule: Rule, present: frozenset[str]) -> Iterator[Selector]:
    """Its selectors that something on the page may fulfil."""
    for text, names in rule.selectors:
        if names <= present:
            selector = parse_selector(text)
            if selector is not None and selector.needs <= present:
                yield selector


def _entry(selector: Selector, rule: Rule, sure: bool, place: tuple[_Layer, int]) -> _Entry | None:
    """The rule for one of its selectors, as far as it is in force."""
    sure = sure and selector.sure
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
        if sure or (not box and _shows(name, value))
    )
    return _Entry(selector, values, selector.plain) if values else None


def _shows(name: str, value: str) -> bool:
    """Whether a declaration takes neither an element nor its letters as written out of sight."""
    if name == "text-transform":
        return value == "none"
    return name in HIDING and value not in HIDING[name]


def _own(style: str) -> _Best:
    best: _Best = {}
    for name, value, important in declarations(style):
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


def _kind(element: HtmlElement) -> _Kind:
    return (str(element.tag), element.get("id"), element.get("class"))


def _keys(kind: _Kind) -> list[str]:
    tag, identifier, classes = kind
    keys = ["*", tag]
    if identifier:
        keys.append("#" + identifier)
    if classes:
        keys.extend("." + name for name in dict.fromkeys(classes.split()))
    return keys
