"""What a locator leans on is told from its steps, in whichever dialect."""

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.synthesis.structure import made_up, only_kind, only_structure, places, recounts

PLACES = {
    "#main > div > button": 0,
    "#main > div:nth-child(3) > button": 1,
    "li:first-child >> nth=2": 2,
    "xpath=//table/tr[2]/td[1]": 2,
    'tr >> internal:has="td:nth-child(2)"': 1,
    'internal:role=button[name="2"i]': 0,
}
MADE_UP = {
    "#ember1234": {"ember1234"},
    ".css-1q2w3e.save": {"css-1q2w3e"},
    '[data-testid="go"]': set(),
    'internal:testid=[data-testid=":r3:"s]': {":r3:"},
    'tr >> internal:has="#ember12"': {"ember12"},
    'internal:text="ember1234"i': set(),
}


@pytest.mark.parametrize(("text", "count"), PLACES.items())
def test_places_are_counted(text: str, count: int) -> None:
    assert places(DIALECTS["playwright"].parse(text).steps) == count


@pytest.mark.parametrize(("text", "values"), MADE_UP.items())
def test_made_up_values_are_named(text: str, values: set[str]) -> None:
    assert made_up(DIALECTS["playwright"].parse(text).steps) == values


@pytest.mark.parametrize(
    ("text", "only"),
    [("div > button", True), ("body >> nth=1", True), ("#a > b", False), ("text=x", False)],
)
def test_names_and_places_alone_are_only_structure(text: str, only: bool) -> None:
    assert only_structure(DIALECTS["playwright"].parse(text).steps) is only


@pytest.mark.parametrize(
    ("text", "only"),
    [("textarea", True), ("form textarea", False), ("li >> nth=1", False), (".note", False)],
)
def test_a_bare_name_says_the_kind_only(text: str, only: bool) -> None:
    assert only_kind(DIALECTS["playwright"].parse(text).steps) is only


@pytest.mark.parametrize(
    ("old", "new", "anew"),
    [
        ("h2 >> nth=0", "h2 >> nth=1", True),
        ("h2 >> nth=0", "h3 >> nth=1", False),
        ("h2", "h2 >> nth=1", False),
        ("h2 >> nth=0", "h2 >> nth=0", False),
    ],
)
def test_another_place_among_the_same_elements_is_told(old: str, new: str, anew: bool) -> None:
    dialect = DIALECTS["playwright"]
    assert recounts(dialect.parse(old).steps, dialect.parse(new).steps) == anew
