"""The form of a regular expression in Python's notation: what follows what, how many times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "set", "point", "group", "look", "back"]

_PLAIN = r"(?:[^\\\[\](){}.*+?^$|]|\\\W)"
_TEXT = re.compile(rf"(?:{_PLAIN}(?![*+?{{]))+|{_PLAIN}")
_POINT = re.compile(r"\\[bBAZ]|[\^$]")
_SET = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\.")
_BACK = re.compile(r"\\[1-9]\d*|\(\?P=\w+\)")
_OPENING = re.compile(r"\((?:\?(?:(?P<look>[=!]|<[=!])|:|P<\w+>)|(?!\?))")
_TIMES = re.compile(r"(?:(?P<sign>[*+?])|\{(?P<least>\d+)(?P<comma>,(?P<most>\d*))?\})\??")
_ESCAPE = re.compile(r"\\([\s\S])")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is matched `least` to `most` times; `source` as written. A text or one
    character of a set, a point between characters, a group or look-around with its `branches`,
    a reference back to a group."""

    kind: Kind
    source: str
    branches: tuple[Branch, ...]
    least: int
    most: float

    @property
    def chooses(self) -> bool:
        """Whether it can match in more than one way."""
        return self.least != self.most or self.chooses_inside

    @property
    def chooses_inside(self) -> bool:
        """Whether what is repeated can match in more than one way."""
        return len(self.branches) > 1 or any(i.chooses for b in self.branches for i in b)

    @property
    def text(self) -> str:
        """The very characters of a text."""
        return _ESCAPE.sub(r"\1", self.source)


Branch: TypeAlias = tuple[Item, ...]


def branches_of(source: str) -> tuple[Branch, ...]:
    """The alternatives of an expression. Raises ValueError where JavaScript has no such form."""
    reader = _Reader(source)
    found = reader.branches()
    if reader.at < len(source):
        raise ValueError("unbalanced parenthesis")
    return found


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self.at = 0

    def branches(self) -> tuple[Branch, ...]:
        """Up to a closing parenthesis or the end."""
        found: list[list[Item]] = [[]]
        while self.at < len(self._source) and self._source[self.at] != ")":
            if self._source[self.at] == "|":
                self.at += 1
                found.append([])
            else:
                found[-1].append(self._item())
        return tuple(map(tuple, found))

    def _item(self) -> Item:
        start = self.at
        opening = _OPENING.match(self._source, start)
        if opening is None:
            return self._plain()
        self.at = opening.end()
        inside = self.branches()
        self.at += 1
        kind: Kind = "look" if opening["look"] else "group"
        return Item(kind, self._source[start : self.at], inside, *self._times())

    def _plain(self) -> Item:
        for kind, form in _FORMS:
            found = form.match(self._source, self.at)
            if found is not None:
                self.at = found.end()
                return Item(kind, found[0], (), *self._times())
        raise ValueError(f"no such form: {self._source[self.at : self.at + 10]}")

    def _times(self) -> tuple[int, float]:
        found = _TIMES.match(self._source, self.at)
        if found is None:
            return 1, 1
        self.at = found.end()
        if found["sign"]:
            return (1 if found["sign"] == "+" else 0), (1 if found["sign"] == "?" else inf)
        least = int(found["least"])
        if found["comma"] is None:
            return least, least
        return least, (int(found["most"]) if found["most"] else inf)


_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("text", _TEXT),
    ("back", _BACK),
    ("point", _POINT),
    ("set", _SET),
)


def needle_of(branches: tuple[Branch, ...]) -> str:
    """A text in lower case without white space that is in all that matches; "" for none known."""
    if len(branches) != 1:
        return ""
    texts = (i.text for i in branches[0] if i.kind == "text" and i.least > 0)
    words = (word for text in texts for word in text.split() if word.isascii())
    return max(words, key=len, default="").lower()
