"""Capybara: its selectors, filters, matches and scopes; what its errors name.

tests/real compares the same with Capybara itself in Chromium."""

import pytest
from hypothesis import given

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.capybara_messages import from_message
from selfheal_cli.model import Call, Locator, Name, Pattern, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import texts

CAPYBARA = DIALECTS["capybara"]
HTML = """<form id=f><label id=l1 for=u>Your
 name</label><input id=u name=user placeholder=Ann value=V>
<label id=l2>Mail <input id=m name=mail type=email title=T></label>
<label id=l3 for=agree>I agree</label><input type=checkbox id=agree checked>
<label>One<input type=radio id=r1 name=r></label><label>Onetwo<input type=radio id=r2></label>
<select id=s name=country><option id=o1>France<option id=o2>Fr<option id=o3 disabled>No</select>
<textarea id=t name=note>abc</textarea><input type=file id=up name=file>
<input type=hidden name=token id=h><input id=off name=off disabled>
<input type=submit id=b1 value="Save all"><button id=b2 title=Save>Go</button>
<button id=b3><img id=p alt=Print></button><input type=image id=b4 alt=Find>
<fieldset id=fs disabled><legend>Extra</legend><button id=b5>Save</button></fieldset></form>
<a id=a1 href=/edit class="x y">Edit</a><a id=a2 href=/edit/2 title=Editor>Edit it</a>
<a id=a3>Edit</a>
<table id=tab><caption>Prices</caption><tr><td><a id=a4 href=/x>Edit</a></td></tr></table>
<div id=no style="display:none"><a id=a5 href=/y>Hidden</a></div>
<iframe id=fr name=inner src=in></iframe>"""  # fmt: skip
PAGE = page(HTML, **{"in": "<button id=deep>Send</button>"})


def call(name: str, *args: object, **options: object) -> Call:
    return Call(name, args, tuple(options.items()))


def sym(name: str) -> Name:
    return Name(f":{name}")


CASES = [
    ([call("find", "#u")], ["u"]),
    ([call("find", sym("css"), "form > select")], ["s"]),
    ([call("find", sym("xpath"), ".//textarea")], ["t"]),
    ([call("find", sym("id"), "u")], ["u"]),
    ([call("find_by_id", "u")], ["u"]),
    ([call("find", sym("element"), "textarea")], ["t"]),
    ([call("fill_in", "Your name", **{"with": "x"})], ["u"]),
    ([call("fill_in", "Ann", **{"with": "x"})], ["u"]),
    ([call("fill_in", "mail", **{"with": "x"})], ["m"]),
    ([call("fill_in", "Mail", **{"with": "x"})], ["m"]),
    ([call("fill_in", "country", **{"with": "x"})], []),
    ([call("find_field", "country")], ["s"]),
    ([call("find_field", "user", **{"with": "V"})], ["u"]),
    ([call("find_field", "user", **{"with": Pattern("^v", "i")})], ["u"]),
    ([call("find_field", "note", **{"with": "ab"})], []),
    ([call("find_field", "off")], []),
    ([call("find_field", "off", disabled=True)], ["off"]),
    ([call("find_field", "off", disabled=sym("all"))], ["off"]),
    ([call("find_field", type="email")], ["m"]),
    ([call("find_field", "token")], []),
    ([call("check", "I agree")], ["agree"]),
    ([call("uncheck", "I agree", checked=False)], []),
    ([call("choose", "One")], ["r1"]),
    ([call("choose", "One", exact=True)], ["r1"]),
    ([call("all", sym("radio_button"), "One")], ["r1", "r2"]),
    ([call("all", sym("radio_button"), "One"), call("[]", -1)], ["r2"]),
    ([call("find", sym("radio_button"), "One", match=sym("one"))], ["r1", "r2"]),
    ([call("find", sym("radio_button"), "On", match=sym("first"))], ["r1"]),
    ([call("attach_file", "file", "/tmp/x")], ["up"]),
    ([call("select", "Fr", **{"from": "country"})], ["o2"]),
    ([call("select", "France", **{"from": "s"})], ["o1"]),
    ([call("find", sym("select"), "country")], ["s"]),
    ([call("click_button", "Save")], ["b2"]),
    ([call("all", sym("button"), "Save")], ["b1", "b2"]),
    ([call("click_button", "Print")], ["b3"]),
    ([call("click_button", "Find")], ["b4"]),
    ([call("click_button", "Save", disabled=sym("all"))], ["b2", "b5"]),
    ([call("click_link", "Edit")], ["a1", "a4"]),
    ([call("click_link", "Edit", **{"class": "y"})], ["a1"]),
    ([call("click_link", "Editor")], ["a2"]),
    ([call("click_link", "Edit", href="/x")], ["a4"]),
    ([call("click_link", "Edit", href=Pattern(r"\A/edit\z"))], ["a1"]),
    ([call("click_link", "Edit", href=False)], ["a1", "a3", "a4"]),
    ([call("click_link", "Hidden")], []),
    ([call("find_link", "Hidden", visible=False)], ["a5"]),
    ([call("find_link", "Hidden", visible=sym("hidden"))], ["a5"]),
    ([call("click_on", "Edit it")], ["a2"]),
    ([call("click_link_or_button", "Go")], ["b2"]),
    ([call("first", "a", text="t it")], ["a2"]),
    ([call("find", "a", text="Edit", exact_text=True, id="a1")], ["a1"]),
    ([call("find", "a", exact_text="Edit it")], ["a2"]),
    ([call("find", "a", text=Pattern("T$", "i"), id=Pattern("[12]"))], ["a1", "a2"]),
    ([call("within", "#tab"), call("click_link", "Edit")], ["a4"]),
    ([call("within_table", "Prices"), call("click_link", "Edit")], ["a4"]),
    ([call("within", sym("fieldset"), "Extra"), call("find", "button")], ["b5"]),
    ([call("within", (call("find", "#tab"),)), call("find", "a")], ["a4"]),
    ([call("find", "form"), call("find_button", "Go"), call("click")], ["b2"]),
    ([call("find", "a"), call("find", "b")], []),
    ([call("find", "#a4"), call("ancestor", "table")], ["tab"]),
    ([call("find", "#a1"), call("sibling", sym("link"), "Edit it")], ["a2"]),
    ([call("within_frame", "inner"), call("click_button", "Send")], ["deep"]),
    ([call("expect", (call("page"),)), call("to", (call("have_button", "Go"),))], ["b2"]),
    ([call("expect", (call("find", "#tab"),)), call("to", (call("have_css", "a"),))], ["a4"]),
    ([call("page"), call("has_link?", "Edit")], ["a1", "a2", "a4"]),
    ([call("page"), call("have_field", "Mail")], ["m"]),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "expected"), CASES)
