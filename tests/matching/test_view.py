"""What the matcher knows of an element."""

from __future__ import annotations

import pytest

from selfheal_cli.matching.view import view_of
from tests.matching.pages import page


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/x'>Go  on</a>",
        "<a>no link</a>",
        "<h2>Orders</h2>",
        "<h2 role='presentation'>Orders</h2>",
        "<h2 aria-label='All orders'>Orders</h2>",
        "<h2 hidden>Orders</h2>",
        "<div aria-hidden='true'><h2>Orders</h2></div>",
        "<div style='display: none'><a href='/x'>Go on</a></div>",
        "<a href='/x'>Go <b>on</b></a>",
        "<a href='/x' title='Further'></a>",
        "<h2 aria-owns='more'>Orders</h2><p id='more'>of today</p>",
        "<table><tr><td>12</td></tr></table>",
    ],
)
def test_the_label_is_the_accessible_name(html: str) -> None:
    view = view_of(page(f"<body>{html}</body>"))
    for i, element in enumerate(view.elements):
        if element.tag in ("a", "h2", "td"):
            hidden = not view.looks.visible(element)
            assert view.known[i].label == view.looks.name(element, include_hidden=hidden)


def test_spacers_tell_nothing_but_texts_and_controls_do() -> None:
    view = view_of(
        page(
            "<body><div><div><div><div id='menu'>Menu</div></div></div></div>"
            "<div><span class='ripple'></span></div><img><img alt='Logo'><button></button></body>"
        )
    )
    telling = [
        str(e.tag) + (e.get("id") or e.get("class") or e.get("alt") or "")
        for e, it in zip(view.elements, view.telling, strict=True)
        if it
    ]
    assert telling == ["divmenu", "button"]


def test_a_box_that_takes_the_focus_or_opens_something_is_a_control() -> None:
    view = view_of(
        page(
            "<body><li tabindex='0'>New</li><li>Old</li><span aria-haspopup='menu'>More</span>"
            "<div onclick='go()'>Go</div><td tabindex='0'>7</td><div tabindex='-1'>No</div></body>"
        )
    )
    kinds = {view.walk.own[i]: view.kinds[i] for i in range(len(view)) if view.walk.own[i]}
    assert [word for word, kind in kinds.items() if kind == "press"] == ["New", "More", "Go"]
    assert all(view.known[i].kind == view.kinds[i] for i in range(len(view)))
