"""What is another thing than the target, however alike: it is not claimed, or not even answered."""

from __future__ import annotations

from selfheal_cli.matching import Match, match_pages
from selfheal_cli.model import Action
from tests.matching.pages import one, page

_AROUND = "<h1>Stock</h1><p>All that is there</p>{}<p>The end of it</p><a href='/help'>Help</a>"


def _found(before: str, now: str, xpath: str) -> Match:
    old, new = (page(_AROUND.format(inner)) for inner in (before, now))
    return match_pages(old, new).find(one(old, xpath), Action("click"))


def test_of_a_hidden_copy_and_the_thing_itself_the_thing_is_meant() -> None:
    tabs = "".join(f"<button class=a>{name}</button>" for name in ("Forms", "Products", "Help"))
    real = tabs.replace("class=a", "class=b role=tab")
    copies = f"<div class=tabs aria-hidden=true>{tabs}</div><div class=tabs>{real}</div>"
    found = _found(f"<div class=tabs>{tabs}</div>", copies, "//button[2]")
    assert found.elements[0].get("role") == "tab"


def test_what_only_a_hidden_copy_is_left_of_is_not_claimed() -> None:
    now = "<div aria-hidden=true><button id=go>Order now</button></div>"
    assert not _found("<div><button id=go>Order now</button></div>", now, "//button").safe


def test_a_key_that_does_something_else_now_is_not_claimed() -> None:
    keys = "<button id=f1 title=Help>F1</button><button id=f2 title='{}'>F2</button>"
    same = _found(keys.format("Rename"), keys.format("Rename"), "//button[2]")
    other = _found(keys.format("Rename"), keys.format("User menu"), "//button[2]")
    assert (same.safe, other.safe) == (True, False)
    assert (same.against, other.against) == ("", "its tooltip says something else")


_TABLE = (
    "<table><tr><th>Worker</th><th>{}</th><th>{}</th></tr>"
    "<tr><td>w1</td><td>{}</td><td>{}</td></tr></table>"
)


def test_of_two_like_cells_of_a_row_only_that_of_the_column_is_claimed() -> None:
    old = _TABLE.format("State", "Queues", "busy", "idle")
    for now in (
        _TABLE.format("Current job", "Queues", "idle", "idle"),
        _TABLE.format("Queues", "Current job", "idle", "idle"),
    ):
        found = _found(old, now, "//td[3]")
        row = found.elements[0].getparent()
        heads = found.elements[0].xpath("ancestor::table[1]//th")
        column = heads[list(row).index(found.elements[0])].text
        assert column == "Queues" or not found.safe


def test_one_of_two_equal_things_where_there_was_one_is_not_claimed() -> None:
    heads = "<table><tr><th><span class=h>Product</span></th><th><span class=h>{}</span></th></tr>"
    body = "<tr><td>Desk</td><td>4</td></tr></table>"
    old = "<div class=list>" + heads.format("Stock") + body + "</div>"
    copy = "<div class=measured>" + heads.format("Stock") + "</table></div>"
    assert _found(old, old, "//th[1]/span").safe
    assert not _found(old, copy + old, "//th[1]/span").safe
    assert _found(copy + old, copy + old, "//div[@class='list']//th[1]/span").safe


def test_of_two_equal_things_that_with_the_old_id_is_claimed() -> None:
    field = "<p><input id={} placeholder=Filter class=f></p>"
    was, now = field.format("labels"), field.format("chosen") + field.format("labels")
    found = _found(was, now, "//input")
    assert (found.elements[0].get("id"), found.safe) == ("labels", True)


_MENU = "<ul><li><a href='/{0}'>Home</a></li><li><a href='/{0}/mail'>Mail</a></li></ul>"
_WIDE, _NARROW = (
    "<aside class=wide{}>" + _MENU.format("w") + "</aside>",
    "<nav class=narrow{}>" + _MENU.format("w") + "</nav>",
)
_OFF = " style='display:none'"


def test_of_a_menu_that_is_there_twice_the_one_that_shows_is_meant() -> None:
    old = "<div class=bar><a class=item href='/w/mail'>Mail</a></div>"
    for narrow, wide, shown in ((_OFF, "", "aside"), ("", _OFF, "nav")):
        found = _found(old, _NARROW.format(narrow) + _WIDE.format(wide), "//div/a")
        assert found.elements[0].xpath("name(ancestor::*[self::aside or self::nav])") == shown


def test_what_is_hidden_in_a_menu_that_shows_is_preferred_to_what_is_in_one_that_does_not() -> None:
    logo = "<{0}{1}><a href='/'><b><i style='display:none'>Harbour</i></b> HB</a></{0}>"
    now = logo.format("nav", _OFF) + logo.format("aside", "")
    found = _found("<div><a href='/'><i>Harbour</i></a></div>", now, "//i")
    assert found.elements[0].xpath("name(ancestor::*[self::aside or self::nav])") == "aside"


def test_what_is_hidden_among_other_things_is_no_copy() -> None:
    asked = "<div role=dialog{}>Really?<button class=b>Delete</button><button>No</button></div>"
    listed = "<div><button class=c>Edit</button><button class=c>Delete</button></div>"
    found = _found(listed.replace("Delete", "Copy") + asked.format(""),
                   listed + asked.format(_OFF), "//*[@role='dialog']/button[1]")  # fmt: skip
    assert any(each.get("class") == "b" for each in found.elements)


def test_what_had_no_name_may_have_had_others_like_it() -> None:
    card = "<section><h2>{}</h2><p>{}</p><b class=menu><button class={}{}>*</button></b></section>"
    names = [("Kettles", "Boil"), ("Pots", "Cook"), ("Pans", "Fry")]
    old = "".join(card.format(*name, "icon", "").replace("*", "<i></i>") for name in names)
    now = "".join(card.format(*name, "knob", " aria-label=Options") for name in names)
    found = _found(old, now.replace("*", "<i></i>"), "//section[2]//button")
    assert (found.elements[0].xpath("string(ancestor::section/h2)"), found.against) == ("Pots", "")
