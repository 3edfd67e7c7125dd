"""What is said of an element that a locator finds and that is not shown."""

import pytest

from selfheal_cli.hidden import hidden_evidence, stand_in
from tests.matching.pages import page

TOAST = """<html><body><ul class=messages><li hidden id=old>Saved  your
 order</li></ul><main><p>{words}</p></main><div class="toast"><span>Saved your order</span></div>
</body></html>"""


def test_an_element_that_shows_the_same_text_is_named() -> None:
    on = page(TOAST.format(words="Thanks"))
    told = hidden_evidence(on, on.root.xpath("//*[@id='old']"))
    assert told == "the element is found, but it is not visible; its text is shown by `<span>`"


def test_neither_a_hidden_twin_nor_a_short_text_counts() -> None:
    shown = TOAST.format(words="Thanks").replace("<span>", "<span hidden>")
    on = page(shown)
    plain = "the element is found, but it is not visible"
    assert hidden_evidence(on, on.root.xpath("//*[@id='old']")) == plain
    short = page("<html><body><b hidden id=old>OK</b><i>OK</i></body></html>")
    assert hidden_evidence(short, short.root.xpath("//b")) == plain


def test_of_several_the_first_is_taken() -> None:
    on = page("<html><body><a hidden class=x>Queued</a><a class=x>Check</a></body></html>")
    told = hidden_evidence(on, on.root.xpath("//a"))
    assert told == (
        "the locator finds 2 elements; the first one, which is taken, is not visible, others are"
    )


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("<p hidden class=x>Queued today</p><b>Queued today</b>", "//b"),
        ("<a hidden class=x>Check all</a><i><a class=x>Check now</a></i>", "//i/a"),
        # Of several the page does not say which.
        ("<p hidden class=x>Queued today</p><b>Queued today</b><i>Queued today</i>", ""),
        ("<a hidden class=x>Check</a><a class=x>This</a><a class=x>That</a>", ""),
        # What shows needs none.
        ("<p class=x>Queued today</p><b>Queued today</b>", ""),
        ("<p hidden class=x>Queued today</p><b>Queued</b>", ""),
    ],
)
def test_one_that_shows_stands_in_for_a_hidden_one(body: str, meant: str) -> None:
    on = page(f"<html><body>{body}</body></html>")
    found = stand_in(on, on.root.xpath("//*[@class='x']"))
    assert ([] if found is None else [found]) == (on.root.xpath(meant) if meant else [])
