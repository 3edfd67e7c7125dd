"""What a pull request's body tells our next run, out of sight of its readers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

_MOST = 100
# A link reference definition: every CommonMark parser takes it and shows nothing.
_MARK = re.compile(
    r"^\[selfheal\]: #1-(?P<state>open|closed)-(?P<substance>\w*)-(?P<content>[\w.]*)\s*\Z",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """`content`: digests of its edits, see `content_of`; `substance`: one of all that the words
    say; `closed`: it is closed by us, not by a person."""

    substance: str
    content: tuple[str, ...]
    closed: bool = False

    def covers(self, content: Collection[str]) -> bool:
        """Whether all of `content` was in the pull request."""
        return set(content) <= set(self.content)

    @property
    def text(self) -> str:
        """The line that stands at the end of the body."""
        state = "closed" if self.closed else "open"
        return f"[selfheal]: #1-{state}-{self.substance}-{'.'.join(self.content)}"


def content_of(edits: Iterable[tuple[str, bytes, bytes]]) -> tuple[str, ...]:
    """Digests of edits (path, old, new), wherever in the file they are; one of all where they are
    very many."""
    each = {digest("\0".join((path, ascii(old), ascii(new)))) for path, old, new in edits}
    ordered = tuple(sorted(each))
    return ordered if len(ordered) <= _MOST else (digest(".".join(ordered)),)


def digest(text: str, size: int = 4) -> str:
    """A few bytes, as hexadecimal digits, that tell texts apart."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


@dataclass(frozen=True, slots=True)
class NoMark:
    """The body has none, or a person has changed it."""


Found: TypeAlias = Mark | NoMark


def mark_in(body: str) -> Found:
    """The mark at the end of a pull request's body."""
    found = _MARK.search(body)
    if not found:
        return NoMark()
    content = tuple(part for part in found["content"].split(".") if part)
    return Mark(found["substance"], content, found["state"] == "closed")


def marked(body: str, mark: Mark) -> str:
    """The body with this mark in place of the one that it has."""
    return f"{_MARK.sub('', body).rstrip()}\n\n{mark.text}\n"
