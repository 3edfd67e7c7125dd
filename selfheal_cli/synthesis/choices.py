"""What may become of one part or one compound of the author's path on the element it must hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice

from lxml.html import HtmlElement

from selfheal_cli.dom.class_names import only_prefixed_anew
from selfheal_cli.dom.tree import attributes
from selfheal_cli.synthesis.class_words import ClassKind, class_kind
from selfheal_cli.synthesis.combine import cheapest
from selfheal_cli.synthesis.costs import (
    DROP,
    NAME_ONLY,
    RENAME,
    REPLACE,
    REWORD,
    SAME_KIND,
    adding,
    fragile,
    likewise,
    unlike,
)
from selfheal_cli.synthesis.parts import place_of, tag_of
from selfheal_cli.synthesis.paths import (
    Compound,
    Part,
    PartKind,
    full_text,
    holds,
    own_texts,
    pieces,
)

Elements = Sequence[HtmlElement]
PartChoice = tuple[Part | None, float]

_MOST_COMPOUNDS = 6
_SHORTEST_SHARED = 4
_ANOTHER_WORD = 0.6


def compound_choices(compound: Compound, elements: Elements) -> list[tuple[Compound, float]]:
    """The compound as it may read when it must hit `elements`, cheapest first; without any part
    where only what is added to it can say the element."""
    options = [part_choices(part, elements) for part in compound.parts] or [[(None, 0.0)]]
    built: list[tuple[Compound, float]] = []
    tag = tag_of(elements)
    for picked, cost in islice(cheapest(options), 4 * _MOST_COMPOUNDS):
        parts = tuple(part for part in picked if part)
        built.append((replace(compound, parts=parts), cost))
        if not parts and tag:
            built.append((replace(compound, parts=(tag,)), cost + NAME_ONLY))
    return built[:_MOST_COMPOUNDS]


def part_choices(part: Part, elements: Elements) -> list[PartChoice]:
    """`part` itself where it holds, else what may stand in for it, and its absence (None)."""
    if all(holds(part, element) for element in elements):
        spare = [(None, DROP[PartKind.OTHER])] if part.kind is PartKind.OTHER else []
        return [(part, 0.0), *spare]
    found = [
        (new, REPLACE + fragile(new) + extra - likewise(part, new))
        for new, extra in _substitutes(part, elements)
    ]
    kept = [(new, cost) for new, cost in found if all(holds(new, e) for e in elements)]
    absent: list[PartChoice] = [(None, DROP[part.kind])]
    return sorted([*kept, *absent], key=lambda choice: choice[1])[:4]


def _substitutes(part: Part, elements: Elements) -> list[tuple[Part, float]]:
    element = elements[0]
    match part.kind:
        case PartKind.TAG:
            return [(replace(part, value=str(element.tag), source=""), 2.0)]
        case PartKind.ID:
            now = element.get("id") or ""
            return _reworded(part, [now]) if now else _elsewhere(part, element)
        case PartKind.CLASS:
            classes = (element.get("class") or "").split()
            return [*_reclassed(part, classes), *_as_state(part, element)]
        case PartKind.ATTRIBUTE:
            return _attributes(part, element)
        case PartKind.TEXT:
            return _reworded(part, _texts(part, element))
        case PartKind.POSITION:
            return [(place_of(element, part.name), 0.0)]
        case _:
            return []


def _reworded(part: Part, values: Sequence[str]) -> list[tuple[Part, float]]:
    """`part` with each of `values`, the likest first."""
    new = [replace(part, value=value, source="") for value in values if value]
    return sorted(((one, _rewording(part, one)) for one in new), key=lambda pair: pair[1])[:3]


def _reclassed(part: Part, classes: Sequence[str]) -> list[tuple[Part, float]]:
    """As `_reworded`; a class that another one refines (`btn`, `btn-save`) says less, but not
    where that one tells a layout or a look only (`navbar`, `navbar-expand-sm`), nor where it is
    the author's own with another prefix (`ui-drawer`, `app-drawer`)."""
    found = _reworded(part, classes)
    telling = [one for one in classes if class_kind(one) in (ClassKind.OWN, ClassKind.LIBRARY)]
    unlike_ours = [one for one in classes if not only_prefixed_anew(part.value, one)]
    general = {one for one in unlike_ours if any(refines(other, one) for other in telling)}
    costs = [(new, cost + (SAME_KIND if new.value in general else 0.0)) for new, cost in found]
    return sorted(costs, key=lambda pair: pair[1])


def refines(name: str, base: str) -> bool:
    """Whether a class says more closely what another says: `btn-save`, `btn`."""
    return bool(base) and name != base and name.startswith(base) and name[len(base)] in "-_"


def _rewording(old: Part, new: Part) -> float:
    """Like texts are one text reworded; unlike ones are one dropped and another added."""
    distance = unlike(old.value, new.value)
    if distance <= _ANOTHER_WORD:
        return REWORD * distance
    return DROP[old.kind] + adding(new) - fragile(new) - REPLACE - SAME_KIND


def _attributes(part: Part, element: HtmlElement) -> list[tuple[Part, float]]:
    own = attributes(element)
    found: list[tuple[Part, float]] = []
    if part.name in own:
        found += _revalued(part, own[part.name])
    found += _elsewhere(part, element)
    if own_texts(element) and full_text(element) == part.value:
        found.append((Part(PartKind.TEXT, part.value, "text()"), RENAME))
    return found


def _elsewhere(part: Part, element: HtmlElement) -> list[tuple[Part, float]]:
    """The attributes that say now what the part says."""
    return [
        (Part(PartKind.ATTRIBUTE, value, name, "="), RENAME - REPLACE)
        for name, value in attributes(element).items()
        if value == part.value != element.tag and name not in (part.name, "style", "class", "id")
    ]


def _as_state(part: Part, element: HtmlElement) -> list[tuple[Part, float]]:
    """Of those the ones that a class becomes, `open` a `data-state`; others said it before, too."""
    found = _elsewhere(part, element)
    return [(one, cost) for one, cost in found if one.name.startswith(("data-", "aria-"))]


def _revalued(part: Part, value: str) -> list[tuple[Part, float]]:
    """The attribute's new value as the author's operator can say it."""
    if part.name == "class":
        words = [replace(part, operator="*=" if part.operator == "=" else part.operator)]
        return [pair for word in words for pair in _reworded(word, value.split())]
    if part.operator in ("=", "~=", "|="):
        return _reworded(part, [value])
    shared = _shared(part.value, value)
    return _reworded(part, [shared]) if len(shared.strip()) >= _SHORTEST_SHARED else []


def _shared(old: str, new: str) -> str:
    """The longest text that stands in both."""
    match = SequenceMatcher(None, old, new, autojunk=False).find_longest_match()
    return old[match.a : match.a + match.size]


def _texts(part: Part, element: HtmlElement) -> list[str]:
    """The element's text in the form the part's text function compares."""
    if part.name.endswith("text()"):
        texts = own_texts(element)
        return [text.strip() if part.operator == "*=" else text for text in texts]
    whole = full_text(element)
    return list(dict.fromkeys([*pieces(element), whole])) if part.operator == "*=" else [whole]
