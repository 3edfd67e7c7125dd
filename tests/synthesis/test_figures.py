"""Figures that a run shows are no part of a locator, unless its author put one there."""

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.synthesis.figures import adds_figures, counts_otherwise, fleeting, is_figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8.17", True),
        ("196ms", True),
        ("64K", True),
        ("11.4%", True),
        ("1–6 of 6", True),
        ("$12.99", True),
        ("00:01:02", True),
        ("Page 1", False),
        ("F2", False),
        ("Aggregated 224 47", False),
        ("Save", False),
        ("%", False),
        ("", False),
    ],
)
def test_a_figure_says_no_word(text: str, expected: bool) -> None:
    assert is_figure(text) is expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (["58"], ["66"], {"66"}),
        (["Aggregated 212 43"], ["Aggregated 224 43"], {"224"}),
        (["7.4 at 10:20"], ["8.8 at 10:25"], {"8.8", "10:25"}),
        (["v2"], ["v2"], set()),
        (["Cart"], ["Cart 3"], set()),
    ],
)
def test_a_figure_changes_where_another_stood(
    before: list[str], now: list[str], expected: set[str]
) -> None:
    assert fleeting(before, now) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("#rps", 'internal:text="8.17"i', True),
        ("#rps", 'internal:role=row[name="Total 8.17"i]', True),
        ("#rps", "xpath=//td[text()='8.17']", True),
        ("#rps", 'tr >> internal:has="td >> internal:text=\\"8.17\\"i"', True),
        ("#rps", "[title='8.17']", True),
        ("#rps", "td:nth-child(8.17)", False),
        ("#rps", 'internal:role=row[name="Total"i]', False),
        ('internal:text="7.4"i', 'internal:text="8.17"i', False),
        ("xpath=//div[2]", "xpath=//td[. = '8.17']", True),
    ],
)
def test_who_stated_a_figure_may_state_the_next(old: str, new: str, expected: bool) -> None:
    steps = [DIALECTS["playwright"].parse(text).steps for text in (old, new)]
    assert adds_figures(*steps, frozenset({"8.17"})) is expected


@pytest.mark.parametrize(
    ("old", "before", "now", "expected"),
    [
        ('internal:text="58"i', "58", "66", True),
        ('internal:text="1-6 of 6"i', "1-6 of 6", "1\u20131 of 1", True),
        ('internal:text="3 items left"i', "3 items left", "2 items left", True),
        ("xpath=//div[. = '7.4']", "7.4", "8.17", True),
        ("[title='Shop 1.4']", "Shop 1.4", "Shop 2.0", True),
        ('internal:text="Order 12"i', "Order 12, 3 items", "Order 12, 4 items", False),
        ('internal:text="Harbour 320 px"i', "Harbour 320 px", "Harbour", False),
        ('internal:text="Total"i', "Total", "Total 8", False),
        ("xpath=//td[. = '15 min']/following-sibling::td", "1.64", "1.70", False),
        ("tr:nth-child(2)", "2", "3", False),
        ("#item-2", "2", "3", False),
    ],
)
def test_the_page_counts_otherwise_than_the_locator_states(
    old: str, before: str, now: str, expected: bool
) -> None:
    steps = DIALECTS["playwright"].parse(old).steps
    assert counts_otherwise(steps, [before], [now]) is expected
