"""Nothing secret and nothing that drives a terminal is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.dom.secrets import MASK, clean, looks_random, mask, outline
from tests.dom.pages import by_id, html, nodes

JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"


@pytest.mark.parametrize(
    "text",
    [
        "<input id=x type=password value=SECRET>",
        "<input id=x type=hidden name=csrfmiddlewaretoken value=SECRET>",
        "<input id=x name=api_key value=SECRET>",
        "<meta id=x name=csrf-token content=SECRET>",
        "<a id=x href='/reset?token=SECRET&a=1'>reset</a>",
        "<div id=x data-session-id=SECRET>",
        "<p id=x>Authorization: Bearer SECRETSECRET</p>",
        "<p id=x>password: SECRET",
        "<textarea id=x name=secret>SECRET</textarea>",
        "<p id=x><script>SECRET</script>",
    ],
)
def test_secrets_are_masked(text: str) -> None:
    page = html(text)
    assert "SECRET" not in outline(by_id(page, "x"))


def test_what_was_typed_is_not_printed() -> None:
    page = nodes(["INPUT", {"id": "x", "value": "old", "__playwright_value_": "typed"}])
    assert outline(by_id(page, "x")) == f'<input id="x" value="{MASK}">'


@pytest.mark.parametrize("text", [JWT, "9fbd109046b5526ce9dbfb9194724068", "Ab3dE5fG7hI9jK1lM3nO"])
def test_random_strings_are_masked(text: str) -> None:
    assert text not in mask(f"a {text} b")
    assert text not in outline(by_id(html(f"<i id=x data-a={text}>{text}</i>"), "x"))


@pytest.mark.parametrize(
    "text",
    [
        "ticket_set-__prefix__-attachment_name",
        "MuiButtonBase-root-MuiIconButton-sizeMedium",
        "internationalisationalism",
        "/static/admin/js/vendor/jquery/jquery.min.js",
        "changelist-form-container-2024",
        "12345678901234567890",
        "Passing tests: 12",
    ],
)
def test_words_are_not(text: str) -> None:
    assert mask(text) == text
    assert not looks_random(text)


def test_an_outline_reads_like_the_page() -> None:
    page = html("<button id=x class='a b' hidden='' title='say \"hi\"'> Save\n<b>now</b></button>")
    expected = '<button id="x" class="a b" hidden title="say &quot;hi&quot;">Save now'
    assert outline(by_id(page, "x")) == expected


def test_long_elements_are_shortened() -> None:
    page = html(f"<p id=x class='{'word ' * 100}' title='{'t ' * 500}'>{'text ' * 500}</p>")
    for limit in (40, 100, 200, 400):
        assert len(outline(by_id(page, "x"), limit)) <= limit


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07red",
        "\x9b31mred",
        "\x1b]8;;http://x\x1b\\red",
        "re\u202ed",
    ],
)
def test_terminal_sequences_go(text: str) -> None:
    assert clean(text) == "red"


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_outline_is_one_printable_line(value: str, text: str) -> None:
    page = nodes(["P", {"id": "x", "title": value}, text])
    line = outline(by_id(page, "x"))
    assert len(line) <= 200
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in line)
    assert len(line.splitlines()) == 1
