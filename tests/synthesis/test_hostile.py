"""No page can make us write a locator that does not read back, or that hits more."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Action, Locator
from selfheal_cli.synthesis.dialects import WAYS
from selfheal_cli.synthesis.propose import Request, propose
from tests.dom.pages import html
from tests.locators.strategies import NASTY

ATTRIBUTES = (
    *("id", "name", "class", "data-testid", "data-cy", "aria-label", "placeholder", "title"),
    *("href", "alt", "value"),
)
LONG = ["x" * 10_000, "long words " * 900, "'\"" * 5_000]
values = st.one_of(
    st.sampled_from(
        [*NASTY, *LONG, "concat('a', \"b\")", "*", "a,b", "a b", ":r1:", "#", ".", "-"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map("".join),
)
own = st.dictionaries(st.sampled_from(ATTRIBUTES), values, min_size=1, max_size=4)
tags = st.sampled_from(["button", "a", "input", "div", "label"])
OLD = {
    "capybara": ("", "#gone", 'click_button("gone")', "//a[.='gone']"),
    "cypress": ("", "#gone", "[data-cy=gone] > a", "a:contains(gone):first"),
    "playwright": ("", "#gone", 'internal:role=link[name="it\'s"i]', "xpath=//a[.='gone']"),
    "selenium": ("", "id=gone", "class=gone", 'xpath=//a[@id="gone"]', "link=gone"),
    "selenide": ("", "#gone", "by text: gone", "//a[.='gone']", '$(withTagAndText("a", "gone"))'),
    "testing-library": ("", "Unable to find an element with the text: gone."),
    "webdriverio": ("", "#gone", "=gone", "aria/gone", "button*=gone"),
    "robot-selenium": ("", "id=gone", "gone", "css: .gone", "//a[.='gone']", "data:testid:gone"),
    "robot-browser": ("", "id=gone", 'role=button[name="gone"]', "text=gone", ".gone"),
}


def element(tag: str, attributes: dict[str, str], text: str) -> str:
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag} {written}>" if tag == "input" else f"<{tag} {written}>{escape(text)}</{tag}>"


@pytest.mark.parametrize("dialect", sorted(WAYS))
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_what_is_offered_reads_back_and_hits_its_element_alone(
    dialect: str, data: st.DataObject
) -> None:
    given_ = data.draw(own)
    elements = [element(data.draw(tags), given_, data.draw(values))]
    elements += [element(data.draw(tags), data.draw(own), data.draw(values)) for _ in range(2)]
    page = html(f"<!doctype html><main>{''.join(elements)}</main>")
    known = DIALECTS[dialect]
    text = data.draw(st.sampled_from(OLD[dialect]))
    old = known.parse(text) if text else Locator(dialect, ())
    target = next(page.root.iter("main"))[0]
    proposals = list(propose(Request(old, page, (target,), Action("click")), known))
    assert proposals
    for proposal in proposals:
        calls = known.to_calls(proposal.locator.steps, "javascript")
        assert known.resolve(known.from_calls(calls), page) == [target]
