"""A text that is made of a constant and of characters around it: each takes its own part of a new
one, since the constant goes on to mean what its other readers take it for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfheal_cli.sources.modules import Project
from selfheal_cli.sources.splice import (
    Refusal,
    Respelling,
    Splice,
    Width,
    fixed_pieces,
    literal,
    respell,
    respelled_parts,
)
from selfheal_cli.sources.stated import Slot, Stated
from selfheal_cli.sources.values import Piece, Text, Written

UNUSED = (
    "the new locator is written in place of a constant, which stays as it is: "
    "what else reads it may be broken too"
)
_REFUSED = "the locator is made of a constant and more, and the new one has no part for each"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^]]*\]|\([^)]*\)")
_DANGLING = re.compile(r"^\s*[>+~]|[>+~\s]$")
_GAP = re.compile(r"\s+(?:[>+~]\s+)?|\s*[>+~]\s*")


def slot_respelled(
    slot: Slot, text: Text, link: Stated, new: str, project: Project, width: Width
) -> Respelling | Refusal:
    """As `respell`, for the argument `slot` of `link`, whose value is `text`."""
    filled = list(_filled(text))
    away = [piece for piece in filled if _is_away(piece, slot, link)]
    if slot.start < 0 or not away or len(away) == len(filled) or fixed_pieces(text):
        return respell(text, new, project, width)
    parts = _shares(text, away, new)
    if parts is not None:
        return respelled_parts(parts, project, width)
    made = respell(text, new, project, width)
    if isinstance(made, Respelling) and _is_torn(text, away, made, new):
        return _written_out(slot, text, link, new, project)
    return made


def _written_out(
    slot: Slot, text: Text, link: Stated, new: str, project: Project
) -> Respelling | Refusal:
    """The new text in place of the whole expression."""
    module = project.module(link.path)
    own = next((piece for piece in _filled(text) if not _is_away(piece, slot, link)), None)
    if module is None or own is None or isinstance(slot.key, str) or module.language.api == "robot":
        return Refusal(_REFUSED)
    quote = own.token.quoting.closing[:1]
    written = literal(new, quote if quote in ("'", '"') else module.language.style.quote, module)
    return Respelling((Splice(link.path, slot.start, slot.end, written),), UNUSED)


def _is_torn(text: Text, away: Sequence[Written], made: Respelling, new: str) -> bool:
    """Whether characters of a constant and others change at once, or what the constant becomes
    is cut off in the middle (`nav >`)."""
    touched = [p for p in _filled(text) if any(_is_in(p, splice) for splice in made.splices)]
    constant = [any(piece is each for each in away) for piece in touched]
    if not any(constant):
        return False
    first, last = text.value.find(away[0].text), text.value.rfind(away[-1].text)
    behind = len(text.value) - last - len(away[-1].text)
    return not all(constant) or bool(_DANGLING.search(new[first : len(new) - behind]))


def _is_in(piece: Written, splice: Splice) -> bool:
    token = piece.token
    return splice.path == piece.path and token.start <= splice.start < token.end


def _filled(text: Text) -> Iterator[Written]:
    return (piece for piece in text.pieces if isinstance(piece, Written) and piece.text)


def _is_away(piece: Written, slot: Slot, link: Stated) -> bool:
    """Whether characters stand outside of the argument's expression."""
    return piece.path != link.path or not slot.start <= piece.token.start < slot.end


def _shares(
    text: Text, away: Sequence[Written], new: str
) -> list[tuple[tuple[Piece, ...], str]] | None:
    """The pieces of constants and what stands between them, each with its part of `new`; None
    where they do not part between two compounds, or `new` has not as many."""
    before, now = _cut(text.value), _cut(new)
    if len(before) != len(now):
        return None
    ends = {0: 0}
    for old, fresh in zip(before, now, strict=True):
        ends[max(ends) + len(old)] = max(ends.values()) + len(fresh)
    runs: list[list[Piece]] = []
    for piece in text.pieces:
        if runs and not any(piece is p or runs[-1][-1] is p for p in away):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    found, position = [], 0
    for run in runs:
        stop = position + sum(len(p.text) for p in run if isinstance(p, Written))
        if position not in ends or stop not in ends:
            return None
        found.append((tuple(run), new[ends[position] : ends[stop]]))
        position = stop
    return found


def _cut(selector: str) -> list[str]:
    """Compounds of a CSS selector and the gaps between them, in turn."""
    plain = _QUOTED.sub(lambda match: "x" * len(match[0]), selector)
    cuts = [0, *(at for gap in _GAP.finditer(plain) for at in gap.span()), len(selector)]
    return [selector[a:b] for a, b in pairwise(cuts)]
