"""Whatever a page calls its things, every dialect's locators survive being written and read."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from selfheal_cli.errors import SelfhealError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.playwright import parse_api
from selfheal_cli.locators.playwright_steps import make_testid, role_step, text_step
from selfheal_cli.model import Call, Locator, Step
from tests.locators.strategies import NASTY, texts

Maker = Callable[[str], Step]

LANGUAGES = {
    "playwright": ["javascript", "python", "java", "csharp"],
    "selenium": ["javascript", "python", "java", "csharp", "ruby"],
    "selenide": ["java"],
    "capybara": ["ruby"],
    "robot-selenium": ["robot"],
    "robot-browser": ["robot"],
}
LONG = ["x" * 10_000, ("".join(NASTY[:-1]) * 60)[:10_000], "'\"" * 5_000]
hostile = st.one_of(texts, st.sampled_from(LONG))


def named(strategy: str, **options: object) -> Maker:
    """Steps of one strategy with the given options; `_` in a name stands for `-`."""
    given_options = tuple((name.replace("_", "-"), value) for name, value in options.items())
    return lambda value: Step(strategy, value, given_options)


def kind(name: str) -> Maker:
    return named("default", kind=name)


def capybara_filter(option: str) -> Maker:
    return lambda value: Step("css", "li", ((option, value),))


LIBRARY = [
    named(strategy)
    for strategy in ("text", "label", "placeholder", "alt", "title", "display-value")
]
PLAYWRIGHT: list[Maker] = [
    *(
        lambda value, way=way: text_step(way, value, False)  # type: ignore[misc]
        for way in ("text", "label", "placeholder", "alt", "title")
    ),
    make_testid,
    lambda value: role_step("button", {"name": value, "exact": True}),
]
SPOKEN: dict[str, list[Maker]] = {
    "playwright": PLAYWRIGHT,
    "robot-browser": PLAYWRIGHT,
    "selenium": [
        named(way) for way in ("id", "name", "link-text", "partial-link-text", "css", "xpath")
    ],
    "selenide": [
        *(named(way) for way in ("css", "id", "name", "class", "tag", "link-text", "xpath")),
        *(named("text", **flags) for flags in ({"exact": True}, {}, {"exact": True, "tag": "li"})),
        named("attr", attribute="data-x", exact=True),
        named("attr", attribute="title", exact=True),
    ],
    "capybara": [
        *(kind(name) for name in ("button", "link", "field", "select", "fieldset", "option")),
        *(named(way) for way in ("css", "xpath", "id")),
        *(capybara_filter(option) for option in ("text", "id", "exact-text")),
    ],
    "cypress": [named(way) for way in ("css", "text", "xpath")],
    "webdriverio": [
        *(named(way) for way in ("css", "id", "link-text", "aria")),
        lambda value: Step("xpath", "//" + value),
        named("text", selector="button", exact=True),
    ],
    "testing-library": [*LIBRARY, named("testid"), named("role", name="x")],
    "robot-selenium": [
        *(named(way) for way in ("id", "name", "css", "link-text", "default", "identifier")),
        named("attr", attribute="data-x", exact=True),
    ],
}
CHOICES: dict[str, list[Step]] = {
    "playwright": [Step("nth", "0"), Step("visible", "true"), Step("has-text", "a\"b'")],
    "selenide": [Step("nth", "-1"), Step("has-text", "a\"b'", (("exact", True),))],
    "cypress": [Step("nth", "3"), Step("axis", "li", (("to", "parent"),))],
    "webdriverio": [Step("nth", "1"), Step("axis", "", (("to", "parent"),))],
}
CASES = [(name, language) for name in DIALECTS for language in LANGUAGES.get(name, ["javascript"])]


@st.composite
def spoken(draw: st.DrawFn, dialect: str) -> Locator:
    """One to three steps, each with a value of its own; a choice may stand behind the last."""
    steps = [
        draw(st.sampled_from(SPOKEN[dialect]))(draw(hostile))
        for _ in range(draw(st.integers(1, 3)))
    ]
    choices = CHOICES.get(dialect, [])
    if choices and draw(st.booleans()):
        steps.append(draw(st.sampled_from(choices)))
    return Locator(dialect, tuple(steps))


def read(dialect: str, text: str) -> Locator:
    """What is shown of Playwright's is the API, not a selector."""
    return parse_api(text) if dialect == "playwright" else DIALECTS[dialect].parse(text)


def test_every_dialect_is_asked():
    assert set(SPOKEN) == set(DIALECTS)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_plain_values_are_always_written(name, language):
    for make in SPOKEN[name]:
        locator = Locator(name, (make("plain"),))
        calls = DIALECTS[name].to_calls(locator.steps, language)
        assert DIALECTS[name].from_calls(calls) == locator
        assert read(name, DIALECTS[name].show(locator, language)) == locator


@pytest.mark.parametrize(("name", "language"), CASES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.data_too_large])
@given(st.data())
def test_what_is_written_reads_the_same(name, language, data):
    dialect = DIALECTS[name]
    locator = data.draw(spoken(name))
    try:
        calls = dialect.to_calls(locator.steps, language)
    except UnsupportedLocator:
        event("refused")
        return
    assert dialect.from_calls(calls) == locator
    assert dialect.to_calls(dialect.from_calls(calls).steps, language) == calls
    assert read(name, dialect.show(locator, language)) == locator


@pytest.mark.parametrize("name", sorted(set(DIALECTS) - {"robot-selenium", "webdriverio"}))
@given(st.data())
def test_no_text_is_refused_where_texts_are_quoted(name, data):
    """Robot's and WebdriverIO's locators are one text, in which some values cannot be stated."""
    locator = data.draw(spoken(name))
    assert DIALECTS[name].to_calls(locator.steps[:1], LANGUAGES.get(name, ["javascript"])[0])


TEXTS = st.one_of(
    hostile,
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["id:", "css=", "  xpath = ", "Link:", "data:x:", "button", "=", ""]),
            hostile,
        ),
    ),
)


@pytest.mark.parametrize("name", ["robot-selenium", "webdriverio"])
@given(TEXTS)
def test_an_authors_text_is_kept(name, text):
    """Where the whole locator is one text, it is given back as it was; WebdriverIO itself reads
    `id:` and its like to the end of the line only."""
    assume(name == "robot-selenium" or "\n" not in text)
    dialect = DIALECTS[name]
    method = "$" if name == "webdriverio" else "locator"
    try:
        locator = dialect.from_calls([Call(method, (text,))])
    except SelfhealError:
        event("refused")
        return
    (call,) = dialect.to_calls(locator.steps, "robot")
    assert call.args == (text,)


def test_a_variable_is_not_written_for_a_value():
    with pytest.raises(UnsupportedLocator):
        DIALECTS["robot-selenium"].to_calls((Step("default", "${x}"),), "robot")
