"""All that is asked of a page pair is assigned together, whoever asks first."""

from itertools import permutations

import pytest

from selfheal_cli.matching import PageMatch, Say, match_pages
from selfheal_cli.matching.assignment import Ask, assign
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.ranking import candidates, rank
from selfheal_cli.model import Action
from tests.matching.pages import cases, one, page, saved

CLICK, READ = Action("click"), Action("assert-text", "toHaveText", "Save draft")
HEAD = "<body><h1>Editor</h1><p>Text here</p><div class=bar>"
TAIL = "</div><form><label>Name <input name=n></label></form><footer>Terms</footer></body>"
TWO = f"{HEAD}<button id=a>Save draft</button><button id=b>Save</button>{TAIL}"
ONE = f"{HEAD}<button id=c class=x>Save now</button>{TAIL}"
SCREENS = sorted({(c.old_html, c.new_html) for c in cases()})


def claims(match: PageMatch, *paths: str) -> list[str]:
    """What is found for each, asked one at a time."""
    found = [match.find(one(match.old, path), CLICK) for path in paths]
    return [m.candidates[0].path.xpath for m in found if m.say is Say.FOUND]


def test_what_two_would_claim_alone_one_gets() -> None:
    alone = [claims(match_pages(page(TWO), page(ONE)), f"//button[{n}]") for n in (1, 2)]
    assert alone[0] == alone[1] == ["/html/body/div/button"]
    match = match_pages(page(TWO), page(ONE))
    match.ask(match.old.root.xpath("//button"), CLICK)
    assert claims(match, "//button[1]", "//button[2]") == ["/html/body/div/button"]


def test_the_order_of_asking_does_not_matter() -> None:
    found = set()
    for order in permutations(("//button[1]", "//button[2]", "//input")):
        match = match_pages(page(TWO), page(ONE))
        for path in order:
            match.ask([one(match.old, path)], CLICK)
        asked = [match.find(one(match.old, path), CLICK) for path in sorted(order)]
        found.add(tuple((m.say, m.candidates) for m in asked))
    assert len(found) == 1


def test_a_wrapper_and_what_it_holds_may_become_one() -> None:
    old = page(
        "<body><p>Help</p><a id=s href=/save><b>Save draft</b></a><a href=/x>Leave</a></body>"
    )
    new = page("<body><p>Help</p><a id=s2 href=/save>Save draft</a><a href=/x>Leave</a></body>")
    match = match_pages(old, new)
    link, text = one(old, "//a[1]"), one(old, "//b")
    match.ask([link], CLICK)
    match.ask([text], READ)
    found = [match.find(link, CLICK), match.find(text, READ)]
    assert [m.elements[0].get("id") for m in found] == ["s2", "s2"]


@pytest.mark.parametrize(("old_html", "new_html"), SCREENS)
def test_no_element_of_a_real_page_is_found_for_two(old_html: str, new_html: str) -> None:
    old = saved(old_html)
    match = match_pages(old, saved(new_html))
    here = [(one(old, c.old_xpath), c.action) for c in cases() if c.old_html == old_html]
    for target, action in here:
        match.ask([target], action)
    takers: dict[str, set[object]] = {}
    for target, action in here:
        found = match.find(target, action)
        if found.say is Say.FOUND:
            takers.setdefault(found.candidates[0].path.xpath, set()).add(target)
    assert takers
    assert all(len(those) == 1 for those in takers.values())
    assert match.weighed == 1


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_said_to_be_removed_leaves_its_candidate_to_another(gone: bool) -> None:
    match = match_pages(page(TWO), page(ONE))
    rows = [match.ground.old.index[button] for button in match.old.root.xpath("//button")]
    match.ask(match.old.root.xpath("//button"))
    asked = {
        Ask(row, CLICK): rank(candidates(match.spread, row, CLICK), shipped().target)
        for row in rows
    }
    shares = assign(match.spread, asked, lambda ranked: gone)
    (new,) = match.new.root.xpath("//button")
    left = [match.ground.new.index[new] in shares.ranked(ask).candidates.new for ask in asked]
    assert sorted(left) == [gone, True]
