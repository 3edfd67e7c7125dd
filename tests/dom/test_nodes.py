"""Node lists become exactly the tree that was recorded."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import build
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Nodes, Snapshot
from tests.dom.pages import nodes

BASE = ["BASE", {"href": "http://x/"}]

TAGS = st.sampled_from(["DIV", "A", "P", "TABLE", "TR", "X-APP", "BUTTON", "svg", "linearGradient"])
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=8)
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "class", "@click", ":to", "viewBox"]), TEXTS)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(TAGS, ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda node: [node[0], node[1], *node[2]]
    ),
    max_leaves=30,
)


def as_nodes(element: HtmlElement) -> list[Any]:
    found: list[Any] = [element.tag, dict(element.attrib), element.text or ""]
    for child in element:
        found += [as_nodes(child), child.tail or ""]
    return found


def with_texts_joined(node: list[Any]) -> list[Any]:
    tag, attributes, *children = node
    found: list[Any] = [tag.lower() if tag.isupper() else tag, dict(attributes), ""]
    for child in children:
        if isinstance(child, str):
            found[-1] += child
        else:
            found += [with_texts_joined(child), ""]
    return found


@given(st.lists(TREES, max_size=4))
def test_every_node_text_and_attribute_stands_where_it_was(children: list[Any]) -> None:
    recorded = ["HTML", {}, ["BODY", {}, *children]]
    assert as_nodes(build(Snapshot(Nodes(recorded))).root) == with_texts_joined(recorded)


WEIRD = st.text(max_size=6)


@given(WEIRD, WEIRD, WEIRD, WEIRD)
def test_any_name_and_any_text_is_taken(tag: str, name: str, value: str, text: str) -> None:
    page = nodes([tag, {name: value}, text], text)
    assert len(page.elements) == 4
    assert accessibility(page).text(page.root) is not None


def test_a_parser_would_have_changed_this() -> None:
    page = nodes(["P", {}, ["DIV", {}, "a"]], ["A", {}, ["A", {}, "b"]], ["TABLE", {}, ["TR"]])
    assert [e.tag for e in page.elements[2:]] == ["body", "p", "div", "a", "a", "table", "tr"]
    assert page.root.xpath("string(/html/body/p/div)") == "a"


def test_only_the_recorders_own_base_is_dropped() -> None:
    own = ["BASE", {"href": "/app/", "target": "_top"}]
    assert [e.get("target") for e in nodes(head=(BASE, own)).root.iter("base")] == ["_top"]
    assert list(nodes(head=(BASE, ["TITLE", {}, "t"])).root.iter("base")) == []
    assert len(list(nodes(head=(["TITLE"], BASE)).root.iter("base"))) == 1
    assert len(list(nodes(BASE).root.iter("base"))) == 1


def test_shadow_roots_and_recorder_state() -> None:
    shadow = ["template", {"__playwright_shadow_root_": "open"}, ["B", {}, "in"]]
    page = nodes(["X-A", {}, shadow, "light"], ["INPUT", {"__playwright_value_": "typed"}])
    template = next(page.root.iter("template"))
    assert page.has_shadow
    assert dict(template.attrib) == {"shadowrootmode": "open"}
    assert next(page.root.iter("input")).get("__playwright_value_") == "typed"
    assert not nodes(["TEMPLATE"]).has_shadow


def test_adopted_sheets_are_no_elements() -> None:
    sheet = ["template", {"__playwright_style_sheet_": "b{display:none}"}]
    shadow = ["template", {"__playwright_shadow_root_": "open"}, sheet, ["B", {}, "in"]]
    page = nodes(["X-A", {}, shadow], ["B", {}, "out"])
    inner, outer = page.root.iter("b")
    assert inner.getprevious() is None
    assert not accessibility(page).visible(inner)
    assert accessibility(page).visible(outer)


def test_depth_is_no_limit() -> None:
    node: list[Any] = ["B", {}, "deep"]
    for _ in range(6000):
        node = ["DIV", {}, node]
    page = nodes(node)
    assert len(page.elements) == 6004
    assert accessibility(page).text(page.root) == "deep"


@pytest.mark.parametrize("root", ["text", [], None, 3, [[1, 2]], {"a": 1}])
def test_no_document(root: Any) -> None:
    with pytest.raises(ArtifactError, match="no document"):
        build(Snapshot(Nodes(root)))
