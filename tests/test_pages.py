"""Equal snapshots are one page; the recorder's own marks do not tell them apart."""

from typing import Any

from selfheal_cli.model import Markup, Nodes, Snapshot
from selfheal_cli.pages import Pages


def nodes(mark: str | None = None, text: str = "Go", url: str = "http://shop.test/") -> Snapshot:
    attributes = {"ID": "go"} if mark is None else {"id": "go", "__playwright_target__": mark}
    attributes = {"id": "go", **attributes}
    attributes.pop("ID", None)
    button: list[Any] = ["BUTTON", attributes, text]
    return Snapshot(Nodes(["HTML", {}, ["HEAD", {}], ["BODY", {}, button]]), url)


def test_equal_snapshots_share_a_page_and_a_match() -> None:
    pages = Pages()
    one, two = pages.of(nodes()), pages.of(nodes())
    assert one is two
    assert pages.match(one, two) is pages.match(one, one)
    assert len(pages.snapshots()) == 2


def test_marks_do_not_tell_pages_apart() -> None:
    pages = Pages()
    plain = pages.of(nodes())
    assert pages.of(nodes("")) is plain
    assert pages.of(nodes('call"@12')) is plain


def test_nor_do_how_far_it_was_scrolled_and_a_requests_token() -> None:
    def form(scrolled: str, token: str, name: str = "csrf_token") -> Snapshot:
        hidden: list[Any] = ["INPUT", {"type": "hidden", "name": name, "value": token}]
        box: list[Any] = ["FORM", {"id": "login", "__playwright_scroll_top_": scrolled}, hidden]
        return Snapshot(Nodes(["HTML", {}, ["BODY", {}, box]]))

    pages = Pages()
    plain = pages.of(form("0", "a8f2"))
    assert pages.of(form("26", 'c"7')) is plain
    assert pages.of(form("0", "a8f2", name="step")) is not pages.of(form("0", "b", name="step"))


def test_whatever_shows_does() -> None:
    pages = Pages()
    plain = pages.of(nodes())
    assert pages.of(nodes(text="Stop")) is not plain
    assert pages.of(nodes(url="http://shop.test/other")) is not plain
    framed = Snapshot(nodes().content, nodes().url, (("/snapshot/frame@1", nodes()),))
    assert pages.of(framed) is not plain


def test_markup_is_compared_byte_for_byte() -> None:
    pages = Pages()
    one = pages.of(Snapshot(Markup(b"<p>a</p>")))
    assert pages.of(Snapshot(Markup(b"<p>a</p>"))) is one
    assert pages.of(Snapshot(Markup(b"<p>b</p>"))) is not one


def test_a_page_deeper_than_the_stack_is_built() -> None:
    root: list[Any] = ["SPAN", {"id": "deep"}, "x"]
    for _ in range(3000):
        root = ["DIV", {}, root]
    page = Pages().of(Snapshot(Nodes(["HTML", {}, ["BODY", {}, root]])))
    assert any(element.get("id") == "deep" for element in page.elements)


def test_frames_are_compared_as_pages_are() -> None:
    def framed(inner: Snapshot) -> Snapshot:
        return Snapshot(nodes().content, nodes().url, (("/snapshot/frame@1", inner),))

    pages = Pages()
    plain = pages.of(framed(nodes()))
    assert pages.of(framed(nodes("call@12"))) is plain
    assert pages.of(framed(nodes(text="No"))) is not plain
    assert pages.of(framed(nodes(url="http://shop.test/other"))) is not plain
