"""No page and no locator takes for ever: each is asked in a process of its own, whose CPU time and
memory the operating system bounds. What cannot be answered is refused by a documented error."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import SelfhealError
from selfheal_cli.locators import DIALECTS
from tests.limits.ask import DOCUMENTED
from tests.limits.questions import QUESTIONS
from tests.locators.pages import page
from tests.locators.strategies import NASTY

ROOT = Path(__file__).parents[2]
NAMES = [error.__name__ for error in DOCUMENTED]


def ask(name: str, questions: Iterable[tuple[str, str]]) -> list[object]:
    """The answers to [dialect, text] questions about the page of that name."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.limits.ask", name],
        input=json.dumps(list(questions)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[object] = json.loads(done.stdout)
    return found


COSTLY = [
    ("playwright", ":has(:has(:has(a)))"),
    ("playwright", "* >> * >> * >> *"),
    ("playwright", "internal:text=/(\\w+\\s*)+!/i"),
    ("playwright", 'internal:role=button[name="Save"i]'),
    ("playwright", "xpath=//*[preceding::*[following::*]]"),
    ("selenium", "css selector=div:has(~ div ~ div)"),
    ("cypress", "cy.get('*').closest('body')"),
    ("cypress", "cy.get('div').find('div').find('div')"),
    ("testing-library", "screen.getByText('Save')"),
    ("webdriverio", "aria/Save"),
    ("robot-selenium", "css:* >> xpath:.//*"),
]


@pytest.mark.parametrize("name", ["deep", "flat"])
def test_hostile_pages_are_answered_or_refused(name):
    answers = ask(name, COSTLY)
    assert len(answers) == len(COSTLY)
    assert all(isinstance(each, int) or each in NAMES for each in answers)


@pytest.mark.parametrize(
    ("name", "dialect", "text", "expected"),
    [
        ("deep", "playwright", 'internal:role=button[name="Save"i]', 1),
        ("deep", "playwright", "div >> internal:has-text=/^Save$/", 5000),
        ("deep", "playwright", ":has(:has(button))", 5001),
        ("deep", "selenide", "$$('div').filterBy(text('Save'))", 5000),
        ("deep", "selenide", "$$('div').filterBy(exactText('Save'))", "UnsupportedLocator"),
        ("deep", "capybara", 'find_all("div", text: "Save")', 5000),
        ("deep", "selenium", "xpath=//div[button]", 1),
        ("deep", "cypress", "cy.contains('Save')", 1),
        ("recorded deep", "playwright", "text=Save", 1),
        ("references", "playwright", 'internal:role=button[name="x99"i]', 100),
        ("turned references", "playwright", 'internal:role=button[name="x99"i]', 100),
        ("shadows", "playwright", "text=Save", 1),
        ("itself", "playwright", "iframe >> internal:control=enter-frame >> text=Save", 1),
        ("deeper", "playwright", "button", "ArtifactError"),
        ("recorded deeper", "playwright", "button", "ArtifactError"),
        ("deep", "", "match", "found"),
        ("deep", "", "propose playwright", 1),
        ("deep", "", "propose selenium", 1),
        ("wide", "", "match", "unsure"),
        ("wide", "", "propose playwright", 1),
        ("wide", "", "propose selenium", 1),
        ("flat", "", "match", "unsure"),
    ],
)
def test_what_is_plain_is_answered_on_hostile_pages(name, dialect, text, expected):
    assert ask(name, [(dialect, text)]) == [expected]


PARTS = sorted({text for texts in QUESTIONS.values() for text in texts})
PIECES = st.one_of(
    st.sampled_from([*PARTS, *NASTY]),
    st.sampled_from(list("()[]{}'\"`/\\:=>~+*#.,$ \n\x00")),
    st.sampled_from([">>", "internal:", "cy.get(", "$(", "xpath=", ":has(", "nth=", "within("]),
    st.text(max_size=8),
)


@given(st.sampled_from(sorted(DIALECTS)), st.lists(PIECES, max_size=5).map("".join))
def test_any_text_is_a_locator_or_a_documented_error(name, text):
    dialect = DIALECTS[name]
    try:
        locator = dialect.parse(text)
        dialect.resolve(locator, SMALL)
        dialect.show(locator, "javascript")
    except SelfhealError:
        return


@given(st.sampled_from(sorted(DIALECTS)), st.sampled_from(PARTS), st.data())
def test_a_locator_cut_anywhere_is_one_or_a_documented_error(name, text, data):
    start, end = (data.draw(st.integers(0, len(text))) for _ in "ab")
    try:
        locator = DIALECTS[name].parse(text[:start] + text[end:])
        DIALECTS[name].resolve(locator, SMALL)
    except SelfhealError:
        return


SMALL = page(
    """<body><div id=a role=button aria-labelledby="a b"><p id=b>a b <b>Save</b></p></div>
<x-host><template shadowrootmode=open><slot></slot><button>in</button></template>x</x-host>
<table><tr><td>1<td>2</table><iframe src=inner></iframe><svg><a><title>t</title></a></svg>""",
    inner="<p>x",
)
