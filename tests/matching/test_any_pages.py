"""Whatever two small pages look like, matching answers and never claims what is not there."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from selfheal_cli.dom.tree import build
from selfheal_cli.matching import Hints, Say, guess, match_pages
from selfheal_cli.model import Action, Locator, Markup, Snapshot, Step

TAGS = ("div", "p", "a", "button", "input", "ul", "li", "span", "table", "tr", "td", "label")
WORDS = ("Save", "Send order", "Delete", "Item 1", "Item 2", "", "Ünïcode", "42")


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    tag = draw(st.sampled_from(TAGS))
    attributes = draw(
        st.dictionaries(
            st.sampled_from(("id", "class", "name", "href", "title", "data-testid", "type")),
            st.sampled_from(("a", "go-btn", "primary", "x-1", "/path", "")),
            max_size=2,
        )
    )
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inner = draw(st.sampled_from(WORDS))
    if depth:
        inner += "".join(draw(st.lists(elements(depth - 1), max_size=3)))
    return f"<{tag}{written}>{inner}</{tag}>"


pages = st.lists(elements(), max_size=4).map(
    lambda parts: build(Snapshot(Markup(f"<html><body>{''.join(parts)}</body></html>".encode())))
)


@settings(max_examples=80, deadline=None)
@given(pages, pages, st.sampled_from(("click", "fill", "assert-text", "assert-count")))
def test_every_target_gets_an_answer(old, new, kind) -> None:  # type: ignore[no-untyped-def]
    targets = [e for e in old.root.iter(etree.Element) if e.tag not in ("html", "head", "body")][:6]
    if not targets:
        return
    matches = match_pages(old, new).find_all(targets, Action(kind))
    assert len(matches) == len(targets)
    claimed = [id(m.elements[0]) for m in matches if m.safe]
    assert len(set(claimed)) == len(claimed), "two targets claim one element"
    for match in matches:
        assert all(0 <= c.probability <= 1 for c in match.candidates)
        assert all(element in new.elements for element in match.elements)
        assert match.evidence


@settings(max_examples=40, deadline=None)
@given(pages)
def test_a_page_is_found_in_itself_or_nothing_is_claimed(page) -> None:  # type: ignore[no-untyped-def]
    twin = build(page.snapshot)
    targets = [e for e in page.root.iter(etree.Element) if e.tag not in ("html", "head", "body")][
        :6
    ]
    for target in targets:
        match = match_pages(page, twin).find(target, Action("click"))
        if match.safe and match.say is Say.FOUND:
            path = twin.root.getroottree().getpath(match.elements[0])
            assert path == page.root.getroottree().getpath(target)


@settings(max_examples=40, deadline=None)
@given(pages, st.sampled_from(("#a", "button.primary", "nothing > here")))
def test_a_guess_is_an_element_of_the_page(page, css) -> None:  # type: ignore[no-untyped-def]
    locator = Locator("playwright", (Step("css", css),))
    for one in guess(locator, Hints("submit"), page, Action("click")):
        assert page.root.getroottree().xpath(one.path.xpath)
