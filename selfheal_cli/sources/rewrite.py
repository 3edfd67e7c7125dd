"""Calls of a chain written anew, put in between others, or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from selfheal_cli.locators.playwright_spelling import QUERY_METHODS, SELECTOR_METHODS, meaning
from selfheal_cli.model import Argument, Call, Pattern
from selfheal_cli.sources import imports
from selfheal_cli.sources.composed import UNUSED
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.parameters import counted_by, value_part
from selfheal_cli.sources.render import Unrenderable, render
from selfheal_cli.sources.spell_pattern import respelled
from selfheal_cli.sources.splice import (
    Attempt,
    Refusal,
    Respelling,
    Splice,
    Width,
    fixed_pieces,
    piece_name,
    piece_value,
    respell,
)
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.values import Const, Text, Written


def replaced(links: Sequence[Stated], calls: Sequence[Call], project: Project) -> Attempt:
    """The calls from the first link's name to the last one's parenthesis written anew."""
    module = project.module(links[0].path)
    if module is None or not _is_one_expression(links):
        return Refusal("the links of the locator are written at different places")
    if module.language.api == "robot":
        return Refusal(f"`{links[-1].call.name}` takes another kind of locator")
    method = meaning(links[-1].call.name)
    if method in QUERY_METHODS and not (method[0] == "$" and module.language.api == "java"):
        return Refusal(f"`{links[-1].call.name}` takes a selector's text only")
    keeper = _Keeper(links, module, project)
    acting = keeper.acting(links[-1]) if method in SELECTOR_METHODS else ""
    if acting is None:
        return Refusal(f"`{links[-1].call.name}` takes its selector from somewhere else")
    try:
        text = ".".join(render(call, _quote(links, module), module, keeper.kept) for call in calls)
    except Unrenderable as error:
        return Refusal(str(error))
    lost = keeper.lost()
    if lost:
        return Refusal(f"the locator is parametrised by {lost}")
    splice = Splice(links[0].path, links[0].start, links[-1].end, text + acting)
    return Respelling((*imports.added(calls, module), splice), keeper.left_behind())


def _is_one_expression(links: Sequence[Stated]) -> bool:
    for one, two in pairwise(links):
        joined = (
            one.path == two.path
            and two.receiver_start <= one.start
            and (two.receiver_end == one.end)
        )
        if not joined:
            return False
    return True


class _Keeper:
    """Hands out the source text of arguments that the author has already written."""

    def __init__(self, links: Sequence[Stated], module: Module, project: Project) -> None:
        self._module = module
        self._project = project
        self._slots = [slot for link in links for slot in link.slots if slot.start >= 0]
        self._all = [slot for link in links for slot in link.slots]
        self._used: list[Slot] = []

    def kept(self, value: Argument) -> str | None:
        """The source text that gives `value`: the author's as it is, or with its holes kept."""
        if isinstance(value, Pattern):
            return self._pattern(value)
        if not isinstance(value, str):
            return self._number(value)
        for slot in self._slots:
            if isinstance(slot.value, Text) and slot.value.value == value:
                return self._take(slot, self._source(slot, ()))
        for slot in self._slots:
            if isinstance(slot.value, Text) and fixed_pieces(slot.value):
                made = respell(slot.value, value, self._project, Width.MINIMAL)
                if isinstance(made, Respelling) and self._is_within(slot, made.splices):
                    return self._take(slot, self._source(slot, made.splices))
        return None

    def _number(self, value: Argument) -> str | None:
        """The author's variable or expression that is worth the number `value`."""
        for slot in self._slots:
            number = counted_by(slot, self._module)
            if number and isinstance(slot.value, Const) and slot.value.value == value:
                return self._take(slot, number)
        return None

    def _pattern(self, value: Pattern) -> str | None:
        """The author's regular expression with the pattern of `value`."""
        for slot in self._slots:
            for width in Width:
                made = respelled(slot.value, value, self._project, width)
                if isinstance(made, Respelling) and self._is_within(slot, made.splices):
                    return self._take(slot, self._source(slot, made.splices))
        return None

    def acting(self, link: Stated) -> str | None:
        """The call of a page's method (`page.fill("x", value)`) as one of the locator's:
        `.fill(value)`; None where its selector is not its first argument."""
        first = next((slot for slot in link.slots if slot.key == 0), None)
        if first is None or first.start < 0 or link.call.name.startswith("drag"):
            return None
        self._used += [slot for slot in link.slots if slot is not first]
        rest = self._module.text.slice(first.end, link.end).lstrip()
        return f".{link.call.name}({rest.removeprefix(',').lstrip()}"

    def _take(self, slot: Slot, text: str) -> str:
        self._used.append(slot)
        return text

    def _is_within(self, slot: Slot, splices: Sequence[Splice]) -> bool:
        return all(
            splice.path == self._module.path
            and slot.start <= splice.start
            and splice.end <= slot.end
            for splice in splices
        )

    def _source(self, slot: Slot, splices: Sequence[Splice]) -> str:
        utf8 = bytearray(self._module.text.utf8)
        end = slot.end
        for splice in sorted(splices, key=lambda item: item.start, reverse=True):
            new = splice.new.encode()
            utf8[splice.start : splice.end] = new
            end += len(new) - (splice.end - splice.start)
        text = bytes(utf8[slot.start : end]).decode("utf-8", "replace")
        return value_part(text, slot)

    def lost(self) -> str:
        """What the old arguments were parametrised with and the new ones are not."""
        names = []
        for slot in self._all:
            if any(slot is used for used in self._used):
                continue
            if number := counted_by(slot, self._module):
                names.append(f"`{number}`")
            if not isinstance(slot.value, Text):
                continue
            fixed = [*fixed_pieces(slot.value), *_passed(slot.value)]
            names += [f"`{piece_name(piece)}`" for piece in fixed if piece_value(piece)]
        return ", ".join(dict.fromkeys(names))

    def left_behind(self) -> str:
        """A note on constants that the call no longer reads."""
        for slot in self._all:
            if any(slot is used for used in self._used) or not isinstance(slot.value, Text):
                continue
            if any(
                isinstance(p, Written) and not _inside(p, slot, self._module)
                for p in slot.value.pieces
            ):
                return UNUSED
        return ""


