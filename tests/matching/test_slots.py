"""What is free where the target stood."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.ranking import candidates, rank
from selfheal_cli.matching.slots import slots
from selfheal_cli.model import Action
from tests.matching.pages import page

_BAR = "<body><h1>Notes</h1><div class='bar'>{}</div><p>Nothing is saved yet</p></body>"
_OLD = ("Save", "Share", "Print")


def _bar(*names: str) -> str:
    return _BAR.format("".join(f"<button>{name}</button>" for name in names))


def _numbers(new: str) -> dict[str, float]:
    match = match_pages(page(_bar(*_OLD)), page(new))
    (target,) = match.old.root.xpath("//button[. = 'Share']")
    match.ask([target])
    at = match.ground.old.index[target]
    ranked = rank(candidates(match.spread, at, Action("click", "", "")), shipped().target)
    return slots(match.spread, ranked, int(np.argmax(ranked.score)))


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
