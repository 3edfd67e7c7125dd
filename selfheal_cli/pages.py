"""The pages of a run, built and matched once each, though several tests failed on the same one."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.matching import PageMatch, match_pages
from selfheal_cli.model import Markup, Nodes, Snapshot

_STRING = r'"(?:[^"\\]|\\.)*"'
# What was acted on, how far a box was scrolled, which of its sources an image showed.
_MARK = re.compile(rf'"__playwright_(?:target_|scroll_top|scroll_left|current_src_)_": {_STRING}')
# A field that carries a request's own token; no two pages have the same.
_TOKEN_FIELD = re.compile(
    r'\{[^{}]*"name": "[^"]*(?:csrf|xsrf|authenticity_?token|verification_?token)[^"]*"[^{}]*\}',
    re.IGNORECASE,
)
# Most pages have none; to look for these words costs next to nothing.
_TOKEN_WORDS = ("csrf", "xsrf", "authenticity", "verification")
_WORD = re.compile(r"[\w-]{2,}")
_TOKEN = re.compile(rf'"(?:value|content|__playwright_value_)": {_STRING}')


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages by their content; the recorder's marks and a request's own tokens do not count."""

    _built: dict[int, tuple[Snapshot, Page]] = field(default_factory=dict)
    _known: dict[int, tuple[Snapshot, int]] = field(default_factory=dict)
    _alike: dict[Hashable, list[Snapshot]] = field(default_factory=dict)
    _matched: dict[tuple[int, int], PageMatch] = field(default_factory=dict)
    _words: dict[int, frozenset[str]] = field(default_factory=dict)

    def of(self, snapshot: Snapshot) -> Page:
        """The snapshot's page, shared with equal snapshots. Raises ArtifactError."""
        key = self.key(snapshot)
        if key not in self._built:
            self._built[key] = (snapshot, build(snapshot))
        return self._built[key][1]

    def key(self, snapshot: Snapshot) -> int:
        """The same for snapshots that give equal pages, and for no others."""
        if id(snapshot) not in self._known:
            self._known[id(snapshot)] = (snapshot, self._number(snapshot))
        return self._known[id(snapshot)][1]

    def words(self, snapshot: Snapshot) -> frozenset[str]:
        """Its words, looked for once."""
        key = self.key(snapshot)
        if key not in self._words:
            self._words[key] = _words_of(snapshot)
        return self._words[key]

    def unmatched(self) -> Pages:
        """The same pages, none of them matched: what is asked there stays unknown here."""
        return Pages(self._built, self._known, self._alike)

    def _number(self, snapshot: Snapshot) -> int:
        """That of the first equal snapshot, or one of its own."""
        alike = self._alike.setdefault(_size(snapshot), [])
        same = (one for one in alike if _are_equal(one, snapshot))
        first = next(same, None)
        if first is not None:
            return self._known[id(first)][1]
        alike.append(snapshot)
        return len(self._known)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Those that were asked for, equal ones too."""
        return tuple(snapshot for snapshot, _ in self._known.values())

    def matches(self) -> tuple[PageMatch, ...]:
        """Every pair of documents that was matched."""
        return tuple(self._matched.values())

    def match(self, old: Page, new: Page) -> PageMatch:
        """The two documents matched as a whole."""
        key = (id(old), id(new))
        if key not in self._matched:
            self._matched[key] = match_pages(old, new)
        return self._matched[key]


def _are_equal(one: Snapshot, other: Snapshot) -> bool:
    """Whether they give equal pages."""
    if (one.url, one.viewport, len(one.frames)) != (other.url, other.viewport, len(other.frames)):
        return False
    if not _have_one_content(one, other):
        return False
    pairs = zip(one.frames, other.frames, strict=True)
    return all(a == b and _are_equal(inner, its) for (a, inner), (b, its) in pairs)


def _have_one_content(one: Snapshot, other: Snapshot) -> bool:
    if not isinstance(one.content, Nodes) or not isinstance(other.content, Nodes):
        return one.content == other.content
    try:
        return _are_alike(one.content.root, other.content.root)
    except RecursionError:  # deeper than Python's stack: a page of its own
        return False


def _are_alike(one: Any, other: Any) -> bool:
    """Whether two nodes, or their attributes, are equal but for marks and tokens. What differs
    is looked for from the top: a page has few of these."""
    if one == other:
        return True
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return _unmarked(json.dumps(one)) == _unmarked(json.dumps(other))
    return False


def _size(snapshot: Snapshot) -> Hashable:
    """Equal for snapshots that give equal pages, and for few others: told many times faster than
    the whole content."""
    held = snapshot.content.root if isinstance(snapshot.content, Nodes) else ()
    nodes = letters = 0
    pending = [held]
    while pending:
        node = pending.pop()
        nodes += len(node)
        for child in node:
            if isinstance(child, str):
                letters += len(child)
            elif isinstance(child, list):
                pending.append(child)
    return snapshot.url, snapshot.viewport, len(snapshot.frames), nodes, letters


def _content(snapshot: Snapshot) -> bytes:
    match snapshot.content:
        case Markup() as markup:
            return markup.encoding.encode() + b"\0" + markup.html
        case Nodes(root=root):
            try:
                text = json.dumps(root)
            except RecursionError:  # deeper than Python's stack: a page of its own
                return str(id(snapshot)).encode()
            return _unmarked(text).encode()


def _words_of(snapshot: Snapshot) -> frozenset[str]:
    """The words of a page's text and markup: enough to tell which pages are like it at all."""
    found = _WORD.findall(_content(snapshot).decode("utf-8", "replace"))
    return frozenset(found).union(*(_words_of(frame) for _, frame in snapshot.frames))


def _unmarked(text: str) -> str:
    """JSON text without marks and tokens; of the commas around a mark, one stays."""
    folded = text.lower()
    if any(word in folded for word in _TOKEN_WORDS):
        text = _TOKEN_FIELD.sub(lambda field: _TOKEN.sub('"token": ""', field[0]), text)
    first, *rest = _MARK.split(text)
    kept = [first]
    for after in rest:
        before = kept.pop()
        kept.append(before.removesuffix(", "))
        kept.append(after if before.endswith(", ") else after.removeprefix(", "))
    return "".join(kept)
