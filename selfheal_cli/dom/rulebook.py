"""The rules of a document's style sheets, filed by what elements must have for them; documents with
the same sheets share one book, and what was found out with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from selfheal_cli.dom.lines import Numbers
from selfheal_cli.dom.media import Viewport, applies
from selfheal_cli.dom.selectors import Selector, all_names
from selfheal_cli.dom.stylerules import (
    BOX_PROPERTIES,
    Aspect,
    Declaration,
    Rule,
    declarations,
    rules_of,
    selectors_of,
)

_MOST_CHARACTERS = 8_000_000
#: The values that take what they are declared for out of sight.
HIDING = {
    "content-visibility": ("hidden",),
    "display": ("none",),
    "visibility": ("hidden", "collapse"),
}
_OUTSIDE = float("inf")
_ANYTHING: frozenset[str] = frozenset()

Layer = tuple[float, ...]
# Important; the style attribute; layer; specificity; sheet; place in it (CSS Cascade 5, 6).
Rank = tuple[bool, bool, Layer, tuple[int, int, int], int, int]
Best = dict[str, tuple[Rank, str]]


class Entry(NamedTuple):
    """A rule in force. `plain`: it holds for all elements of a line, or for none; `around`: what
    an element or those around it must have for it."""

    selector: Selector
    declared: tuple[Declaration, ...]
    plain: bool
    around: frozenset[str]
    layer: Layer
    sheet: int
    place: int

    def rank(self, important: bool) -> Rank:
        """What decides among declarations of the same property."""
        layer = tuple(-number for number in self.layer) if important else self.layer
        return (important, False, layer, self.selector.specificity, self.sheet, self.place)


class Unread(NamedTuple):
    """A rule for one of its selectors, which nobody has read yet. `sure`: whether the rule surely
    is in force."""

    text: str
    rule: Rule
    sure: bool
    place: tuple[Layer, int]


class OfLine(NamedTuple):
    """Of the elements of a line: what plain rules declare for them all, and the rules that are to
    be asked of each; `entries`: out of how many; `checks`: how many it took to tell."""

    best: Best
    values: Mapping[str, str]
    asked: tuple[Entry, ...]
    entries: int
    checks: int


@dataclass(frozen=True, slots=True)
class Filed:
    """The rules of one tree, by what elements must have for them; under "" those of which it takes
    reading to tell. `lines`: what was found out."""

    unread: dict[str, list[Unread]] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    lines: dict[int, OfLine] = field(default_factory=dict)


class Sheet(NamedTuple):
    """A style sheet in the document: its tree's number, its text, whether it surely applies."""

    tree: int
    text: str
    sure: bool


class Rulebook:
    """The rules of some sheets."""

    def __init__(self, sheets: tuple[Sheet, ...], viewport: Viewport) -> None:
        self._sheets, self._viewport = sheets, viewport
        self._filed: dict[Aspect, dict[int, Filed]] = {}

    def of(self, aspect: Aspect) -> Mapping[int, Filed]:
        """The rules of one aspect by tree; nothing else in the sheets is read."""
        known = self._filed.get(aspect)
        if known is None:
            known = self._filed[aspect] = _filed(self._sheets, self._viewport, aspect)
        return known

    @cached_property
    def lines(self) -> Numbers:
        """The lines of descent met so far, as far as these rules tell them apart."""
        named = (_named(sheet.text) for sheet in _in_bounds(self._sheets))
        return Numbers(frozenset().union(*named))


# The pages of a run have a few sets of sheets; a pure function of its arguments but for what it
# remembers.
@lru_cache(maxsize=32)
def rulebook(sheets: tuple[Sheet, ...], viewport: Viewport) -> Rulebook:
    """The one book of these sheets."""
    return Rulebook(sheets, viewport)


def _filed(sheets: Sequence[Sheet], viewport: Viewport, aspect: Aspect) -> dict[int, Filed]:
    index: dict[int, Filed] = {}
    layers: dict[str, int] = {}
    for number, sheet in enumerate(_in_bounds(sheets)):
        read = rules_of(sheet.text)
        for layer in read.layers:
            _order(layer, layers)
        if not read.rules:
            continue
        unread = index.setdefault(sheet.tree, Filed()).unread
        for rule, sure in _in_force(sheet.text, viewport, aspect):
            place = (_order(rule.layer, layers), number)
            for selector, key in selectors_of(rule.prelude):
                one = Unread(selector, rule, sheet.sure and sure, place)
                unread.setdefault(key, []).append(one)
    return index


def _in_bounds(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    left = _MOST_CHARACTERS
    for sheet in sheets:
        left -= len(sheet.text)
        if left < 0:
            return
        yield sheet


@lru_cache(maxsize=512)
def _named(css: str) -> frozenset[str]:
    """The ids and classes that the sheet's rules name."""
    return all_names("\n".join(rule.prelude for rule in rules_of(css).rules))


@lru_cache(maxsize=512)
def _in_force(css: str, viewport: Viewport, aspect: Aspect) -> tuple[tuple[Rule, bool], ...]:
    """The sheet's rules that may declare something of that aspect, and whether each surely is in
    force."""
    found = []
    for rule in rules_of(css).rules:
        if rule.counts_for(aspect):
            in_force = applies(rule.conditions, viewport) if rule.conditions else True
            if in_force is not False:
                found.append((rule, in_force is True))
    return tuple(found)


def entry(selector: Selector, unread: Unread, aspect: Aspect) -> Entry | None:
    """The rule for one of its selectors, as far as it is in force."""
    rule, (layer, sheet) = unread.rule, unread.place
    declared = _declared(rule.body, selector.box, aspect, unread.sure and selector.sure)
    if not declared:
        return None
    around = selector.needs if selector.upwards else _ANYTHING
    return Entry(selector, declared, selector.plain, around, layer, sheet, rule.place)


@lru_cache(maxsize=8192)
def _declared(body: str, box: str, aspect: Aspect, sure: bool) -> tuple[Declaration, ...]:
    """What a rule declares for elements, or for the boxes generated in them, of that aspect."""
    prefix = f"{box}:" if box else ""
    return tuple(
        (prefix + name, value, important)
        for name, value, important in declarations(body)
        if asked(name, box, aspect) and (sure or (not box and _shows(name, value)))
    )


def asked(name: str, box: str, aspect: Aspect) -> bool:
    """Whether what is declared for an element, or for a generated box, is of that aspect."""
    return (not box and name in BOX_PROPERTIES) is (aspect == "box")


def _shows(name: str, value: str) -> bool:
    """Whether a declaration takes neither an element nor its letters as written out of sight."""
    if name == "text-transform":
        return value == "none"
    return name in HIDING and value not in HIDING[name]


def _order(layer: str, layers: dict[str, int]) -> Layer:
    """A key that orders layers as they first appear, what is in none of a layer's layers last."""
    places: list[float] = []
    names = layer.split(".") if layer else []
    for depth in range(1, len(names) + 1):
        places.append(layers.setdefault(".".join(names[:depth]), len(layers)))
    return (*places, _OUTSIDE)
