"""Of nested elements that say the same, the one that the action and the old level ask for."""

from pathlib import Path

import pytest

from selfheal_cli.measure.answers import by_page
from selfheal_cli.measure.cases import Case, read_cases
from selfheal_cli.measure.pairs import pairs

LEVELS = Path(__file__).parents[2] / "fixtures" / "levels"
CASES = read_cases((LEVELS / "cases.jsonl").read_text("utf-8").splitlines())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_node_after_the_group(case: Case) -> None:
    (pair,) = pairs([case], lambda name: (LEVELS / name).read_bytes())
    (answer,) = by_page(pair)
    assert answer.ranked[0] is answer.question.new[0]
