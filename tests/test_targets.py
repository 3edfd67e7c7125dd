"""Which elements may be meant at all, by what was done with them."""

from selfheal_cli.locators import DIALECTS
from selfheal_cli.matching import Hints
from selfheal_cli.model import Action
from selfheal_cli.targets import Target, by_locator
from tests.matching.pages import page

SIGN_IN = """<html><body><div class='sign-in box'><input type=password>
<button id=sign-in-box-go>Go</button></div></body></html>"""


def guessed(action: Action) -> list[str]:
    locator = DIALECTS["webdriverio"].parse("#sign-in-box")
    found = by_locator(locator, Hints(), page(SIGN_IN), action)
    rest = found.alternatives if isinstance(found, Target) else found.candidates
    first = (found.candidate,) if isinstance(found, Target) else ()
    return [one.fingerprint.tag for one in (*first, *rest)]


def test_what_is_searched_inside_of_is_no_control() -> None:
    assert guessed(Action("click", "click"))[0] == "button"
    inside = guessed(Action("unknown", "$"))
    assert "div" in inside
    assert not {"button", "input"} & set(inside)


def test_of_what_is_counted_all_are_meant() -> None:
    rows = "".join(f"<li class=order-row>Order {n}</li>" for n in range(3))
    on = page(f"<html><body><h1>Orders</h1><ul>{rows}</ul><p>3 in all</p></body></html>")
    locator = DIALECTS["playwright"].parse(".orderRow")
    found = {
        count: by_locator(locator, Hints(), on, Action("assert-count", "to_have_count", count))
        for count in ("1", "3", "5")
    }
    sizes = {n: len(one.elements) for n, one in found.items() if isinstance(one, Target)}
    assert sizes == {"1": 1, "3": 3, "5": 1}
