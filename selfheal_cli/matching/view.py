"""A page as the matcher sees it: a row per element, a column per thing it is known by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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

_TESTID = ("data-testid", "data-test-id", "data-test", "data-cy", "data-qa", "data-automation-id",
           "data-e2e", "data-selenium", "data-hook")  # fmt: skip
_RECORDED = "__playwright"
_NOT_IDENTITY = frozenset(
    """id class style href src title alt placeholder value type aria-label role tabindex width
    height d viewbox fill stroke points srcset sizes target rel method action maxlength
    autocomplete aria-hidden aria-expanded aria-selected aria-checked aria-disabled checked
    selected disabled required readonly xmlns focusable""".split()  # noqa: SIM905
)
_NAME_TYPES = frozenset(("submit", "button", "reset", "radio", "checkbox", "image"))


@dataclass(slots=True)
class Known:
    """What one element is known by. Texts as shown, bags as words."""

    tag: str
    type: str
    role: str
    kind: str
    visible: bool
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


class View:
    """The elements of one document with their columns; columns are made on first use."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.walk: Walk = walk(page.root)
        self.looks: Accessibility = accessibility(page)
        self.known: list[Known] = [self._known(i) for i in range(len(self.walk.elements))]
        self.index = {element: i for i, element in enumerate(self.walk.elements)}
        self.parent: Ints = np.array(self.walk.parent, dtype=np.int64)
        self.end: Ints = np.array(self.walk.end, dtype=np.int64)
        self.depth: Ints = np.array(self.walk.depth, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.walk.elements)

    @property
    def elements(self) -> list[HtmlElement]:
        """All rows' elements, in document order."""
        return self.walk.elements

    @cached_property
    def contexts(self) -> Contexts:
        """Headings, landmarks, rows, columns and list entries around each element."""
        return contexts(self.walk, [(k.tag, k.role, k.classes) for k in self.known])

    @cached_property
    def captions(self) -> list[str]:
        """What a user would call each element, in plain words."""
        return [plain(caption(k)) for k in self.known]

    @cached_property
    def caption_uses(self) -> Counter[str]:
        """How many elements share a caption."""
        return Counter(self.captions)

    @cached_property
    def word_uses(self) -> Counter[str]:
        """How many elements say each word, or carry it as identifier or class."""
        return Counter(word for i in range(len(self)) for word in self.words_of(i))

    def words_of(self, i: int) -> set[str]:
        """The words that element `i` itself says or carries; what it is for as `@` words."""
        known = self.known[i]
        said = (known.own, known.title, known.placeholder, known.label if not known.text else "")
        spoken = {word for text in said if text for word in joined(words(text[:120]))}
        spoken.update(known.marks, known.classes)
        return spoken | {f"@{concept}" for concept in concepts(spoken)}

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
        place = np.zeros(len(self), dtype=np.int64)
        for below in self.children:
            place[below] = np.arange(len(below))
        return place

    @cached_property
    def family(self) -> Ints:
        """How many element children the parent has."""
        size = np.array([len(c) for c in self.children] or [0], dtype=np.int64)
        return np.where(self.parent >= 0, size[self.parent], 1)

    def _known(self, i: int) -> Known:
        element = self.walk.elements[i]
        get = element.get
        tag = str(element.tag)
        role = self.looks.role(element)
        visible = self.looks.visible(element)
        type_ = (get("type") or "").lower()
        href = get("href") or get("action") or ""
        value = (get("value") or "") if tag == "input" and type_ in _NAME_TYPES else ""
        return Known(
            tag=tag,
            type=type_,
            role=role,
            kind=kind_of(tag, role, type_),
            visible=visible,
            id=get("id") or "",
            name_attr=get("name") or get("formcontrolname") or "",
            testid=next((v for a in _TESTID if (v := get(a))), ""),
            href="" if href.startswith(("#", "javascript:")) and len(href) < 2 else href,
            src=get("src") or "",
            title=get("title") or get("alt") or value,
            placeholder=get("placeholder") or "",
            label=self.looks.name(element, include_hidden=not visible),
            own=self.walk.own[i],
            text=self.walk.text(i),
            marks=_marks(element),
            classes=tuple(dict.fromkeys(idents(get("class") or ""))),
        )


def _marks(element: HtmlElement) -> Bag:
    """The words of ids, names, test ids and data attributes."""
    found: list[str] = []
    for name, value in element.items():
        if name in ("id", "for") or name in _TESTID:
            found += joined(idents(value[:200]))
        elif _may_identify(name) and len(value) <= 100:
            found += joined(idents(value))
    return tuple(dict.fromkeys(found))


def _may_identify(name: str) -> bool:
    return name not in _NOT_IDENTITY and not name.startswith((_RECORDED, "on", "aria-d"))


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
        for word in part:
            found[word] = None
        if len(found) >= limit:
            break
    return tuple(found)[:limit]


def texts_of(known: Known) -> Bag:
    """The words a user would call the element by."""
    short = known.text if len(known.text) <= 80 else ""
    said = (known.label, known.own, short, known.title, known.placeholder)
    return bag(joined(words(text[:120])) for text in said)
