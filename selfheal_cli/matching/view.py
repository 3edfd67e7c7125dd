"""A page as the matcher sees it: a row per element, what each is known by made on first use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import Accessibility, accessibility
from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.concepts import concepts
from selfheal_cli.matching.context import Contexts, contexts
from selfheal_cli.matching.vocabulary import kind_of
from selfheal_cli.matching.walk import Walk, walk
from selfheal_cli.matching.words import idents, joined, plain, squash, words

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bag = tuple[str, ...]
Attributes = tuple[tuple[str, str], ...]

TESTID = ("data-testid", "data-test-id", "data-test", "data-cy", "data-qa", "data-automation-id",
          "data-e2e", "data-selenium", "data-hook")  # fmt: skip
RECORDED = "__playwright"
_NOT_IDENTITY = frozenset(
    """class style href src title alt placeholder value type aria-label role tabindex width
    height d viewbox fill stroke points srcset sizes target rel method action maxlength
    autocomplete aria-hidden aria-expanded aria-selected aria-checked aria-disabled checked
    selected disabled required readonly xmlns focusable""".split()  # noqa: SIM905
)
# Of a page with more elements than this only so many children of each are looked at.
_LARGE = 25_000
_MOST_CHILDREN = 400
# Tags and roles that take no name from their content (accname-1.2, 2F), and what names them then.
_BOXES = frozenset(
    """div span p ul ol dl tbody thead tfoot nav main header footer section article aside form body
    html strong em small b i br hr code pre label""".split()  # noqa: SIM905
)
_BOX_ROLES = frozenset(
    """none list paragraph rowgroup navigation main banner contentinfo region article
    complementary form document strong emphasis separator code""".split()  # noqa: SIM905
) | {""}
_NAMING = frozenset(("aria-label", "aria-labelledby", "title"))
_SAYING = frozenset(("title", "alt", "placeholder", "aria-label"))
_IDS = frozenset(("id", "for", *TESTID))
_NAME_TYPES = frozenset(("submit", "button", "reset", "radio", "checkbox", "image"))


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
            kind_of(str(e.tag), e.get("role") or "", (e.get("type") or "").lower())
            for e in self.walk.elements
        ]

    @cached_property
    def contexts(self) -> Contexts:
        """Headings, landmarks, rows, columns and list entries around each element."""
        return contexts(self.walk)

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
        return Counter(chain.from_iterable(map(self.words_of, range(len(self)))))

    @cached_property
    def holders(self) -> dict[str, list[int]]:
        """For each word the elements that say or carry it."""
        found: dict[str, list[int]] = {}
        for i in range(len(self)):
            for word in self.words_of(i):
                found.setdefault(word, []).append(i)
        return found

    def words_of(self, i: int) -> frozenset[str]:
        """The words that element `i` itself says or carries; what it is for as `@` words."""
        return _spoken(self.attributes[i], self.walk.own[i][:120])

    @cached_property
    def attributes(self) -> list[Attributes]:
        """Each element's attributes."""
        return [tuple(element.items()) for element in self.walk.elements]

    def marks(self, i: int) -> Bag:
        """The words of ids, names, test ids and data attributes."""
        return _marks(self.attributes[i])

    def classes(self, i: int) -> Bag:
        """The words of the class attribute."""
        value = self.walk.elements[i].get("class")
        return _distinct(value) if value else ()

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
    def held(self) -> Ints:
        """How many element children each row has."""
        return np.bincount(self.parent[self.parent >= 0], minlength=len(self))

    def _known(self, i: int) -> Known:
        element = self.walk.elements[i]
        get = element.get
        tag = str(element.tag)
        type_ = (get("type") or "").lower()
        href = get("href") or get("action") or ""
        value = (get("value") or "") if tag == "input" and type_ in _NAME_TYPES else ""
        role = self.looks.role(element)
        return Known(
            tag=tag,
            type=type_,
            role=role,
            kind=kind_of(tag, role, type_),
            id=get("id") or "",
            name_attr=get("name") or get("formcontrolname") or "",
            testid=next((v for a in TESTID if (v := get(a))), ""),
            href="" if href.startswith(("#", "javascript:")) and len(href) < 2 else href,
            src=get("src") or "",
            title=get("title") or get("alt") or value,
            placeholder=get("placeholder") or "",
            label=self._label(i, tag, role),
            own=self.walk.own[i],
            text=self.walk.text(i),
            marks=self.marks(i),
            classes=self.classes(i),
        )

    def _label(self, i: int, tag: str, role: str) -> str:
        """The accessible name. Boxes of which no name can come are not looked into."""
        element = self.walk.elements[i]
        if tag in _BOXES and role in _BOX_ROLES and not _NAMING.intersection(element.keys()):
            return ""
        return self.looks.name(element, include_hidden=not self.looks.visible(element))


@lru_cache(maxsize=32768)
def _spoken(items: Attributes, own: str) -> frozenset[str]:
    spoken: set[str] = set()
    if own:
        spoken.update(joined(words(own)))
    for name, value in items:
        if name in _SAYING:
            spoken.update(joined(words(value[:120])))
        elif name == "class":
            spoken.update(idents(value))
        elif name in ("href", "src"):
            spoken.update(words(value.partition("?")[0][-120:]))
    spoken.update(_marks(items))
    spoken.update([f"@{concept}" for concept in concepts(spoken)])
    return frozenset(spoken)


@lru_cache(maxsize=32768)
def _marks(items: Attributes) -> Bag:
    found: list[str] = []
    for name, value in items:
        if name in _IDS:
            found += joined(idents(value[:200]))
        elif len(value) <= 100 and _may_identify(name):
            found += joined(idents(value))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32768)
def _distinct(value: str) -> Bag:
    return tuple(dict.fromkeys(idents(value)))


def _may_identify(name: str) -> bool:
    return name not in _NOT_IDENTITY and not name.startswith((RECORDED, "on", "aria-d"))


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


def bag(parts: Iterable[Bag], limit: int = 40) -> Bag:
    """The distinct words of several bags, at most `limit`."""
    found: dict[str, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part))
        if len(found) >= limit:
            return tuple(found)[:limit]
    return tuple(found)


def texts_of(known: Known) -> Bag:
    """The words a user would call the element by."""
    short = known.text if len(known.text) <= 80 else ""
    said = dict.fromkeys((known.label, known.own, short, known.title, known.placeholder))
    return bag(joined(words(text[:120])) for text in said if text)
