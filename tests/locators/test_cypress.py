"""Cypress's commands: what they find, how messages and calls state them, how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Call, Locator, Pattern, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import NASTY, css_texts, patterns, texts, xpath_texts

CYPRESS = DIALECTS["cypress"]
PAGE = page(
    """<title>Save</title><body><div id=a><span id=s>Hello&nbsp;  <b id=b>world</b></span>
<button id=bt><i id=i>Save it</i></button><script id=sc>Save</script></div>
<ul id=u><li id=l1>1<li id=l2>2</ul><pre id=p>two  spaces</pre>
<input id=go type=submit value="Go now"><label id=la><em id=em>Name</em></label>
<div id=host><template shadowrootmode=open><p id=deep>Deep</p></template></div>
<iframe id=f src=inner></iframe><h5 id=q1>Twice</h5><h5 id=q2><b id=q3>Twice</b></h5>
<form id=fo><style>.Vast {}</style><u id=un>Vast</u></form>
<script>Unseen</script><svg><style id=st>Drawn</style></svg>""",
    inner="<body><p id=in>Inside",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cy.contains('Hello world')", ["s"]),
        ("cy.contains('world')", ["b"]),
        ("cy.contains('Save it')", ["bt"]),
        ("cy.contains('i', 'Save it')", ["i"]),
        ("cy.contains('Save')", ["bt"]),
        ("cy.contains('save it', { matchCase: false })", ["bt"]),
        ("cy.contains('save it')", []),
        ("cy.contains(/^sa.e/i)", ["bt"]),
        ("cy.contains('Go now')", ["go"]),
        ("cy.contains('Name')", ["la"]),
        ("cy.contains('two  spaces')", ["p"]),
        ("cy.contains('two spaces')", ["body"]),
        ("cy.contains('pre', 'two spaces')", []),
        ("cy.contains('Deep', { includeShadowDom: true })", ["deep"]),
        ("cy.contains('Deep')", []),
        ("cy.contains('Unseen')", []),
        ("cy.contains('Vast')", ["un"]),
        ("cy.contains('form', 'Vast {')", ["fo"]),
        ("cy.contains('Drawn')", ["st"]),
        ("cy.get('h5').contains('Twice')", ["q3"]),
        ("cy.get('h5').contains('h5', 'Twice')", ["q1"]),
        ("cy.contains('i,b , u', 'Vast')", ["un"]),
        ("cy.get('#l2').contains('2')", ["l2"]),
        ("cy.get('li').contains('li', /2/)", ["l2"]),
        ("cy.get('li').eq(-1).prev()", ["l1"]),
        ("cy.get('#host').shadow().find('p')", ["deep"]),
        ("cy.get('p', { includeShadowDom: true })", ["deep"]),
        ("cy.get('#f').its('0.contentDocument.body').find('p')", ["in"]),
        ("cy.get('li').filter(':contains(2)')", ["l2"]),
        ("cy.get('li').not('#l2')", ["l1"]),
        ("cy.get('ul').within().get('li').first()", ["l1"]),
        ("cy.xpath('//li').last()", ["l2"]),
        ("cy.get('ul').should('be.visible').click().find('li').first()", ["l1"]),
        ("cy.get('b').get('li').first()", ["l1"]),
    ],
)
def test_finds_what_cypress_yields(text, expected):
    assert ids(CYPRESS.resolve(CYPRESS.parse(text), PAGE)) == expected


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "Timed out retrying: Expected to find element: `.a > b`, but never found it.",
            "cy.get('.a > b')",
        ),
        (
            "Expected to find content: 'it's' within the selector: 'h1' but never did.",
            "cy.contains('h1', 'it\\'s')",
        ),
        ("Expected to find content: '/a.c/i' but never did.", "cy.contains(/a.c/i)"),
        (
            "Expected to find content: 'x' within the element: `<div#a.b>` but never did.",
            "cy.get('div#a.b').contains('x')",
        ),
        (
            "content: 'x' within the element: <ul> and with the selector: 'li' but never did.",
            "cy.get('ul').contains('li', 'x')",
        ),
        (".row > a", "cy.get('.row > a')"),
        ("get('a').find('b')", "cy.get('a').find('b')"),
    ],
)
def test_reads_messages(message, shown):
    assert CYPRESS.show(CYPRESS.parse(message), "javascript") == shown


def test_an_alias_is_read_where_the_chain_defines_it():
    calls = [Call("get", ("li",)), Call("as", ("items",)), Call("get", ("@items",)), Call("first")]
    assert CYPRESS.from_calls(calls).steps == (Step("css", "li"), Step("nth", "0"))
    with pytest.raises(UnsupportedLocator, match="@items"):
        CYPRESS.from_calls(calls[2:])


@pytest.mark.parametrize(
    "calls",
    [
        [],
        [Call("visit", ("/",))],
        [Call("find", ("a",))],
        [Call("get", (1.5, 2)), Call("eq", ("x",))],
    ],
)
def test_calls_that_state_no_locator(calls):
    with pytest.raises(LocatorSyntaxError):
        CYPRESS.from_calls(calls)


def test_what_a_command_computes_is_refused():
    calls = [Call("get", ("a",)), Call("invoke", ("text",)), Call("find", ("b",))]
    with pytest.raises(UnsupportedLocator, match="invoke"):
        CYPRESS.from_calls(calls)


_values = st.one_of(texts, patterns).filter(lambda value: value != "")
_selectors = st.one_of(css_texts, texts.filter(lambda t: t and not t.startswith("@")))
_contains = st.builds(
    lambda value, selector, fold, shadow: Step(
        "text",
        value,
        ((("selector", selector),) if selector else ())
        + ((("match-case", False),) if fold else ())
        + ((("shadow", True),) if shadow else ()),
    ),
    _values,
    st.one_of(st.just(""), _selectors),
    st.booleans(),
    st.booleans(),
)
_first = st.one_of(
    _selectors.map(lambda text: Step("css", text)),
    _contains,
    xpath_texts.map(lambda text: Step("xpath", text)),
)
_axes = st.builds(
    lambda axis, text: Step("axis", text, (("to", axis),)),
    st.sampled_from(["child", "parent", "ancestor", "closest", "sibling", "next", "previous-all"]),
    st.one_of(st.just(""), _selectors),
)
_more = st.one_of(
    _first,
    _axes,
    st.integers(-5, 5).map(lambda index: Step("nth", str(index))),
    st.builds(Step, st.sampled_from(["filter", "not"]), _selectors),
    st.sampled_from(["shadow", "within", "frame"]).map(lambda name: Step(name, "")),
)
locators = st.builds(
    lambda first, more: Locator("cypress", (first, *more)), _first, st.lists(_more, max_size=3)
)


@given(locators)
def test_what_is_written_reads_the_same(locator):
    assert CYPRESS.from_calls(CYPRESS.to_calls(locator.steps, "javascript")) == locator
    assert CYPRESS.parse(CYPRESS.show(locator, "javascript")) == locator


@given(st.sampled_from(NASTY).filter(str.strip))
def test_a_message_gives_the_content_as_it_was(text):
    message = f"Timed out retrying after 4000ms: Expected to find content: '{text}' but never did."
    (step,) = CYPRESS.parse(message).steps
    assert step.value == (Pattern("re", "i") if text == "/re/i" else text)
