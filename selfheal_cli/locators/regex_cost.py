"""In how many ways, at the most, a backtracking engine tries a regular expression on a text.

Python's engine can be neither stopped nor counted along, and an expression such as `(a+)+$` takes
it a time that doubles with each character. What it could take is read from the form beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf

from selfheal_cli.locators.regex_form import Branch, Item

_MANY = 32
_EASY, _EASY_EACH = 2_000, 64


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """Of one expression: its alternatives, and the flags of `re` it is compiled with."""

    branches: tuple[Branch, ...]
    flags: int
    _ended: tuple[Branch, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ended", tuple(map(_once_at_end, self.branches)))

    def is_linear(self, text: str) -> bool:
        """Whether the ways to match somewhere in `text` are at most some for each character."""
        length = len(text)
        easy = _EASY + _EASY_EACH * length
        if (length + 1) * _ways(self._ended, lambda item: length) <= easy:
            return True
        known: dict[str, int] = {}
        return self._places(text) * _ways(self._ended, lambda i: self._run(i, text, known)) <= easy

    def _places(self, text: str) -> int:
        """Where a match can begin: only where the first item matches."""
        first = self._ended[0][0] if len(self._ended) == 1 and self._ended[0] else None
        if first is None or first.least == 0 or first.kind not in ("text", "set", "point"):
            return len(text) + 1
        return 1 + sum(1 for _ in re.finditer(first.source, text, self.flags))

    def _run(self, item: Item, text: str, known: dict[str, int]) -> int:
        """How many characters are matched at the most by repeating the item."""
        if item.kind not in ("text", "set"):
            return len(text)
        if item.source not in known:
            found = re.finditer(f"(?:{item.source})+", text, self.flags)
            known[item.source] = max((each.end() - each.start() for each in found), default=0)
        return known[item.source]


def _once_at_end(branch: Branch) -> Branch:
    """What stands last is taken once: nothing after it can fail."""
    last = branch[-1] if branch else None
    if last is None or last.chooses_inside:
        return branch
    if last.least == 0:
        return _once_at_end(branch[:-1])
    return (*branch[:-1], replace(last, most=last.least))


def _ways(branches: tuple[Branch, ...], longest: Callable[[Item], int]) -> float:
    """At most so many ways to match from one place. `longest`: so many characters are matched by
    repeating an item."""
    total = 0.0
    for branch in branches:
        product = 1.0
        for item in branch:
            product *= _ways_of(item, longest)
        total += product
    return total


def _ways_of(item: Item, longest: Callable[[Item], int]) -> float:
    if item.kind == "point":
        return 1.0
    inside = _ways(item.branches, longest) if item.branches else 1.0
    if item.most <= 1:
        return inside + (1 - item.least)
    if item.chooses_inside:
        return float(inside**item.most) if item.most <= _MANY else inf
    if item.most <= _MANY:
        return 1 + item.most - item.least
    # What must be repeated many times takes as long as what may be.
    return 1 + min(item.most, longest(item))
