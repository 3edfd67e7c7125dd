"""Testing Library's queries (tests/real compares them with the library itself)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Call, Locator, Name, Pattern, Step
from tests.locators.pages import ids, page
from tests.locators.strategies import patterns, texts

LIBRARY = DIALECTS["testing-library"]
PAGE = page(
    """<title>Two</title><body><h1 id=h>Hi  there</h1><h2 id=h2>Hi</h2>
<form id=f aria-label=Form><label id=la for=i1>Your name</label>
<input id=i1 placeholder=Name value=Bo><label id=lb>Mail <input id=i2 title=Mail></label>
<button id=b1 aria-label="Send it">Go <b id=b>now</b></button><a id=a1 href=#>Log out</a>
<img id=im alt="A cat"><select id=s><option id=o1>One<option id=o2 selected>Two</select>
<input id=ch type=checkbox checked aria-label=Yes><input id=no type=checkbox aria-label=Yes>
<span id=first>First</span><span id=last>Last</span>
<input id=both aria-labelledby="first last"><input id=go type=submit value=Send></form>
<ul id=u><li id=l1 data-testid=t1>One<li id=l2>Two</ul><script id=sc>Two</script>
<div id=hid style="display:none"><button id=b2>Hidden</button></div>
<svg id=svg><title id=st>Drawn</title></svg>"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("screen.getByText('Hi there')", ["h"]),
        ("screen.getByText('Hi')", ["h2"]),
        ("screen.getByText('hi', { exact: false })", ["h", "h2", "b2"]),
        ("screen.getByText(/^Hi\\b/)", ["h", "h2"]),
        ("screen.getByText('Go')", ["b1"]),
        ("screen.getByText('Go now')", []),
        ("screen.getByText('Send')", ["go"]),
        ("screen.getAllByText('Two')", ["o2", "l2"]),
        ("screen.getAllByText('Two', { selector: 'li' })", ["l2"]),
        ("screen.getAllByText('Two', { ignore: false })", ["o2", "l2", "sc"]),
        ("screen.getAllByText('Two', { ignore: 'li' })", ["o2", "sc"]),
        ("screen.getByText('Hi  there', { collapseWhitespace: false })", ["h"]),
        ("screen.getByRole('button', { name: 'Send it' })", ["b1"]),
        ("screen.getByRole('button', { name: 'Send' })", ["go"]),
        ("screen.getByRole('button', { name: /send/i })", ["b1", "go"]),
        ("screen.getByRole('button', { name: /hid/i })", []),
        ("screen.queryAllByRole('button', { hidden: true })", ["b1", "go", "b2"]),
        ("screen.getByRole('heading', { level: 2 })", ["h2"]),
        ("screen.getByRole('checkbox', { checked: true })", ["ch"]),
        ("screen.getByRole('checkbox', { checked: false })", ["no"]),
        ("screen.getByRole('option', { selected: true })", ["o2"]),
        ("getByLabelText('Your name')", ["i1"]),
        ("getByLabelText('Mail')", ["i2"]),
        ("getByLabelText('First Last')", ["both"]),
        ("getByLabelText('Last')", ["both"]),
        ("getByLabelText('Yes', { selector: ':checked' })", ["ch"]),
        ("getByPlaceholderText('Name')", ["i1"]),
        ("getByAltText('A cat')", ["im"]),
        ("getByTitle('Mail')", ["i2"]),
        ("getByTitle('Drawn')", ["st"]),
        ("getByDisplayValue('Two')", ["s"]),
        ("getByDisplayValue('Bo')", ["i1"]),
        ("getByTestId('t1')", ["l1"]),
        ("within(screen.getByRole('list')).getByText('Two')", ["l2"]),
        ("getAllByText('One')[1]", ["l1"]),
        ("screen.getByText('now').closest('button')", ["b1"]),
        ("container.querySelector('#u li')", ["l1", "l2"]),
    ],
)
def test_finds_what_the_library_finds(text, expected):
    assert ids(LIBRARY.resolve(LIBRARY.parse(text), PAGE)) == expected


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            'Unable to find an accessible element with the role "button" and name "a "b""\n\nHere',
            "screen.getByRole('button', { name: 'a \"b\"' })",
        ),
        (
            'Found multiple elements with the role "link" and name `/more/i`\n\nHere are',
            "screen.getByRole('link', { name: /more/i })",
        ),
        (
            "Unable to find an element with the text: Foo. This could be because the text is",
            "screen.getByText('Foo')",
        ),
        (
            "find an element with the text: a (normalized from ' a'), which matches selector 'li'.",
            "screen.getByText(' a', { selector: 'li' })",
        ),
        ("Unable to find a label with the text of: /x/", "screen.getByLabelText(/x/)"),
        (
            "Found a label with the text of: X, however no form control was found",
            "screen.getByLabelText('X')",
        ),
        ("Unable to find an element with the alt text: A\n\n<body>", "screen.getByAltText('A')"),
        ("Unable to find an element with the title: A.\n\n<body>", "screen.getByTitle('A')"),
        (
            "Unable to find an element with the display value: A.",
            "screen.getByDisplayValue('A')",
        ),
        ('Unable to find an element by: [data-testid="x"]', "screen.getByTestId('x')"),
    ],
)
def test_reads_messages(message, shown):
    assert LIBRARY.show(LIBRARY.parse(message), "javascript") == shown


