"""WebdriverIO's strategies (tests/real compares what is sent with what WebdriverIO sends)."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS, xpath
from selfheal_cli.locators.webdriverio_strategy import read, wire, write
from selfheal_cli.model import Call, Locator, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import css_texts, texts, xpath_texts

WDIO = DIALECTS["webdriverio"]
PAGE = page(
    """<body><form id=f><label id=la for=i1>Your name</label><input id=i1 placeholder=Name>
<label id=lb>Mail <input id=i2 title=Mail></label>
<button id=b1 class="btn x" aria-label="Send it">Go</button><a id=a1 href=#>Log  out</a>
<img id=im alt="A cat"></form><p id=p1 class=btn>Go <b id=b>on</b></p>
<ul id=u><li id=l1 data-x="a b">One<li id=l2>Two</ul>
<div id=host><template shadowrootmode=open><p id=deep class=d>Deep</p></template></div>"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#f", ["f"]),
        ("=Log out", ["a1"]),
        ("*=Log", ["a1"]),
        ("li=Two", ["l2"]),
        ("li*=w", ["l2"]),
        ("li.=two", ["l2"]),
        (".btn=Go", ["b1", "p1"]),
        ("button.btn*=G", ["b1"]),
        ('li[data-x="a b"]=One', ["l1"]),
        ("#l=Two", ["l2"]),
        ("aria/Send it", ["b1"]),
        ("aria/Your name", ["i1"]),
        ("aria/A cat", ["im"]),
        ("aria/Mail", ["i2"]),
        ("<img />", ["im"]),
        ("<img>", ["im"]),
        ("id=u", ["u"]),
        ("//li[2]", ["l2"]),
        ("[role=list]", ["u"]),
        ("p.d", ["deep"]),
        (">>>#host p", ["deep"]),
        ("link text:Log out", ["a1"]),
        ("class name:x", ["b1"]),
        ("$('#f').$('button')", ["b1"]),
        ("$$('li')[1]", ["l2"]),
        ("$('li').nextElement().parentElement()", ["u"]),
        ("$('#host').shadow$('p')", ["deep"]),
        ("await browser.$('#u').$('./li')", ["l1", "l2"]),
        ("$('#none').$('li')", []),
        (
            "Can't call click on element with selector \"li=Two\" because element wasn't found",
            ["l2"],
        ),
        ('element ("#u") still not displayed after 5000ms', ["u"]),
        ("Expect $(`#u`) to be displayed", ["u"]),
        ('no such element: {"method":"css selector","selector":"#u"}', ["u"]),
    ],
)
def test_finds_what_webdriverio_finds(text, expected):
    assert ids(WDIO.resolve(WDIO.parse(text), PAGE)) == expected


_words = st.sampled_from(["", "a", "b", " a ", "a b"])
_given = st.dictionaries(
    st.sampled_from(
        """id for title alt placeholder aria-label aria-labelledby aria-describedby
        aria-placeholder""".split()  # noqa: SIM905
    ),
    _words,
    max_size=3,
)
_tags = st.sampled_from(
    "p div label label input textarea img svg noscript template span host host".split()  # noqa: SIM905
)


def _written(tag, given, held):
    if tag == "host":
        return (
            f"<p>{''.join(held[:1])}<template shadowrootmode=open>{''.join(held)}</template>a</p>"
        )
    start = f"<{tag} " + " ".join(f"{name}='{value}'" for name, value in given.items()) + ">"
    return start if tag in ("input", "img") else f"{start}{''.join(held)}</{tag}>"


_trees = st.recursive(
    _words,
    lambda inner: st.builds(_written, _tags, _given, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(_trees, _trees, st.sampled_from(["a", "b", "a b", "", "a'\""]), st.booleans())
def test_a_name_is_found_where_the_paths_that_are_sent_find_it(one, other, name, within):
    whole = page(f"<body><main>{one}</main><form>{other}</form>")
    scope = whole.root.find(".//form") if within else None
    steps = (*((Step("css", "form"),) if within else ()), Step("aria", name))
    sent = wire(Step("aria", name))[1]
    assert WDIO.resolve(Locator("webdriverio", steps), whole) == xpath.select(whole, sent, scope)


@pytest.mark.parametrize(
    "text",
    [
        "~menu",
        "android=x",
        "ios=x",
        "-ios predicate string:x",
        "UIAButton",
        "save.png",
        "react$('X')",
    ],
)
def test_what_no_web_page_answers_is_refused(text):
    with pytest.raises(UnsupportedLocator):
        WDIO.parse(text)


@pytest.mark.parametrize(
    "calls", [[], [Call("click")], [Call("$")], [Call("$", (3.5, 2)), Call("x")]][:3]
)
def test_calls_that_state_no_locator(calls):
    with pytest.raises(LocatorSyntaxError):
        WDIO.from_calls(calls)


@given(st.one_of(texts, css_texts, xpath_texts, texts.map(lambda text: f"button{text}")))
def test_an_authors_text_is_kept(text):
    try:
        step = read(text)
    except UnsupportedLocator:
        return
    assert write(step) == text
    assert wire(step)


_strategies = st.sampled_from(["css", "xpath", "id", "link-text", "partial-link-text", "aria"])
_texted = st.builds(
    lambda value, selector, exact, fold: Step(
        "text",
        value,
        ((("selector", selector),) if selector else ())
        + ((("exact", True),) if exact else ())
        + ((("match-case", False),) if fold else ()),
    ),
    texts,
    st.sampled_from(["", "button", "a.b", "#c", "li[data-x='y z']"]),
    st.booleans(),
    st.booleans(),
)
_steps = st.one_of(st.builds(Step, _strategies, texts), _texted)
_more = st.one_of(
    _steps,
    st.integers(0, 9).map(lambda index: Step("nth", str(index))),
    st.sampled_from(["parent", "next", "previous"]).map(lambda to: Step("axis", "", (("to", to),))),
)


@given(_steps, st.lists(_more, max_size=3))
def test_what_can_be_written_reads_the_same(first, more):
    locator = Locator("webdriverio", (first, *more))
    try:
        calls = WDIO.to_calls(locator.steps, "javascript")
    except UnsupportedLocator:
        assume(False)
        return
    assert WDIO.from_calls(calls) == locator
    assert WDIO.parse(WDIO.show(locator, "javascript")) == locator


@pytest.mark.parametrize("value", ["~x", "=a", "android=", "a=b"])
def test_css_that_would_be_read_as_something_else_is_not_written(value):
    with pytest.raises(UnsupportedLocator):
        write(Step("css", value))


@pytest.mark.parametrize("text", ["span=Versions", "span=a@^4", "h2*=News of", "aria/Close"])
def test_the_path_that_was_sent_for_an_authors_text_is_read_as_that_text(text):
    (step,) = WDIO.parse(text).steps
    using, value = wire(step)
    sent = json.dumps({"method": using, "selector": value}, separators=(",", ":"))
    assert WDIO.parse(f"no such element: {sent}").steps == (step,)
