"""Where words are displayed is told without rendering each element; it comes to the same."""

from html import escape

from hypothesis import example, given
from hypothesis import strategies as st

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.locators.rendered_text import rendered_text
from selfheal_cli.locators.visible_words import Containing, Equalling, may_show
from tests.locators.pages import page

STARTS = st.sampled_from(
    [
        "<div>",
        "<div>",
        "<span>",
        "<b>",
        "<p hidden>",
        "<span style='display:none'>",
        "<span style='visibility:hidden'>",
        "<i style='text-transform:uppercase'>",
        "<td>",
        "<template>",
        "<script>",
    ]
)
WORDS = st.text(st.sampled_from("aAb \n\u00a0\u200bß"), max_size=4)
TREES = st.recursive(
    st.one_of(WORDS, st.just(0)),
    lambda inner: st.tuples(STARTS, st.lists(inner, max_size=4)),
    max_leaves=14,
)
WANTED = st.text(st.sampled_from("aAb sS"), min_size=1, max_size=4)


def written(tree):
    if tree == 0:
        return "<br>"
    if isinstance(tree, str):
        return escape(tree)
    start, inner = tree
    name = start[1:].partition(" ")[0].removesuffix(">")
    return f"{start}{''.join(map(written, inner))}</{name}>"


@given(TREES, TREES, WANTED)
@example("a", ("<div>", ["a", ("<p hidden>", ["b"]), "a"]), "aa")
def test_what_is_told_of_texts_is_what_rendering_tells(one, other, wanted):
    whole = page(f"<body><div>{written(one)}<div>{written(other)}</div></div>")
    visibility = accessibility(whole).visibility
    texts = {each: rendered_text(each, visibility) for each in whole.elements}
    containing = Containing(whole, wanted, lambda each: wanted in texts[each])
    equalling = Equalling(whole, wanted, lambda each: texts[each] == wanted)
    likely = may_show(whole, wanted)
    for each, text in texts.items():
        assert equalling(each) == (text == wanted)
        assert containing(each) == (wanted in text)
        assert likely is None or each in likely or wanted not in text
