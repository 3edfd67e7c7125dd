"""The CSS selectors of style sheets: parsed and matched as far as visibility needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_IDENT = r"-?(?:[_a-zA-Z]|[^\x00-\x7f]|\\[^\n0-9a-fA-F])(?:[\w-]|[^\x00-\x7f]|\\[^\n0-9a-fA-F])*"
_SIMPLE = re.compile(
    rf"""(?P<tag>\*|{_IDENT})
    |\#(?P<id>{_IDENT})
    |\.(?P<class>{_IDENT})
    |\[\s*(?P<name>{_IDENT})\s*
        (?:(?P<op>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|{_IDENT})\s*(?P<fold>i\s*)?)?\]
    |:not\((?P<not>[^()]*)\)
    |(?P<pseudo>::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?)""",
    re.X,
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_ESCAPE = re.compile(r"\\(.)")
# States that a page at rest is not in, and boxes that are no elements.
_MOMENTARY = re.compile(
    r":(?:hover|active|focus|target|visited|-webkit-|-moz-|-ms-|:|host|slotted)"
)
_LONGEST = 10_000
_MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Compound:
    """Simple selectors that one element must fulfil at once."""

    tag: str = ""
    identifier: str = ""
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str, bool], ...] = ()
    excluded: tuple[Compound, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from right to left, each with the combinator that leads to it. `sure`: false
    where a part was left out that could make it match less. `key`: what the index files it by;
    `needs`: the keys that a page must have somewhere for a match."""

    parts: tuple[tuple[str, Compound], ...]
    specificity: tuple[int, int, int]
    sure: bool
    key: str
    needs: frozenset[str]

    @property
    def plain(self) -> bool:
        """Whether an element's name, id and classes alone decide."""
        first = self.parts[0][1]
        return len(self.parts) == 1 and not first.attributes and not first.excluded


@dataclass(slots=True)
class _Reading:
    position: int = 0
    sure: bool = True
    ids: int = 0
    classes: int = 0
    tags: int = 0


def parse_selectors(text: str) -> Iterator[Selector]:
    """Those of a selector list that can be understood and may hold in a page at rest."""
    for part in _COMMA.split(text) if len(text) <= _LONGEST else ():
        selector = _parse(part.strip())
        if selector is not None:
            yield selector


def _parse(text: str) -> Selector | None:
    reading = _Reading()
    parts: list[tuple[str, Compound]] = []
    combinator = ""
    while True:
        compound = _compound(text, reading)
        if compound is None:
            return None
        parts.append((combinator, compound))
        if reading.position >= len(text):
            break
        found = _COMBINATOR.match(text, reading.position)
        if found is None or len(parts) == _MOST_PARTS:
            return None
        combinator = found[1] or " "
        reading.position = found.end()
    specificity = (reading.ids, reading.classes, reading.tags)
    needs = frozenset(_key(compound) for _, compound in parts)
    return Selector(_leftwards(parts), specificity, reading.sure, _key(parts[-1][1]), needs)


def _leftwards(parts: list[tuple[str, Compound]]) -> tuple[tuple[str, Compound], ...]:
    """`a > b c` as (c), then (" ", b), then (">", a)."""
    combinators = ["", *(combinator for combinator, _ in reversed(parts[1:]))]
    compounds = [compound for _, compound in reversed(parts)]
    return tuple(zip(combinators, compounds, strict=True))


def _key(compound: Compound) -> str:
    if compound.identifier:
        return "#" + compound.identifier
    if compound.classes:
        return "." + min(compound.classes)
    return compound.tag or "*"


def _compound(text: str, reading: _Reading) -> Compound | None:
    start = reading.position
    tag = identifier = ""
    classes: set[str] = set()
    attributes: list[tuple[str, str, str, bool]] = []
    excluded: list[Compound] = []
    while found := _SIMPLE.match(text, reading.position):
        if found["tag"] is not None:
            if reading.position != start:
                return None
            tag = "" if found["tag"] == "*" else _plain(found["tag"]).lower()
            reading.tags += bool(tag)
        elif found["id"] is not None:
            identifier = _plain(found["id"])
            reading.ids += 1
        elif found["class"] is not None:
            classes.add(_plain(found["class"]))
            reading.classes += 1
        elif found["name"] is not None:
            attributes.append(_attribute(found))
            reading.classes += 1
        elif found["not"] is not None:
            excluded.extend(_excluded(found["not"], reading))
        elif _MOMENTARY.match(found["pseudo"].lower()):
            return None
        else:
            tag = _pseudo(found["pseudo"].lower(), tag, reading)
        reading.position = found.end()
    if reading.position == start:
        return None
    return Compound(tag, identifier, frozenset(classes), tuple(attributes), tuple(excluded))


