"""How an author's words read on the new page: the same piece of the text, not more."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from selfheal_cli.dom.text import legible
from selfheal_cli.synthesis.costs import CUT_OFF, GENERATED, REPLACE, REWORD, unlike

_LONGEST = 80
_CUT = 50
_ALIGNED = 72.0
_LONG = 28
_LEAD = 3
_WORD = re.compile(r"\w+")


def wordings(old: str, new: str, exact: bool) -> list[tuple[str, float]]:
    """Texts that name what now reads `new`, cheapest first, where the author wrote `old`.
    `exact`: the whole text has to be given."""
    new = " ".join(new.split())
    said = legible(new)
    if exact and said != new:
        return [(new, GENERATED + _cost(old, new))]
    if not said:
        return []
    found = {said: _cost(old, said)} if len(said) <= _LONGEST else {}
    if not exact:
        for piece, cut in _pieces(old, said):
            found.setdefault(piece, _cost(old, piece) + cut)
    return sorted(found.items(), key=lambda pair: pair[1])


def _cost(old: str, new: str) -> float:
    if old == new:
        return 0.0
    return REPLACE + REWORD * unlike(old, new) + max(0, len(new) - max(len(old), _LONG)) / 4


def _pieces(old: str, new: str) -> list[tuple[str, float]]:
    """Parts of `new`, each with what it costs to cut it out: the author's own words where they
    still stand, the stretch that is likest to them, or a beginning where `new` is long; where the
    author gave none, what stands before the first figure."""
    folded = " ".join(old.split())
    if folded and folded.lower() in new.lower():
        return [(folded, 0.0)]
    pieces = [new[: new.rfind(" ", 0, _CUT)]] if len(new) > _LONGEST and " " in new[:_CUT] else []
    if not folded:
        pieces.append(_before_figures(new))
    cut = [(piece, 0.0) for piece in pieces if piece]
    match = fuzz.partial_ratio_alignment(folded.lower(), new.lower()) if folded else None
    if match and match.score >= _ALIGNED:
        stretch = _whole_words(new, match.dest_start, match.dest_end)
        cut.insert(0, (stretch, CUT_OFF if _breaks_off(stretch, folded, new) else 0.0))
    return [(piece, cost) for piece, cost in cut if piece]


def _breaks_off(stretch: str, old: str, new: str) -> bool:
    """Whether a short name is cut to fewer words than it has, and than the author gave."""
    kept, given, there = (len(_WORD.findall(text)) for text in (stretch, old, new))
    return len(new) <= _LONG and kept < min(given, there)


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
