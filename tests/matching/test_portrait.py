"""A fingerprint holds what an element is known by, and no secrets."""

from selfheal_cli.matching.portrait import called, portrait
from selfheal_cli.matching.view import View, view_of
from tests.dom.pages import by_id, html


def seen(text: str, name: str) -> tuple[View, int]:
    page = html(text)
    view = view_of(page)
    return view, view.index[by_id(page, name)]


FORM = (
    "<body class=page><form id=login><h2>Sign in</h2><div class='row wide'>"
    "<label for=x>Name</label><input id=x name=user placeholder=Who>"
    "<input id=secret type=password value=s3cret></div><button>Go</button></form>"
)


def test_it_tells_what_the_element_is_and_where() -> None:
    found = portrait(*seen(FORM, "x")).fingerprint
    assert (found.tag, found.role, found.name) == ("input", "textbox", "Name")
    assert {("id", "x"), ("name", "user"), ("placeholder", "Who")} <= set(found.attributes)
    assert found.ancestors[:2] == ("div.row.wide", "form#login")
    assert "Sign in" in " ".join(found.neighbours)


def test_typed_secrets_stay_out() -> None:
    view, at = seen(FORM, "secret")
    assert "s3cret" not in repr(portrait(view, at)) + called(view, at)


def test_long_texts_are_cut() -> None:
    text = f"<p id=x title='{'a' * 5000}'>{'b' * 5000}</p><p>{'c' * 5000}</p>"
    found = portrait(*seen(text, "x")).fingerprint
    assert max(map(len, (found.text, *found.neighbours, dict(found.attributes)["title"]))) <= 200


def test_what_an_icon_font_draws_is_not_said() -> None:
    assert called(*seen("<button id=x>\ue0a2 Save</button>", "x")) == "button `Save`"
    assert called(*seen("<button id=x class=eye>\uf06e</button>", "x")) == "button `<button#x>`"
