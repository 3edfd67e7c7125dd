"""Siblings that only a number tells apart are not taken for one another."""

from __future__ import annotations

import pytest

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.apart import told_apart
from selfheal_cli.matching.explanation import removed_sentence
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.ranking import candidates, rank
from selfheal_cli.model import Action
from tests.matching.pages import page


def _left(old: str, new: str, target: str) -> set[str]:
    """What of the new page still comes into question for the element with text `target`."""
    match = match_pages(page(f"<body>{old}</body>"), page(f"<body>{new}</body>"))
    it = match.old.root.xpath("//button | //th | //option")
    (asked,) = (element for element in it if element.text_content() == target)
    match.ask([asked])
    row = match.ground.old.index[asked]
    ranked = rank(candidates(match.spread, row, Action("click", "", "")), shipped().target)
    left = told_apart(match.ground.old, match.ground.new, ranked)
    return {match.ground.new.walk.text(i) for i in left.candidates.new.tolist()}


def _row(*names: str) -> str:
    cells = "".join(f"<th>{name}</th>" for name in names)
    return f"<h1>Statistics</h1><table><tr>{cells}</tr></table><p>Nothing is running</p>"


def test_a_column_is_not_one_of_two_that_a_number_tells_apart() -> None:
    left = _left(_row("Name", "Median", "90%ile"), _row("Name", "95%ile", "99%ile"), "90%ile")
    assert left
    assert not left & {"95%ile", "99%ile"}


def test_the_siblings_may_be_those_of_the_old_page() -> None:
    left = _left(_row("Name", "90%ile", "50%ile"), _row("Name", "Median", "95%ile"), "90%ile")
    assert "95%ile" not in left


def test_the_one_with_the_same_number_stays() -> None:
    left = _left(_row("Name", "90%ile", "50%ile"), _row("90%ile", "95%ile", "Name"), "90%ile")
    assert "90%ile" in left
    assert "95%ile" not in left


_INBOX = "<h1>Inbox</h1><button>Drafts</button><button>Unread ({})</button><p>Read on</p>"
_POSTS = (
    "<h1>Posts</h1><div><p>Winter</p><button>{} comments</button></div>"
    "<div><p>Summer</p><button>5 comments</button></div>"
)


@pytest.mark.parametrize(
    ("old", "name"), [(_INBOX, "Unread ({})"), (_POSTS, "{} comments")], ids=("alone", "entries")
)
def test_a_count_that_changed_is_no_other_element(old: str, name: str) -> None:
    assert name.format(4) in _left(old.format(3), old.format(4), name.format(3))


def test_removed_says_which_number_stands_there_now() -> None:
    old = page(f"<body>{_row('Name', 'Median', '90%ile')}</body>")
    new = page(f"<body>{_row('Name', 'Median', '95%ile', '99%ile')}</body>")
    match = match_pages(old, new)
    (target,) = old.root.xpath("//th[. = '90%ile']")
    match.ask([target])
    row = match.ground.old.index[target]
    ranked = rank(candidates(match.spread, row, Action("click", "", "")), shipped().target)
    words = removed_sentence(match.spread, told_apart(match.ground.old, match.ground.new, ranked))
    assert words.endswith(
        "the column heading `95%ile` is not the column heading `90%ile`: "
        "the number tells such siblings apart"
    )
