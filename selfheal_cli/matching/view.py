"""A page as the matcher sees it: a row per element, what each is known by made on first use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.context import Contexts, contexts
from selfheal_cli.matching.labels import label
from selfheal_cli.matching.records import Portrait
from selfheal_cli.matching.said import (
    Attributes,
    Bag,
    Said,
    bag,
    said_of,
    spoken,
    testid,
)
from selfheal_cli.matching.vocabulary import BOXES, invites, kind_of
from selfheal_cli.matching.walk import Walk, walk
from selfheal_cli.matching.words import joined, plain, squash, words

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# Of a page with more elements than this only so many children of each are looked at.
_LARGE = 25_000
_MOST_CHILDREN = 400
# A box without text is one thing with what is in it while it holds no more elements.
LITTLE = 4
# So many boxes around or inside an element are told apart.
NESTED = 3
_DULL = frozenset(("plain", "image"))
_POPUPS = frozenset(("true", "menu", "listbox", "dialog", "tree", "grid"))
NAME_TYPES = frozenset(("submit", "button", "reset", "radio", "checkbox", "image"))


@dataclass(slots=True)
class Known:
    """What one element is known by. Texts as shown, bags as words."""

    tag: str
    type: str
    role: str
    kind: str
    id: str
    name_attr: str
    testid: str
    href: str
    src: str
    title: str
    placeholder: str
    label: str
    own: str
    text: str
    marks: Bag
    classes: Bag


class Rows:
    """Every element's `Known`, each made when it is first asked for."""

    def __init__(self, make: Callable[[int], Known], size: int) -> None:
        self._make = make
        self._made: list[Known | None] = [None] * size

    def __getitem__(self, i: int) -> Known:
        known = self._made[i]
        if known is None:
            known = self._made[i] = self._make(i)
        return known

    def __len__(self) -> int:
        return len(self._made)

    def __iter__(self) -> Iterator[Known]:
        return (self[i] for i in range(len(self._made)))


