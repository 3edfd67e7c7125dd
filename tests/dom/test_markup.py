"""Saved bytes become a page, or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import build
from selfheal_cli.errors import ArtifactError
from selfheal_cli.model import Markup, Snapshot


def text_of(saved: bytes, encoding: str = "") -> str:
    page = build(Snapshot(Markup(saved, encoding)))
    return accessibility(page).text(page.root)


@pytest.mark.parametrize(
    ("saved", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04" + b"\x00\x01\xff\xfe" * 500, "binary"),
        (b'{"html": "<html><b>x</b>"}', "JSON"),
        (b'["<p >"]', "JSON"),
        (b"Error: 1 < 2 and 3 > 2", "plain text"),
        (b'<?xml version="1.0"?><testsuites><testsuite/></testsuites>', "XML"),
    ],
)
def test_what_is_not_a_page_is_said_in_one_sentence(saved: bytes, reason: str) -> None:
    with pytest.raises(ArtifactError, match=reason) as caught:
        build(Snapshot(Markup(saved)))
    assert caught.value.message.count("\n") == 0
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "saved",
    [
        b"<p>hi",
        b"\n\n<!-- saved --><!DOCTYPE html><title>t</title>",
        b'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"{{ template }}<html><body>x</body></html>",
        b"<frameset><frame src=a></frameset>",
        b"<svg><rect/></svg>",
    ],
)
def test_the_root_is_html(saved: bytes) -> None:
    assert build(Snapshot(Markup(saved))).root.tag == "html"


@pytest.mark.parametrize(
    ("encoding", "declared", "saved_as"),
    [
        ("", "", "utf-8"),
        ("", "utf-8", "utf-8-sig"),
        ("", "windows-1252", "cp1252"),
        ("", "iso-8859-1", "cp1252"),
        ("", "windows-1252", "utf-8"),
        ("", "utf-16", "utf-8"),
        ("", "", "utf-16"),
        ("cp1252", "utf-8", "cp1252"),
        ("rot13", "", "utf-8"),
        ("no-such", "no-such", "utf-8"),
    ],
)
def test_encodings(encoding: str, declared: str, saved_as: str) -> None:
    page = f"<meta charset='{declared}'><p>Größe – 1 €</p>"
    assert text_of(page.encode(saved_as), encoding) == "Größe – 1 €"


def test_what_cannot_be_decoded_is_replaced() -> None:
    assert text_of(b"<meta charset=utf-8><p>a\xffb</p>") == "a\ufffdb"


def test_hostile_pages_end() -> None:
    assert text_of(b"<p>a\x00b\x1b[31mc</p>") == "ab[31mc"
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>'
    assert "aaaa" not in text_of(bomb)
    assert len(build(Snapshot(Markup(b"<div>" * 5000 + b"<i>x</i>"))).elements) == 5004
    wide = build(Snapshot(Markup(b"<html><body>" + b"<p class=x>y</p>" * 60_000)))
    assert len(wide.elements) == 60_003


def test_a_deep_page_keeps_its_text() -> None:
    deep = b"<p>one</p>two" + b"<div>" * 3000 + b"a<i class=x>b</i>c" + b"</div>" * 3000 + b"three"
    page = build(Snapshot(Markup(deep)))
    assert accessibility(page).text(page.root) == "onetwoabcthree"
    assert page.elements[-1].get("class") == "x"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_an_error(saved: bytes) -> None:
    try:
        page = build(Snapshot(Markup(saved)))
    except ArtifactError:
        return
    assert page.root.tag == "html"


def test_what_a_template_holds_is_not_in_the_page() -> None:
    page = build(
        Snapshot(
            Markup(
                b"<body><template id=t>a<p>in</p><template><b>in</b></template></template>after"
                b"<noscript><u>in</u></noscript>"
                b"<x-a><template shadowrootmode=open><i>shadow</i></template></x-a>"
            )
        )
    )
    assert [e.tag for e in page.elements[3:]] == ["template", "noscript", "x-a", "template", "i"]
    assert accessibility(page).text(page.root) == "aftershadow"
