"""WebDriver's strategies: as clients send them, as authors write them, as browsers answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.selenium import from_pair, variants
from selfheal_cli.model import Call, Locator, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import texts

SELENIUM = DIALECTS["selenium"]
HTML = """<form id=f name=login><input id=u name=user class="big  field"><input id="it's" name=p>
<a id=a1 href=/out>Log
 out</a><a id=a2 href=/x>Log <span style="display:none">hidden</span>in <b>now</b></a>
<a id=a3 href=/y>one<br>two</a></form><div class=big id=d><a id=a4>Log out</a></div>"""


def by(strategy: str, value: str) -> Locator:
    return Locator("selenium", (Step(strategy, value),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id=u", ["u"]),
        ("id=it's", ["it's"]),
        ("name=user", ["u"]),
        ("class name=field", ["u"]),
        ("class=big", ["u", "d"]),
        ("class name=big field", []),
        ("tag name=form", ["f"]),
        ('css selector=[id="u"]', ["u"]),
        ("css=form > a", ["a1", "a2", "a3"]),
        ("xpath=//form/a[2]", ["a2"]),
        ("//div/a", ["a4"]),
        ("form a:first-of-type", ["a1"]),
        ("link text=Log out", ["a1", "a4"]),
        ("link text=Log in now", ["a2"]),
        ("link text=one\ntwo", ["a3"]),
        ("link text=log out", []),
        ("partial link text=og", ["a1", "a2", "a4"]),
        ("partial link text=hidden", []),
    ],
)
def test_finds(text, expected):
    assert ids(SELENIUM.resolve(SELENIUM.parse(text), page(HTML))) == expected


def test_steps_start_from_the_elements_before():
    chain = Locator("selenium", (Step("id", "d"), Step("tag", "a")))
    assert ids(SELENIUM.resolve(chain, page(HTML))) == ["a4"]
    chain = Locator("selenium", (Step("tag", "form"), Step("css", "body a")))
    assert ids(SELENIUM.resolve(chain, page(HTML))) == ["a1", "a2", "a3"]


@pytest.mark.parametrize(
    ("using", "value", "author"),
    [
        ("css selector", '[id="id_email"]', by("id", "id_email")),
        ("css selector", "*[id='x']", by("id", "x")),
        ("css selector", "#x\\.y", by("id", "x.y")),
        ("css selector", '[id="say "hi""]', by("id", 'say "hi"')),
        ("css selector", '[name="q"]', by("name", "q")),
        ("css selector", ".btn", by("class", "btn")),
        ("css selector", ".btn big", by("class", "btn big")),
        ("css selector", "h1", by("tag", "h1")),
        ("id", "x", by("css", "#x")),
        ("id", "x", by("css", '[id="x"]')),
    ],
)
def test_variants_are_what_the_author_can_have_written(using, value, author):
    assert author in variants(from_pair(using, value))


@pytest.mark.parametrize("value", ["#a b", "a.b", "#a, #b", "[id^='x']", "a > b", "[[", ""])
def test_other_css_has_no_variants(value):
    assert variants(from_pair("css selector", value)) == ()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (Call("By.ID", ("x",)), by("id", "x")),
        (Call("By.CSS_SELECTOR", ("x",)), by("css", "x")),
        (Call("By.PARTIAL_LINK_TEXT", ("x",)), by("partial-link-text", "x")),
        (Call("By.cssSelector", ("x",)), by("css", "x")),
        (Call("By.className", ("x",)), by("class", "x")),
        (Call("AppiumBy.XPATH", ("//x",)), by("xpath", "//x")),
        (Call("find_element_by_id", ("x",)), by("id", "x")),
        (Call("find_elements_by_link_text", ("x",)), by("link-text", "x")),
        (Call("find_element", ("css selector", "x")), by("css", "x")),
        (Call("presence_of_element_located", ((Call("By.ID", ("x",)),),)), by("id", "x")),
    ],
)
def test_calls(call, expected):
    assert SELENIUM.from_calls([call]) == expected


def test_relative_locators_are_refused():
    with pytest.raises(UnsupportedLocator):
        SELENIUM.from_calls([Call("locate_with", ((Call("By.TAG_NAME", ("p",)),),))])


@pytest.mark.parametrize("calls", [[], [Call("click")], [Call("By.ID")], [Call("By.ID", (1,))]])
def test_calls_that_state_nothing_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        SELENIUM.from_calls(calls)


STRATEGIES = ["id", "name", "class", "tag", "css", "xpath", "link-text", "partial-link-text"]


@given(st.lists(st.builds(Step, st.sampled_from(STRATEGIES), texts), min_size=1, max_size=3))
def test_calls_read_back(steps):
    for language in ("python", "javascript"):
        calls = SELENIUM.to_calls(steps, language)
        assert SELENIUM.from_calls(calls) == Locator("selenium", tuple(steps))
    assert SELENIUM.show(Locator("selenium", tuple(steps)), "python")


@given(texts, st.sampled_from(STRATEGIES))
def test_any_value_is_resolved_or_refused(value, strategy):
    try:
        variants(by(strategy, value))
        SELENIUM.resolve(by(strategy, value), page(HTML))
        SELENIUM.resolve(SELENIUM.parse(value), page(HTML))
    except SelfhealError:
        return


@given(texts.filter(lambda text: "\0" not in text and text))
def test_id_and_its_wire_form_find_the_same(value):
    here = page("<p id=x>1</p>")
    here.root.find(".//p").set("id", value.translate(dict.fromkeys([*range(32), 127], "_")))
    wanted = here.root.find(".//p").get("id")
    for locator in (by("id", wanted), *variants(by("id", wanted))):
        assert len(SELENIUM.resolve(locator, here)) == 1


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a id=x>One<div>Two</div>three</a>", "One\nTwo\nthree"),
        ("<a id=x><span>One</span> <span>two</span></a>", "One two"),
        ("<style>a {text-transform: uppercase}</style><a id=x>Log <b>out</b></a>", "LOG OUT"),
        ("<div style='text-transform:capitalize'><a id=x>log out</a></div>", "Log Out"),
        (
            "<a id=x style='text-transform:uppercase'>a<i style='text-transform:none'>b</i></a>",
            "Ab",
        ),
        ("<style>a:hover {text-transform: uppercase}</style><a id=x>Log out</a>", "Log out"),
        ("<a id=x>a&nbsp; b\u200b c</a>", "a  b c"),
        ("<a id=x style='display:flex'><span>One</span><span>two</span></a>", "One\ntwo"),
        ("<a id=x><script>no</script>yes</a>", "yes"),
    ],
)
def test_link_text_is_what_a_reader_sees(html, text):
    link = by("link-text", text)
    assert ids(SELENIUM.resolve(link, page(html))) == ["x"]