def test_finds_and_reads_back(calls, expected):
    locator = CAPYBARA.from_calls(calls)
    assert ids(CAPYBARA.resolve(locator, PAGE)) == expected
    assert CAPYBARA.from_calls(CAPYBARA.to_calls(locator.steps, "ruby")) == locator
    assert CAPYBARA.parse(CAPYBARA.show(locator, "ruby")) == locator


@pytest.mark.parametrize(
    "hidden",
    [
        "<p id=x style='opacity: 0'>a</p>",
        "<p style='color: red; opacity:.0 !important'><b id=x>a</b></p>",
        "<p hidden><b id=x>a</b></p>",
    ],
)
def test_what_webdriver_calls_hidden_is_passed_over(hidden):
    assert ids(CAPYBARA.resolve(CAPYBARA.parse("#x"), page(hidden))) == []
    everything = CAPYBARA.from_calls([call("find", "#x", visible=False)])
    assert ids(CAPYBARA.resolve(everything, page(hidden))) == ["x"]


@pytest.mark.parametrize("shown", ["opacity: 0.5", "opacity: 1", "opacity:", "fill-opacity: 0"])
def test_what_webdriver_calls_displayed_is_found(shown):
    here = page(f"<p id=x style='{shown}'>a</p>")
    assert ids(CAPYBARA.resolve(CAPYBARA.parse("#x"), here)) == ["x"]


def test_options_are_read_in_closed_lists():
    asked = CAPYBARA.from_calls([call("find", "select", text="France")])
    assert ids(CAPYBARA.resolve(asked, PAGE)) == ["s"]


@pytest.mark.parametrize(
    "calls", [[], [call("click")], [call("first")], [call("find_button", 3)], [call("visit", "/x")]]
)
def test_calls_that_state_nothing_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        CAPYBARA.from_calls(calls)


@pytest.mark.parametrize(
    "asked",
    [
        call("find", "a", below=(call("find", "b"),)),
        call("find", "a", focused=True),
        call("find", sym("table_row"), "x"),
        call("find", sym("my_own"), "x"),
        call("find", sym("link"), "x", href=None),
    ],
)
def test_what_a_page_cannot_tell_is_refused(asked):
    with pytest.raises(UnsupportedLocator):
        CAPYBARA.from_calls([asked])


