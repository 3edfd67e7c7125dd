"""Which of several nested elements is meant, and which field an element stands by."""

from __future__ import annotations

import numpy as np

from selfheal_cli.matching.fields import fields
from selfheal_cli.matching.nested import alike, nested
from selfheal_cli.matching.view import View, view_of
from tests.matching.pages import page

_HELP = (
    "<body><div class='row'><div class='help' id='x_help'><div>Say why</div></div></div>ok</body>"
)
_COMPARED = ("marks overlap", "classes overlap", "same kind", "same tag", "same role",
             "everything overlap", "identity edit", "caption edit")  # fmt: skip


def _at(view: View, path: str) -> int:
    (element,) = view.page.root.getroottree().xpath(path)
    return view.index[element]


def test_what_says_the_same_around_and_inside_is_alike() -> None:
    view = view_of(page(_HELP))
    outer, inner = _at(view, "//*[@id='x_help']"), _at(view, "//*[@id='x_help']/div")
    assert alike(view, inner) == [outer, _at(view, "//*[@class='row']")]
    assert inner in alike(view, outer)


def test_the_one_that_kept_its_class_is_not_below_its_kin() -> None:
    old, new = view_of(page("<body><p class='help'>Say why</p>ok</body>")), view_of(page(_HELP))
    rows = np.array([_at(new, "//*[@id='x_help']"), _at(new, "//*[@id='x_help']/div")])
    matrix = np.zeros((2, len(_COMPARED)))
    matrix[0, _COMPARED.index("classes overlap")] = 1.0
    found = dict(nested(old, new, _at(old, "//p"), rows, _COMPARED, matrix))
    assert found["classes overlap below its kin"].tolist() == [0.0, 1.0]
    assert found["bare among its kin"].tolist() == [0.0, 1.0]
    assert found["innermost on both sides"].tolist() == [0.0, 1.0]


def test_no_candidate_is_no_error() -> None:
    old = new = view_of(page(_HELP))
    rows = np.array([], dtype=np.int64)
    found = dict(nested(old, new, 1, rows, _COMPARED, np.zeros((0, len(_COMPARED)))))
    assert all(len(column) == 0 for column in found.values())


def test_an_error_message_stands_by_its_own_field() -> None:
    view = view_of(
        page(
            "<form><ul><li><p>Required</p><div><input name='email'></div></li>"
            "<li><p>Required</p><input name='last_name'><input type='hidden' name='t'></li></ul>"
            "<i>Note</i><input name='a'><input name='b'></form>"
        )
    )
    by = fields(view)
    first, second = (_at(view, f"(//p)[{k}]") for k in (1, 2))
    assert (by[first], by[second]) == ("email", "last name")
    assert by[_at(view, "//i")] == ""
