"""Whether what a source states is what failed, and which run values its holes then had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Call, Locator, OptionValue, Step
from selfheal_cli.sources.chains import CLOSE, FIRST, OPEN, Group, Marks
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.values import Hole, Text

_MARK = re.compile(f"{OPEN}(.){CLOSE}")


@dataclass(frozen=True, slots=True)
class Match:
    """Links that state a failing locator, the steps each states, and the locator they state."""

    links: Group
    ranges: tuple[tuple[int, int], ...]
    locator: Locator


def matches(
    group: Group, wanted: Sequence[Locator], dialect: Dialect, marks: Marks
) -> Iterator[Match]:
    """The runs of links in `group` that state one of the wanted locators, longest first."""
    runs = _Runs([link.call for link in group], dialect)
    for start in runs.starts():
        for stop in range(len(group), start, -1):
            stated = runs.read(start, stop)
            for locator in wanted if stated is not None else ():
                bound = unified(stated, locator) if stated is not None else None
                if bound is not None and stated is not None:
                    values = {marks.names[index]: text for index, text in bound.items()}
                    links = tuple(_bind(link, values) for link in group[start:stop])
                    yield _stating(links, runs.ranges(start, stop), locator)


def _stating(links: Group, ranges: tuple[tuple[int, int], ...], locator: Locator) -> Match:
    """The match without the calls at its end that only act on the element."""
    count = next((i + 1 for i in reversed(range(len(ranges))) if ranges[i][0] < ranges[i][1]), 0)
    return Match(links[:count], ranges[:count], locator)


def read(calls: Sequence[Call], dialect: Dialect) -> Locator | None:
    """The locator the calls state, if they state one."""
    try:
        return dialect.from_calls(calls)
    except (LocatorSyntaxError, UnsupportedLocator):
        return None


def telling(link: Stated, dialect: Dialect) -> tuple[Slot, ...]:
    """The arguments of a call that its steps depend on; all, where that cannot be told."""
    usual = read([link.call], dialect) if len(link.slots) > 1 else None
    if usual is None:
        return link.slots
    return tuple(
        slot for slot in link.slots if read([_without(link.call, slot.key)], dialect) != usual
    )


def _without(call: Call, key: int | str) -> Call:
    args = tuple(f"{OPEN}{CLOSE}" if i == key else arg for i, arg in enumerate(call.args))
    return replace(call, args=args, options=tuple(o for o in call.options if o[0] != key))


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """What the runs of a chain's calls state, each read once."""

    calls: Sequence[Call]
    dialect: Dialect
    _read: dict[tuple[int, int], Locator | None] = field(default_factory=dict)

    def read(self, start: int, stop: int) -> Locator | None:
        """The locator that the calls of a half-open range state, if they state one."""
        key = (start, stop)
        if key not in self._read:
            self._read[key] = read(self.calls[start:stop], self.dialect)
        return self._read[key]

    def starts(self) -> Iterator[int]:
        """Where a locator may begin: at the root, or after a call that states none."""
        yield 0
        for index in range(len(self.calls) - 1):
            if self.read(index, index + 1) is None and self.read(0, index + 1) is None:
                yield index + 1

    def ranges(self, start: int, stop: int) -> tuple[tuple[int, int], ...]:
        """The half-open range of steps that each call of a half-open range states."""
        ends = [0]
        for end in range(start + 1, stop + 1):
            stated = self.read(start, end)
            ends.append(len(stated.steps) if stated is not None else ends[-1])
        return tuple(pairwise(ends))


def step_ranges(calls: Sequence[Call], dialect: Dialect) -> tuple[tuple[int, int], ...]:
    """The half-open range of steps that each call states."""
    return _Runs(calls, dialect).ranges(0, len(calls))


# --- steps ---------------------------------------------------------------------------------------


def unified(stated: Locator, wanted: Locator) -> dict[int, str] | None:
    """What each stand-in of `stated` must be for it to be `wanted`; None where it cannot be."""
    if len(stated.steps) != len(wanted.steps):
        return None
    bound: dict[int, str] = {}
    for one, other in zip(stated.steps, wanted.steps, strict=True):
        if not _step(one, other, bound):
            return None
    return bound


def _step(one: Step, other: Step, bound: dict[int, str]) -> bool:
    if one.strategy != other.strategy or not _value(one.value, other.value, bound):
        return False
    left, right = dict(one.options), dict(other.options)
    if "attribute" not in left or "attribute" not in right:
        left.pop("attribute", None)
        right.pop("attribute", None)
    return left.keys() == right.keys() and all(_value(left[key], right[key], bound) for key in left)


def _value(one: OptionValue, other: OptionValue, bound: dict[int, str]) -> bool:
    if isinstance(one, str) and OPEN in one:
        return _text(one, str(other), bound)
    if isinstance(one, Locator) and isinstance(other, Locator):
        inner = unified(one, other)
        if inner is not None and all(
            bound.get(key, value) == value for key, value in inner.items()
        ):
            bound.update(inner)
            return True
        return False
    return one == other


def _text(template: str, text: str, bound: dict[int, str]) -> bool:
    pattern, position = "", 0
    seen: dict[int, str] = {}
    for found in _MARK.finditer(template):
        pattern += re.escape(template[position : found.start()])
        position = found.end()
        index = ord(found.group(1)) - FIRST
        if index in bound:
            pattern += re.escape(bound[index])
        elif index in seen:
            pattern += f"(?P={seen[index]})"
        else:
            seen[index] = f"h{index}"
            pattern += f"(?P<h{index}>.*?)"
    pattern += re.escape(template[position:])
    matched = re.fullmatch(pattern, text, re.DOTALL)
    if matched is None:
        return False
    bound.update({index: matched.group(name) for index, name in seen.items()})
    return True


# --- binding -------------------------------------------------------------------------------------


def _bind(link: Stated, values: dict[str, str]) -> Stated:
    if not values:
        return link
    return replace(link, slots=tuple(_bind_slot(slot, values) for slot in link.slots))


def _bind_slot(slot: Slot, values: dict[str, str]) -> Slot:
    value = slot.value
    name = getattr(value, "name", None)
    if isinstance(value, Text):
        return replace(
            slot,
            value=Text(
                tuple(
                    Hole(piece.name, values[piece.name], True)
                    if isinstance(piece, Hole) and not piece.known and piece.name in values
                    else piece
                    for piece in value.pieces
                )
            ),
        )
    if name in values:
        return replace(slot, value=Text((Hole(name, values[name], True),)))
    return slot