def test_what_capybara_lacks_is_refused():
    for step in (Step("role", "link"), Step("css", Pattern("x")), Step("nth", "1")):
        with pytest.raises(UnsupportedLocator):
            CAPYBARA.to_calls((step,), "ruby")


@pytest.mark.parametrize(
    ("calls", "shown"),
    [
        ([call("within", "#f"), call("click_button", 'Say "#{hi}"')],
         'within("#f") { find_button("Say \\"\\#{hi}\\"") }'),
        ([call("select", "Fr", **{"from": "Land"})],
         'find(:select, "Land").find(:option, "Fr")'),
        ([call("first", sym("link"), "x", text=Pattern("a/b", "i"), visible=sym("all"))],
         'first(:link, "x", text: /a\\/b/i, visible: :all)'),
    ],
)  # fmt: skip
def test_shown_as_ruby_writes_it(calls, shown):
    assert CAPYBARA.show(CAPYBARA.from_calls(calls), "ruby") == shown


def found(*steps: Step) -> Locator:
    return Locator("capybara", steps)


def named(kind: str, value: str, **options: object) -> Step:
    more = {name.replace("_", "-"): each for name, each in options.items()}
    return Step("default", value, (("kind", kind), *more.items()))


NODE = "#<Capybara::Node::Element"
FORM = f'{NODE} tag="form" path="/html/body/form">'
ENABLED = " that is not disabled"
DATALIST = f'Unable to find input box with datalist completion "Land"{ENABLED}'
WITHIN = Step("within", "")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ('Capybara::ElementNotFound:\n  Unable to find button "Save" that is not disabled',
         found(named("button", "Save"))),
        ('Unable to find link "Log \\"out\\""', found(named("link", 'Log "out"'))),
        ('Unable to find link or button "a\\u0007\\e\\#{b}"',
         found(named("link_or_button", "a\a\x1b#{b}"))),
        ('Unable to find field "Name" that is not disabled', found(named("field", "Name"))),
        (f'Unable to find select box "Land"{ENABLED} and {DATALIST}',
         found(named("select", "Land"))),
        (f'Unable to find option "Fr" within {NODE} tag="select" path="/HTML/BODY[1]/SELECT[2]">',
         found(Step("xpath", "/html/body[1]/select[2]"), WITHIN, named("option", "Fr"))),
        (f'Unable to find visible css ".x" with text "y" with id z within {FORM}',
         found(Step("xpath", "/html/body/form"), WITHIN,
               Step("css", ".x", (("text", "y"), ("visible", "visible"), ("id", "z"))))),
        ('Ambiguous match, found 2 elements matching visible link "Edit"',
         found(Step("default", "Edit", (("kind", "link"), ("visible", "visible"))))),
        ('expected to find css "#x" but there were no matches', found(Step("css", "#x"))),
        ('expected not to find xpath "//a[1]", found 1 match: "x"', found(Step("xpath", "//a[1]"))),
        ('Unable to find css "a" with exact text "Log in"',
         found(Step("css", "a", (("exact-text", True), ("text", "Log in"))))),
        ('expected to find css "a" with text /x/i but there were no matches',
         found(Step("css", "a", (("text", Pattern("x", "i")),)))),
        ('Unable to find link nil with href "/x"',
         found(Step("default", "", (("any", True), ("kind", "link"), ("href", "/x"))))),
        ('Unable to find link "#x"\nNote: It appears you may be passing a CSS selector',
         found(named("link", "#x"))),
        ('Unable to find checkbox "x" that is not disabled that is not checked',
         found(named("checkbox", "x", checked=False))),
    ],
)  # fmt: skip
def test_messages_name_the_locator(message, expected):
    assert from_message(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        'expected to find text "x" in "y"',
        'Unable to find css "a" that also matches the custom filter block',
        'Unable to find table row ["a"]',
        "Unable to find",
    ],
)
def test_other_messages_name_none(message):
    with pytest.raises(LocatorSyntaxError):
        from_message(message)


@given(texts)
def test_any_text_is_read_or_refused(text):
    for given_text in (text, f"Unable to find css {text}", f'Unable to find css "a" with {text}'):
        try:
            CAPYBARA.resolve(CAPYBARA.parse(given_text), PAGE)
        except SelfhealError:
            continue


@given(texts)
def test_any_name_is_looked_for(text):
    for kind in ("button", "link", "field", "table", "option"):
        asked = found(Step("default", text, (("kind", kind),)))
        assert CAPYBARA.parse(CAPYBARA.show(asked, "ruby")) == asked
        CAPYBARA.resolve(asked, PAGE)
