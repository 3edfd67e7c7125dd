"""What Playwright's engine would find: frames, recorded pages, chains, refusals."""

import pytest
from hypothesis import given, settings

from selfheal_cli.errors import SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from tests.locators.pages import ids, page, recorded
from tests.locators.strategies import locators

PLAYWRIGHT = DIALECTS["playwright"]
FRAME = " >> internal:control=enter-frame >> "


def found(text, here):
    return ids(PLAYWRIGHT.resolve(PLAYWRIGHT.parse(text), here))


def test_frames_are_entered():
    here = page(
        "<iframe id=f src=one></iframe><iframe id=g src=two></iframe><p id=outer>x</p>",
        one="<p id=in>x</p><button id=b>Go</button>",
    )
    assert found(f"#f{FRAME}p", here) == ["in"]
    assert found(f'#f{FRAME}internal:role=button[name="go"i]', here) == ["b"]
    assert found(f"#f{FRAME}//p", here) == ["in"]
    assert found(f"#g{FRAME}p", here) == []
    assert found(f"iframe{FRAME}p", here) == []
    assert found(f"iframe >> nth=0{FRAME}p >> nth=-1", here) == ["in"]
    assert found("p", here) == ["outer"]
    assert found("#f >> internal:control=enter-frame", here) == []


def test_frames_inside_other_locators_are_refused():
    with pytest.raises(UnsupportedLocator):
        found('div >> internal:has="#f >> internal:control=enter-frame >> p"', page("<div></div>"))


def test_recorded_state_decides():
    here = recorded(
        ["INPUT", {"id": "save", "type": "submit", "value": "Old", "__playwright_value_": "Save"}],
        ["INPUT", {"id": "c", "type": "checkbox", "__playwright_checked_": "true"}],
        ["LABEL", {"for": "c"}, "Keep"],
        ["X-HOST", {"id": "h"}, ["TEMPLATE", {"__playwright_shadow_root_": "open"},
                                 ["BUTTON", {"id": "deep"}, "Deep"]], "light"],
    )  # fmt: skip
    assert found("text=save", here) == ["save"]
    assert found("internal:role=checkbox[checked=true]", here) == ["c"]
    assert found('internal:label="keep"i', here) == ["c"]
    assert found("#h button", here) == ["deep"]
    assert found("text=deep", here) == ["deep"]
    assert found("//button", here) == []


def test_each_step_starts_from_each_element_and_repeats_nothing():
    here = page("<div id=a><div id=b><p id=p>x</p></div></div><p id=q>x</p>")
    assert found("div >> p", here) == ["p"]
    assert found("div >> ..", here) == ["body", "a"]
    assert found("p >> nth=1", here) == ["q"]
    assert found("div >> p >> nth=-1", here) == ["p"]
    assert found("p >> nth=5", here) == []


def test_several_test_id_attributes():
    here = page("<a id=x data-qa=go>1</a><a id=y data-testid=go>2</a>")
    assert found('internal:testid=[data-qa="go"s]', here) == ["x"]
    assert found('internal:testid=[data-testid="go"s]', here) == ["y"]


def test_selenium_strategies_are_not_playwrights():
    selenium = DIALECTS["selenium"].parse("link text=x")
    with pytest.raises(UnsupportedLocator):
        PLAYWRIGHT.resolve(selenium, page("<a>x</a>"))


HERE = page(
    "<form id=a class='b c'><label>it's <input id=i title='say \"hi\"'></label><h3>By publisher"
    "</h3><ul><li>a >> b</li></ul><a href=x>new\nline</a><my-x><template shadowrootmode=open>"
    "<button data-testid=']'>}{</button></template></my-x></form>"
)


@settings(max_examples=150)
@given(locators)
def test_any_locator_gives_each_element_once_or_is_refused(locator):
    try:
        elements = PLAYWRIGHT.resolve(locator, HERE)
    except SelfhealError:
        return
    assert len(set(elements)) == len(elements)
    assert all(isinstance(each.tag, str) for each in elements)
