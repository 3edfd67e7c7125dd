from __future__ import annotations

from selfheal_cli.matching import Hints, guess
from selfheal_cli.matching.prefixes import bearing
from selfheal_cli.matching.view import view_of
from selfheal_cli.matching.wanted import wanted
from selfheal_cli.model import Action, Locator, Pattern, Step
from tests.matching.pages import cases, page, saved

CLICK = Action("click")


def locator(*steps: Step) -> Locator:
    return Locator("playwright", steps)


def test_broken_locators_of_real_pages_lead_near_their_elements() -> None:
    ranks = []
    for case in cases():
        for broken in case.locators if case.new_xpath else ():
            found = guess(broken, Hints(case.variable), saved(case.new_html), case.action)
            paths = [c.path.xpath for c in found]
            right = [paths.index(x) for x in (case.new_xpath, *case.kin) if x in paths]
            ranks.append(min(right, default=99))
    assert len(ranks) > 30
    assert sum(r == 0 for r in ranks) >= 0.66 * len(ranks)
    assert sum(r < 5 for r in ranks) >= 0.85 * len(ranks)


def test_removed_elements_are_guessed_with_low_probability() -> None:
    for case in cases():
        for broken in case.locators if case.new_xpath is None else ():
            found = guess(broken, Hints(case.variable), saved(case.new_html), case.action)
            assert found[0].probability < 0.9


def test_a_renamed_id_is_found_by_its_words() -> None:
    on = page("<form><input id=search-box name=q><button id=btn-login>Go</button></form>")
    found = guess(locator(Step("css", "#loginBtn")), Hints(), on, CLICK)
    assert found[0].path.xpath.endswith("/button")


_BAR = """<div class=app-bar><a class=app-bar__hint href=/user id=bar-user>User bar</a>
<b class=app-item>1</b><i class=app-icon></i>{}</div>"""


def test_a_class_is_found_under_the_prefix_that_all_have_now() -> None:
    asked = locator(Step("css", ".ui-bar__user"))
    on = page(_BAR.format("<p class='app-bar__user app-box app-tip'>OW</p>"))
    assert guess(asked, Hints(), on, CLICK)[0].fingerprint.text == "OW"
    rows = page(_BAR.format("<p class='app-bar__user app-box app-tip'>Bob</p>" * 2))
    named = locator(Step("css", ".ui-bar__user"), Step("has-text", "Ada"))
    assert guess(named, Hints(), rows, CLICK)[0].fingerprint.text != "Bob"


def test_a_prefix_of_one_class_tells_nothing() -> None:
    asked = locator(Step("css", ".order-line__total"))
    on = page("<b class=page-line__total>9</b><ul class=order><li>total <i>8</i></li></ul>")
    assert not bearing(view_of(on), wanted(asked))


def test_the_action_decides_between_label_and_field() -> None:
    on = page("<form><label for=e1>Email</label><input id=e1><button>Email me</button></form>")
    asked = locator(Step("css", "#email"))
    assert guess(asked, Hints(), on, Action("fill", "fill", "a@b"))[0].path.xpath.endswith("/input")


def test_the_variable_speaks_where_the_locator_is_mute() -> None:
    on = page("<nav><a href=/a>Reports</a><a href=/b>Invoices</a><a href=/c>Customers</a></nav>")
    asked = locator(Step("xpath", "/html/body/div[2]/ul/li/a"))
    found = guess(asked, Hints(variable="INVOICES_LINK"), on, CLICK)
    assert found[0].fingerprint.text == "Invoices"


def test_what_the_locator_says_is_in_the_element_is_in_it() -> None:
    on = page(
        "<div class=card><div class=card-header>Your new token</div><p>Copy <b id=token>x1</b></p>"
        "</div><form><label class=form-label>Token expires in</label><button>New token</button>"
    )
    asked = locator(Step("css", ".panel-heading"), Step("has-text", "Your new token"))
    found = guess(asked, Hints(variable="panel_title"), on, Action("assert-visible"))
    assert found[0].fingerprint.text == "Your new token"


def test_patterns_filters_and_frames_are_read() -> None:
    on = page("<ul><li>Ada <button>Edit</button></li><li>Bob <button>Edit</button></li></ul>")
    asked = locator(
        Step("css", "#frame"),
        Step("frame", ""),
        Step("role", "listitem"),
        Step("has-text", "Bob"),
        Step("role", "link", (("name", Pattern("edit", "i")),)),
        Step("nth", "0"),
    )
    found = guess(asked, Hints(), on, CLICK)
    assert found[0].path.xpath.endswith("li[2]/button")


def test_what_a_link_is_filtered_by_is_what_it_says() -> None:
    on = page(
        "<ul class=tabs><li><a href=#a>Fetching</a><li><a href=#b>Filters</a></ul>"
        "<nav class=side><ul><li><a href=/news>Notifications</a></ul></nav>"
    )
    asked = locator(Step("css", ".tabs li a"), Step("has-text", "Notifications"))
    assert guess(asked, Hints(), on, CLICK)[0].path.xpath.endswith("/nav/ul/li/a")


def test_odd_locators_and_empty_pages_do_not_raise() -> None:
    on = page("<p>x</p>")
    for value in ("", ">>>", "//*[", "a:::b", '//a[contains(text(), "it\'s")]/..', "(" * 50):
        for strategy in ("css", "xpath", "text", "id"):
            assert guess(locator(Step(strategy, value)), Hints(), on, CLICK)
    guess(locator(), Hints(), page("<body></body>"), CLICK)


def test_what_was_asked_for_is_not_said_to_be_of_another_kind_now() -> None:
    on = page("<body><a href=/x class=pay>Pay now</a><button class=z>Pay later</button></body>")
    found = guess(locator(Step("css", "a.pay-now")), Hints(), on, CLICK)
    kinds = {c.fingerprint.tag: [e.old for e in c.features if e.feature == "kind"] for c in found}
    assert kinds["a"] == [""]
    assert kinds["button"] == ["link"]
