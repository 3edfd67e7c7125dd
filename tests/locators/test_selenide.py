"""Selenide: its selectors, conditions and first elements; the criteria in its errors."""

import pytest
from hypothesis import given

from selfheal_cli.dom.tree import build
from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.selenide_messages import from_message
from selfheal_cli.locators.traversal import tree_of
from selfheal_cli.model import Call, Locator, Markup, Name, Pattern, Snapshot, Step
from tests.locators.pages import FIXTURES, ids, page
from tests.locators.strategies import texts

SELENIDE = DIALECTS["selenide"]
HTML = """<form id=f class=big><label id=l>Your&nbsp; name</label>
<input id=u name=user title=T value=V>
<button id=b1 class="btn" data-testid=go>Save  all</button>
<button id=b2 class="btn off">save</button>
</form><ul id=list><li id=i1>One<b id=bold>Two</b></li>
<li id=i2>Two <span id=i2s style="display:none">x
</span></li><li id=i3 data-x="1">three</li></ul>
<div id=h><template shadowrootmode=open><p id=s class=btn>in</p></template></div>"""


def chain(*links: object) -> list[Call]:
    """`("$", "a"), ("first",)` as calls; a nested tuple is a call in an argument."""
    return [Call(str(name), tuple(map(_argument, args))) for name, *args in links]


def _argument(given: object) -> object:
    return tuple(chain(given)) if isinstance(given, tuple) else given


def test_what_a_page_cannot_tell_is_refused():
    for link in (("filter", ("matches", "x")), ("first", 2), ("exclude", Name("focused"))):
        with pytest.raises(UnsupportedLocator):
            SELENIDE.from_calls(chain(("$$", "li"), link))


CASES = [
    (chain(("$", "#u")), ["u"]),
    (chain(("$", "//li[2]")), ["i2"]),
    (chain(("$x", "//li")), ["i1", "i2", "i3"]),
    (chain(("element", "#u")), ["u"]),
    (chain(("$", ("byText", "Two"))), ["bold", "i2"]),
    (chain(("$", ("byText", "Your name"))), ["l"]),
    (chain(("$", ("Selectors.withText", "Save"))), ["b1"]),
    (chain(("$", ("byTextCaseInsensitive", "SAVE"))), ["b2"]),
    (chain(("$", ("withTextCaseInsensitive", "SAVE"))), ["b1", "b2"]),
    (chain(("$", ("byTagAndText", "li", "Two"))), ["i2"]),
    (chain(("$", ("withTagAndText", "b", "w"))), ["bold"]),
    (chain(("$", ("byAttribute", "data-x", "1"))), ["i3"]),
    (chain(("$", ("byTitle", "T"))), ["u"]),
    (chain(("$", ("byValue", "V"))), ["u"]),
    (chain(("$", ("byTestId", "go"))), ["b1"]),
    (chain(("$", ("byName", "user"))), ["u"]),
    (chain(("$", ("byId", "u"))), ["u"]),
    (chain(("$", ("By.id", "u"))), ["u"]),
    (chain(("$", ("shadowCss", "p", "#h"))), ["s"]),
    (chain(("$", ("shadowDeepCss", "p"))), ["s"]),
    (chain(("$", "p")), []),
    (chain(("$", "li"), ("$", "b")), ["bold"]),
    (chain(("$", "ul"), ("$$", "li"), ("get", 1)), ["i2"]),
    (chain(("$", ".btn", 1)), ["b2"]),
    (chain(("$$", "li"), ("first",)), ["i1"]),
    (chain(("$$", "li"), ("last",)), ["i3"]),
    (chain(("$$", "li"), ("filterBy", ("text", "two"))), ["i1", "i2"]),
    (chain(("$$", "li"), ("findBy", ("exactText", "two"))), ["i2"]),
    (chain(("$$", "li"), ("find", ("Condition.text", "x"))), []),
    (chain(("$$", "li"), ("filter", ("textCaseSensitive", "two"))), []),
    (chain(("$$", "li"), ("filter", ("matchText", "^T"))), ["i2"]),
    (chain(("$$", "li"), ("exclude", ("text", "two"))), ["i3"]),
    (chain(("$$", ".btn"), ("filter", ("cssClass", "off"))), ["b2"]),
    (chain(("$$", "li"), ("filter", ("attribute", "data-x"))), ["i3"]),
    (chain(("$$", "li"), ("filter", ("attribute", "data-x", "2"))), []),
    (chain(("$$", "span"), ("filter", ("visible",))), []),
    (chain(("$", "#bold"), ("parent",)), ["i1"]),
    (chain(("$", "#bold"), ("closest", "ul")), ["list"]),
    (chain(("$", "#bold"), ("ancestor", ".big")), []),
    (chain(("$", "#i1"), ("sibling", 1)), ["i3"]),
    (chain(("$", "#i3"), ("preceding", 0)), ["i2"]),
    (chain(("$", "ul"), ("lastChild",)), ["i3"]),
    (chain(("$", "#none"), ("$", "li")), []),
    (chain(("Selenide",), ("$", "#u"), ("getText",), ("$", "li")), ["u"]),
    (chain(("open", "/"), ("$", "ul"), ("shouldHave", ("text", "x")), ("$", "li", 1)), ["i2"]),
    (chain(("$$", "li"), ("filter", Name("Condition.visible")), ("last",)), ["i3"]),
    (chain(("$$", ".btn"), ("find", Name("enabled"))), ["b1"]),
    (chain(("$$", "input"), ("filter", ("value", "V"))), ["u"]),
    (chain(("$$", "input"), ("filter", ("exactValue", "v"))), []),
    (chain(("$$", "form > *"), ("exclude", ("tagName", "button"))), ["l", "u"]),
    (
        chain(("$$", ".btn"), ("filter", ("allOf", ("not", ("cssClass", "off")), ("text", "S")))),
        ["b1"],
    ),
    (chain(("$$", "li"), ("get", 1), ("$x", ".//span")), ["i2s"]),
]


