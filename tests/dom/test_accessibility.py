"""What the recorded engine pages do not show: recorder state, hidden names, hostile trees."""

from __future__ import annotations

import pytest

from selfheal_cli.dom.accessibility import accessibility, normalise
from tests.dom.pages import by_id, html, nodes


def test_one_instance_per_page() -> None:
    page = html("<p>")
    assert accessibility(page) is accessibility(page)
    assert accessibility(html("<p>")) is not accessibility(page)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" a \n\t b ", "a b"),
        ("a\u00a0\u2003b", "a b"),
        ("a\u200bb\u00adc", "abc"),
        ("\ufeffa", "a"),
        ("", ""),
    ],
)
def test_white_space(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_text_is_what_the_text_engine_reads() -> None:
    page = html(
        "<title>t</title><body><div id=a>one<script>no</script> <b>two</b><!-- no -->three"
        "<style>no</style></div><input id=b type=submit value=' Go '><input id=c value=no>"
        "<x-a id=d><template shadowrootmode=open><i>shadow</i><slot></slot></template>light</x-a>"
        "end"
    )
    access = accessibility(page)
    texts = {name: access.text(by_id(page, name)) for name in "abcd"}
    assert texts == {"a": "one twothree", "b": "Go", "c": "", "d": "lightshadow"}
    assert access.text(page.root) == "one twothree Go lightshadowend"


def test_presentational_roles_have_one_word() -> None:
    page = html("<ul id=a role=none><li id=b></ul><ul role=presentation><li id=c></ul><p id=d>")
    access = accessibility(page)
    assert [access.role(by_id(page, name)) for name in "abcd"] == ["none"] * 3 + ["paragraph"]
    assert access.role(page.root.find("body")) == ""


def test_recorded_values_decide() -> None:
    page = nodes(
        [
            "INPUT",
            {"id": "check", "type": "checkbox", "checked": "", "__playwright_checked_": "false"},
        ],
        ["LABEL", {"for": "check"}, "Ring ", ["INPUT", {"value": "1", "__playwright_value_": "5"}]],
        [
            "LABEL",
            {"for": "pw"},
            "Key ",
            ["INPUT", {"type": "password", "__playwright_value_": "s3"}],
        ],
        ["INPUT", {"id": "pw", "type": "password"}],
        [
            "SELECT",
            {"id": "select"},
            ["OPTION", {"id": "a", "selected": "", "__playwright_selected_": "false"}],
            ["OPTION", {"id": "b", "__playwright_selected_": "true"}],
        ],
    )
    access = accessibility(page)
    assert access.state(by_id(page, "check"), "checked") is False
    assert access.name(by_id(page, "check")) == "Ring 5"
    assert access.name(by_id(page, "pw")) == "Key"
    assert access.state(by_id(page, "a"), "selected") is False
    assert access.state(by_id(page, "b"), "selected") is True


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("<i id=d hidden>how</i><button id=x aria-describedby='d nope'>b", "how"),
        ("<button id=x aria-description=' a  b '>b", "a b"),
        ("<button id=x title=t>b", "t"),
        ("<button id=x title=t>", "t"),
        ("<button id=x title=t aria-describedby=nope>b", ""),
        ("<button id=x title=t aria-description=''>b", ""),
        ("<button id=x>b", ""),
    ],
)
def test_description(text: str, description: str) -> None:
    page = html(text)
    assert accessibility(page).description(by_id(page, "x")) == description


@pytest.mark.parametrize(
    ("text", "editable"),
    [
        ("<input id=x>", True),
        ("<input id=x type=email>", True),
        ("<input id=x readonly>", False),
        ("<input id=x disabled>", False),
        ("<fieldset disabled><input id=x>", False),
        ("<fieldset disabled><legend><input id=x>", True),
        ("<input id=x type=checkbox>", False),
        ("<textarea id=x></textarea>", True),
        ("<div contenteditable><p id=x>", True),
        ("<div contenteditable><p contenteditable=false><b id=x>", False),
        ("<p id=x>", False),
    ],
)
def test_editable(text: str, editable: bool) -> None:
    page = html(text)
    assert accessibility(page).editable(by_id(page, "x")) is editable


@pytest.mark.parametrize(
    ("text", "interactive"),
    [
        ("<button id=x>", True),
        ("<a id=x href=#>", True),
        ("<a id=x>", False),
        ("<div id=x role=tab>", True),
        ("<div id=x onclick='f()'>", True),
        ("<div id=x tabindex=0>", True),
        ("<summary id=x>", True),
        ("<div id=x>", False),
        ("<input id=x type=hidden>", False),
    ],
)
def test_interactive(text: str, interactive: bool) -> None:
    page = html(text)
    assert accessibility(page).interactive(by_id(page, "x")) is interactive


def test_unknown_states_and_roles_without_a_state() -> None:
    page = html("<p id=x>")
    access = accessibility(page)
    for name in ("checked", "pressed", "expanded", "selected", "level", "colour"):
        assert access.state(by_id(page, "x"), name) is None
    assert access.state(by_id(page, "x"), "disabled") is False


@pytest.mark.parametrize(
    "text",
    [
        "<span role=button aria-labelledby='a b' id=a><i id=b>" * 1500 + "deep",
        "<div role=button id=a aria-owns='b a'>x</div><div role=button id=b aria-owns=a>y</div>",
        "<label>" * 500 + "<input>" * 500,
        "<table role=grid><tr><td>" * 300,
        "<i id=t>" + "<b>x</b>" * 300 + "</i>" + "<button aria-labelledby=t></button>" * 300,
    ],
    ids=["deep", "circle", "labels", "tables", "star"],
)
def test_trees_made_to_be_endless_end(text: str) -> None:
    page = html(text)
    access = accessibility(page)
    found = [(access.role(e), access.name(e), access.labels(e)) for e in page.elements]
    assert len(found) == len(page.elements)


def test_a_name_far_down_is_still_found() -> None:
    page = html("<button id=x>" + "<span>" * 500 + "far")
    assert accessibility(page).name(by_id(page, "x")) == "far"
