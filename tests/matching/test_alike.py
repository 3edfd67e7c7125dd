"""As many elements of a kind as are asked for."""

from __future__ import annotations

import pytest

from selfheal_cli.matching import Hints, alike, asked_count, guess
from selfheal_cli.model import Action, Locator, Step
from tests.matching.pages import one, page

_SHOP = (
    "<body><nav><a href=/a>Home</a><a href=/b>Orders</a></nav><main><table class=orders><thead>"
    "<tr><th>Nr</th></tr></thead><tbody><tr class=odd><td>1</td></tr><tr class=even><td>2</td></tr>"
    "<tr class=odd><td>3</td></tr></tbody></table><ul>"
    "<li><p><button class=b>Open</button><button class=b>Bugs</button></p></li>"
    "<li><p><button class=b>Open</button><button class=b>Bugs</button></p></li>"
    "<li hidden><p><button class=b>Open</button></p></li></ul></main></body>"
)


@pytest.mark.parametrize(
    ("xpath", "count", "found"),
    [
        ("//tbody/tr[2]", 3, 3),
        ("//tbody/tr[1]", 2, 2),
        ("//tbody/tr[2]", 2, 0),
        ("//tbody/tr[1]", 4, 0),
        ("//tbody/tr[3]/td", 3, 3),
        ("//li[2]//button[2]", 2, 2),
        ("//li[1]", 2, 2),
        ("//li[1]", 3, 0),
        ("//nav/a[1]", 2, 2),
    ],
)
def test_what_stands_there_in_the_same_way_is_alike(xpath: str, count: int, found: int) -> None:
    shop = page(_SHOP)
    element = one(shop, xpath)
    group = alike(shop, element, count)
    assert len(group) == found
    assert element in group or not group


def test_those_of_many_that_are_called_the_same_are_alike() -> None:
    html = _SHOP.replace("Bugs</button>", "Bugs</button><button class=b>Site</button>")
    shop = page(html)
    group = alike(shop, one(shop, "//li[1]//button[2]"), 2)
    assert [button.text for button in group] == ["Bugs", "Bugs"]


def test_an_assertion_says_how_many() -> None:
    assert asked_count(Action("assert-count", "to_have_count", " 3 ")) == 3
    assert asked_count(Action("assert-count", "to_have_count", "many")) == 1
    assert asked_count(Action("assert-text", "to_have_text", "3")) == 1


def test_what_is_there_so_often_leads() -> None:
    asked = Locator("playwright", (Step("css", "table.list tr.order"),))
    three, none = (Action("assert-count", "to_have_count", n) for n in ("3", "7"))
    shop = page(_SHOP)
    assert "/tbody/tr" in guess(asked, Hints(), shop, three)[0].path.xpath
    assert guess(asked, Hints(), shop, none) == guess(asked, Hints(), shop, Action("assert-count"))
