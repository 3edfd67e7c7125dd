"""A plain Similo: a weighted sum of likenesses, the largest one is the answer, always.

Properties, comparisons and weights are those of table 1 of Nass, Alegroth, Feldt, Leotta, Ricca:
Similarity-based Web Element Localization for Robust Test Automation (ACM TOSEM 32, 2023,
doi 10.1145/3571855): equal or not: tag, name, id (1.5 each), is-button (0.5); edit distance: class,
href, alt, XPath, id-relative XPath (0.5 each), visible text (1.5); shared words: neighbour text
(1.5). Left out is what takes a browser: location, area and shape (0.5 each); and neighbour text is
that of siblings and of what stands beside the parent, in place of what is drawn within 50 pixels.
Compared with rapidfuzz, and each page is read once, which the original does not do: its cost here
is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement
from rapidfuzz.distance import Levenshtein

from tests.bench.matching.rivals.base import Finder, Given, best_first, candidates

EQUAL = {"tag": 1.5, "name": 1.5, "id": 1.5}
EDITED = {"class": 0.5, "href": 0.5, "alt": 0.5, "xpath": 0.5, "idxpath": 0.5, "text": 1.5}
BUTTON, NEIGHBOURS = 0.5, 1.5
_PRESSED = frozenset(("button", "submit", "reset"))
_LONGEST = 200
_LARGEST, _WORDS = 20, 20


@dataclass(frozen=True, slots=True)
class Properties:
    """What Similo compares of an element; "" where there is nothing."""

    values: dict[str, str]
    button: bool
    neighbours: frozenset[str]


def finder(new: HtmlElement) -> Finder:
    """Similo on the new page."""
    elements = list(candidates(new))
    known = [properties(element) for element in elements]

    def find(old: HtmlElement) -> Given:
        wanted = properties(old)
        return Given(best_first(elements, [likeness(wanted, each) for each in known]), True)

    return find


def likeness(wanted: Properties, other: Properties) -> float:
    """The weighted sum; what the wanted element lacks counts nothing."""
    total = BUTTON * (wanted.button == other.button)
    for name, weight in EQUAL.items():
        said = wanted.values[name]
        total += weight * (bool(said) and said == other.values[name])
    for name, weight in EDITED.items():
        said, held = wanted.values[name], other.values[name]
        if said and held:
            total += weight * Levenshtein.normalized_similarity(said, held)
    shared = len(wanted.neighbours & other.neighbours)
    most = max(len(wanted.neighbours), len(other.neighbours))
    return total + (NEIGHBOURS * shared / most if shared else 0.0)


def properties(element: HtmlElement) -> Properties:
    """Reads an element."""
    values = {name: element.get(name) or "" for name in ("name", "id", "class", "href", "alt")}
    path = element.getroottree().getpath(element)
    said = " ".join(element.text_content().split()) or element.get("value")
    values |= {
        "tag": element.tag,
        "xpath": path,
        "idxpath": _from_id(element, path),
        "text": (said or element.get("placeholder") or "").lower()[:_LONGEST],
    }
    return Properties(values, _is_button(element), _neighbours(element))


def _is_button(element: HtmlElement) -> bool:
    if element.tag == "a":
        return "btn" in (element.get("class") or "")
    return element.tag == "button" or (
        element.tag == "input" and (element.get("type") or "").lower() in _PRESSED
    )


def _from_id(element: HtmlElement, path: str) -> str:
    """The path from the nearest element around it that has an id."""
    for above in (element, *element.iterancestors()):
        if identifier := above.get("id"):
            return f'//*[@id="{identifier}"]{path[len(above.getroottree().getpath(above)) :]}'
    return path


def _neighbours(element: HtmlElement) -> frozenset[str]:
    parent = element.getparent()
    if parent is None:
        return frozenset()
    near = [each for each in parent.iterchildren(etree.Element) if each is not element]
    for preceding in (True, False):
        near += islice(parent.itersiblings(etree.Element, preceding=preceding), 1)
    said = (each.text_content() for each in near if len(each) <= _LARGEST)
    return frozenset(word for text in said for word in text.lower().split()[:_WORDS])
