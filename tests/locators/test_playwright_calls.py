"""API calls and engine text state the same locator; calls know which steps they state."""

import pytest
from hypothesis import given

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError
from selfheal_cli.locators.playwright import parse_api
from selfheal_cli.locators.playwright_api import to_calls
from selfheal_cli.locators.playwright_calls import from_calls, steps_of_calls
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.locators.playwright_show import show
from selfheal_cli.model import Call, Pattern
from tests.locators.pages import FIXTURES
from tests.locators.strategies import locators, texts

TRACED = (FIXTURES / "traced.txt").read_text("utf-8").splitlines()
LOGGED = (FIXTURES / "logged.txt").read_text("utf-8").splitlines()

LANGUAGES = ("javascript", "python", "java", "csharp")
LINK = (Call("getByRole", ("link",), (("name", "x"),)),)
SAME = [
    (LINK, 'internal:role=link[name="x"i]'),
    ([Call("get_by_role", ("link",), (("name", "x"), ("exact", True)))],
     'internal:role=link[name="x"s]'),
    ([Call("get_by_role", ("link",), (("include_hidden", True), ("level", 2)))],
     "internal:role=link[include-hidden=true][level=2]"),
    ([Call("getByTitle", ("Draft",), (("exact", True),))], 'internal:attr=[title="Draft"s]'),
    ([Call("getByTitle", ("Draft",), (("exact", False),))], 'internal:attr=[title="Draft"i]'),
    ([Call("get_by_alt_text", ("x",))], 'internal:attr=[alt="x"i]'),
    ([Call("getByPlaceholder", ("x",))], 'internal:attr=[placeholder="x"i]'),
    ([Call("getByLabel", (Pattern("a/\"b", "i"),))], 'internal:label=/a\\/\\"b/i'),
    ([Call("getByText", ("it's",), (("exact", True),))], 'internal:text="it\'s"s'),
    ([Call("getByTestId", ("x",))], 'internal:testid=[data-testid="x"s]'),
    ([Call("getByTestId", (Pattern("x"),))], "internal:testid=[data-testid=/x/]"),
    ([Call("locator", (" #a ",)), Call("first")], "#a >> nth=0"),
    ([Call("locator", ("#a",)), Call("last")], "#a >> nth=-1"),
    ([Call("locator", ("#a >> text=b",)), Call("nth", (2,))], "#a >> text=b >> nth=2"),
    ([Call("locator", ("tr",), (("has", LINK), ("hasText", "q")))],
     'tr >> internal:has-text="q"i >> internal:has="internal:role=link[name=\\"x\\"i]"'),
    ([Call("locator", ("tr",)), Call("filter", (), (("has_not_text", "q"), ("visible", True)))],
     'tr >> internal:has-not-text="q"i >> visible=true'),
    ([Call("locator", ("a",)), Call("and_", (LINK,))],
     'a >> internal:and="internal:role=link[name=\\"x\\"i]"'),
    ([Call("locator", ("a",)), Call("or", (LINK,))],
     'a >> internal:or="internal:role=link[name=\\"x\\"i]"'),
    ([Call("locator", ("a",)), Call("locator", (LINK,))],
     'a >> internal:chain="internal:role=link[name=\\"x\\"i]"'),
    ([Call("frameLocator", ("#f",)), *LINK],
     '#f >> internal:control=enter-frame >> internal:role=link[name="x"i]'),
    ([Call("frame_locator", ("#f",)), Call("first"), Call("locator", ("a",))],
     "#f >> nth=0 >> internal:control=enter-frame >> a"),
    ([Call("locator", ("#f",)), Call("content_frame"), Call("locator", ("a",))],
     "#f >> internal:control=enter-frame >> a"),
    ([Call("frameLocator", ("#f",)), Call("owner")], "#f"),
    ([Call("click", ("#a",))], "#a"),
    ([Call("page"), Call("is_visible", ("text=x",))], "text=x"),
    ([Call("$", ("#a",))], "#a"),
    ([Call("waitForSelector", ("//a",), (("timeout", 5),))], "//a"),
    ([Call("locator", ("#a",)), Call("fill", ("value",))], "#a"),
    ([Call("expect", (LINK,)), Call("toBeVisible")], 'internal:role=link[name="x"i]'),
    ([Call("locator", ("#a",)), Call("describe", ("x",)), Call("locator", ("b",))], "#a >> b"),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "text"), SAME)
def test_calls_and_trace_state_the_same(calls, text):
    assert from_calls(calls) == parse(text)


