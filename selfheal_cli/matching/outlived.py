"""The words by which a person knew the target, on something that was no other's before: nobody who
reads them there would believe that the target is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from selfheal_cli.matching.demands import pressed_around
from selfheal_cli.matching.ranking import Ranked
from selfheal_cli.matching.slots import claimed_by_others
from selfheal_cli.matching.spreading import CLAIMED, Spread
from selfheal_cli.matching.view import View
from selfheal_cli.matching.words import plain, words

# Counts and numbers that follow a name in brackets come and go; longer asides say more than it.
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{1,16}[)\]]\s*$")
_READ = frozenset(("plain", "head"))
_SHORT = 80


def outlived(page: Spread, ranked: Ranked) -> list[int]:
    """What bears the target's words now: the texts to be read that say what it said, or, where it
    said nothing, what the page's own code calls by the words of its name."""
    target = ranked.candidates.target
    claims = claimed_by_others(page, ranked, target)
    bearers = chain(_saying(page, target), _called(page, target))
    return [i for i in bearers if claims[i] < CLAIMED]


def _saying(page: Spread, target: int) -> Iterator[int]:
    """The texts of the new page that say what the target did, and are no control's."""
    old, new = page.prepared.old, page.prepared.new
    said = _named(old.walk.own[target] or old.walk.text(target, _SHORT + 1))
    if not any(map(str.isalpha, said)):
        return
    for i, own in enumerate(new.walk.own):
        if own and _named(own) == said and _is_read(new, i):
            yield i


def _is_read(view: View, i: int) -> bool:
    return view.kinds[i] in _READ and view.visible(i) and not pressed_around(view, i)


def _named(text: str) -> str:
    return plain(_ASIDE.sub("", text)) if len(text) <= _SHORT else ""


def _called(page: Spread, target: int) -> Iterator[int]:
    """What shows no text and carries all words of the name of a target that shows none, either."""
    old, new = page.prepared.old, page.prepared.new
    name = words(old.captions[target])
    if old.walk.text(target) or not name:
        return
    holders = (set(new.holders.get(word, ())) for word in name)
    yield from (i for i in sorted(set.intersection(*holders)) if not new.walk.text(i))
