"""Frames, paths and attributes of a page."""

from __future__ import annotations

import pytest

from selfheal_cli.dom.tree import at, attributes, build, documents, enter, frames, page_of, path_of
from selfheal_cli.model import ElementPath, Markup, Nodes, Snapshot
from tests.dom.pages import by_id, html, nodes

INNER = Snapshot(Markup(b"<button id=in>x</button>"), "http://x/inner")
MIDDLE = Snapshot(
    Nodes(["HTML", {}, ["BODY", {}, ["IFRAME", {"src": "/snapshot/frame@2"}]]]),
    "http://x/middle",
    (("/snapshot/frame@2", INNER),),
)


def page_with_frames() -> tuple[object, ...]:
    page = nodes(
        ["DIV", {"id": "top"}],
        ["IFRAME", {"id": "f", "src": "/snapshot/frame@1", "name": "n"}],
        ["IFRAME", {"id": "g", "src": "/snapshot/frame@9"}],
        ["IFRAME", {"id": "bad", "src": "empty"}],
        frames=(("/snapshot/frame@1", MIDDLE), ("empty", Snapshot(Markup(b"")))),
    )
    return page, by_id(page, "f")


def test_frames_are_entered_once() -> None:
    page, iframe = page_with_frames()
    middle = enter(page, iframe)
    assert middle is not None
    assert middle.url == "http://x/middle"
    assert enter(page, iframe) is middle
    assert enter(page, by_id(page, "g")) is None
    assert enter(page, by_id(page, "top")) is None
    assert [document.url for _, document in frames(page)] == ["http://x/middle"]
    assert [d.url for d in documents(page)] == ["", "http://x/middle", "http://x/inner"]


def test_paths_lead_through_frames_and_back() -> None:
    page, _ = page_with_frames()
    inner = list(documents(page))[-1]
    button = by_id(inner, "in")
    path = path_of(page, button)
    assert path == ElementPath("/html/body/button", ("/html/body/iframe[1]", "/html/body/iframe"))
    assert at(page, path) is button
    assert page_of(page, button) is inner
    assert page_of(page, by_id(page, "top")) is page
    fresh, _ = page_with_frames()
    found = at(fresh, path)
    assert found is not None
    assert found.get("id") == "in"


def test_elements_of_other_pages_are_refused() -> None:
    page, _ = page_with_frames()
    with pytest.raises(ValueError, match="another page"):
        path_of(page, html("<p id=p>").elements[-1])


@pytest.mark.parametrize(
    "xpath",
    [
        "",
        "/",
        "//",
        "/html/body/p[3]",
        "/html/body/p[0]",
        "/body",
        "//p[",
        "x:y",
        "count(//p)",
        "/html/o:p/a",
    ],
)
def test_no_element_at_a_wrong_path(xpath: str) -> None:
    assert at(html("<p>a<p>b"), ElementPath(xpath)) is None
    assert at(html("<p>a<p>b"), ElementPath("/html", (xpath,))) is None


def test_every_element_is_found_at_its_path() -> None:
    page = html("<p>a</p><o:p>b<o:p>c</o:p></o:p><svg><g/><g/></svg><x-a><template>t</template>")
    assert [at(page, path_of(page, e)) for e in page.elements] == list(page.elements)
    assert at(page, ElementPath("//svg/g[2]")) is page.elements[-3]


def test_srcdoc_is_a_frame() -> None:
    page = html("<iframe id=f srcdoc='<p id=p>in</p>'></iframe><iframe id=g></iframe>")
    inner = enter(page, by_id(page, "f"))
    assert inner is not None
    assert inner.root.xpath("string(//p)") == "in"
    assert enter(page, by_id(page, "g")) is None


def test_attributes_are_the_authors() -> None:
    iframe = ["IFRAME", {"src": "/snapshot/frame@1", "title": "t"}]
    root = ["HTML", {"lang": "en", "__playwright_target__": "call@1"}, ["BODY", {}, iframe]]
    page = build(Snapshot(Nodes(root)))
    assert attributes(page.root) == {"lang": "en"}
    assert attributes(page.elements[-1]) == {"title": "t"}
