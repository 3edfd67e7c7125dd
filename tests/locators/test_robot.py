"""Robot Framework's two libraries: their prefixes, keywords and messages."""

import pytest
from hypothesis import given

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS, robot_browser, robot_selenium
from selfheal_cli.model import Call, Locator, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import texts

SELENIUM, BROWSER = DIALECTS["robot-selenium"], DIALECTS["robot-browser"]
HTML = """<form id=f name=login><input id=u name=user class="big field">
<input id=go type=submit value=Go><input id=box type=checkbox name=agree>
<button id=b>Go</button><a id=a1 href="/out">Log out</a><a id=a2 href="http://x/in">Log in</a>
<img id=i src=/logo.png alt=Logo><select id=s name=agree></select></form>
<div class="big" data-qa=part id="ns:part"><a id=a3>Log out</a></div>"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id:u", ["u"]),
        ("id=u", ["u"]),
        ("ID : u", ["u"]),
        ("name: user", ["u"]),
        ("identifier:agree", ["box", "s"]),
        ("class:big", ["u", "ns:part"]),
        ("class:big.field", ["u"]),
        ("tag:button", ["b"]),
        ("css:form > a", ["a1", "a2"]),
        ("xpath=//div/a", ["a3"]),
        ("//div/a", ["a3"]),
        ("((//a))[3]", ["a3"]),
        ("link:Log out", ["a1", "a3"]),
        ("partial link:Log", ["a1", "a2", "a3"]),
        ("PartialLink=in", ["a2"]),
        ("data:qa:part", ["ns:part"]),
        ("user", ["u"]),
        ("agree", ["box", "s"]),
        ("Go", []),
        ("ns:part", ["ns:part"]),
        ("default:ns:part", ["ns:part"]),
        ("ns:other", []),
        ("css:div >> tag:a", ["a3"]),
        ("css:div >> xpath://a", ["a1", "a2", "a3"]),
        ("css:div >> xpath:.//a", ["a3"]),
        ("css:nav >> tag:a", []),
        ("tag:a >> tag:b", []),
    ],
)
def test_strategies(text, expected):
    locator = SELENIUM.parse(text)
    assert ids(SELENIUM.resolve(locator, page(HTML))) == expected
    assert SELENIUM.show(locator, "robot") == text


@pytest.mark.parametrize(
    ("keyword", "text", "expected"),
    [
        ("Click Element", "Go", []),
        ("Click Button", "Go", ["go"]),
        ("click_button", "b", ["b"]),
        ("SeleniumLibrary.Click Link", "Log in", ["a2"]),
        ("Click Link", "http://x/in", ["a2"]),
        ("Click Link", "/out", ["a1"]),
        ("Click Link", "id:b", []),
        ("Click Image", "Logo", ["i"]),
        ("Click Image", "go", ["go"]),
        ("Select Checkbox", "agree", ["box"]),
        ("Select From List By Label", "agree", ["s"]),
        ("Textfield Value Should Be", "id:u", ["u"]),
        ("Page Should Contain Textfield", "user", []),  # no type is stated, as its XPath wants
        ("Submit Form", "login", ["f"]),
    ],
)
def test_a_keyword_says_what_it_looks_for(keyword, text, expected):
    locator = SELENIUM.from_calls([Call(keyword, (text, "more"))])
    assert ids(SELENIUM.resolve(locator, page(HTML))) == expected


def test_a_link_may_be_given_relative_to_the_page():
    from selfheal_cli.dom.tree import build
    from selfheal_cli.model import Markup, Snapshot

    here = build(Snapshot(Markup(b"<a id=x href='http://h/d/in'>y</a>"), "http://h/d/page"))
    assert ids(SELENIUM.resolve(SELENIUM.from_calls([Call("Click Link", ("in",))]), here)) == ["x"]


@pytest.mark.parametrize("text", ["dom:document.images[0]", "scLocator=x", "${element}"])
def test_what_no_snapshot_answers_is_refused(text):
    with pytest.raises(UnsupportedLocator):
        SELENIUM.parse(text)


@pytest.mark.parametrize("value", ["", " "])
def test_a_locator_without_a_text_cannot_be_written(value):
    with pytest.raises(UnsupportedLocator):
        SELENIUM.to_calls((Step("default", value),), "robot")


def test_a_custom_strategy_is_refused_where_nothing_is_named_like_it():
    with pytest.raises(UnsupportedLocator):
        SELENIUM.resolve(SELENIUM.parse("custom:x"), page(HTML))


@pytest.mark.parametrize("text", ["id:a'b\"]", "class:a b", "css:[", 'data:x:a"b', "xpath:///"])
def test_bad_values_are_refused_or_find_nothing(text):
    try:
        assert SELENIUM.resolve(SELENIUM.parse(text), page(HTML)) == []
    except SelfhealError:
        return


def test_frames_are_entered_by_keywords():
    here = page("<iframe name=one src=a></iframe><b id=x></b>", a="<b id=y class=c></b>")
    inside = [Call("Select Frame", ("one",)), Call("Click Element", ("class:c",))]
    assert ids(SELENIUM.resolve(SELENIUM.from_calls(inside), here)) == ["y"]
    assert SELENIUM.from_calls(SELENIUM.to_calls(SELENIUM.from_calls(inside).steps, "robot"))
    outside = [*inside, Call("Unselect Frame"), Call("Click Element", ("x",))]
    assert ids(SELENIUM.resolve(SELENIUM.from_calls(outside), here)) == ["x"]
    assert SELENIUM.from_calls(inside[:1]) == SELENIUM.parse("one")


@pytest.mark.parametrize("calls", [[], [Call("Log", ("x",))], [Call("Click Element")]])
def test_keywords_without_a_locator_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        SELENIUM.from_calls(calls)


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        ("Element with locator 'id:x' not found.", "id:x", ""),
        ("Link with locator '//a[@b='c']' not found.", "//a[@b='c']", "link"),
        ("Text field with locator 'q' not found.", "q", "text field"),
        ("Element 'css:.x' not visible after 5 seconds.", "css:.x", ""),
        ("Element 'css:.x' did not appear in 2 seconds.", "css:.x", ""),
        ("The element 'x' should be visible, but it is not.", "x", ""),
        ("Page should have contained radio button 'x' but did not.", "x", "radio button"),
        ("Page should have contained element 'css:a[b='c']' but did not.", "css:a[b='c']", ""),
        ("Page should not have contained link 'x'.", "x", "link"),
        ("Element 'x' should have contained text 'a' but its text was 'b'.", "x", ""),
    ],
)
def test_messages_name_the_locator(message, text, kind):
    options = (("kind", kind),) if kind else ()
    step = SELENIUM.parse(text).steps[0]
    expected = Step(step.strategy, step.value, (*step.options, *options))
    assert robot_selenium.from_message(message) == Locator("robot-selenium", (expected,))


def test_other_messages_name_none():
    with pytest.raises(LocatorSyntaxError):
        robot_selenium.from_message("Title should have been 'a' but was 'b'.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id=u", ["u"]),
        ("#u", ["u"]),
        ("css = form > a", ["a1", "a2"]),
        ("//div/a", ["a3"]),
        ('"Log in"', ["a2"]),
        ("text=log OUT", ["a1", "a3"]),
        ("div >> text=Log", ["a3"]),
        ("a >> nth=-1", ["a3"]),
        ('role=link[name="Log in"]', ["a2"]),
        ("data-test=x", []),
        ("iframe >>> #y", []),
    ],
)
def test_browser_selectors(text, expected):
    locator = BROWSER.parse(text)
    assert ids(BROWSER.resolve(locator, page(HTML))) == expected
    assert BROWSER.parse(BROWSER.show(locator, "robot")) == locator


def test_browser_enters_frames():
    here = page("<iframe name=one src=a></iframe>", a="<b id=y class=c></b>")
    assert ids(BROWSER.resolve(BROWSER.parse("iframe >>> .c"), here)) == ["y"]
    assert BROWSER.show(BROWSER.parse("iframe >>> .c"), "robot") == "iframe >>> .c"
    calls = [Call("Set Selector Prefix", ("iframe >>>",)), Call("Click", (".c",))]
    assert BROWSER.from_calls(calls) == BROWSER.parse("iframe >>> .c")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (Call("Fill Text", ("id=a", "x")), "id=a"),
        (Call("Browser.Get Text", (), (("selector", ".a"),)), ".a"),
        (Call("Get Element By Role", ("LINK",), (("name", "x"),)), 'internal:role=link[name="x"i]'),
        (Call("Get Element By", ("Text", "x"), (("exact", True),)), 'internal:text="x"s'),
        (Call("Get Element By", ("AltText", "x")), 'internal:attr=[alt="x"i]'),
    ],
)
def test_browser_keywords(call, text):
    assert BROWSER.from_calls([call]) == BROWSER.parse(text)


@pytest.mark.parametrize("calls", [[], [Call("New Page", ("x",))], [Call("Get Element By")]])
def test_browser_keywords_without_a_selector_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        BROWSER.from_calls(calls)


@pytest.mark.parametrize("text", ["element=12-34 >> a", "css:light=.x", "a >> text:light=b"])
def test_browser_refuses_references_and_light_engines(text):
    with pytest.raises(UnsupportedLocator):
        BROWSER.parse(text)


def test_browser_messages_name_the_locator():
    message = "TimeoutError: locator.click: Timeout\nCall log:\n  - waiting for locator('#gone')"
    assert robot_browser.from_message(message) == BROWSER.parse("#gone")


@given(texts)
def test_any_text_is_read_or_refused(text):
    for dialect in (SELENIUM, BROWSER):
        try:
            dialect.resolve(dialect.parse(text), page(HTML))
        except SelfhealError:
            continue
