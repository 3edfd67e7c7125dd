"""WebDriver's strategies: as clients send them, as authors write them, as browsers answer."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.selenium import from_message, from_pair, variants
from selfheal_cli.model import Call, Locator, Name, Step
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
    for name in ("locate_with", "RelativeLocator.with", "new RelativeLocator"):
        with pytest.raises(UnsupportedLocator):
            SELENIUM.from_calls([Call(name, ((Call("By.TAG_NAME", ("p",)),),))])


def test_scripts_are_refused():
    with pytest.raises(UnsupportedLocator):
        SELENIUM.from_calls([Call("By.js", ("return document.body",))])


@pytest.mark.parametrize("calls", [[], [Call("click")], [Call("By.ID")], [Call("By.ID", (1,))]])
def test_calls_that_state_nothing_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        SELENIUM.from_calls(calls)


STRATEGIES = ["id", "name", "class", "tag", "css", "xpath", "link-text", "partial-link-text"]


def is_said(step: Step) -> bool:
    """Clients differ in what they make of a class that is more than a name."""
    return step.strategy != "class" or re.fullmatch(r"[\w-]*", step.value) is not None


any_steps = st.builds(Step, st.sampled_from(STRATEGIES), texts).filter(is_said)


@given(st.lists(any_steps, min_size=1, max_size=3))
def test_calls_read_back(steps):
    for language in ("python", "javascript", "java", "csharp", "ruby"):
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
        ("<a id=x>&nbsp; b&nbsp;</a>", "b"),
        ("<a id=x style='display:flex'><span>One</span><span>two</span></a>", "One\ntwo"),
        ("<a id=x><script>no</script>yes</a>", "yes"),
    ],
)
def test_link_text_is_what_a_reader_sees(html, text):
    link = by("link-text", text)
    assert ids(SELENIUM.resolve(link, page(html))) == ["x"]


def either(*ways: Locator) -> Locator:
    first, *others = ways
    rest = tuple(Step("or", "", (("locator", other),)) for other in others)
    inner = Locator("selenium", (*first.steps, *rest))
    return Locator("selenium", (Step("chain", "", (("locator", inner),)),))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (Call("By.Id", ("x",)), by("id", "x")),
        (Call("By.CssSelector", ("x",)), by("css", "x")),
        (Call("FindElement", ((Call("By.XPath", ("//x",)),),)), by("xpath", "//x")),
        (Call("FindElementByLinkText", ("x",)), by("link-text", "x")),
        (Call("find_element", (Name(":id"), "x")), by("id", "x")),
        (Call("driver.find_element", (Name(":id"), "x")), by("id", "x")),
        (Call("find_element", (), (("css", "x"),)), by("css", "x")),
        (Call("find_elements", (Name(":partial_link_text"), "x")), by("partial-link-text", "x")),
        (Call("findElement", (), (("className", "x"),)), by("class", "x")),
        (Call("FindBy", (), (("id", "x"),)), by("id", "x")),
        (Call("@FindBy", (), (("how", Name("How.TAG_NAME")), ("using", "x"))), by("tag", "x")),
        (Call("FindsBy", (), (("How", Name("How.CssSelector")), ("Using", "x"))), by("css", "x")),
        (Call("new ByIdOrName", ("x",)), by("identifier", "x")),
        (
            Call(
                "FindBys",
                ((Call("FindBy", (), (("id", "x"),)),), (Call("FindBy", (), (("css", "y"),)),)),
            ),
            Locator("selenium", (Step("id", "x"), Step("css", "y"))),
        ),
        (
            Call("new ByChained", ((Call("By.id", ("x",)),), (Call("By.name", ("y",)),))),
            Locator("selenium", (Step("id", "x"), Step("name", "y"))),
        ),
        (
            Call("new ByAll", ((Call("By.id", ("x",)),), (Call("By.name", ("y",)),))),
            either(by("id", "x"), by("name", "y")),
        ),
    ],
)  # fmt: skip
def test_calls_of_every_client(call, expected):
    assert SELENIUM.from_calls([call]) == expected


def test_either_locator_may_find():
    wanted = either(by("id", "a4"), by("css", "#a1"), by("id", "none"))
    assert ids(SELENIUM.resolve(wanted, page(HTML))) == ["a4", "a1"]
    inside = Locator(
        "selenium", (*by("id", "d").steps, *either(by("tag", "a"), by("id", "u")).steps)
    )
    assert ids(SELENIUM.resolve(inside, page(HTML))) == ["a4"]
    for language in ("java", "csharp"):
        assert SELENIUM.from_calls(SELENIUM.to_calls(inside.steps, language)) == inside
    shown = SELENIUM.show(wanted, "java")
    assert shown == 'new ByAll(By.id("a4"), By.cssSelector("#a1"), By.id("none"))'
    with pytest.raises(UnsupportedLocator):
        SELENIUM.to_calls(wanted.steps, "python")


def test_id_or_name():
    assert ids(SELENIUM.resolve(by("identifier", "user"), page(HTML))) == ["u"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("By.CLASS_NAME", "big.field", ["u"]),
        ("By.className", "big.field", []),
        ("By.className", "big field", ["u"]),
        ("By.ClassName", "big field", []),
        ("By.CLASS_NAME", "big field", []),
    ],
)
def test_clients_differ_over_a_class_with_more_than_a_name(name, value, expected):
    locator = SELENIUM.from_calls([Call(name, (value,))])
    assert ids(SELENIUM.resolve(locator, page(HTML))) == expected


def test_a_client_that_means_something_else_is_not_asked():
    for language in ("python", "javascript"):
        with pytest.raises(UnsupportedLocator):
            SELENIUM.to_calls(by("class", "a b").steps, language)


def test_frames_are_entered():
    here = page("<iframe id=f src=in></iframe>", **{"in": "<p id=x></p>"})
    steps = (Step("id", "f"), Step("frame", ""), Step("tag", "p"))
    assert ids(SELENIUM.resolve(Locator("selenium", steps), here)) == ["x"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("python", 'By.CSS_SELECTOR, "a"'),
        ("javascript", 'By.css("a")'),
        ("java", 'By.cssSelector("a")'),
        ("csharp", 'By.CssSelector("a")'),
        ("ruby", ':css, "a"'),
    ],
)
def test_shown_as_each_client_writes_it(language, shown):
    assert SELENIUM.show(by("css", "a"), language) == shown


CHAINED = Locator("selenium", (Step("id", "a"), Step("css", "b > c, d")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By.id: x", by("id", "x")),
        ("By.cssSelector: a > b", by("css", "a > b")),
        ("By.CssSelector: a", by("css", "a")),
        ("By.ClassName[Contains]: a", by("class", "a")),
        ("By.LinkText: Log out", by("link-text", "Log out")),
        ("By(css selector, #x)", by("css", "#x")),
        ("By(xpath, //a[contains(., 'x')])", by("xpath", "//a[contains(., 'x')]")),
        ("By.chained({By.id: a,By.cssSelector: b > c, d})", CHAINED),
        ("By.all({By.id: a,By.name: b})", either(by("id", "a"), by("name", "b"))),
    ],
)
def test_locators_as_clients_print_them(text, expected):
    assert SELENIUM.parse(text) == expected


NO_SUCH = "no such element: Unable to locate element: "
SENT = '{"method":"css selector","selector":"[data-x="1"] > a"}'
WIRED = by("css", '[data-x="1"] > a')


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (f"Message: {NO_SUCH}{SENT}\n  (Session info: chrome=120)", WIRED),
        (f"NoSuchElementException: {NO_SUCH}{SENT}\n*** Element info: {{Using=id, value=login}}",
         by("id", "login")),
        (f"OpenQA.Selenium.NoSuchElementException : {NO_SUCH}{SENT}", WIRED),
        (f"Selenium::WebDriver::Error::NoSuchElementError: {NO_SUCH}{SENT}", WIRED),
        ("waiting for visibility of element located by By.id: x (tried for 10 second(s) with 1",
         by("id", "x")),
        ("waiting for element to be clickable: By.xpath: //a[@b='c'] (tried for 5 second(s))",
         by("xpath", "//a[@b='c']")),
        ("TimeoutError: Waiting for element to be located By(css selector, #x)\nWait timed out",
         by("css", "#x")),
        ("Proxy element for: DefaultElementLocator 'By.id: x'", by("id", "x")),
        ("[[ChromeDriver: chrome on linux (0a1)] -> xpath: //a[1]] is not clickable",
         by("xpath", "//a[1]")),
        ('unable to locate element, using {:css=>"#x"}', by("css", "#x")),
        ("Unable to locate element: //a[@b='c']\nBuild info: version", by("xpath", "//a[@b='c']")),
        ('Message: Unable to locate element: [id="x"]; For documentation on this error, please',
         by("css", '[id="x"]')),
        ("Unable to locate element: ul > li\nFor documentation", by("css", "ul > li")),
        ("Cannot locate an element using By.chained({By.id: a,By.cssSelector: b > c, d})", CHAINED),
    ],
)  # fmt: skip
def test_messages_name_the_locator(message, expected):
    assert from_message(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "stale element reference: stale element not found",
        "Unable to locate element: Log out",
        "Unable to locate element: Click here. Now",
        "Unable to locate element: Sign in > ",
    ],
)
def test_other_messages_name_none(message):
    with pytest.raises(LocatorSyntaxError):
        from_message(message)


@given(texts)
def test_any_message_is_read_or_refused(text):
    for message in (text, f"By.id: {text}", f"By.all({{By.id: {text}}})", NO_SUCH + text):
        try:
            from_message(message)
        except SelfhealError:
            continue
