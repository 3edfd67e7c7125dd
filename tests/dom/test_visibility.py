"""What hides an element, and what must not be taken to hide it."""

from __future__ import annotations

import pytest

from selfheal_cli.dom.accessibility import accessibility
from tests.dom.pages import by_id, html, nodes

HIDDEN = [
    "<p id=x style='display:none'>",
    "<p id=x style='color:red; VISIBILITY : Hidden'>",
    "<div hidden><p id=x>",
    "<div style='visibility:hidden'><p id=x>",
    "<input id=x type=hidden>",
    "<details><summary>s</summary><p id=x>",
    "<details><p id=x><summary>s</summary>",
    "<dialog><p id=x>",
    "<template id=x>",
    "<noscript id=x>",
    "<style>.a{display:none}</style><p id=x class='b a'>",
    "<style>.a{display:none!important}</style><p id=x class=a style='display:block'>",
    "<style>#x{display:none} p.a{display:block}</style><p id=x class=a>",
    "<style>.a .b > i{display:none}</style><p class=a><b class=b><i id=x>",
    "<style>[data-s='off' i]{display:none}</style><p id=x data-s=OFF>",
    "<style>p:not(.on){display:none}</style><p id=x class=of>",
    "<style>@media screen{.a{visibility:hidden}}</style><p id=x class=a>",
    "<style>@media print{.a{display:block}} .a{display:none}</style><p id=x class=a>",
    "<style>.a{display:none} .a:hover{display:block}</style><p id=x class=a>",
    "<style>/* } */ i::after{content:'}'} .a{display:none}</style><p id=x class=a>",
    "<style>@layer l{.a{display:block}} .a{display:none}</style><p id=x class=a>",
    "<style>.a{DISPLAY:None}</style><p id=x class=a>",
    "<style>.a{display:none;display:nonsense}</style><p id=x class=a>",
    "<style>.a{color:red; & i{display:none} top:0}</style><p class=a><i id=x>",
    "<style>.b, .a{ i{ @media screen{display:none} } }</style><p class=a><i id=x>",
    "<style>.a{ > .b{display:none} }</style><p class=a><i id=x class=b>",
    "<style>.\\31 0\\:a{display:none}</style><p id=x class=10:a>",
    "<style>.a{display:none</style><p id=x class=a>",
    "<style>p.a{display:none} b + p{display:block}</style><b></b><p id=x class=a>",
    "<style>.a{display:none} b + .a{display:block}</style><p class=a></p><p id=x class=a>",
    "<style>@media screen{b{color:red} .a{display:none} i{top:0}} b{}</style><p id=x class=a>",
    "<style>u .a, i > .a{display:none}</style><b><p class=a></p></b><u><b><p id=x class=a>",
    "<style>p.a:not(.c){display:none}</style><p class='a c'></p><p id=x class=a>",
    "<style>h1 + p ~ .a{display:none}</style><h1></h1><p></p><b></b><p id=x class=a>",
]
SHOWN = [
    "<p id=x>",
    "<p id=x style='display:none;display:block'>",
    "<p id=x style='--display:none; display-x: none'>",
    "<div style='visibility:hidden'><p id=x style='visibility:visible'>",
    "<details><summary><b id=x>",
    "<details open><p id=x>",
    "<dialog open><p id=x>",
    "<div popover><p id=x>",
    "<style>.a{display:none}</style><p id=x class='ab'>",
    "<style>.a{display:none} .b{display:flex}</style><p id=x class='a b'>",
    "<style>p{display:none} div .a{display:block}</style><div><p id=x class=a>",
    "<style>.a{display:none} b + .a{display:block}</style><p class=a></p><b></b><p id=x class=a>",
    "<style>u > .a{display:none}</style><u><p class=a></p><b><p id=x class=a>",
    "<style>u p:not(.b){display:none}</style><u><p class=a></p><p id=x class=b>",
    "<style>[hidden]{display:block}</style><p id=x hidden>",
    "<style>@media print{.a{display:none}}</style><p id=x class=a>",
    "<style>@media (hover:none){.a{display:none}}</style><p id=x class=a>",
    "<style>@supports (x:y){.a{display:none}}</style><p id=x class=a>",
    "<style>.a:nth-child(2){display:none}</style><p id=x class=a>",
    "<style>.a::before{display:none}</style><p id=x class=a>",
    "<style>@keyframes k{from{display:none}} .a{color:red}</style><p id=x class=a>",
    "<style>.a{ .b &{display:none} }</style><p id=x class=a>",
    "<style>.a{ &.b{display:none} }</style><p class=a><i id=x class=b>",
    "<style>.w-\\[1px\\]{display:none}</style><p id=x class=w->",
    "<style>.a{display:none} :is(:hover, .b) .a{display:block}</style><p class=b><i id=x class=a>",
    "<style media=print>.a{display:none}</style><p id=x class=a>",
    "<style>.a{display:var(--d)} .b{display:inherit}</style><p id=x class='a b'>",
    "<style>}}{{.a{</style><p id=x class=a>",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_hidden(text: str) -> None:
    page = html(text)
    access = accessibility(page)
    assert not access.visible(by_id(page, "x"))
    assert access.hidden(by_id(page, "x"))


@pytest.mark.parametrize("text", SHOWN)
def test_shown(text: str) -> None:
    page = html(text)
    access = accessibility(page)
    assert access.visible(by_id(page, "x"))
    assert not access.hidden(by_id(page, "x"))


def test_parts_of_a_drawing_that_are_never_drawn_are_not_visible() -> None:
    page = html(
        "<svg><title id=a>t</title><defs><path id=b></defs><linearGradient id=c><stop id=d>"
        "</linearGradient><rect id=e><foreignObject><symbol id=f>text</symbol>"
    )
    access = accessibility(page)
    visible = {identifier: access.visible(by_id(page, identifier)) for identifier in "abcdef"}
    assert visible == {"a": False, "b": False, "c": False, "d": False, "e": True, "f": True}
    assert not access.hidden(by_id(page, "a"))


def test_aria_hides_from_assistive_technology_alone() -> None:
    page = html("<div aria-hidden=true><button id=x>b</button></div>")
    access = accessibility(page)
    assert access.visible(by_id(page, "x"))
    assert access.hidden(by_id(page, "x"))
    assert access.name(by_id(page, "x")) == ""
    assert access.name(by_id(page, "x"), include_hidden=True) == "b"


@pytest.mark.parametrize(("width", "shown"), [(500, True), (600, False), (1280, False), (0, True)])
def test_the_viewport_decides_where_it_is_known(width: int, shown: bool) -> None:
    sheet = "<style>@media (min-width: 600px) and (max-width: 100em){.a{display:none}}</style>"
    page = html(sheet + "<p id=x class=a>", viewport=(width, 800))
    assert accessibility(page).visible(by_id(page, "x")) is shown


def test_linked_sheets_count_where_they_were_saved() -> None:
    saved = {"http://x/css/a.css": ".a{display:none}", "http://x/p.css": ".b{display:none}"}
    text = (
        "<base href='/css/'><link rel=stylesheet href=a.css><link rel=preload href=/p.css>"
        "<link rel=stylesheet href='http://[broken'><p id=x class=a><p id=y class=b>"
    )
    page = html(text, url="http://x/page", sheet=lambda address: saved.get(address, ""))
    assert not accessibility(page).visible(by_id(page, "x"))
    assert accessibility(page).visible(by_id(page, "y"))


def test_sheets_stay_in_their_shadow_tree() -> None:
    page = html(
        "<style>.a{display:none}</style><body><x-a><template shadowrootmode=open>"
        "<style>.b{display:none}</style><p id=p class=a></p><p id=q class=b></p><slot></slot>"
        "</template><i id=i class=b></i><i id=u slot=none></i></x-a>"
    )
    access = accessibility(page)
    assert [access.visible(by_id(page, name)) for name in "pqiu"] == [True, False, True, False]


def test_recorded_state_of_dialogs_and_popovers() -> None:
    page = nodes(
        ["DIALOG", {"__playwright_dialog_open_": "modal"}, ["B", {"id": "a"}]],
        ["DIALOG", {}, ["B", {"id": "b"}]],
        ["DIV", {"popover": "", "__playwright_popover_open_": "false"}, ["B", {"id": "c"}]],
        ["DIV", {"popover": "", "__playwright_popover_open_": "true"}, ["B", {"id": "d"}]],
    )
    access = accessibility(page)
    assert [access.visible(by_id(page, name)) for name in "abcd"] == [True, False, False, True]


def test_options_show_in_a_list_alone() -> None:
    page = html("<select><option id=a></select><select multiple><option id=b></select>")
    access = accessibility(page)
    assert not access.visible(by_id(page, "a"))
    assert access.visible(by_id(page, "b"))
    assert not access.hidden(by_id(page, "a"))


@pytest.mark.parametrize(
    "sheet",
    [
        "a>b a>b a>b a>b x{display:none}" * 500,
        "," * 100_000 + "{display:none}",
        "[(" * 50_000 + "{display:none}",
        "*{display:none} " + "i i i i i p:not(.z){visibility:visible}" * 3000,
        "\\" * 1000 + "{" * 1000,
        "@media " * 1000 + "{x{display:none}",
    ],
)
def test_hostile_sheets_end_and_hide_nothing_they_do_not_name(sheet: str) -> None:
    page = html(f"<style>{sheet}</style>" + "<a><b>" * 300 + "<u id=x>t")
    assert accessibility(page).visible(by_id(page, "x")) is ("*{display:none}" not in sheet)
