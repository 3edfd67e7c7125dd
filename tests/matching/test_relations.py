"""Locators that go out from a text to what hangs on it, without an old page."""

from __future__ import annotations

import pytest

from selfheal_cli.matching import Hints, guess
from selfheal_cli.model import Action, Locator, Step
from tests.matching.pages import page

_FACTS = (
    "<body><header><b>acme-widgets</b><span>MIT</span></header><section>"
    "<ul><h6>Version</h6><li>1.2.0 of May</li></ul><ul><h6>Author</h6><li><a href=/a><i>A</i></a>"
    "<div>Ada Marlowe</div></li></ul></section><footer><div>Powered by nobody</div></footer></body>"
)
_FORM = (
    "<body><form><div><label for=u>Name</label><span><input id=u name=u></span></div>"
    "<div><label for=m>Mail</label><span><input id=m name=m></span></div></form></body>"
)
_ROWS = (
    "<body><table><tr><th>Queue</th><th>Jobs</th><th>Failed</th><th></th></tr>"
    "<tr><td>mail</td><td>7</td><td>2</td><td><button>x</button></td></tr>"
    "<tr><td>sums</td><td>5</td><td>4</td><td><button>x</button></td></tr></table></body>"
)


def _found(html: str, *steps: Step, kind: str = "read") -> str:
    return guess(Locator("playwright", steps), Hints(), page(html), Action(kind))[0].path.xpath


@pytest.mark.parametrize(
    ("html", "xpath", "right"),
    [
        (_FACTS, '//span[.="Author"]/following-sibling::div', "/ul[2]/li"),
        (_FACTS, '//dt[text()="Author"]/following::div[1]', "/ul[2]/li"),
        (_FACTS, '//dt[normalize-space()="Version"]/../dd', "/ul[1]/li"),
        (_FORM, "//label[text()='Mail']/../input", "/div[2]/span/input"),
        (_FORM, "//td[text()='Name']/following-sibling::input", "/div[1]/span/input"),
        (_ROWS, "//li[contains(.,'sums')]/parent::ul//button", "/tr[3]/td[4]/button"),
        (_ROWS, "//div[text()='mail']/../div[3]", "/tr[2]/td[3]"),
        (_ROWS, "//a[text()='sums']/../following-sibling::div", "/tr[3]/td[2]"),
        (_ROWS, "//button[text()='x']/../preceding-sibling::div", "/td[3]"),
    ],
)
def test_what_hangs_on_a_text_is_looked_for_near_it(html: str, xpath: str, right: str) -> None:
    assert _found(html, Step("xpath", xpath)).endswith(right)


def test_the_text_may_be_a_step_of_its_own_and_css_goes_to_siblings_too() -> None:
    step = Step("text", "Author"), Step("xpath", "following-sibling::div")
    assert _found(_FACTS, *step).endswith("/ul[2]/li")
    css = Step("css", "label:has-text('Mail') + input")
    assert _found(_FORM, css, kind="fill").endswith("/div[2]/span/input")


def test_what_holds_the_text_itself_hangs_on_nothing() -> None:
    assert _found(_FACTS, Step("xpath", '//span[.="Author"]/..')).split("/")[-1] != "li"
    assert "ul[2]" in _found(_FACTS, Step("xpath", '//span[.="Author"]/..'))


def test_words_of_the_element_itself_go_before_nearness() -> None:
    html = _ROWS.replace("<td>4</td>", "<td><button>y</button> <button title=Stop>z</button></td>")
    found = _found(html, Step("xpath", "//li[.='sums']/../button[@title='Stop']"), kind="click")
    assert found.endswith("/tr[3]/td[3]/button[2]")
