"""Made-up values are told from written ones, and what says how an element looks from its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.synthesis.class_words import ClassKind, class_kind
from selfheal_cli.synthesis.generated import looks_generated
from tests.bench.generated import labelled, measured, names

LOOKS = """
    flex items-center justify-between px-4 py-2 mt-0.5 text-sm text-gray-700 bg-blue-500 w-[200px]
    hover:bg-blue-700 md:w-1/2 lg:grid-cols-3 -mt-4 !w-mt-0 w-text-white/80 w-space-x-2 d-flex mb-3
    sm:w-px-[3.75rem] space-y-6 rounded-lg shadow-md border-2 col-md-6 col-xs-12 float-right w-h-4
    dark:hover:text-white group-hover:opacity-100 inline-block bg-body-tertiary navbar-expand-lg
    border-success-subtle table-responsive-md max-w-screen-lg_is-no-such
""".split()  # noqa: SIM905
NAMES = """
    submit-row deletelink toplinks search-form to-do-list left-column row-actions text-editor
    product-list size-guide order-summary content-main top-nav login-form from-date list-item
    grid-view border-control font-picker bottom-sheet order-12-form max-price shadow-host
    text-emphasis
""".split()  # noqa: SIM905


def test_no_written_value_of_the_list_is_flagged_and_few_made_up_ones_are_missed() -> None:
    precision, recall, wrong, missed = measured(labelled())
    assert precision >= 0.995, wrong
    assert recall >= 0.97, missed


def test_names_that_people_gave_are_not_flagged() -> None:
    written = names()
    assert len(written) > 2000
    assert sum(map(looks_generated, written)) < len(written) / 100


@pytest.mark.parametrize("name", LOOKS[:-1])
def test_what_says_how_it_looks(name: str) -> None:
    assert class_kind(name) is ClassKind.UTILITY
    assert not looks_generated(name)


@pytest.mark.parametrize(
    "name", ["teal", "MuiButton-colorWarning", "MuiTypography-noWrap", "MuiButton-text", "bg-red"]
)
def test_what_says_its_colour_or_variant(name: str) -> None:
    assert class_kind(name) is ClassKind.LOOK


@pytest.mark.parametrize("name", ["MuiButton-root", "MuiTableRow-head", "MuiAlert-message"])
def test_what_says_which_part_of_a_library_it_is(name: str) -> None:
    assert class_kind(name) is ClassKind.LIBRARY


@pytest.mark.parametrize("name", [LOOKS[-1], *NAMES])
def test_what_says_which_it_is(name: str) -> None:
    assert class_kind(name) is ClassKind.OWN


@pytest.mark.parametrize("name", ["is-active", "tab--selected", "Mui-focused", "ng-dirty", "open"])
def test_what_says_in_which_state_it_is(name: str) -> None:
    assert class_kind(name) is ClassKind.STATE


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert looks_generated(text) in (True, False)
    assert class_kind(text) in ClassKind
