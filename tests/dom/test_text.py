"""The text of elements: read once for the page, compared without being copied for each."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.dom.text import legible, normalise, texts_of
from tests.dom.pages import html, nodes

PIECES = st.text(st.sampled_from("aB  \n\t\u200b\u00ad\ufeff\u00a0éİß"), max_size=6)
TREES = st.recursive(
    st.one_of(PIECES, st.integers(0, 2)), lambda inner: st.lists(inner, max_size=4), max_leaves=12
)


def written(tree):
    if isinstance(tree, int):
        return ("<input type=submit value='a b'>", "<script>b</script>", "<!--b-->")[tree]
    if isinstance(tree, str):
        return escape(tree)
    return f"<div>{''.join(map(written, tree))}</div>"


@given(TREES, PIECES)
def test_containing_and_equalling_are_those_of_the_normalised_text(tree, piece):
    page = html(f"<!doctype html><body>{written(tree)}")
    texts = texts_of(page)
    wanted = normalise(piece)
    for element in page.elements:
        text = normalise(texts.of(element))
        assert texts.contains(element, wanted.lower()) == (wanted.lower() in text.lower())
        assert texts.equals(element, wanted) == (text == wanted)
        assert texts.equals(element, text)


def read(tree):
    if isinstance(tree, int):
        return "a b" if tree == 0 else ""
    return tree if isinstance(tree, str) else "".join(map(read, tree))


def read_all(tree):
    """The texts of all lists, in the order in which they begin."""
    if isinstance(tree, list):
        yield read(tree)
        for inner in tree:
            yield from read_all(inner)


@given(TREES, st.sampled_from([1, 40]))
def test_buttons_are_read_where_they_stand_and_scripts_are_not(tree, times):
    page = html(f"<!doctype html><body>{written([tree] * times)}")
    found = [texts_of(page).of(each) for each in page.root.iter("div")]
    assert found == list(read_all([tree] * times))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (["P", {}, "one ", ["B", {}, "two"], " three"], "one two three"),
        (["P", {}, "a", ["SCRIPT", {}, "b"], "c", ["STYLE", {}, "d"], "e"], "ace"),
        (["P", {}, ["INPUT", {"type": "submit", "value": "Send"}], "!"], "Send!"),
        (["P", {}, ["INPUT", {"type": "text", "value": "Ann"}], "!"], "!"),
        (
            [
                "P",
                {},
                "light",
                ["template", {"__playwright_shadow_root_": "open"}, ["I", {}, "shadow"]],
                " tail",
            ],
            "light tailshadow",
        ),
    ],
)
def test_what_is_read(body, text):
    page = nodes(body)
    assert texts_of(page).of(next(page.root.iter("p"))) == text


def test_comments_interrupt_no_text():
    page = html("<!doctype html><p>a<!-- x -->b<?pi?>c</p>")
    assert texts_of(page).of(next(page.root.iter("p"))) == "abc"


def test_the_characters_of_icon_fonts_are_not_legible() -> None:
    assert legible("\uf188 Report an issue…") == "Report an issue…"
    assert legible("\uf013") == ""
    assert legible("Sign in") == "Sign in"
