"""White space and the text of elements, as Playwright's text engine reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

from selfheal_cli.dom.controls import value_of
from selfheal_cli.dom.spans import Found, Joined, TextTree, find_words, is_all
from selfheal_cli.dom.tree import Page

_UNREAD = frozenset(("script", "style", "noscript", "head"))
_VALUE_INPUTS = frozenset(("submit", "button", "reset"))
# Letter by letter, not by a table: looking for what is not there is many times faster.
_DROPPED = (("\u200b", ""), ("\u00ad", ""), ("\ufeff", " "))
# What does not come to the same in a page's lower case as piece by piece: letters that are dropped,
# and the one whose small form depends on what is beside it.
_PIECEMEAL = re.compile(f"[{''.join(letter for letter, _ in _DROPPED)}\u03a3]")
_MOST_REMEMBERED = 32
_TEXTS = etree.XPath("descendant::text()")
_TEXTS_AND_INPUTS = etree.XPath("descendant::node()[self::text() or self::input]")
# For so many inputs their places are looked for one by one.
_FEW = 16
_TEXTS_BEFORE = etree.XPath("count(preceding::text())")
_HTML_SPACES = " \t\n\f\r"
# The characters of icon fonts, which style sheets put before and behind words.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
_HTML_SPACE = re.compile(f"[{_HTML_SPACES}]+")


def normalise(text: str) -> str:
    """`text` without zero-width spaces and soft hyphens, runs of white space as one space."""
    return " ".join(_kept(text).split())


def _kept(text: str) -> str:
    if not text.isascii():
        for dropped, instead in _DROPPED:
            text = text.replace(dropped, instead)
    return text


def flat(text: str) -> str:
    """`text` as accname-1.2 has it, a flat string: as `normalise`, but for no-break spaces and
    other characters that are no white space in HTML."""
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\u00ad", "")
    return " ".join(_HTML_SPACE.split(text.strip(_HTML_SPACES)))


def legible(text: str) -> str:
    """The longest stretch of `text` that a person can read and type: nothing of private use."""
    return max((stretch.strip() for stretch in _PRIVATE_USE.split(text)), key=len)


class Texts:
    """The text of every element of a page, read once. Shadow trees follow the light children of
    their host; scripts, styles and the head have none."""

    def __init__(self, page: Page) -> None:
        if any(
            template.get("shadowrootmode") is not None for template in page.root.iter("template")
        ):
            pieces, holders = _read_shadows(page.root)
        else:
            pieces, holders = _read(page.root)
        self._pieces = pieces
        self._tree = TextTree(pieces, holders)
        self._found: dict[str, tuple[Found, Mapping[HtmlElement, None]]] = {}

    def of(self, element: HtmlElement) -> str:
        """The element's text as it stands, white space and all."""
        return self._tree.of(element)

    def equals(self, element: HtmlElement, wanted: str) -> bool:
        """Whether the element's normalised text is `wanted`."""
        start, end = self._folded.range(*self._tree.spans.of(element))
        place: tuple[int, int] | None = start, start
        if wanted:
            found, around = self._find(wanted.lower())
            place = found.within(start, end) if element in around else None
        if place is None or not is_all(self._folded.text, start, end, place):
            return False
        return normalise(self.of(element)) == wanted

    def contains(self, element: HtmlElement, folded: str) -> bool:
        """Whether the element's normalised text in lower case holds `folded`, a text of that
        form."""
        return not folded or element in self._find(folded)[1]

    def holding(self, folded: str) -> Mapping[HtmlElement, None]:
        """The elements whose text contains `folded`, which is not "", in document order; what is
        in a shadow root after the light content of its host. Looks for it once for the page."""
        return self._find(folded)[1]

    def _find(self, folded: str) -> tuple[Found, Mapping[HtmlElement, None]]:
        known = self._found.get(folded)
        if known is None:
            if len(self._found) == _MOST_REMEMBERED:
                self._found.clear()
            found = find_words(folded, self._folded.text)
            known = self._found[folded] = found, self._tree.around(found, self._folded)
        return known

    @cached_property
    def _folded(self) -> Joined:
        """The text in lower case, without what normalising drops."""
        return _folded(self._tree.joined, self._pieces)


def _folded(full: Joined, pieces: Sequence[str]) -> Joined:
    lower = full.text.lower()
    if len(lower) == len(full.text) and not _PIECEMEAL.search(full.text):
        return Joined(lower, full.starts)
    return Joined.of([_kept(piece).lower() for piece in pieces])


_Read = tuple[list[str], list[HtmlElement]]
"""All pieces of text, and which element each is directly in."""


def _read(root: HtmlElement) -> _Read:
    pieces: list[str] = []
    holders: list[HtmlElement] = []
    unread = {e for top in root.iter(*_UNREAD) for e in top.iter()}
    valued = {e for e in root.iter("input") if _shows_value(e) and e not in unread}
    unread.update(inner for each in valued for inner in each.iter())
    for node in _with_inputs(root, valued) if valued else _TEXTS(root):
        if not isinstance(node, str):
            if node in valued:
                pieces.append(value_of(node))
                holders.append(node)
            continue
        holder = node.getparent()  # type: ignore[attr-defined]
        if node.is_tail:  # type: ignore[attr-defined]
            holder = holder.getparent()
        if holder not in unread:
            pieces.append(node)
            holders.append(holder)
    return pieces, holders


def _with_inputs(root: HtmlElement, wanted: Set[HtmlElement]) -> Sequence[HtmlElement | str]:
    """All texts, and the inputs that are wanted, perhaps others: in document order."""
    if len(wanted) > _FEW:
        return _TEXTS_AND_INPUTS(root)  # type: ignore[no-any-return]
    nodes: list[HtmlElement | str] = _TEXTS(root)
    places = [(int(_TEXTS_BEFORE(each)), each) for each in root.iter("input") if each in wanted]
    for place, each in reversed(places):
        nodes.insert(place, each)
    return nodes


def _read_shadows(root: HtmlElement) -> _Read:
    """No recursion: a page may be deeper than Python's stack."""
    pieces: list[str] = []
    holders: list[HtmlElement] = []
    open_elements = [(root, _inside(root))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        text: str | None = None
        if child is None:
            open_elements.pop()
            text = None if _is_shadow(element) else element.tail
            element = open_elements[-1][0] if open_elements else element
        elif isinstance(child, str):
            text = child
        elif child.tag in _UNREAD:
            text = child.tail
        else:
            open_elements.append((child, _inside(child)))
        if text:
            pieces.append(text)
            holders.append(element)
    return pieces, holders


def _inside(element: HtmlElement) -> Iterator[HtmlElement | str]:
    if _shows_value(element):
        yield value_of(element)
        return
    if element.text:
        yield element.text
    shadow = None
    for child in element:
        if not isinstance(child.tag, str):
            yield child.tail or ""
        elif _is_shadow(child):
            shadow = child
            yield child.tail or ""
        else:
            yield child
    if shadow is not None:
        yield shadow


def _shows_value(element: HtmlElement) -> bool:
    return element.tag == "input" and (element.get("type") or "").lower() in _VALUE_INPUTS


def _is_shadow(element: HtmlElement) -> bool:
    return element.tag == "template" and element.get("shadowrootmode") is not None


def texts_of(page: Page) -> Texts:
    """The one Texts of `page`; the walk is made when this is first asked."""
    known: Texts | None = page.derived.get("dom.texts")
    if known is None:
        known = page.derived["dom.texts"] = Texts(page)
    return known
