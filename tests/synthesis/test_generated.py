"""Made-up values are told from written ones."""

import pytest

from selfheal_cli.synthesis.generated import looks_generated

MADE_UP = [
    "css-8fhw36-Description", "css-zd063h", "e1tueu980", "svelte-1abcd9", "data-v-7ba5bd90",
    "_button_1x2yz_12", "header_Ab3dE", "ember123", ":r1:", "«r4»", "mui-42", "ui-id-12",
    "select2-chosen-1", "550e8400-e29b-41d4-a716-446655440000", "row-2024-01-31", "build-9f8e7d6c",
]  # fmt: skip
WRITTEN = [
    "package-title", "id_authors_add", "login__button", "Button--primary", "MuiButton-root",
    "result_list", "id_chapter_set-3-heading", "col-md-6", "field-isbn", "header__title",
    "logOutDialogIcon", "version-1.0.0", "jp-button", "ng-untouched", "tab-1", "facade",
]  # fmt: skip


@pytest.mark.parametrize("value", MADE_UP)
def test_made_up(value: str) -> None:
    assert looks_generated(value)


@pytest.mark.parametrize("value", WRITTEN)
def test_written(value: str) -> None:
    assert not looks_generated(value)
