"""A fingerprint holds what an element is known by, and no secrets."""

from __future__ import annotations

from selfheal_cli.dom.fingerprint import fingerprint
from selfheal_cli.dom.tree import documents
from selfheal_cli.model import Fingerprint
from tests.dom.pages import by_id, html


def test_all_parts() -> None:
    page = html(
        "<body class=page><form id=login><h2>Sign in</h2><div class='row wide'>"
        "<label for=x>Name</label><input id=x name=user value=ann placeholder=Who>"
        "<input type=password value=s3cret></div><button>Go</button></form>"
    )
    assert fingerprint(page, by_id(page, "x")) == Fingerprint(
        tag="input",
        role="textbox",
        name="Name",
        text="",
        attributes=(("id", "x"), ("name", "user"), ("value", "ann"), ("placeholder", "Who")),
        ancestors=("div.row.wide", "form#login", "body.page", "html"),
        neighbours=("Name", "Go"),
    )
    secret = fingerprint(page, next(e for e in page.elements if e.get("type") == "password"))
    assert secret.attributes == (("type", "password"),)


def test_hidden_elements_are_still_known_by_their_names() -> None:
    page = html("<ul hidden><li><a id=x href=/out>Log out</a></ul>")
    found = fingerprint(page, by_id(page, "x"))
    assert (found.role, found.name) == ("link", "Log out")


def test_elements_of_frames() -> None:
    page = html("<p>outer</p><iframe srcdoc='<p>before</p><button id=x>B</button>'></iframe>")
    inner = list(documents(page))[1]
    found = fingerprint(page, by_id(inner, "x"))
    assert (found.name, found.neighbours) == ("B", ("before",))


def test_long_texts_are_cut() -> None:
    page = html(f"<p id=x title='{'a' * 5000}'>{'b' * 5000}</p><p>{'c' * 5000}</p>")
    found = fingerprint(page, by_id(page, "x"))
    assert max(map(len, (found.text, *found.neighbours, dict(found.attributes)["title"]))) <= 200
