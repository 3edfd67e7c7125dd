"""An excerpt holds its element with what tells it apart, and none of what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.matching.excerpt import excerpt, recall
from tests.locators.pages import page

ROWS = "".join(f"<tr><td>row {n}</td><td><a href='/{n}'>Edit</a></td></tr>" for n in range(200))
FORM = f"""<main><h2>Billing</h2><table>{ROWS}</table>
<form id=pay><label for=card>Card number</label>
<input id=card name=card value=4111111111111111>
<input id=pin type=password value=s3cret><button class="btn go">Pay</button></form></main>"""


def test_the_element_comes_back_with_its_surroundings() -> None:
    root = page(FORM).root
    stored = excerpt(root.get_element_by_id("card"))
    recalled, element = recall(stored)
    assert (element.tag, element.get("id")) == ("input", "card")
    assert [up.tag for up in element.iterancestors()] == ["form", "main", "body", "html"]
    texts = " ".join(recalled.root.itertext())
    assert "Card number" in texts
    assert "Billing" in texts
    assert "Pay" in texts


def test_nothing_typed_is_stored() -> None:
    root = page(FORM).root
    for name in ("card", "pin"):
        stored = excerpt(root.get_element_by_id(name))
        assert "s3cret" not in stored
        assert "4111111111111111" not in stored


def test_it_stays_small_whatever_the_page() -> None:
    root = page(FORM).root
    for element in root.iter("a", "td", "main", "body"):
        assert len(recall(excerpt(element))[0].elements) < 200


def test_what_is_no_excerpt_is_refused() -> None:
    with pytest.raises(ValueError, match="no element"):
        recall("<p>hello</p>")


@given(st.integers(0, 100), st.sampled_from(["<b>", "&", '"', "]]>", "\u202e", "<!--", "{{"]))
def test_any_element_comes_back(at: int, text: str) -> None:
    inner = text.replace("&", "&amp;").replace("<", "&lt;")
    root = page(f"<ul><li>{inner}<li title='{inner.replace(chr(34), '')}'>x</ul>{FORM}").root
    elements = [each for each in root.iter("*") if each.tag not in ("html", "head", "body")]
    element = elements[at % len(elements)]
    _, recalled = recall(excerpt(element))
    assert recalled.tag == element.tag
    assert (recalled.text or "") == (element.text or "")[:120]
