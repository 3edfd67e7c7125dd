"""What is there as long as something else is."""

from __future__ import annotations

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.entailed import entailed
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.ranking import candidates, rank
from selfheal_cli.model import Action
from tests.matching.pages import one, page

_FORM = "<body><h1>Load test</h1><form><p>Users</p>{}</form><p>Nothing is running yet</p></body>"
_ROWS = (
    "<body><h1>Exceptions</h1><table><tr><th>Message</th>{}<th>Traceback</th></tr>"
    "<tr><td>boom in task</td>{}<td>File locust.py line 7</td></tr></table></body>"
)


def _is_entailed(old: str, new: str, xpath: str) -> bool:
    match = match_pages(page(old), page(new))
    target = one(match.old, xpath)
    match.ask([target])
    row = match.ground.old.index[target]
    ranked = rank(candidates(match.spread, row, Action("click", "", "")), shipped().target)
    return entailed(match.spread, ranked)


def test_a_form_that_is_sent_by_one_button_has_one() -> None:
    old = _FORM.format("<button>Start swarming</button>")
    assert _is_entailed(old, _FORM.format("<input type='submit' value='Go'>"), "//button")
    assert not _is_entailed(old, _FORM.format("<button type='button'>Go</button>"), "//button")


def test_one_of_two_buttons_may_be_gone() -> None:
    old = _FORM.format("<button>Start swarming</button><button>Forget it</button>")
    assert not _is_entailed(old, _FORM.format("<button>Go</button>"), "//button[1]")


def test_a_row_that_is_found_again_has_its_cell_in_a_column_that_is() -> None:
    old = _ROWS.format("<th>Times</th>", "<td>26</td>")
    assert _is_entailed(old, _ROWS.format("<th>Times</th>", "<td>23</td>"), "//tr[2]/td[2]")
    assert not _is_entailed(old, _ROWS.format("<th>Nodes</th>", "<td>23</td>"), "//tr[2]/td[2]")


def test_a_class_that_one_element_alone_bears_is_borne_by_another() -> None:
    old = _FORM.format(
        "<div class='box toast-title'>Something went wrong</div><p class='box'>x</p>"
    )
    kept = _FORM.format("<span class='toast-title'>Error</span>")
    twice = _FORM.format("<span class='toast-title'>Error</span><b class='toast-title'>Hint</b>")
    assert _is_entailed(old, kept, "//div")
    assert not _is_entailed(old, twice, "//div")
    assert not _is_entailed(old, _FORM.format("<span class='box'>Error</span>"), "//div")


def test_a_class_may_have_been_given_another_prefix() -> None:
    old = _FORM.format("<div class='x-dialog__title'>Are you sure?</div><p>x</p>")
    new = "<b class='{}'>Drop the table</b>"
    for kept in ("app-dialog__title", "app-dialog-x__title"):
        assert _is_entailed(old, _FORM.format(new.format(kept)), "//div")
    for other in ("app-title", "app-dialog__footer", "app-user-dialog-big__title"):
        assert not _is_entailed(old, _FORM.format(new.format(other)), "//div")
    assert not _is_entailed(old, _FORM.format(new.format("app-dialog__title") * 2), "//div")


_HEADS = (
    "<body><h1>Queues</h1><table><tr><th>{}</th><th>Messages</th><th>Ready</th>{}</tr>"
    "<tr><td>mail</td><td>7</td><td>5</td></tr></table></body>"
)


def test_a_table_whose_other_columns_are_all_in_their_places_has_the_one_between() -> None:
    old = _HEADS.format("Name", "")
    assert _is_entailed(old, _HEADS.format("Queue", ""), "//th[1]")
    assert not _is_entailed(old, _HEADS.format("Queue", "<th>Idle</th>"), "//th[1]")
    assert not _is_entailed(old, old.replace("<th>Name</th>", ""), "//th[1]")
