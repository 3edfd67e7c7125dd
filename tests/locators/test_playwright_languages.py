"""The API of Java and C#: builders and initialisers as calls, and the texts of logs."""

import pytest

from selfheal_cli.errors import LocatorSyntaxError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.playwright import parse_api
from selfheal_cli.locators.playwright_api import to_calls
from selfheal_cli.locators.playwright_calls import from_calls, steps_of_calls
from selfheal_cli.locators.playwright_selector import parse
from selfheal_cli.model import Call, Name, Pattern
from tests.locators.pages import FIXTURES

PLAYWRIGHT = DIALECTS["playwright"]
SPELLED = [
    line.split("\t")
    for line in (FIXTURES / "spelled.txt").read_text("utf-8").splitlines()
    if not line.startswith("# ")
]


@pytest.mark.parametrize(("selector", "language", "text"), SPELLED)
def test_playwright_itself_prints_the_same(selector, language, text):
    assert PLAYWRIGHT.show(parse(selector), language) == text
    assert parse_api(f"waiting for {text}") == parse(selector)


def new(name: str, **options: object) -> tuple[Call, ...]:
    return (Call(name, (), tuple(options.items())),)


def built(name: str, **setters: object) -> tuple[Call, ...]:
    return (Call(f"new {name}"), *(Call(key, (value,)) for key, value in setters.items()))


BUTTON = Name("AriaRole.BUTTON")
SAME = [
    ([Call("page"), Call("getByRole", (BUTTON, built("Page.GetByRoleOptions", setName="x")))],
     'internal:role=button[name="x"i]'),
    ([Call("getByRole", (BUTTON,))], "internal:role=button"),
    ([Call("getByRole", (BUTTON, built("Page.GetByRoleOptions", setName=Pattern("x", "i"),
                                       setIncludeHidden=True, setLevel=2)))],
     "internal:role=button[name=/x/i][include-hidden=true][level=2]"),
    ([Call("getByText", ("x", built("Locator.GetByTextOptions", setExact=True)))],
     'internal:text="x"s'),
    ([Call("locator", ("tr", built("Page.LocatorOptions", setHasText="x")))],
     'tr >> internal:has-text="x"i'),
    ([Call("locator", ("tr",)),
      Call("filter", (built("Locator.FilterOptions",
                            setHas=(Call("page"), Call("locator", ("a",)))),)),
      Call("first"), Call("click")],
     'tr >> internal:has="a" >> nth=0'),
    ([Call("frameLocator", ("#f",)), Call("getByTestId", ("x",))],
     '#f >> internal:control=enter-frame >> internal:testid=[data-testid="x"s]'),
    ([Call("assertThat", ((Call("page"), Call("locator", ("a",))),)), Call("isVisible")], "a"),
    ([Call("Page"), Call("GetByRole", (Name("AriaRole.Button"), new("new", Name="x", Exact=True)))],
     'internal:role=button[name="x"s]'),
    ([Call("GetByRole", (Name("AriaRole.Button"),
                         new("new PageGetByRoleOptions", NameRegex=Pattern("x", "i"))))],
     "internal:role=button[name=/x/i]"),
    ([Call("GetByRole", (Name("Microsoft.Playwright.AriaRole.Button"),),
           (("options", new("new()", NameString="x")),))],
     'internal:role=button[name="x"i]'),
    ([Call("Locator", ("tr", new("new", HasTextRegex=Pattern("x"))))],
     "tr >> internal:has-text=/x/"),
    ([Call("Locator", ("tr",)), Call("Filter", (new("new", HasNotTextString="x"),)), Call("Last")],
     'tr >> internal:has-not-text="x"i >> nth=-1'),
    ([Call("Locator", ("#f",)), Call("ContentFrame"), Call("Locator", ("a",)), Call("Nth", (2,))],
     "#f >> internal:control=enter-frame >> a >> nth=2"),
    ([Call("FrameLocator", ("#f",)), Call("First"), Call("GetByAltText", ("x",))],
     '#f >> nth=0 >> internal:control=enter-frame >> internal:attr=[alt="x"i]'),
    ([Call("Locator", ("a",)), Call("And", ((Call("GetByText", ("x",)),),))],
     'a >> internal:and="internal:text=\\"x\\"i"'),
    ([Call("Expect", ((Call("Page"), Call("Locator", ("a",))),)), Call("ToBeVisibleAsync")], "a"),
    ([Call("Assertions.Expect", ((Call("Page"), Call("Locator", ("a",))),)),
      Call("ToBeVisibleAsync")], "a"),
    ([Call("Page"), Call("FrameByUrl", ("**/x",)), Call("Locator", ("a",))], "a"),
    ([Call("ClickAsync", ("#a",))], "#a"),
    ([Call("QuerySelectorAsync", ("#a",))], "#a"),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "text"), SAME)
def test_calls_state_the_locator(calls, text):
    assert from_calls(calls) == parse(text)
    assert len(steps_of_calls(calls)) == len(calls)


@pytest.mark.parametrize(
    ("text", "language", "calls"),
    [
        ('internal:role=button[name="x"s]', "java",
         (Call("getByRole", (BUTTON,
               (Call("new Page.GetByRoleOptions"), Call("setName", ("x",)),
                Call("setExact", (True,))))),)),
        ('a >> internal:text="x"s', "java",
         (Call("locator", ("a",)),
          Call("getByText", ("x", (Call("new Locator.GetByTextOptions"),
                                   Call("setExact", (True,))))))),
        ('#f >> internal:control=enter-frame >> internal:label="x"s', "java",
         (Call("frameLocator", ("#f",)),
          Call("getByLabel", ("x", (Call("new FrameLocator.GetByLabelOptions"),
                                    Call("setExact", (True,))))))),
        ("internal:role=button[name=/x/]", "csharp",
         (Call("GetByRole", (Name("AriaRole.Button"), new("new", NameRegex=Pattern("x")))),)),
        ('tr >> internal:has="a" >> nth=0', "csharp",
         (Call("Locator", ("tr",)), Call("Filter", (new("new", Has=(Call("Locator", ("a",)),)),)),
          Call("First"))),
    ],
)  # fmt: skip
def test_calls_as_an_author_writes_them(text, language, calls):
    assert to_calls(parse(text).steps, language) == calls


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ('Timeout 30000ms exceeded.\n=== logs ===\nwaiting for selector "#gone"\n====', "#gone"),
        ('waiting for selector "text=Log "in"" to be visible', 'text=Log "in"'),
        ("TimeoutError {\n message='Timeout\nCall log:\n-   waiting for locator(\"#a\")\n'", "#a"),
        ('strict mode violation: Locator("a").First resolved to 2 elements', "a >> nth=0"),
        ('waiting for Page.GetByText("x").Nth(1) to be visible', 'internal:text="x"i >> nth=1'),
    ],
)
def test_messages_name_their_locator(message, text):
    assert parse_api(message) == parse(text)


@pytest.mark.parametrize("text", ["new() { A = " * 4000, "re.compile(" * 4000, "getByText(" * 4000])
def test_deep_nesting_is_refused(text):
    with pytest.raises(LocatorSyntaxError):
        parse_api(f"locator({text}")
