"""New characters for a text, put where its old ones are written; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from selfheal_cli.sources import operands
from selfheal_cli.sources.literals_regex import EMPTY
from selfheal_cli.sources.modules import Module, Project
from selfheal_cli.sources.syntax import Token
from selfheal_cli.sources.values import Hole, Piece, Text, Written

_QUOTES = "\"'`"


class Width(Enum):
    """How much of a literal is written anew."""

    MINIMAL = "the characters that differ"
    RUN = "all characters between two interpolations"
    WHOLE = "the whole token"


@dataclass(frozen=True, slots=True)
class Splice:
    """UTF-8 offsets `start:end` of `path` become `new`; `imports`: it is an import of its own."""

    path: str
    start: int
    end: int
    new: str
    imports: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the text cannot be written; one sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Respelling:
    """The splices that give a text a new value; `note` where a person should look."""

    splices: tuple[Splice, ...]
    note: str = ""


Attempt: TypeAlias = Respelling | Refusal


def respell(text: Text, new: str, project: Project, width: Width) -> Respelling | Refusal:
    """Splices after which the text is worth `new`; what it is parametrised with stays."""
    if text.value == new:
        return Respelling(())
    fixed = fixed_pieces(text)
    if not fixed:
        return respelled_parts([(text.pieces, new)], project, width)
    parts = _parts(text, fixed, new)
    if parts is not None:
        return respelled_parts(parts, project, width)
    return _argument(text, fixed, new, project, width)


def fixed_pieces(text: Text) -> list[Piece]:
    """The pieces that must stay: holes, and arguments put into a text of another's own."""
    own = any(
        isinstance(piece, Written) and piece.text and not piece.passed for piece in text.pieces
    )
    return [piece for piece in text.pieces if isinstance(piece, Hole) or (piece.passed and own)]


# --- parts between what stays --------------------------------------------------------------------


def _parts(
    text: Text, fixed: Sequence[Piece], new: str
) -> list[tuple[tuple[Piece, ...], str]] | None:
    """The runs of pieces between the fixed ones, each with its part of `new`; None where a fixed
    value is not there exactly once, or stands in another kind of place."""
    found: list[tuple[tuple[Piece, ...], str]] = []
    run: list[Piece] = []
    position = old = 0
    for piece in text.pieces:
        value = piece_value(piece)
        if not any(piece is item for item in fixed):
            run.append(piece)
            old += len(value)
            continue
        start = new.find(value, position) if value else -1
        repeats = sum(piece_value(item) == value for item in fixed)
        if start < 0 or new.count(value) != repeats:
            return None
        if not _alike(text.value, old, new, start, len(value)):
            return None
        found.append((tuple(run), new[position:start]))
        run, position, old = [], start + len(value), old + len(value)
    found.append((tuple(run), new[position:]))
    return found


def piece_value(piece: Piece) -> str:
    """The characters of a piece."""
    return piece.text if isinstance(piece, Written) else piece.value


def _alike(before: str, old: int, after: str, new: int, width: int) -> bool:
    """Whether a fixed value has the same neighbour on one side at least."""
    if (before, after) == (before[old : old + width], after[new : new + width]):
        return True
    sides = ((old - 1, new - 1), (old + width, new + width))
    pairs = [(_char(before, one), _char(after, other)) for one, other in sides]
    return any(one == other and one for one, other in pairs)


def _char(text: str, index: int) -> str:
    char = text[index] if 0 <= index < len(text) else ""
    return '"' if char and char in _QUOTES else char


def _argument(
    text: Text, fixed: Sequence[Piece], new: str, project: Project, width: Width
) -> Respelling | Refusal:
    """The new value put into the argument that a caller wrote, where nothing else differs."""
    names = ", ".join(dict.fromkeys(f"`{piece_name(piece)}`" for piece in fixed))
    refusal = Refusal(f"the locator is parametrised by {names}")
    changed: list[tuple[Piece, str]] = []
    pattern = "".join(
        "(.*)" if any(piece is item for item in fixed) else re.escape(piece_value(piece))
        for piece in text.pieces
    )
    matched = re.fullmatch(pattern, new, re.DOTALL)
    for piece, value in zip(fixed, matched.groups() if matched else (), strict=bool(matched)):
        if value != piece_value(piece):
            changed.append((piece, value))
    if len(changed) != 1 or not isinstance(changed[0][0], Written):
        return refusal
    piece, value = changed[0]
    made = respelled_parts([((piece,), value)], project, width)
    if isinstance(made, Refusal):
        return made
    return Respelling(made.splices, f"the value is the argument {piece_name(piece)} of a call")


def piece_name(piece: Piece) -> str:
    """What a piece that stays is called."""
    return piece.name if isinstance(piece, Hole) else (piece.passed or ("?",))[-1]


# --- runs of characters --------------------------------------------------------------------------


def respelled_parts(
    parts: Sequence[tuple[Sequence[Piece], str]], project: Project, width: Width
) -> Respelling | Refusal:
    """Splices after which each run of pieces is worth the text beside it."""
    splices: list[Splice] = []
    runs = [[p for p in pieces if isinstance(p, Written)] for pieces, _ in parts]
    for number, (_, new) in enumerate(parts):
        written = runs[number]
        old = "".join(piece.text for piece in written)
        if old == new:
            continue
        made = (
            _run(written, old, new, project, width)
            if written
            else _operand(runs, number, new, project)
        )
        for splice in made:
            if isinstance(splice, Refusal):
                return splice
            splices.append(splice)
    return Respelling(tuple(splices))


