"""A remark as a comment that a person takes with one click, and how it is known again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfheal_cli.forges.base import Remark

_TICKS = re.compile("`{3,}")
_MARKER = re.compile(r"<!-- selfheal:\w+:[0-9a-f]{16} -->")


@dataclass(frozen=True, slots=True)
class Marked:
    """A remark that is not on the pull request yet."""

    remark: Remark
    marker: str

    def body(self, info: str = "suggestion") -> str:
        """Markdown. What is suggested comes first, in a fence that it cannot close (CommonMark
        4.5: a fence ends with one at least as long), so that no words before it can open it."""
        new = self.remark.new.removesuffix("\n").removesuffix("\r")
        ticks = "`" * max((len(run) + 1 for run in _TICKS.findall(new)), default=3)
        lines = [f"{ticks}{info}", *([new] if self.remark.new else []), ticks]
        return "\n".join((*lines, "", self.remark.words, "", self.marker))


def marker(kind: str, text: str) -> str:
    """A comment that no page shows, by which what we wrote is known again."""
    known = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return f"<!-- selfheal:{kind}:{known} -->"


def new_ones(remarks: Sequence[Remark], bodies: Iterable[str]) -> Iterator[Marked]:
    """Those that none of these comments holds. Lines move when the branch does, and are no part of
    what a remark is known by; equal ones in a file are counted."""
    there = {found for body in bodies for found in _MARKER.findall(body)}
    counts: Counter[tuple[str, str]] = Counter()
    for remark in sorted(remarks, key=lambda each: (each.path, each.first)):
        known = (remark.path, remark.new)
        own = marker("suggestion", "\0".join((*known, str(counts[known]))))
        counts[known] += 1
        if own not in there:
            yield Marked(remark, own)
