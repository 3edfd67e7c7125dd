"""What style sheets say of `display`, `visibility` and `text-transform`, as far as that is sure.

A wrong "hidden" costs more than a wrong "visible": a rule whose condition cannot be checked here
(an unknown media feature, a structural pseudo-class) counts only where it shows an element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    text_transform: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule in force on this page. `plain`: a name, an id and classes decide whether it holds."""

    selector: Selector
    values: tuple[tuple[str, str, _Rank], ...]
    plain: bool


_PROPERTIES = ("display", "visibility", "text-transform")
_NOTHING = Declared()
_Best = dict[str, tuple[_Rank, str]]
_Index = dict[HtmlElement, dict[str, list[_Entry]]]
_Kind = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """Of elements alike in scope, name, id and classes: what plain rules declare for them all,
    and the rules that are to be asked of each."""

    best: _Best
    asked: tuple[_Entry, ...]


class Sheets:
    """All style sheets of one document. Work is bounded: past the bound, nothing is hidden."""

    def __init__(self, tree: FlatTree) -> None:
        self._tree = tree
        self._budget = Budget(_CHECKS + _CHECKS_EACH * len(tree.page.elements))
        self._index: _Index | None = None
        self._kinds: dict[tuple[HtmlElement, _Kind], _Known] = {}

    def declared(self, element: HtmlElement) -> Declared:
        """What sheets and the style attribute declare for `element` itself."""
        if self._index is None:
            self._index = self._read()
        best: _Best = {}
        style = element.get("style")
        if style:
            for name, value, important in declarations(style):
                best[name] = ((important, *_INLINE), value)
        if self._index:
            best = self._cascade(element, self._index, best)
        if not best:
            return _NOTHING
        return Declared(*(best.get(name, ((), ""))[1] for name in _PROPERTIES))

    def _cascade(self, element: HtmlElement, rules: _Index, own: _Best) -> _Best:
        scope = self._tree.scope(element)
        key = (scope, _kind(element))
        known = self._kinds.get(key)
        if known is None:
            known = self._kinds[key] = self._of_kind(element, rules.get(scope, {}))
        best = known.best
        if own or known.asked:
            best = dict(best)
            for name, (rank, value) in own.items():
                _win(best, name, value, rank)
            self._apply(element, known.asked, best)
        if self._budget.left < 0:  # of rules half applied, none counts
            self._index = {}
            return own
        return best

    def _of_kind(self, element: HtmlElement, index: Mapping[str, Sequence[_Entry]]) -> _Known:
        entries = [e for key in _keys(_kind(element)) for e in index.get(key, ())] if index else []
        best: _Best = {}
        self._apply(element, [entry for entry in entries if entry.plain], best)
        return _Known(best, tuple(entry for entry in entries if not entry.plain))

    def _apply(self, element: HtmlElement, entries: Iterable[_Entry], best: _Best) -> None:
        for entry in entries:
            if matches(element, entry.selector, self._budget):
                for name, value, rank in entry.values:
                    _win(best, name, value, rank)

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
            for key in rules.keys() & present:
                filed = index.setdefault(scope, {}).setdefault(key, [])
                met = (rule for rule in rules[key] if rule.selector.needs <= present)
                filed.extend(e for rule in met for e in _entries(rule, sure, number, width))
        return index


def _win(best: _Best, name: str, value: str, rank: _Rank) -> None:
    if name not in best or best[name][0] < rank:
        best[name] = (rank, value)


def _entries(rule: Rule, sure: bool, sheet: int, width: int) -> Iterator[_Entry]:
    """The rule as far as it is in force."""
    in_force = applies(rule.conditions, width)
    if in_force is False:
        return
    sure = sure and rule.selector.sure and in_force is True
    values = tuple(
        (name, value, (important, rule.rank[0], rule.rank[1], sheet + 1, rule.rank[2]))
        for name, value, important in rule.declared
        if sure or not hides(name, value)
    )
    if values:
        yield _Entry(rule.selector, values, rule.selector.plain)


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
    return frozenset(key for kind in set(map(_kind, page.elements)) for key in _keys(kind))


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
