"""What stood in one person's row is not taken for what stands in another's."""

from __future__ import annotations

import pytest

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.records import Match
from selfheal_cli.model import Action
from tests.matching.pages import page

_OLD = (
    '<tr id="user-{0}"><td class="name">{0}</td><td>Never</td>'
    '<td><a role="button" class="start">start server</a></td>'
    '<td><a role="button" class="edit">edit user</a></td></tr>'
)
_NEW = (
    '<tr data-testid="row-{0}"><td><span>{0}</span></td><td></td><td>Never</td><td class="actions">'
    '<button class="btn">Start Server</button><button class="btn">Edit User</button></td></tr>'
)


def _table(row: str, *people: str) -> str:
    """The users of a hub, a row each."""
    head = "<thead><tr><th>User</th><th>Activity</th><th>Actions</th></tr></thead>"
    rows = "".join(row.format(person) for person in people)
    return f"<body><h1>Users</h1><table>{head}<tbody>{rows}</tbody></table></body>"


def _asked(old: str, new: str, xpath: str) -> Match:
    match = match_pages(page(old), page(new))
    (target,) = match.old.root.xpath(xpath)
    return match.find(target, Action("click"))


def _rows_of(found: Match) -> set[str]:
    """The names of the rows in which the candidates stand."""
    names = (e.xpath("ancestor-or-self::tr[1]/td[1]//text()") for e in found.elements)
    return {name for said in names for name in said}


@pytest.mark.parametrize("person", ["alice", "bob", "carol"])
def test_a_row_is_found_by_its_name_wherever_it_stands_now(person: str) -> None:
    old = _table(_OLD, "admin", "alice", "bob", "carol")
    new = _table(_NEW, "carol", "admin", "bob", "alice")
    found = _asked(old, new, f"//tr[@id='user-{person}']//a[@class='edit']")
    assert found.elements[0].text == "Edit User"
    assert _rows_of(found) == {person}


def test_a_name_that_is_in_no_row_any_more_tells_none_of_them_apart() -> None:
    old, new = _table(_OLD, "admin", "alice", "bob"), _table(_NEW, "admin", "alice", "dora")
    found = _asked(old, new, "//tr[@id='user-bob']//a[@class='edit']")
    assert {"alice", "dora"} <= _rows_of(found)


def test_what_stands_in_no_row_stays_a_candidate() -> None:
    old = _table(_OLD, "admin", "alice", "bob")
    beside = "<button>Edit User</button></body>"
    new = _table(_NEW, "bob", "admin", "alice").replace("</body>", beside)
    found = _asked(old, new, "//tr[@id='user-bob']//a[@class='edit']")
    assert any(element.getparent().tag == "body" for element in found.elements)
    assert _rows_of(found) == {"bob"}


def test_figures_name_no_row() -> None:
    old, new = _table(_OLD, "1001", "1002", "1003"), _table(_NEW, "1003", "1001", "1002")
    found = _asked(old, new, "//tr[@id='user-1003']//a[@class='edit']")
    assert len(_rows_of(found)) > 1


def test_an_entry_that_says_nothing_else_has_no_name() -> None:
    menu = "<body><h1>Menu</h1><ul>{}</ul><p>Welcome to the house of books</p></body>"
    old = menu.format('<li><a href="/a">Books</a></li><li><a href="/b">Authors</a></li>')
    new = menu.format("<li><a>Authors</a></li><li><a>Books</a></li><li><a>Loans</a></li>")
    assert _asked(old, new, "//a[@href='/a']").elements[0].text == "Books"
