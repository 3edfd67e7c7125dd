"""What a link of a locator is parametrised with: it must stay so, and be said only there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from selfheal_cli.sources.modules import Module
from selfheal_cli.sources.splice import fixed_pieces, piece_value
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.values import Const, Text, Written

_LITERAL = re.compile(r"[-+]?[\d_.]*")
_SHORTEST = 3


def kept(slots: Iterable[Slot], module: Module) -> tuple[str, ...]:
    """The values that a new text must still be given by what stands there: those that only the
    run knew, arguments inside of a text, and numbers that a variable holds."""
    found: list[str] = []
    for slot in slots:
        if isinstance(slot.value, Text):
            found += [piece_value(piece) for piece in fixed_pieces(slot.value)]
        elif counted_by(slot, module):
            found.append(str(_number(slot)))
    return tuple(found)


def counted_by(slot: Slot, module: Module) -> str:
    """The variable or expression that a number comes from; "" where a literal says it."""
    source = value_part(module.text.slice(slot.start, slot.end), slot) if slot.start >= 0 else ""
    named = _number(slot) is not None and not _LITERAL.fullmatch(source.strip())
    return source if named else ""


def value_part(text: str, slot: Slot) -> str:
    """The value of a named argument's source: after `name=`, `name:`; a shorthand is itself."""
    if isinstance(slot.key, int):
        return text
    for mark in ("=", ":"):
        name, found, rest = text.partition(mark)
        if found and name.strip().strip("'\"[]") == slot.key:
            return rest.strip()
    return text


def _number(slot: Slot) -> int | float | None:
    value = slot.value.value if isinstance(slot.value, Const) else None
    return None if isinstance(value, bool) else value


def handed(link: Stated, links: Sequence[Stated]) -> tuple[str, ...]:
    """The texts that callers hand to the code in which a link stands, and that another caller may
    word differently: what was written outside of the expression that the link is a part of."""
    pieces = (
        piece
        for each in links
        for slot in each.slots
        for piece in (slot.value.pieces if isinstance(slot.value, Text) else ())
    )
    texts = (p.text for p in pieces if isinstance(p, Written) and p.passed and _is_out(p, link))
    return tuple(dict.fromkeys(text for text in texts if len(text.strip()) >= _SHORTEST))


def _is_out(piece: Written, link: Stated) -> bool:
    return piece.path != link.path or not link.receiver_start <= piece.token.start < link.end
