from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.matching import Hints, Say, guess, match_pages
from selfheal_cli.matching.anchors import anchors
from selfheal_cli.matching.view import view_of
from selfheal_cli.model import Action, Locator, Step
from tests.matching.pages import cases, one, page, saved

CLICK = Action("click")
SCREENS = sorted({(c.old_html, c.new_html) for c in cases()})


@pytest.mark.parametrize(("old_html", "new_html"), SCREENS)
def test_what_is_settled_is_right(old_html: str, new_html: str) -> None:
    old, new = saved(old_html), saved(new_html)
    before, after = view_of(old), view_of(new)
    settled = anchors(before, after)
    for case in cases():
        if case.old_html == old_html and settled[before.index[one(old, case.old_xpath)]] >= 0:
            it = after.elements[settled[before.index[one(old, case.old_xpath)]]]
            assert new.root.getroottree().getpath(it) in (case.new_xpath, *case.kin), case.id


@pytest.mark.parametrize("name", sorted({c.old_html for c in cases()}))
def test_a_page_is_settled_with_itself(name: str) -> None:
    before, after = view_of(saved(name)), view_of(saved(name))
    settled = anchors(before, after).tolist()
    assert all(n in (-1, o) for o, n in enumerate(settled))
    assert sum(n >= 0 for n in settled) > 0.95 * len(settled)


def words(names: list[str]) -> str:
    return "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in names)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=8), st.lists(st.sampled_from("abcdefgh")))
@settings(max_examples=40, deadline=None)
def test_no_element_is_settled_twice(left: list[str], right: list[str]) -> None:
    old = page(f"<body><ul>{words(left)}</ul></body>")
    new = page(f"<body><ul>{words(right)}</ul></body>")
    settled = anchors(view_of(old), view_of(new))
    taken = [n for n in settled.tolist() if n >= 0]
    assert len(set(taken)) == len(taken)
    for o, n in enumerate(settled.tolist()):
        if n >= 0:
            a, b = view_of(old).elements[o], view_of(new).elements[n]
            assert (a.tag, a.text) == (b.tag, b.text)


def test_an_entry_that_became_its_own_link_is_found() -> None:
    years = ("2009", "2015", "2018", "2020")
    entries = "".join(f"<li><a href='?y={y}'>{y}</a></li>" for y in years)
    links = "".join(f"<a href='?y={y}'>{y}</a>" for y in years)
    rest = "<h1>Books</h1><p>Choose a year or another book.</p><a href='/new'>Add book</a>"
    old = page(f"<body>{rest}<ul class='years'>{entries}</ul></body>")
    new = page(f"<body>{rest}<nav class='years'>{links}</nav></body>")
    found = match_pages(old, new).find_all(old.root.xpath("//li"), Action("assert-count"))
    listed = [[e.text for e in m.elements if e.tag == "a"] for m in found]
    assert all(year in texts for year, texts in zip(years, listed, strict=True))


_SHELL = "<header><a href='/'>Home</a></header><main><p>Welcome to the registry</p></main>"


def _in_a_dialog_that_changed_wholly(title: str, now: str) -> Say:
    """What is said of a dialog's title, of whose other elements none is found again."""
    old = page(
        f"<body>{_SHELL}<div role='dialog'><h2{title}>Registry Info</h2><p>npm set registry</p>"
        "<button>Copy npm</button><p>yarn config set</p><button>Copy yarn</button></div></body>"
    )
    new = page(
        f"<body>{_SHELL}<div role='dialog'>{now}<div class='tabs'><span>pnpm</span>"
        "<span>bun</span></div><section>Login with your token, then publish.</section></div></body>"
    )
    return match_pages(old, new).find(one(old, "//h2"), CLICK).say


def test_of_what_changed_wholly_what_keeps_a_class_of_its_own_is_not_removed() -> None:
    kept = "<div class='dialog-title'></div>"
    assert _in_a_dialog_that_changed_wholly(" class='dialog-title'", kept) is not Say.REMOVED


def test_of_what_changed_wholly_what_keeps_nothing_is_removed() -> None:
    assert _in_a_dialog_that_changed_wholly("", "") is Say.REMOVED


def test_the_role_none_is_not_printed() -> None:
    old = page("<body><div role='none'>Open me</div><p>More</p></body>")
    new = page("<body><div role='none' class='x'>Open me</div><p>More</p></body>")
    assert "none `" not in match_pages(old, new).find(one(old, "//div"), CLICK).evidence


def test_of_a_very_large_page_the_named_control_is_guessed() -> None:
    rows = "".join(f"<tr><td>cell {i}</td><td>x</td></tr>" for i in range(12_000))
    on = page(f"<body><table>{rows}</table><button id='start-now'>Go</button></body>")
    asked = Locator("playwright", (Step("css", "#startNow"),))
    assert guess(asked, Hints(), on, CLICK)[0].path.xpath.endswith("/button")


def test_what_a_very_large_page_leaves_out_is_unsure() -> None:
    rows = "".join(f"<tr><td>cell {i}</td><td>x</td></tr>" for i in range(12_000))
    old, new = page(f"<body><table>{rows}</table></body>"), page(f"<body><p>{rows}</p></body>")
    found = match_pages(old, new).find(old.root.xpath("//td")[-1], CLICK)
    assert found.say is Say.UNSURE
    assert not found.safe
