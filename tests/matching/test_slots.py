"""What is free where the target stood."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.ranking import Ranked, candidates, rank
from selfheal_cli.matching.slots import crowded, slots
from selfheal_cli.matching.spreading import Spread
from selfheal_cli.model import Action
from tests.matching.pages import page

_BAR = "<body><h1>Notes</h1><div class='bar'>{}</div><p>Nothing is saved yet</p></body>"
_OLD = ("Save", "Share", "Print")


def _bar(*names: str) -> str:
    return _BAR.format("".join(f"<button>{name}</button>" for name in names))


def _ranked(new: str, was: tuple[str, ...] = _OLD) -> tuple[Spread, Ranked]:
    match = match_pages(page(_bar(*was)), page(new))
    (target,) = match.old.root.xpath("//button[. = 'Share']")
    match.ask([target])
    at = match.ground.old.index[target]
    ranked = rank(candidates(match.spread, at, Action("click", "", "")), shipped().target)
    return match.spread, ranked


def _numbers(new: str) -> dict[str, float]:
    known, ranked = _ranked(new)
    return slots(known, ranked, int(np.argmax(ranked.score)))


def test_between_the_neighbours_nothing_is_free_where_it_was_removed() -> None:
    found = _numbers(_bar("Save", "Print"))
    assert (found["slot found"], found["kind slot found"]) == (1.0, 1.0)
    assert found["slot free alike"] == found["kind slot free alike"] == 0.0


def test_between_the_neighbours_one_is_free_where_another_stands_in_its_place() -> None:
    found = _numbers(_bar("Save", "Publish", "Print"))
    assert found["slot found"] == 1.0
    assert found["slot free alike"] > 0.0
    assert found["kind shrunk"] == 0.0


def test_neighbours_that_changed_places_leave_no_slot() -> None:
    assert _numbers(_bar("Print", "Save"))["kind slot found"] == 0.0


def test_a_place_is_crowded_where_more_went_lost_than_is_free() -> None:
    was = ("Save", "Share", "Duplicate", "Print")
    assert crowded(*_ranked(_bar("Save", "Guidance", "Print"), was))
    assert not crowded(*_ranked(_bar("Save", "Guidance", "Kiosk", "Print"), was))
    assert not crowded(*_ranked(_bar("Save", "Guidance", "Print")))
