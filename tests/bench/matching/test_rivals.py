"""The rivals' scores do what their sources say."""

import pytest
from lxml import html

from tests.bench.matching.rivals import healenium, similo

PAGE = html.document_fromstring(
    """<main><form><label>Name</label><input id=name name=name class="field wide"></form>
    <div><span>1</span><button id=save class=btn>Save</button><a class=btn href=/x>Leave</a></div>
    <footer><p></p><p></p></footer></main>"""
)
ELEMENTS = [each for each in PAGE.iter() if each.tag in ("input", "button", "a", "span", "label")]


@pytest.mark.parametrize("make", [similo.finder, healenium.finder])
@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element.tag)
def test_an_element_is_most_like_itself(make, element) -> None:
    given = make(PAGE)(element)
    assert given.ranked[0] is element
    assert given.taken


def test_similo_adds_up_the_published_weights() -> None:
    button = similo.properties(PAGE.find(".//button"))
    # tag, id, class, both paths, is-button, text, neighbours; there is no name, address or alt
    assert similo.likeness(button, button) == pytest.approx(1.5 + 1.5 + 4 * 0.5 + 1.5 + 1.5)
    label = similo.properties(PAGE.find(".//label"))
    assert similo.likeness(button, label) < 2


def test_similo_always_answers() -> None:
    other = html.document_fromstring("<p>Nothing like it</p>")
    assert similo.finder(other)(PAGE.find(".//button")).taken


def test_healenium_gives_full_points_for_what_both_lack() -> None:
    first, second = (healenium.node(each) for each in PAGE.findall(".//p"))
    assert healenium.score(first, second) == 1.0


def test_healenium_gives_none_where_a_long_path_differs() -> None:
    deep = html.document_fromstring("<div>" * 8 + "<button>Save</button>" + "</div>" * 8)
    wanted, other = healenium.node(deep.find(".//button")), healenium.node(PAGE.find(".//button"))
    assert healenium.score(wanted, other) == 0.0
