"""What is said at which probabilities, and which rules go before them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.explanation import box_changed_wholly
from selfheal_cli.matching.linear import Safe
from selfheal_cli.matching.records import Say
from selfheal_cli.matching.verdicts import Rules, lost, safe, said
from tests.matching.pages import one, page

_LIMITS = Safe(0.965, 1.0, 0.7, 0.7, 0.1)
_PLAIN = Rules(absent=False, perhaps_there=False, against="")
_ABSENT = Rules(absent=True, perhaps_there=False, against="")
_PERHAPS = Rules(absent=False, perhaps_there=True, against="")
_VETOED = Rules(absent=False, perhaps_there=False, against="it is another one")
_CHANGED = Rules(absent=False, perhaps_there=False, against="", changed=True)
_chance = st.floats(0, 1)


def test_removed_is_said_from_its_threshold_on_but_not_of_what_may_be_there() -> None:
    assert said(0.1, 0.7, 3, _PLAIN, _LIMITS) is Say.REMOVED
    assert said(0.1, 0.69, 3, _PLAIN, _LIMITS) is Say.UNSURE
    assert said(0.1, 0.9, 3, _PERHAPS, _LIMITS) is Say.UNSURE


def test_where_all_around_has_changed_likeness_that_is_left_speaks_against_removed() -> None:
    assert said(0.3, 0.9, 3, _CHANGED, _LIMITS) is Say.UNSURE
    assert said(0.1, 0.9, 3, _CHANGED, _LIMITS) is Say.REMOVED


def test_what_is_absent_in_this_state_is_removed_unless_it_is_surely_found() -> None:
    assert said(0.8, 0.1, 3, _ABSENT, _LIMITS) is Say.REMOVED
    assert said(0.95, 0.1, 3, _ABSENT, _LIMITS) is Say.FOUND


def test_without_lead_it_is_ambiguous() -> None:
    assert said(0.4, 0.2, 0.1, _PLAIN, _LIMITS) is Say.AMBIGUOUS


@given(_chance, _chance)
def test_what_is_likely_found_is_not_called_removed(right: float, removed: float) -> None:
    say = said(right, removed, 2, _PLAIN, _LIMITS)
    assert (say is Say.FOUND) == (right >= 0.5)


@given(_chance)
def test_a_veto_is_never_overruled(right: float) -> None:
    assert not safe(right, 8, _VETOED, _LIMITS)
    assert safe(right, 8, _PLAIN, _LIMITS) == (right >= _LIMITS.probability)


@given(_chance, _chance, _chance)
def test_the_surer_the_best_candidate_the_less_likely_it_is_gone(
    low: float, high: float, removed: float
) -> None:
    low, high = sorted((low, high))
    assert 0 <= lost(high, removed) <= lost(low, removed) <= 1


def _changed(kept: int, of: int) -> bool:
    """Whether a dialog changed wholly of whose paragraphs so many are as they were."""
    shell = (
        "<body><h1>Registry</h1><p>Welcome to it</p><div id='info' role='dialog'>{}</div></body>"
    )
    before = "".join(f"<p>step {chr(97 + k) * 4}</p>" for k in range(of))
    same = "".join(f"<p>step {chr(97 + k) * 4}</p>" for k in range(kept))
    other = "".join(f"<section>{chr(110 + k) * 5}</section>" for k in range(4))
    old = page(shell.format(f"<h2>Registry Info</h2>{before}"))
    match = match_pages(old, page(shell.format(f"{same}{other}")))
    title = one(old, "//h2")
    match.ask([title])
    return box_changed_wholly(match.spread, match.ground.old.index[title])


def test_a_box_of_which_next_to_nothing_is_left_changed_wholly() -> None:
    assert _changed(0, 4)
    assert _changed(1, 12)
    assert not _changed(1, 4)
    assert not _changed(3, 12)