def _pseudo(pseudo: str, tag: str, reading: _Reading) -> str:
    reading.classes += 1
    if pseudo == ":root":
        return "html"
    reading.sure = False
    return tag


def _excluded(text: str, reading: _Reading) -> list[Compound]:
    compounds = []
    for part in _COMMA.split(text):
        inner = _Reading()
        compound = _compound(part.strip(), inner)
        if compound is None or inner.position < len(part.strip()) or not inner.sure:
            reading.sure = False
            continue
        reading.ids += inner.ids
        reading.classes += inner.classes
        reading.tags += inner.tags
        compounds.append(compound)
    return compounds


def _attribute(found: re.Match[str]) -> tuple[str, str, str, bool]:
    value = found["value"] or ""
    if value[:1] in ("'", '"'):
        value = value[1:-1]
    return _plain(found["name"]).lower(), found["op"] or "", _plain(value), bool(found["fold"])


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


@dataclass(slots=True)
class Budget:
    """How many elements may still be compared; below zero, nothing matches any more."""

    left: int


def matches(element: HtmlElement, selector: Selector, budget: Budget) -> bool:
    """Whether `element` fulfils the selector within its tree (no crossing of shadow roots)."""
    budget.left -= 1
    if budget.left < 0 or not _fulfils(element, selector.parts[0][1]):
        return False
    return _match_left(element, selector.parts, 1, budget)


def _match_left(
    element: HtmlElement, parts: tuple[tuple[str, Compound], ...], position: int, budget: Budget
) -> bool:
    if position == len(parts):
        return True
    combinator, compound = parts[position]
    # With only ancestors left to find, the nearest that fits is as good as any farther one.
    greedy = combinator == " " and all(kind == " " for kind, _ in parts[position + 1 :])
    for other in _related(element, combinator):
        budget.left -= 1
        if budget.left < 0:
            return False
        if _fulfils(other, compound):
            if _match_left(other, parts, position + 1, budget):
                return True
            if greedy:
                return False
    return False


def _related(element: HtmlElement, combinator: str) -> Iterator[HtmlElement]:
    if combinator == " ":
        for above in element.iterancestors():
            if above.tag == "template":
                return
            yield above
    elif combinator == ">":
        parent = element.getparent()
        if parent is not None and parent.tag != "template":
            yield parent
    else:
        before = (e for e in element.itersiblings(preceding=True) if isinstance(e.tag, str))
        for sibling in before:
            yield sibling
            if combinator == "+":
                return


def _fulfils(element: HtmlElement, compound: Compound) -> bool:
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.identifier and element.get("id") != compound.identifier:
        return False
    if compound.classes and not _has_classes(element, compound.classes):
        return False
    if compound.attributes and not all(_has(element, *wanted) for wanted in compound.attributes):
        return False
    return not compound.excluded or not any(_fulfils(element, no) for no in compound.excluded)


def _has_classes(element: HtmlElement, wanted: frozenset[str]) -> bool:
    given = element.get("class")
    if not given:
        return False
    for name in wanted:  # most elements fail here, before their classes are taken apart
        if name not in given:
            return False
    return wanted.issubset(given.split())


def _has(element: HtmlElement, name: str, operator: str, wanted: str, fold: bool) -> bool:
    value = element.get(name)
    if value is None or not operator:
        return value is not None
    if fold or name == "type":
        value, wanted = value.lower(), wanted.lower()
    if operator == "=":
        return value == wanted
    if operator == "|=":
        return value == wanted or value.startswith(wanted + "-")
    if not wanted:
        return False
    if operator == "~=":
        return wanted in value.split()
    if operator == "^=":
        return value.startswith(wanted)
    return value.endswith(wanted) if operator == "$=" else wanted in value