@pytest.mark.parametrize(("calls", "text"), SAME)
def test_each_step_is_stated_by_one_call(calls, text):
    spans = steps_of_calls(calls)
    assert len(spans) == len(calls)
    covered = [index for start, end in spans for index in range(start, end)]
    assert sorted(set(covered)) == list(range(len(parse(text).steps)))
    assert len(covered) == len(set(covered))


def test_spans_tell_the_call_of_a_step():
    calls = [
        Call("frameLocator", ("#f",)),
        Call("first"),
        Call("locator", ("tr >> td",), (("hasText", "x"),)),
        Call("last"),
        Call("click"),
    ]
    assert steps_of_calls(calls) == [(0, 1), (1, 3), (3, 6), (6, 7), (7, 7)]


@pytest.mark.parametrize(
    "calls",
    [
        [],
        [Call("click")],
        [Call("helper", ("x",))],
        [Call("locator", (Pattern("x"),))],
        [Call("locator", ())],
        [Call("getByRole", ())],
        [Call("locator", ("a",)), Call("filter", (), (("has", "x"),))],
        [Call("locator", ("a",)), Call("helper"), Call("locator", ("b",))],
        [Call("getByText", (None,))],
    ],
)
def test_calls_that_state_nothing_are_refused(calls):
    with pytest.raises(LocatorSyntaxError):
        from_calls(calls)


@pytest.mark.parametrize(
    ("text", "language", "calls"),
    [
        ("#f >> internal:control=enter-frame >> a", "javascript",
         (Call("frameLocator", ("#f",)), Call("locator", ("a",)))),
        ("#f >> nth=0 >> internal:control=enter-frame >> a", "python",
         (Call("locator", ("#f",)), Call("first"), Call("content_frame"),
          Call("locator", ("a",)))),
        ("xpath=/html/a >> nth=-1", "javascript",
         (Call("locator", ("xpath=/html/a",)), Call("last"))),
        ("xpath=//a >> nth=3", "python", (Call("locator", ("//a",)), Call("nth", (3,)))),
        ('tr >> internal:has-text="x"i', "python",
         (Call("locator", ("tr",)), Call("filter", (), (("has_text", "x"),)))),
        ('internal:role=row[name="x"s][include-hidden=true]', "python",
         (Call("get_by_role", ("row",),
               (("name", "x"), ("exact", True), ("include_hidden", True))),)),
        ('a >> internal:or="b"', "python",
         (Call("locator", ("a",)), Call("or_", ((Call("locator", ("b",)),),)))),
    ],
)  # fmt: skip
def test_canonical_calls(text, language, calls):
    assert to_calls(parse(text).steps, language) == calls


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", TRACED)
def test_what_was_traced_survives_the_api(text, language):
    locator = parse(text)
    assert from_calls(to_calls(locator.steps, language)) == locator
    assert parse_api(show(locator, language)) == locator


@given(locators)
def test_calls_read_back(locator):
    for language in LANGUAGES:
        assert from_calls(to_calls(locator.steps, language)) == locator
        assert parse_api(show(locator, language)) == locator


@pytest.mark.parametrize("line", LOGGED)
def test_logged_locators_are_shown_as_logged(line):
    language = "python" if 'r("' in line or "get_by" in line else "javascript"
    logged = line.removeprefix("waiting for ")
    assert show(parse_api(line), language) == logged


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("waiting for frameLocator('#f').getByRole('link', { name: /x/i }).first() to be visible",
         "#f >> internal:control=enter-frame >> internal:role=link[name=/x/i] >> nth=0"),
        ("Error: strict mode violation: locator('a').filter({ has: getByText('x') }) resolved to",
         'a >> internal:has="internal:text=\\"x\\"i"'),
        ('Locator: get_by_role("link", name=re.compile(r"a\\"b", re.IGNORECASE)).nth(1)\nExpected',
         'internal:role=link[name=/a\\"b/i] >> nth=1'),
        ("locator.click: Timeout 1ms\nCall log:\n  - waiting for getByText('a\\nb').",
         'internal:text="a\\nb"i'),
    ],
)  # fmt: skip
def test_messages_name_their_locator(message, text):
    assert parse_api(message) == parse(text)


@given(texts)
def test_any_message_is_read_or_refused(text):
    for message in (text, f"locator({text})", f"getByRole('a', {{ {text}", f"locator('a').{text}"):
        try:
            parse_api(message)
        except SelfhealError:
            continue
