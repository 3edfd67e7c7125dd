"""Operations on texts whose characters remember where they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from selfheal_cli.sources.values import Const, Hole, Piece, Text, Value, Written

_FIELD = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*|\d*)\}")
_PERCENT = re.compile(r"%%|%(?:\((\w+)\)|<(\w+)>|(\d+)\$)?[sdi]")
_COMPUTED: dict[str, Callable[[str], str]] = {
    "strip": str.strip, "trim": str.strip, "lower": str.lower, "toLowerCase": str.lower,
    "upper": str.upper, "toUpperCase": str.upper, "title": str.title,
    "capitalize": str.capitalize, "lstrip": str.lstrip, "rstrip": str.rstrip,
    "trimStart": str.lstrip, "trimEnd": str.rstrip, "Trim": str.strip, "ToLower": str.lower,
    "ToUpper": str.upper, "lowercase": str.lower, "uppercase": str.upper, "downcase": str.lower,
    "upcase": str.upper, "ToLowerInvariant": str.lower, "ToUpperInvariant": str.upper,
}  # fmt: skip


def pieces_of(value: Value, name: str) -> tuple[Piece, ...]:
    """A value put into a text; what is no text becomes a hole called `name`."""
    if isinstance(value, Text):
        return value.pieces
    if isinstance(value, Const) and value.value is not None:
        shown = str(value.value)
        return (Hole(name, shown if not isinstance(value.value, bool) else shown.lower(), True),)
    return (Hole(name),)


def join(*parts: Sequence[Piece]) -> Text:
    """The texts one after the other."""
    return Text(tuple(piece for part in parts for piece in part))


def cut(text: Text, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of the characters from `start` to `end` of the text's value."""
    found: list[Piece] = []
    position = 0
    for piece in text.pieces:
        width = len(piece.text if isinstance(piece, Written) else piece.value)
        low, high = max(start - position, 0), min(end - position, width)
        if low < high:
            found.append(_part(piece, low, high))
        position += width
    return tuple(found)


def _part(piece: Piece, low: int, high: int) -> Piece:
    if isinstance(piece, Written):
        spans = piece.spans[low:high]
        return replace(piece, text=piece.text[low:high], spans=spans, at=spans[0][0])
    whole = (low, high) == (0, len(piece.value))
    return piece if whole else Hole(f"{piece.name}[{low}:{high}]", piece.value[low:high], True)


def computed(text: Text, method: str, name: str) -> Text | None:
    """The text after a method that leaves no character in place; known, but written nowhere."""
    operation = _COMPUTED.get(method)
    if operation is None or not text.known:
        return None
    value = operation(text.value)
    return text if value == text.value else Text((Hole(name, value, True),))


def replaced(text: Text, old: Text, new: Text, count: int) -> Text | None:
    """The text with `old` replaced by `new` at most `count` times (negative: everywhere)."""
    if not (text.known and old.known and old.value):
        return None
    parts: list[tuple[Piece, ...]] = []
    position = 0
    while count != 0 and (found := text.value.find(old.value, position)) >= 0:
        parts += [cut(text, position, found), new.pieces]
        position = found + len(old.value)
        count -= 1
    parts.append(cut(text, position, len(text.value)))
    return join(*parts)


def formatted(template: Text, positional: Sequence[Text], named: Mapping[str, Text]) -> Text | None:
    """Python's `template.format(...)` with plain fields; None where a field is not plain."""
    return _filled(template, _FIELD, "format", positional, named)


def percent(template: Text, positional: Sequence[Text], named: Mapping[str, Text]) -> Text | None:
    """Python's `template % values` with %s, %d and named fields; Java's `String.format`."""
    return _filled(template, _PERCENT, "percent", positional, named)


def _filled(
    template: Text,
    fields: re.Pattern[str],
    layer: str,
    positional: Sequence[Text],
    named: Mapping[str, Text],
) -> Text | None:
    if not template.known:
        return None
    parts: list[tuple[Piece, ...]] = []
    position = turn = 0
    for match in fields.finditer(template.value):
        parts.append(_layered(cut(template, position, match.start()), layer))
        position = match.end()
        whole, key = match.group(), next((part for part in match.groups() if part), "")
        if whole.endswith(("$s", "$d")):
            key = str(int(key) - 1)
        if whole in {"{{", "}}", "%%"}:
            parts.append(_merged(cut(template, match.start(), match.end()), layer))
            continue
        taken = _taken(key, turn, positional, named)
        if taken is None:
            return None
        turn += not key
        parts.append(taken.pieces)
    parts.append(_layered(cut(template, position, len(template.value)), layer))
    return join(*parts)


def _taken(
    key: str, turn: int, positional: Sequence[Text], named: Mapping[str, Text]
) -> Text | None:
    if key and not key.isdigit():
        return named.get(key)
    index = int(key) if key else turn
    return positional[index] if index < len(positional) else None


def _layered(pieces: Sequence[Piece], layer: str) -> tuple[Piece, ...]:
    return tuple(
        replace(piece, layer=layer) if isinstance(piece, Written) else piece for piece in pieces
    )


def _merged(pieces: Sequence[Piece], layer: str) -> tuple[Piece, ...]:
    """A doubled character of a template as the single one it stands for."""
    piece = pieces[0]
    if len(pieces) != 1 or not isinstance(piece, Written):
        return tuple(pieces)
    span = (piece.spans[0][0], piece.spans[-1][1])
    return (replace(piece, text=piece.text[0], spans=(span,), layer=layer),)
