"""Where a candidate stands, and whether it was another element before."""

from __future__ import annotations

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.others import others
from selfheal_cli.matching.places import places
from selfheal_cli.matching.ranking import candidates
from selfheal_cli.model import Action
from tests.matching.pages import page

_PAGE = (
    "<body><h1>Load test</h1><form id='start'><p>Users</p>{start}<p>Host</p></form>"
    "<form id='edit'><p>Spawn rate</p>{edit}<p>Advanced options</p></form>"
    "<p>Nothing is running yet</p></body>"
)
_CLICK = Action("click", "", "")


def _new(start: str, edit: str):
    return page(_PAGE.format(start=start, edit=edit))


def _told(old_target: str, new: str) -> dict[str, dict[str, float]]:
    """Feature -> text of the candidate -> value, for the old page's last button."""
    start = "<button>Start swarming</button>"
    match = match_pages(_new(start, old_target), _new(start, new))
    target = match.old.root.xpath("//form[@id='edit']/button")[0]
    match.ask([target])
    row = match.ground.old.index[target]
    found = candidates(match.spread, row, _CLICK)
    old, fresh = match.ground.old, match.ground.new
    named = [*places(match.spread, row, found.new), *others(old, fresh, row, found.new)]
    said = [fresh.walk.text(i) for i in found.new.tolist()]
    return {name: dict(zip(said, values.tolist(), strict=True)) for name, values in named}


def test_a_button_in_the_same_form_is_inside_its_boxes_and_alone_of_its_kind() -> None:
    told = _told("<button>Apply changes</button>", "<button>Update changes</button>")
    assert told["inside its boxes"]["Update changes"] == 1.0
    assert told["only of its kind in its box"]["Update changes"] == 1.0
    assert told["in its slot"]["Update changes"] == 1.0


def test_one_of_two_buttons_is_not_alone() -> None:
    new = "<button>Update changes</button><button>Forget changes</button>"
    told = _told("<button>Apply changes</button>", new)
    assert told["only of its kind in its box"]["Update changes"] == 0.0
    assert told["inside its boxes"]["Forget changes"] == 1.0


def test_what_stands_behind_the_next_neighbour_is_not_in_the_slot() -> None:
    match = match_pages(
        _new("", "<button>Apply changes</button>"),
        page(
            _PAGE.format(start="", edit="").replace("yet</p>", "yet</p><button>Apply now</button>")
        ),
    )
    (target,) = match.old.root.xpath("//button")
    match.ask([target])
    row = match.ground.old.index[target]
    found = candidates(match.spread, row, _CLICK)
    said = [match.ground.new.walk.text(i) for i in found.new.tolist()]
    told = dict(places(match.spread, row, found.new))
    assert told["in its slot"][said.index("Apply now")] == 0.0
    assert told["inside its boxes"][said.index("Apply now")] < 1.0


def test_what_has_anothers_name_or_id_was_another_before() -> None:
    old = "<button id='apply'>Apply changes</button><i id='hint'>Hint</i>"
    told = _told(old, "<button id='hint'>Apply changes now</button><i>Hint</i>")
    assert told["id of another before"]["Apply changes now"] == 1.0
    assert told["said by another before"]["Apply changes now"] == 0.0


def test_values_of_one_shape_differ_in_their_numbers_only() -> None:
    told = _told("<button>17 %</button>", "<button>23%</button>")
    assert told["same shape of value"]["23%"] == 1.0
    told = _told("<button>17 %</button>", "<button>23 ms</button>")
    assert told["same shape of value"]["23 ms"] == 0.0


def test_a_model_weighs_where_candidates_stand() -> None:
    weights = shipped().target.weights
    assert weights["inside its boxes"] > 0 < weights["in its slot"]
    assert weights["id of another before"] < 0