@pytest.mark.parametrize(("calls", "expected"), CASES)
def test_finds_and_reads_back(calls, expected):
    locator = SELENIDE.from_calls(calls)
    assert ids(SELENIDE.resolve(locator, page(HTML))) == expected
    assert SELENIDE.from_calls(SELENIDE.to_calls(locator.steps, "java")) == locator
    assert SELENIDE.parse(SELENIDE.show(locator, "java")) == locator


@pytest.mark.parametrize(
    "calls", [[], chain(("open", "x")), chain(("find", "x")), chain(("helper", "x")), chain(("$",))]
)
def test_calls_that_state_nothing_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        SELENIDE.from_calls(calls)


def test_shown_as_written():
    calls = chain(("$", "ul"), ("findAll", "li"), ("filter", ("text", 'a"b')), ("last",))
    shown = SELENIDE.show(SELENIDE.from_calls(calls), "java")
    assert shown == '$("ul").findAll("li").filter(text("a\\"b")).last()'


def test_what_selenide_lacks_is_refused():
    for step in (Step("role", "link"), Step("text", Pattern("x")), Step("nth", "-2")):
        with pytest.raises(UnsupportedLocator):
            SELENIDE.to_calls((Step("css", "a"), step), "java")


def locator(*steps: Step) -> Locator:
    return Locator("selenide", steps)


EXACT = (("exact", True),)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Element not found {#x}\nExpected: visible", locator(Step("css", "#x"))),
        ("Element not found {By.xpath: //a[@b='c/d']}", locator(Step("xpath", "//a[@b='c/d']"))),
        ("Element not found {//div/a}", locator(Step("xpath", "//div/a"))),
        ("Element not found {by text: Log in/out}", locator(Step("text", "Log in/out", EXACT))),
        ("Element should be visible {with text: x}", locator(Step("text", "x"))),
        ("Element not found {#f/by text: Save}",
         locator(Step("css", "#f"), Step("text", "Save", EXACT))),
        ("Element not found {a[href='/x'][2]}",
         locator(Step("css", "a[href='/x']"), Step("nth", "2"))),
        ('Element not found {.card.findBy(text "NO")}',
         locator(Step("css", ".card"), Step("has-text", "NO"), Step("nth", "0"))),
        ("Element not found {#f/by text: Log/in.findBy(css class 'x')}\nExpected: visible",
         locator(Step("css", "#f"), Step("text", "Log/in", EXACT), Step("filter", ".x"),
                 Step("nth", "0"))),
        ("Element should have exact text \"a {b}\" {li:last}\nElement: '<li>x</li>'",
         locator(Step("css", "li"), Step("nth", "-1"))),
        ("Element not found {li.filter(not visible)[0]}",
         locator(Step("css", "li"),
                 Step("not", "", (("locator", locator(Step("visible", "true"))),)),
                 Step("nth", "0"))),
        ("Element not found {#f/By.xpath: .//a[1]}",
         locator(Step("css", "#f"), Step("xpath", ".//a[1]"))),
        ("List size mismatch: expected: = 3, actual: 2, collection: .card\nElements: [",
         locator(Step("css", ".card"))),
        ("Elements not found {.card}\nExpected: size = 3", locator(Step("css", ".card"))),
        ("Invalid element state [#x]: element not interactable", locator(Step("css", "#x"))),
    ],
)  # fmt: skip
def test_messages_name_the_locator(message, expected):
    assert from_message(message) == expected


def test_other_messages_name_none():
    with pytest.raises(LocatorSyntaxError):
        from_message("Timeout: 4 s.")


@given(texts)
def test_any_text_is_read_or_refused(text):
    for given_text in (text, f"by text: {text}", f"a[{text}]"):
        try:
            SELENIDE.resolve(SELENIDE.parse(given_text), page(HTML))
            from_message(f"Element not found {{{text}}}")
        except SelfhealError:
            continue


PAGES = sorted((FIXTURES.parent / "dom").glob("*.html"))
# The XPath that Selenide's documentation gives for `byText` and `withText`.
NORMAL = "normalize-space(translate(string(.), '\t\n\r\xa0', '    '))"
BY_XPATH = {
    True: f"//*/text()[{NORMAL} = $text]/..",
    False: f"//*/text()[contains({NORMAL}, $text)]/..",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_texts_find_what_selenides_xpath_finds(path):
    here = build(Snapshot(Markup(path.read_bytes())))
    runs = [" ".join(text.split()) for text in here.root.itertext()]
    for text in [each for each in dict.fromkeys(runs) if each][::7]:
        for exact, query in BY_XPATH.items():
            asked = locator(Step("text", text, EXACT if exact else ()))
            told = here.root.getroottree().xpath(query, text=text)
            homes = tree_of(here).homes
            assert SELENIDE.resolve(asked, here) == [each for each in told if each not in homes]
