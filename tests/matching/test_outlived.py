"""The target's own words on something that was no other's before."""

from __future__ import annotations

import pytest

from selfheal_cli.matching import Say, match_pages
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.outlived import outlived
from selfheal_cli.matching.ranking import candidates, rank
from selfheal_cli.model import Action
from tests.matching.pages import one, page

_PAGE = "<body><nav><a href=/a>Trials</a></nav>{}<p>Nothing is running yet</p></body>"


def _is_outlived(old: str, new: str, xpath: str) -> bool:
    match = match_pages(page(_PAGE.format(old)), page(_PAGE.format(new)))
    target = one(match.old, xpath)
    match.ask([target])
    row = match.ground.old.index[target]
    ranked = rank(candidates(match.spread, row, Action("click", "", "")), shipped().target)
    return bool(outlived(match.spread, ranked))


@pytest.mark.parametrize(
    "new",
    [
        "<header><div>churn-model (id=1)</div></header>",
        "<section><b>Churn model</b></section>",
    ],
)
def test_the_same_words_are_there_to_read(new: str) -> None:
    assert _is_outlived("<main><h6>churn-model</h6></main>", new, "//h6")


@pytest.mark.parametrize(
    "new",
    [
        "<header><div>price-model (id=1)</div></header>",
        "<aside><a href=/m><span>churn-model</span></a></aside>",
        "<aside><button>churn-model</button></aside>",
        "<header hidden><div>churn-model</div></header>",
        "<header><div>churn-model [lr: 0.025, layers: 4]</div></header>",
    ],
)
def test_other_words_a_control_and_what_is_hidden_are_no_sign(new: str) -> None:
    assert not _is_outlived("<main><h6>churn-model</h6></main>", new, "//h6")


def test_what_says_the_same_since_before_is_no_sign() -> None:
    both = "<p id=where>Studies</p>{}<h2 id=x>Studies</h2>"
    assert not _is_outlived(both.format("<h1>Studies</h1>"), both.format(""), "//h1")


def test_a_figure_is_no_word() -> None:
    assert not _is_outlived("<main><h6>12</h6></main>", "<header><b>12</b></header>", "//h6")


def test_what_shows_no_text_is_called_by_the_words_of_its_name() -> None:
    old = "<main><a title=Close class=fancybox-close href='javascript:;'></a></main>"
    assert _is_outlived(old, "<main><div class=dialog-close></div></main>", "//main/a")
    assert not _is_outlived(old, "<main><div class=dialog-close>Hint</div></main>", "//main/a")
    assert not _is_outlived(old, "<main><div class=dialog-open></div></main>", "//main/a")


_STUDY = (
    "<body><header>{}</header><nav><a href=/a>History</a><a href=/b>Trials</a></nav><main>{}"
    "<p>Best value of all trials</p></main><footer>Version 2</footer></body>"
)


@pytest.mark.parametrize(
    ("bearers", "say"),
    [("<span>churn-model (id=1)</span>", Say.UNSURE), ("<i>price-model</i>", Say.REMOVED)],
)
def test_what_bears_the_words_is_put_up_for_a_look(bearers: str, say: Say) -> None:
    old = page(_STUDY.format("<b>Optuna</b>", "<h6>churn-model</h6>"))
    match = match_pages(old, page(_STUDY.format(f"<b>Optuna</b><div>{bearers}</div>", "")))
    found = match.find(one(old, "//h6"), Action("assert-visible"))
    assert (found.say, found.safe) == (say, False)
    if say is Say.UNSURE:
        assert found.elements == (one(match.new, "//span"),)
        assert "`churn-model` may be the element `churn-model (id=1)` now" in found.evidence


def test_what_alone_bears_the_class_is_put_up_for_a_look() -> None:
    title = "<h6 class='{}'>{}</h6>"
    old = page(_STUDY.format("<b>Optuna</b>", title.format("x-dialog__title", "Are you sure?")))
    now = title.format("app-dialog__title", "Drop the study")
    match = match_pages(old, page(_STUDY.format(f"<b>Optuna</b><div>{now}</div>", "")))
    found = match.find(one(old, "//h6"), Action("assert-visible"))
    assert (found.say, found.safe) == (Say.UNSURE, False)
    assert found.elements == (one(match.new, "//h6"),)
    assert found.evidence.endswith("the page's code calls it by the same words")