def test_a_test_id_of_another_attribute_is_kept():
    (step,) = LIBRARY.parse('Unable to find an element by: [data-qa="x"]').steps
    assert step == Step("testid", "x", (("attribute", "data-qa"),))


@pytest.mark.parametrize(
    "call",
    [
        Call("getByText", (Name("matcher"),)),
        Call("getByRole", ("button",), (("name", Name("matcher")),)),
        Call("getByText", ("x",), (("normalizer", Name("identity")),)),
        Call("getByRole", ("slider",), (("value", Name("range")),)),
    ],
)
def test_what_code_decides_is_refused(call):
    with pytest.raises(UnsupportedLocator):
        LIBRARY.from_calls([call])


def test_a_function_in_text_is_refused():
    with pytest.raises(UnsupportedLocator, match="function"):
        LIBRARY.parse("screen.getByText((content, element) => content === 'x')")


@pytest.mark.parametrize(
    "calls", [[], [Call("getByText")], [Call("click", ("x",))], [Call("within", ("x",))]]
)
def test_calls_that_state_no_locator(calls):
    with pytest.raises(LocatorSyntaxError):
        LIBRARY.from_calls(calls)


_values = st.one_of(texts, patterns)
_exact = st.sampled_from([(), (("exact", False),)])
_texted = st.builds(
    Step,
    st.sampled_from(["label", "placeholder", "text", "alt", "title", "display-value", "testid"]),
    _values,
    _exact,
)
_roles = st.builds(
    lambda role, name, hidden: Step(
        "role", role, ((("name", name),)) + ((("include-hidden", True),) if hidden else ())
    ),
    st.sampled_from(["button", "link"]),
    _values,
    st.booleans(),
)
_queries = st.one_of(_texted, _roles)
_more = st.one_of(
    _queries,
    st.integers(0, 9).map(lambda index: Step("nth", str(index))),
    texts.map(lambda text: Step("axis", text, (("to", "closest"),))),
)
locators = st.builds(
    lambda first, more: Locator("testing-library", (first, *more)),
    _queries,
    st.lists(_more, max_size=3),
)


@given(locators)
def test_what_is_written_reads_the_same(locator):
    assert LIBRARY.from_calls(LIBRARY.to_calls(locator.steps, "javascript")) == locator
    assert LIBRARY.parse(LIBRARY.show(locator, "javascript")) == locator


@given(st.lists(_queries, min_size=1, max_size=2))
def test_cypress_and_webdriverio_take_the_queries(steps):
    for name in ("cypress", "webdriverio"):
        dialect = DIALECTS[name]
        inner = tuple(
            Step(s.strategy, s.value, (*s.options, ("engine", LIBRARY.name))) for s in steps
        )
        calls = dialect.to_calls(inner, "javascript")
        assert dialect.from_calls(calls) == Locator(name, inner)


def test_a_pattern_is_not_exact_nor_lax():
    step = Step("text", Pattern("one", "i"), (("exact", False),))
    found = LIBRARY.resolve(Locator("testing-library", (step,)), PAGE)
    assert ids(found) == ["o1", "l1"]
