"""How an author's words read on the new page: the same piece of the text, not more."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from selfheal_cli.synthesis.costs import REPLACE, REWORD, unlike

_LONGEST = 80
_CUT = 50
_ALIGNED = 72.0
_LONG = 28
_LEAD = 3


def wordings(old: str, new: str, exact: bool) -> list[tuple[str, float]]:
    """Texts that name what now reads `new`, cheapest first, where the author wrote `old`.
    `exact`: the whole text has to be given."""
    new = " ".join(new.split())
    if not new:
        return []
    found = {new: _cost(old, new)} if len(new) <= _LONGEST else {}
    if not exact:
        for piece in _pieces(old, new):
            found.setdefault(piece, _cost(old, piece))
    return sorted(found.items(), key=lambda pair: pair[1])


def _cost(old: str, new: str) -> float:
    if old == new:
        return 0.0
    return REPLACE + REWORD * unlike(old, new) + max(0, len(new) - max(len(old), _LONG)) / 4


def _pieces(old: str, new: str) -> list[str]:
    """Parts of `new`: the author's own words where they still stand, the stretch that is likest
    to them, or a beginning where `new` is long; where the author gave none, what stands before the
    first figure."""
    folded = " ".join(old.split())
    if folded and folded.lower() in new.lower():
        return [folded]
    pieces = [new[: new.rfind(" ", 0, _CUT)]] if len(new) > _LONGEST and " " in new[:_CUT] else []
    if not folded:
        pieces.append(_before_figures(new))
    match = fuzz.partial_ratio_alignment(folded.lower(), new.lower()) if folded else None
    if match and match.score >= _ALIGNED:
        pieces.insert(0, _whole_words(new, match.dest_start, match.dest_end))
    return [piece for piece in pieces if piece]


def _before_figures(text: str) -> str:
    """`Aggregated` of `Aggregated 224 47`; "" where that is all or next to nothing."""
    lead = text[: found.start()] if (found := re.search(r"\W*\d", text)) else ""
    return lead if len(lead) >= _LEAD else ""


def _whole_words(text: str, start: int, end: int) -> str:
    """The stretch of `text`, widened to whole words."""
    while (
        start > 0 and re.match(r"\w", text[start - 1]) and re.match(r"\w", text[start : start + 1])
    ):
        start -= 1
    while end < len(text) and re.match(r"\w", text[end]) and re.match(r"\w", text[end - 1 : end]):
        end += 1
    return text[start:end].strip()
