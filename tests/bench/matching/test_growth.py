"""The made-up pages are of the size asked for, and differ as said."""

import pytest
from lxml import html

from tests.bench.matching.growth import SIZES, exponent, made_up


@pytest.mark.parametrize("changed", [None, False, True])
@pytest.mark.parametrize("size", [500, 2_500])
def test_pages_have_about_the_size_asked_for(size: int, changed: bool | None) -> None:
    found = len(list(html.document_fromstring(made_up(size, changed)).iter()))
    assert abs(found - size) < 20


def test_half_of_the_rows_or_all_differ() -> None:
    old, half, all_ = (
        [html.tostring(row) for row in html.document_fromstring(made_up(800, changed)).iter("tr")]
        for changed in (None, False, True)
    )
    assert sum(a == b for a, b in zip(old, half, strict=True)) == len(old) / 2
    assert not set(old) & set(all_)


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_the_exponent_is_the_power_of_the_growth(power: float) -> None:
    assert exponent(SIZES, [0.1 * size**power for size in SIZES]) == pytest.approx(power)
