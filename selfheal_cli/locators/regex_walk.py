"""A regular expression matched by following all ways at once, in steps that are counted.

Whether it matches somewhere does not depend on the order in which a backtracking engine tries
(Thompson, "Regular expression search algorithm", 1968). A set of places in the text is a number
here, a bit for each, so that a step moves all of them together.
"""

from __future__ import annotations

import re
from math import inf

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators.budget import Budget
from selfheal_cli.locators.regex_cost import Cost
from selfheal_cli.locators.regex_form import Branch, Item

# So many places are moved in the time of one step.
_PLACES_A_STEP = 4_096


def walk(branches: tuple[Branch, ...], flags: int, text: str, budget: Budget) -> bool:
    """Whether the expression matches somewhere in `text`; `flags` are those of `re`. Raises
    UnsupportedLocator where that takes too many steps, or needs what is matched before."""
    return _Walk(text, flags, budget).branches(branches, (1 << len(text) + 1) - 1) != 0


class _Walk:
    def __init__(self, text: str, flags: int, budget: Budget) -> None:
        self._text = text
        self._flags = flags
        self._budget = budget
        self._known: dict[str, int] = {}

    def branches(self, branches: tuple[Branch, ...], starts: int) -> int:
        """The places after the alternatives, from the places in `starts`."""
        reached = 0
        for branch in branches:
            reached |= self._branch(branch, starts)
        return reached

    def _branch(self, branch: Branch, places: int) -> int:
        for item in branch:
            if not places:
                return 0
            places = self._repeated(item, places)
        return places

    def _repeated(self, item: Item, places: int) -> int:
        for _ in range(item.least):
            before, places = places, self._once(item, places)
            if places in (0, before):
                break
        if item.kind == "set" and item.most == inf:
            return self._along(self._where(item), places)
        reached = new = places
        times: float = item.least
        while new and times < item.most:
            new = self._once(item, new) & ~reached
            reached |= new
            times += 1
        return reached

    def _along(self, matching: int, places: int) -> int:
        """All places that lie a run of `matching` ones ahead: adding carries through the run."""
        self._spend()
        return places | (matching + (places & matching) ^ matching)

    def _once(self, item: Item, places: int) -> int:
        self._spend()
        match item.kind:
            case "group":
                return self.branches(item.branches, places)
            case "text":
                return (places & self._where(item)) << len(item.text)
            case "set":
                return (places & self._where(item)) << 1
            case "point":
                return places & self._where(item)
            case "look":
                return places & self._seen(item)
            case "back":
                raise self._refusal()

    def _where(self, item: Item) -> int:
        """Where the item matches, whatever was matched before."""
        known = self._known.get(item.source)
        if known is None:
            last = len(self._text)
            digits = bytearray(b"0") * (last + 1)
            for found in re.finditer(f"(?={item.source})", self._text, self._flags):
                digits[last - found.start()] = ord("1")
            known = self._known[item.source] = int(digits, 2)
            self._spend(16)
        return known

    def _seen(self, item: Item) -> int:
        cost = Cost(item.branches, self._flags)
        if _refers(item.branches) or not cost.is_linear(self._text):
            raise self._refusal()
        return self._where(item)

    def _spend(self, times: int = 1) -> None:
        self._budget.spend(times * (1 + len(self._text) // _PLACES_A_STEP))

    def _refusal(self) -> UnsupportedLocator:
        return UnsupportedLocator("the regular expression could take too long on this page")


def _refers(branches: tuple[Branch, ...]) -> bool:
    return any(i.kind == "back" or _refers(i.branches) for branch in branches for i in branch)
