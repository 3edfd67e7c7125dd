"""The whole way on labelled pairs: no repair of the small cases is wrong, and some are claimed."""

import json
from pathlib import Path

import pytest

from tests.bench.repairs import main

CASES = Path(__file__).parents[2] / "fixtures" / "drift" / "cases.jsonl"


@pytest.mark.parametrize(
    ("options", "claims"), [((), True), (("--no-baseline",), False)], ids=["baseline", "none"]
)
def test_no_claim_is_wrong(
    options: tuple[str, ...], claims: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    assert main([str(CASES), *options, "--rows", str(rows)]) == 0
    told = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    right = [row for row in told if row["told"] == "there: claimed, right"]
    assert bool(right) is claims
    assert all(row["edits"] for row in right)
    assert "claimed, wrong" not in capsys.readouterr().out
