"""One link of a locator with all that is needed to write it anew."""

from __future__ import annotations

from dataclasses import dataclass

from selfheal_cli.model import Call
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.values import Value


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a call: a position or an option's name, its value, and the range of its
    expression in the call's own file (with the name where `named`); `nested`: the calls of a
    locator inside of this one."""

    key: int | str
    value: Value
    start: int
    end: int
    nested: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A call as written. Offsets are in the UTF-8 text of `path`.

    `form`: "call" (a method call), "pair" (`By.ID, "x"` in any place), "suffix"
    (`find_element_by_id`), "factory" (`By.id("x")`), "option" (`id: "x"`, `id = "x"`).
    `receiver_end` is where the expression before the call ends; `start` to `end` runs from the
    method's name through its parenthesis.
    """

    call: Call
    form: str
    path: str
    start: int
    end: int
    name_end: int
    receiver_start: int
    receiver_end: int
    slots: tuple[Slot, ...]
    kind: Value | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The expression whose evaluation led to the site: its range in the UTF-8 text of `path`, and
    the frame it stands at (-1: at none)."""

    frames: tuple[Frame, ...]
    index: int
    path: str
    start: int
    end: int


NOWHERE = Origin((), -1, "", 0, 0)