def _operand(
    runs: Sequence[Sequence[Written]], number: int, new: str, project: Project
) -> Iterator[Splice | Refusal]:
    """A text of its own before or behind all that the run filled in."""
    last = number > 0 and number == len(runs) - 1
    near = next((run for run in reversed(runs[:-1]) if run), ()) if last else ()
    near = runs[1] if number == 0 and len(runs) > 1 else near
    place = operands.beside(near, last, project) if near else None
    module = project.module(place[0]) if place is not None else None
    if place is None or module is None:
        yield Refusal("there is no literal at the place that has to change")
        return
    path, at, plus = place
    quote = near[0].token.quoting.opening[-1:]
    text = literal(new, quote if quote and quote in _QUOTES[:2] else '"', module)
    yield Splice(path, at, at, plus + text if last else text + plus)


def _run(
    pieces: Sequence[Written], old: str, new: str, project: Project, width: Width
) -> Iterator[Splice | Refusal]:
    low, high = _differing(old, new) if width is Width.MINIMAL else (0, len(old))
    inserted = new[low : len(new) - (len(old) - high)]
    if width is Width.WHOLE:
        yield from _tokens(pieces, new, project)
        return
    target = _target(pieces, low, high)
    position = 0
    for index, piece in enumerate(pieces):
        start, end = max(low - position, 0), min(high - position, len(piece.text))
        position += len(piece.text)
        if index == target:
            piece = _anew(piece) if width is Width.RUN else piece
            yield _spliced(piece, min(start, len(piece.text)), max(start, end), inserted, project)
        elif start < end:
            yield _spliced(piece, start, end, "", project)


def _anew(piece: Written) -> Written:
    """A piece of a cell as what stands right behind a variable, whose item it must not become."""
    quoting = piece.token.quoting
    if not quoting.cell:
        return piece
    cell = replace(quoting, cell=f"behind {quoting.cell}")
    return replace(piece, token=replace(piece.token, quoting=cell))


def _differing(old: str, new: str) -> tuple[int, int]:
    """The range of `old` without the common beginning and end."""
    shorter = min(len(old), len(new))
    low = 0
    while low < shorter and old[low] == new[low]:
        low += 1
    same = 0
    while same < shorter - low and old[-1 - same] == new[-1 - same]:
        same += 1
    return low, len(old) - same


def _target(pieces: Sequence[Written], low: int, high: int) -> int:
    """The piece that takes the new characters: the first that loses some, else the one before."""
    position = 0
    for index, piece in enumerate(pieces):
        end = position + len(piece.text)
        if low < end or (low == high == end):
            return index
        position = end
    return len(pieces) - 1


def _spliced(piece: Written, start: int, end: int, new: str, project: Project) -> Splice | Refusal:
    module = project.module(piece.path)
    written = written_text(new, piece.token, piece.layer, module) if module else None
    if written is None:
        return Refusal("the new text cannot stand in a raw string")
    if start < end:
        return Splice(piece.path, piece.spans[start][0], piece.spans[end - 1][1], written)
    at = piece.spans[start - 1][1] if start and piece.spans else piece.at
    return Splice(piece.path, at, at, written)


def _tokens(pieces: Sequence[Written], new: str, project: Project) -> Iterator[Splice | Refusal]:
    """The first token written anew with all of `new`, the others emptied."""
    for index, piece in enumerate(pieces):
        module = project.module(piece.path)
        token = piece.token
        if module is None or not _is_whole(piece):
            yield Refusal("a part of the literal is used for something else")
            return
        literals = module.language.literals
        quoting = literals.plain(token.quoting)
        text = layered(new if index == 0 else "", piece.layer)
        body = literals.write(text, quoting, module.text.holds) or ""
        body = body or (EMPTY if quoting.opening == "/" else "")
        yield Splice(piece.path, token.start, token.end, quoting.opening + body + quoting.closing)


def _is_whole(piece: Written) -> bool:
    """Whether a piece is all that its token holds."""
    quoting = piece.token.quoting
    begin = piece.token.start + len(quoting.opening.encode())
    end = piece.token.end - len(quoting.closing)
    if not piece.spans:
        return begin == end
    joined = all(one[1] >= two[0] for one, two in zip(piece.spans, piece.spans[1:], strict=False))
    return piece.spans[0][0] == begin and piece.spans[-1][1] == end and joined


# --- writing -------------------------------------------------------------------------------------


def written_text(text: str, token: Token, layer: str, module: Module) -> str | None:
    """`text` as it stands inside a token; None where its raw syntax cannot hold it."""
    return module.language.literals.write(layered(text, layer), token.quoting, module.text.holds)


def layered(text: str, layer: str) -> str:
    """`text` as a template of `format` or `%` says it."""
    if layer == "format":
        return text.replace("{", "{{").replace("}", "}}")
    return text.replace("%", "%%") if layer == "percent" else text


def literal(text: str, quote: str, module: Module) -> str:
    """`text` as a new plain literal."""
    literals = module.language.literals
    quoting = literals.plain(literals.quoting_of(quote))
    body = literals.write(text, quoting, module.text.holds) or ""
    return quoting.opening + body + quoting.closing
