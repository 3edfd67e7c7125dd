"""Roles, names, labels, states and hidden elements, against Playwright's own engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.dom.engine import PAGES, ask, chromium, load, questions

SAVED = sorted(PAGES.glob("*.html"))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_finds_what_the_engine_was_recorded_to_find(path: Path) -> None:
    recorded = json.loads(path.with_suffix(".engine.json").read_text())
    assert questions(load(path)) == recorded


@pytest.mark.real
@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_finds_what_the_engine_finds_now(path: Path) -> None:
    pytest.importorskip("playwright")
    if not chromium():
        pytest.skip("no Chromium")
    assert questions(load(path)) == ask(load(path))
