"""The before-and-after cases: the locator is found, and its new text written, in real shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.sources import NoSite, Site, Spelled, Unspellable, locate, spell

from .cases import CASES, Case, applied, diff, load, proposal

ALL = [case for file in sorted(CASES.glob("*.yaml")) for case in load(file.stem)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.dialect}: {case.name}")
def test_a_locator_is_written_where_it_stands(case: Case, tmp_path: Path) -> None:
    tree, dialect = case.write(tmp_path), DIALECTS[case.dialect]
    failure = case.failure()
    site = locate(failure, tree, dialect)
    if "no-site" in case.raw:
        assert isinstance(site, NoSite)
        assert case.raw["no-site"] in site.reason
        return
    assert isinstance(site, Site), site
    spelled = spell(site, case.proposal(site.locator), dialect, tree)
    if "refused" in case.raw:
        assert isinstance(spelled, Unspellable), spelled
        assert case.raw["refused"] in spelled.reason
        return
    assert isinstance(spelled, Spelled), spelled
    assert diff(tree, applied(tree, spelled.edits)) == case.raw["diff"]
    assert case.raw.get("note", "") in spelled.reason


@pytest.mark.parametrize(
    "case",
    [case for case in ALL if "diff" in case.raw],
    ids=lambda case: f"{case.dialect}: {case.name}",
)
def test_an_edited_source_is_found_by_its_new_locator_and_undone(
    case: Case, tmp_path: Path
) -> None:
    tree, dialect = case.write(tmp_path), DIALECTS[case.dialect]
    site = locate(case.failure(), tree, dialect)
    assert isinstance(site, Site)
    same = spell(site, proposal(site.locator, 0, len(site.locator.steps)), dialect, tree)
    assert same == Spelled(())
    assert site.certain == ("held" not in case.raw)
