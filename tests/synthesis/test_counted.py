"""Keys that count: what numbers a thing in this run only, or by its place."""

from lxml.html import HtmlElement, fragment_fromstring

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import GENERATED, POSITION
from selfheal_cli.synthesis.counted import counted, leaning


def last(text: str) -> tuple[HtmlElement, ...]:
    return tuple(list(fragment_fromstring(text).iter())[-1:])


def steps(selector: str) -> tuple[Step, ...]:
    return DIALECTS["playwright"].parse(selector).steps


LOG = '<div id="log"><p id="msg-{0}" data-from="ada"><b class="m{0}">hello</b></p></div>'
ROWS = '<ol><li id="row-0"></li><li id="row-1"></li><li id="row-2"><a>Edit</a></li></ol>'


def test_a_number_that_was_another_in_the_passing_run_is_the_runs() -> None:
    prices = counted(last(LOG.format(17)), last(LOG.format(34)))
    assert prices == {"msg-17": GENERATED}


def test_a_number_that_both_runs_have_is_the_pages() -> None:
    assert counted(last(LOG.format(17)), last(LOG.format(17))) == {}


def test_nothing_is_known_of_a_number_without_a_passing_run() -> None:
    assert counted(last(LOG.format(17)), ()) == {}


def test_a_number_among_siblings_is_a_place() -> None:
    assert counted(last(ROWS), ()) == {"row-2": POSITION}


def test_only_what_the_author_did_not_count_by_is_dear() -> None:
    prices = {"msg-17": GENERATED}
    assert leaning(steps(".msg.note"), steps("#msg-17"), prices) == GENERATED
    assert leaning(steps("#msg-34"), steps("#msg-17"), prices) == 0
    assert leaning(steps(".msg.note"), steps(".msg"), prices) == 0