def _passed(text: Text) -> list[Written]:
    return [p for p in text.pieces if isinstance(p, Written) and p.passed]


def _inside(piece: Written, slot: Slot, module: Module) -> bool:
    return piece.path == module.path and slot.start <= piece.token.start < slot.end


def _quote(links: Sequence[Stated], module: Module) -> str:
    for link in links:
        for slot in link.slots:
            for piece in slot.value.pieces if isinstance(slot.value, Text) else ():
                if isinstance(piece, Written) and piece.path == module.path:
                    quote = piece.token.quoting.closing[:1]
                    return quote if quote in {"'", '"'} else module.language.style.quote
    return module.language.style.quote


def inserted(
    before: Stated | None, after: Stated | None, calls: Sequence[Call], project: Project
) -> Attempt:
    """Calls added between links that stay."""
    near = before or after
    module = project.module(near.path) if near is not None else None
    if near is None or module is None or near.form != "call":
        return Refusal("there is no call that the new one could follow")
    quote = _quote([link for link in (before, after) if link is not None], module)
    try:
        text = ".".join(render(call, quote, module, lambda value: None) for call in calls)
    except Unrenderable as error:
        return Refusal(str(error))
    more = imports.added(calls, module)
    if before is not None:
        return Respelling((*more, Splice(near.path, near.end, near.end, f".{text}")))
    return Respelling((*more, Splice(near.path, near.start, near.start, f"{text}.")))


def removed(links: Sequence[Stated], project: Project) -> Attempt:
    """The links taken out of their expression."""
    if not _is_one_expression(links):
        return Refusal("the links of the locator are written at different places")
    texts = [slot.value for link in links for slot in link.slots if isinstance(slot.value, Text)]
    module = project.module(links[0].path)
    counted = module and any(counted_by(s, module) for link in links for s in link.slots)
    if counted or any(fixed_pieces(text) or _passed(text) for text in texts):
        return Refusal("the locator is parametrised in a part that would go")
    return Respelling((Splice(links[0].path, links[0].receiver_end, links[-1].end, ""),))
