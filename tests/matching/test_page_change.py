"""Whether a page is still the one that the test was written for."""

from itertools import product

from selfheal_cli.matching import match_pages
from selfheal_cli.matching.page_change import Change, page_change
from tests.matching.pages import page

SIGN_IN = """<form id="sign-in"><h1>Sign in</h1>
<label for="user">Username</label><input id="user" name="user">
<label for="word">Password</label><input id="word" name="password" type="password">
<label for="stay">Stay signed in</label><input id="stay" name="stay" type="checkbox">
<a href="/forgot">Forgot it?</a> <a href="/join">Join us</a><button type="submit">Enter</button>
</form>"""
WORDS = ("anchor", "basket", "candle", "dagger", "engine", "fabric", "garden", "hammer", "island")
FAQ = "".join(
    f"<article><h3>{one} or {two}?</h3><p>The {one} lies behind the {two}.</p></article>"
    for one, two in product(WORDS, WORDS)
)
OTHER = """<main><h1>Weather</h1><ul><li>Rain in the north</li><li>Sun in the south</li>
<li>Wind on the coast</li><li>Snow above the trees</li></ul>
<table><tr><th>City</th><th>Degrees</th></tr><tr><td>Oslo</td><td>-4</td></tr></table>
<button>Refresh</button></main>"""


def changed(old: str, new: str) -> Change:
    now = page(new)
    return page_change(now, match_pages(page(old), now)).change


def test_a_view_that_stood_among_hidden_ones_is_the_same_page() -> None:
    """The old page held every view and hid all but one; the new one holds what it shows."""
    hidden = f'<section style="display:none">{FAQ}</section>'
    now = SIGN_IN.replace("<h1>Sign in</h1>", '<img alt="The Shop" src="logo.png">')
    assert changed(hidden + SIGN_IN, now.replace('id="user"', 'id="login-user"')) is Change.KIN


def test_a_page_with_nothing_of_the_old_one_is_another() -> None:
    assert changed(FAQ + SIGN_IN, OTHER) is Change.OTHER


def test_a_login_form_that_the_test_went_to_is_no_detour() -> None:
    now = page(f"<head><title>Sign in</title></head>{SIGN_IN}", "http://shop.test/user/login/")
    for asked in ("", "/cart", "http://shop.test/cart?back=/user/login/", "/other/login"):
        assert page_change(now, opened=asked).change is Change.LOGIN
    for asked in ("/user/login/", "http://shop.test/user/login?next=/cart", "login"):
        assert page_change(now, opened=asked).change is Change.KIN
