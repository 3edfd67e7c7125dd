from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching import Match, Say, match_pages
from selfheal_cli.model import Action
from tests.matching.pages import Case, cases, one, page, saved

CLICK = Action("click")
SCREENS = sorted({(c.old_html, c.new_html) for c in cases()})


def answers(old_html: str, new_html: str) -> list[tuple[Case, Match]]:
    old = saved(old_html)
    match = match_pages(old, saved(new_html))
    return [
        (c, match.find(one(old, c.old_xpath), c.action)) for c in cases() if c.old_html == old_html
    ]


@pytest.mark.parametrize(("old_html", "new_html"), SCREENS)
def test_what_is_claimed_safely_is_right_and_that_is_often(old_html: str, new_html: str) -> None:
    found = answers(old_html, new_html)
    safe = [(c, m) for c, m in found if m.safe]
    for case, match in safe:
        assert match.candidates[0].path.xpath in (case.new_xpath, *case.kin), case.id
    findable = [c for c, _ in found if c.new_xpath]
    assert len(safe) >= len(findable) / 2


@pytest.mark.parametrize(("old_html", "new_html"), SCREENS)
def test_most_are_ranked_first(old_html: str, new_html: str) -> None:
    found = [(c, m) for c, m in answers(old_html, new_html) if c.new_xpath]
    first = [m.candidates[0].path.xpath in (c.new_xpath, *c.kin) for c, m in found]
    assert sum(first) >= 0.9 * len(first)


def test_removed_elements_are_never_claimed_safely() -> None:
    gone = [(c, m) for s in SCREENS for c, m in answers(*s) if c.new_xpath is None]
    assert gone
    for case, match in gone:
        assert not match.safe, case.id


@pytest.mark.parametrize(("old_html", "new_html"), SCREENS)
def test_without_its_successor_nothing_is_claimed_safely(old_html: str, new_html: str) -> None:
    wrong = []
    here = [c for c in cases() if c.old_html == old_html and c.new_xpath]
    for case in here[::3]:
        old, new = saved(old_html), saved(new_html)
        doomed = [one(new, x) for x in (case.new_xpath, *case.kin) if x]
        for element in doomed:
            if element.getparent() is not None:
                element.drop_tree()
        match = match_pages(old, new).find(one(old, case.old_xpath), case.action)
        if match.safe:
            wrong.append((case.id, match.evidence))
    assert not wrong


def test_a_cell_of_a_removed_column_is_not_claimed() -> None:
    case = next(c for c in cases() if c.id == "locust/statistics/ROW_MISSING_P90")
    old = saved(case.old_html)
    match = match_pages(old, saved(case.new_html)).find(one(old, case.old_xpath), case.action)
    assert match.say is not Say.FOUND
    assert not match.safe


def test_a_removed_button_is_said_to_be_removed_with_what_held_it() -> None:
    def bar(*names: str) -> Page:
        keys = "".join(f"<button id='{n.lower()}'>{n}</button>" for n in names)
        return page(f"<body><h1>Notes</h1><div id='tools'>{keys}</div><p>Saved at noon</p></body>")

    old = bar("Open", "Save", "Share", "Print", "Export", "Close")
    new = bar("Open", "Save", "Print", "Export", "Close")
    match = match_pages(old, new).find(one(old, "//*[@id='share']"), CLICK)
    assert match.say is Say.REMOVED
    assert "that held it is there" in match.evidence


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_two_targets_never_claim_one_element(data: st.DataObject) -> None:
    old_html, new_html = data.draw(st.sampled_from(SCREENS))
    old = saved(old_html)
    here = [c for c in cases() if c.old_html == old_html]
    chosen = data.draw(st.lists(st.sampled_from(here), min_size=2, max_size=8, unique=True))
    targets = [one(old, c.old_xpath) for c in chosen]
    found = match_pages(old, saved(new_html)).find_all(targets, CLICK)
    assert len(found) == len(targets)
    claimed = [m.candidates[0].path.xpath for m in found if m.say is Say.FOUND]
    assert len(set(claimed)) == len(claimed)


@pytest.mark.parametrize("name", sorted({c.old_html for c in cases()}))
def test_a_page_is_its_own_successor(name: str) -> None:
    old, new = saved(name), saved(name)
    match = match_pages(old, new)
    assert match.refound > 0.7
    for case in cases():
        if case.old_html == name:
            found = match.find(one(old, case.old_xpath), case.action)
            assert found.candidates[0].path.xpath == case.old_xpath, case.id


def test_answers_are_ordered_probabilities_and_the_same_each_time() -> None:
    old_html, new_html = SCREENS[0]
    first, second = answers(old_html, new_html), answers(old_html, new_html)
    assert [m.candidates for _, m in first] == [m.candidates for _, m in second]
    for _, match in first:
        chances = [c.probability for c in match.candidates]
        assert all(0 <= p <= 1 for p in chances)
        assert chances[0] == max(chances) == match.probability
        assert len(match.candidates) == len(match.elements)
        assert match.evidence


def test_a_list_moves_as_a_whole() -> None:
    rows = "".join(f"<li><a href='/p/{n}'>{n}</a></li>" for n in ("ada", "bob", "cyd", "dan"))
    old = page(f"<body><ul class='people'>{rows}</ul></body>")
    cards = "".join(
        f"<div class='card'><h3><a href='/person/{n}'>{n}</a></h3></div>"
        for n in ("dan", "ada", "cyd", "bob")
    )
    new = page(f"<body><header><a href='/'>Home</a></header><main>{cards}</main></body>")
    match = match_pages(old, new)
    targets = old.root.xpath("//a")
    found = match.find_all(targets, CLICK)
    assert [m.elements[0].text for m in found] == [t.text for t in targets]


def test_an_element_of_another_page_is_refused() -> None:
    match = match_pages(page("<body><p>a</p></body>"), page("<body><p>a</p></body>"))
    with pytest.raises(ValueError, match="not an element of the old page"):
        match.find(one(page("<body><p>b</p></body>"), "//p"), CLICK)


def test_empty_pages_say_nothing() -> None:
    old = page("<body><button id='go'>Go</button></body>")
    match = match_pages(old, page("<body></body>")).find(one(old, "//button"), CLICK)
    assert not match.safe
    assert match.say is not Say.FOUND


def test_a_closed_menu_is_named_where_a_row_button_went() -> None:
    def row(name: str, last: str) -> str:
        return f"<tr><td><a href='/u/{name}'>{name}</a></td><td>{last}</td></tr>"

    names = ("ada", "bob", "cyd")
    old = page(
        "<body><h1>Users</h1><table>"
        + "".join(row(n, f"<a class='del' href='/u/{n}/delete'>Delete</a>") for n in names)
        + "</table></body>"
    )
    menu = "<button aria-haspopup='menu' aria-expanded='false' aria-label='More options'></button>"
    new = page(
        "<body><h1>Users</h1><table>" + "".join(row(n, menu) for n in names) + "</table></body>"
    )
    found = match_pages(old, new).find(old.root.xpath("//a[@class='del']")[1], CLICK)
    assert not found.safe
    if found.say is Say.REMOVED:
        assert found.absent_in_state
        assert "More options" in found.evidence
