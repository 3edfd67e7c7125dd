"""Figures counted by hand on few rows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.measure.figures import figures, reliability
from selfheal_cli.measure.rows import NOWHERE, Row
from selfheal_cli.model import Verdict

FOUND = Row(
    id="a", app="shop", kind="moved", gone=False, gone_scope="", verdict=Verdict.REPAIRED,
    xpath="/html", place=0, lenient=0, probability=0.9, margin=3.0, reason="",
)  # fmt: skip
GONE = replace(FOUND, gone=True, place=NOWHERE, lenient=NOWHERE)


def test_each_answer_is_counted_once() -> None:
    rows = [
        FOUND,
        replace(FOUND, place=1, lenient=0),
        replace(FOUND, place=4, lenient=4, verdict=Verdict.HELD_BACK),
        replace(FOUND, verdict=Verdict.REMOVED, place=2, lenient=2),
        replace(GONE, verdict=Verdict.REMOVED),
        GONE,
    ]
    found = figures(rows)
    assert (found.cases, found.findable) == (6, 4)
    assert (found.right, found.wrong, found.wrong_lenient) == (1, 2, 1)
    assert (found.abstained, found.removed_right, found.removed_wrong) == (1, 1, 1)
    assert (found.top1, found.top1_lenient, found.top3, found.top5) == (0.25, 0.5, 0.75, 1.0)
    assert found.precision == pytest.approx(1 / 3)
    assert found.coverage == 0.25


def test_calibration_error_is_the_mean_distance_of_said_and_so() -> None:
    sure = [replace(FOUND, id=str(i), probability=0.8, place=int(i >= 5)) for i in range(10)]
    assert figures([replace(FOUND, probability=1.0)]).calibration_error == 0
    assert figures(sure).calibration_error == pytest.approx((5 * 0.2 + 5 * 0.8) / 10)


rows = st.builds(
    replace,
    st.sampled_from([FOUND, GONE]),
    verdict=st.sampled_from(Verdict),
    place=st.sampled_from([0, 1, 4, NOWHERE]),
    probability=st.floats(0, 1),
)


@given(st.lists(rows, max_size=40))
def test_the_parts_sum_up(some: list[Row]) -> None:
    found = figures(some)
    parts = found.right, found.wrong, found.abstained, found.removed_right, found.removed_wrong
    assert sum(parts) == found.cases == len(some)
    assert sum(one.count for one in reliability(some)) == len(some)
    assert 0 <= found.calibration_error <= 1