class View:
    """The elements of one document with what they are known by."""

    def __init__(self, page: Page) -> None:
        self.page = page
        large = len(page.elements) > _LARGE
        self.walk: Walk = walk(page.root, _MOST_CHILDREN if large else 0)
        self.looks: Accessibility = accessibility(page)
        size = len(self.walk.elements)
        self.known = Rows(self._known, size)
        self.index = {element: i for i, element in enumerate(self.walk.elements)}
        self.parent: Ints = np.array(self.walk.parent, dtype=np.int64)
        self.end: Ints = np.array(self.walk.end, dtype=np.int64)
        self.depth: Ints = np.array(self.walk.depth, dtype=np.int64)
        self.memo: dict[str, dict[int, Bag]] = {}
        self.split_rows: dict[str, list[int]] | None = None
        self.uses: dict[str, Counter[str]] = {}
        self.paths: dict[int, str] = {}
        self.portraits: dict[int, Portrait] = {}

    def __len__(self) -> int:
        return len(self.walk.elements)

    @property
    def elements(self) -> list[HtmlElement]:
        """All rows' elements, in document order."""
        return self.walk.elements

    def visible(self, i: int) -> bool:
        """Whether element `i` is rendered, as far as a snapshot tells."""
        return self.looks.visible(self.walk.elements[i])

    @cached_property
    def kinds(self) -> list[str]:
        """The class of each element, by its tag and stated role."""
        return [
            _kind(str(e.tag), e.get("role") or "", (e.get("type") or "").lower(), e.get)
            for e in self.walk.elements
        ]

    @cached_property
    def numbered_kinds(self) -> tuple[dict[str, int], Ints]:
        """The classes that occur, numbered, and each element's number."""
        number = {kind: k for k, kind in enumerate(dict.fromkeys(self.kinds))}
        return number, np.array([number[kind] for kind in self.kinds], dtype=np.int64)

    @cached_property
    def telling(self) -> Mask:
        """Which elements say something of their own or are more than a box."""
        pairs = zip(self.walk.own, self.kinds, strict=True)
        return np.array([bool(own) or kind not in _DULL for own, kind in pairs], dtype=bool)

    @cached_property
    def contexts(self) -> Contexts:
        """Headings, landmarks, rows, columns and list entries around each element."""
        return contexts(self.walk)

    @cached_property
    def silent(self) -> frozenset[int]:
        """What is kept from assistive technology by `aria-hidden`."""
        rows = (i for i, items in enumerate(self.attributes) if ("aria-hidden", "true") in items)
        return frozenset(chain.from_iterable(range(i, self.walk.end[i]) for i in rows))

    @cached_property
    def closed(self) -> list[int]:
        """The elements that open something that is shut now."""
        return [i for i, e in enumerate(self.elements) if _is_closed(str(e.tag), e.get)]

    @cached_property
    def open_tabs(self) -> list[int]:
        """The tabs that are open."""
        tabs = (i for i, e in enumerate(self.elements) if e.get("role") == "tab")
        return [i for i in tabs if self.elements[i].get("aria-selected") == "true"]

    @cached_property
    def captions(self) -> list[str]:
        """What a user would call each element, in plain words, as far as its own markup tells."""
        return [plain(self._said(i)) for i in range(len(self))]

    def _said(self, i: int) -> str:
        get = self.walk.elements[i].get
        said = get("aria-label") or self.walk.own[i]
        if not said:
            text = self.walk.text(i, 81)
            said = text if len(text) <= 80 else ""
        return said[:120] or get("title") or get("alt") or get("placeholder") or ""

    @cached_property
    def caption_uses(self) -> Counter[str]:
        """How many elements share a caption."""
        return Counter(self.captions)

    @cached_property
    def word_uses(self) -> Counter[str]:
        """How many elements say each word, or carry it as identifier or class."""
        return Counter(chain.from_iterable(self.spoken))

    @cached_property
    def spoken(self) -> list[frozenset[str]]:
        """The words that each element itself says or carries; what it is for as `@` words."""
        return list(map(spoken, self.attributes, self.walk.own))

    @cached_property
    def holders(self) -> dict[str, list[int]]:
        """For each word the elements that say or carry it."""
        found: dict[str, list[int]] = {}
        for i in range(len(self)):
            for word in self.spoken[i]:
                found.setdefault(word, []).append(i)
        return found

    @cached_property
    def bearers(self) -> dict[str, list[int]]:
        """For each class the elements that bear it."""
        found: dict[str, list[int]] = {}
        for i, element in enumerate(self.elements):
            for name in set((element.get("class") or "").split()):
                found.setdefault(name, []).append(i)
        return found

    @cached_property
    def attributes(self) -> list[Attributes]:
        """Each element's attributes."""
        return [tuple(element.items()) for element in self.walk.elements]

    @cached_property
    def said(self) -> list[Said]:
        """What each element's attributes say, in words."""
        return list(map(said_of, self.attributes))

    @cached_property
    def children(self) -> list[list[int]]:
        """The element children of each row."""
        below: list[list[int]] = [[] for _ in range(len(self))]
        for i, parent in enumerate(self.walk.parent):
            if parent >= 0:
                below[parent].append(i)
        return below

    @cached_property
    def sibling(self) -> Ints:
        """The place among the parent's element children, from 0."""
        place = [0] * len(self)
        for below in self.children:
            for at, child in enumerate(below):
                place[child] = at
        return np.array(place, dtype=np.int64)

    @cached_property
    def family(self) -> Ints:
        """How many element children the parent has."""
        size = np.array([len(c) for c in self.children] or [0], dtype=np.int64)
        return np.where(self.parent >= 0, size[self.parent], 1)

    @cached_property
    def size(self) -> Ints:
        """How many rows each subtree has."""
        return self.end - np.arange(len(self))

    @cached_property
    def before(self) -> Ints:
        """How many texts of the page come before each row."""
        return np.array(self.walk.before, dtype=np.int64)

    @cached_property
    def after(self) -> Ints:
        """How many texts come before each row's end."""
        return np.array(self.walk.after, dtype=np.int64)

    @cached_property
    def nesting(self) -> tuple[Ints, Ints]:
        """How many boxes around each row say no more than it, and how many levels inside say no
        less; at most `NESTED`."""
        parent = np.maximum(self.parent, 0)
        same = (self.before[parent] == self.before) & (self.after[parent] == self.after)
        same &= (self.after > self.before) | (self.size[parent] <= LITTLE)
        same &= self.parent >= 0
        around, inside = np.zeros((2, len(self)), dtype=np.int64)
        for _ in range(NESTED):
            deeper = np.zeros(len(self), dtype=np.int64)
            np.maximum.at(deeper, parent[same], 1 + inside[same])
            around, inside = np.where(same, 1 + around[parent], 0), deeper
        return around, inside

    @cached_property
    def held(self) -> Ints:
        """How many element children each row has."""
        return np.bincount(self.parent[self.parent >= 0], minlength=len(self))

    def _known(self, i: int) -> Known:
        element = self.walk.elements[i]
        said = self.said[i]
        attributes = said.attributes
        get = attributes.get
        tag = str(element.tag)
        type_ = get("type", "").lower()
        href = get("href") or get("action") or ""
        value = (get("value") or "") if tag == "input" and type_ in NAME_TYPES else ""
        role = self.looks.role(element)
        return Known(
            tag=tag,
            type=type_,
            role=role,
            kind=_kind(tag, role, type_, get),
            id=get("id") or "",
            name_attr=get("name") or get("formcontrolname") or "",
            testid=testid(attributes),
            href="" if href.startswith(("#", "javascript:")) and len(href) < 2 else href,
            src=get("src") or "",
            title=get("title") or get("alt") or value,
            placeholder=get("placeholder") or "",
            label=label(self.looks, element, role, attributes, i in self.silent),
            own=self.walk.own[i],
            text=self.walk.text(i),
            marks=said.marks,
            classes=said.classes,
        )


def _is_closed(tag: str, get: Callable[[str], str | None]) -> bool:
    if tag == "details":
        return get("open") is None
    expanded = get("aria-expanded")
    return expanded == "false" or (get("aria-haspopup") in _POPUPS and expanded != "true")


def _kind(tag: str, role: str, type_: str, get: Callable[[str], str | None]) -> str:
    kind = kind_of(tag, role, type_)
    return "press" if kind in BOXES and invites(get) else kind


def view_of(page: Page) -> View:
    """The one View of a page."""
    known = page.derived.get("view")
    if not isinstance(known, View):
        known = page.derived["view"] = View(page)
    return known


def caption(known: Known) -> str:
    """The one text a user would call the element by; "" where it has none."""
    text = known.text if len(known.text) <= 80 else ""
    return squash(known.label[:120] or known.own or text or known.title or known.placeholder)


def texts_of(known: Known) -> Bag:
    """The words a user would call the element by."""
    short = known.text if len(known.text) <= 80 else ""
    return _words_of((known.label, known.own, short, known.title, known.placeholder))


@lru_cache(maxsize=16384)
def _words_of(texts: tuple[str, ...]) -> Bag:
    return bag(joined(words(text[:120])) for text in dict.fromkeys(texts) if text)
