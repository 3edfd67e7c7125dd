"""Healenium's scoring, as its tree-comparing library has it; its server and driver left out.

Of 350 points: the longest common subsequence of the tag paths over the old path's length, times 100
(no points at all where that is longer than 5 and less than 0.7 of it is common); 100 for the tag;
50 for the likeness of the ids (two missing ones are wholly alike); 30 for that of the own text; 40
for the share of common classes, and what the others resemble these; 30 for the mean likeness of the
other attributes. Likeness is by edit distance, nothing beyond 0.3 (ids, texts) or 0.75. The best
one is used from `score-cap` 0.6 on. Read in HeuristicNodeDistance of
github.com/healenium/tree-comparing, November 2026; there an element is compared along the paths to
the page's leaves, here along its own. Compared with rapidfuzz, each page read once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement
from rapidfuzz.distance import LCSseq, Levenshtein

from tests.bench.matching.rivals.base import Finder, Given, best_first, candidates

PATH, TAG, ID, CLASSES, TEXT, OTHERS = 100.0, 100.0, 50.0, 40.0, 30.0, 30.0
MOST = PATH + TAG + ID + CLASSES + TEXT + OTHERS
SCORE_CAP = 0.6
_LONG, _COMMON = 5, 0.7
_NEAR, _FAR = 0.3, 0.75


@dataclass(frozen=True, slots=True)
class Node:
    """What is compared of an element."""

    path: tuple[str, ...]
    tag: str
    id: str
    classes: frozenset[str]
    text: str
    others: Mapping[str, str]


def finder(new: HtmlElement) -> Finder:
    """Healenium's scoring on the new page."""
    elements = list(candidates(new))
    nodes = [node(element) for element in elements]

    def find(old: HtmlElement) -> Given:
        wanted = node(old)
        scores = [score(wanted, each) for each in nodes]
        return Given(best_first(elements, scores), max(scores, default=0.0) >= SCORE_CAP)

    return find


def score(wanted: Node, other: Node) -> float:
    """0 to 1."""
    height = len(wanted.path)
    common = LCSseq.similarity(wanted.path, other.path) / height
    if height > _LONG and common < _COMMON:
        return 0.0
    total = PATH * common + TAG * (wanted.tag == other.tag)
    total += ID * _alike(wanted.id, other.id, _NEAR) + TEXT * _alike(wanted.text, other.text, _NEAR)
    total += CLASSES * _classes(wanted.classes, other.classes)
    return (total + OTHERS * _others(wanted.others, other.others)) / MOST


def _alike(a: str, b: str, limit: float) -> float:
    most = max(len(a), len(b))
    distance = Levenshtein.distance(a, b)
    return (1.0 if not most else 1 - distance / most) if distance <= int(most * limit + 1) else 0.0


def _classes(wanted: frozenset[str], other: frozenset[str]) -> float:
    every = len(wanted | other)
    if not every:
        return 1.0
    lost, come = wanted - other, other - wanted
    pairs = [(a, b) for a in (lost or wanted) for b in (other if lost else come)]
    near = sum(_alike(a, b, _FAR) for a, b in pairs) / len(pairs) if pairs else 0.0
    return (len(wanted & other) + len(lost | come) * near) / every


def _others(wanted: Mapping[str, str], other: Mapping[str, str]) -> float:
    names = wanted.keys() | other.keys()
    both = wanted.keys() & other.keys()
    return sum(_alike(wanted[n], other[n], _FAR) for n in both) / len(names) if names else 1.0


def node(element: HtmlElement) -> Node:
    """Reads an element."""
    up = [element, *element.iterancestors()]
    others = {k: v.lower() for k, v in element.attrib.items() if k not in ("id", "class")}
    return Node(
        path=tuple(each.tag for each in reversed(up)),
        tag=element.tag,
        id=(element.get("id") or "").lower(),
        classes=frozenset((element.get("class") or "").lower().split()),
        text=" ".join((element.text or "").lower().split()),
        others=others,
    )
