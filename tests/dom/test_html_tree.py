"""HTML text becomes the tree that Chromium makes of it, as bench.differential.trees saved it."""

from __future__ import annotations

import json

import pytest
from lxml.html import HtmlElement

from selfheal_cli.dom.markup import parse
from selfheal_cli.errors import ArtifactError
from tests.bench.differential.corpus import HARD, Saved, load
from tests.bench.differential.trees import RECORDED, difference, rows_of

CHROMIUM = json.loads(RECORDED.read_text("utf-8"))


def tags(root: HtmlElement) -> list[str]:
    return [str(element.tag) for element in root.iter("*")][3:]


@pytest.mark.parametrize("case", load(HARD), ids=lambda case: case.name)
def test_the_tree_is_chromiums(case: Saved) -> None:
    recorded = [
        (depth, name, tuple(map(tuple, given)), tuple(texts))
        for depth, name, given, texts in CHROMIUM[case.name]
    ]
    assert difference(rows_of(parse(case.html, "utf-8")), recorded) == ""


def test_comments_part_texts() -> None:
    paragraph = parse(b"<p>a<!-- x -->b</p>").find(".//p")
    assert paragraph is not None
    assert paragraph.xpath("text()") == ["a", "b"]


def test_an_open_shadow_root_leads_its_host() -> None:
    html = b"<div>a<b>x</b>c<template shadowrootmode=OPEN>in</template>d</div>"
    host = parse(html).find(".//div")
    assert host is not None
    assert [(child.tag, child.tail) for child in host] == [("template", "a"), ("b", "cd")]
    assert (host.text, host[0].get("shadowrootmode"), host[0].text) == (None, "open", "in")


def test_a_closed_shadow_root_is_seen_by_nobody() -> None:
    html = b"<x-a>a<template shadowrootmode=closed><b>in</b></template>b</x-a>"
    host = parse(html).find(".//x-a")
    assert host is not None
    assert (len(host), host.text) == (0, "ab")


def test_a_noscript_in_a_script_is_text() -> None:
    html = b"<script>'<noscript>'</script><!-- <noscript> --><p>a</p><noscript><i>b</i></noscript>"
    root = parse(html)
    assert tags(root) == ["body", "p", "noscript"]
    assert root.xpath("string(//noscript)") == "<i>b</i>"


def test_too_deep_a_page_is_refused() -> None:
    assert len(tags(parse(b"<div>" * 19_000))) == 19_000
    assert len(tags(parse(b"<br>" * 30_000))) == 30_000
    with pytest.raises(ArtifactError, match="nests"):
        parse(b"<div>" * 100_000)
