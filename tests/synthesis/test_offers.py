"""Locators for elements that no test has named yet, in each dialect's own order of preference."""

from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Action, Call, Locator, Proposal
from selfheal_cli.synthesis.dialects import WAYS
from selfheal_cli.synthesis.propose import Request, propose
from selfheal_cli.synthesis.structure import only_structure, places
from tests.dom.pages import by_id, html

PLAIN = "<table>" + "<tr><td><a>x</a></td><td><a>x</a></td></tr>" * 3 + "</table>"


def offered(page: Page, element: HtmlElement, dialect: str, *preferred: str) -> Proposal:
    request = Request(Locator(dialect, ()), page, (element,), Action("click"), preferred=preferred)
    return next(propose(request, DIALECTS[dialect]))


def test_the_dialects_are_those_that_locators_know() -> None:
    assert set(WAYS) <= set(DIALECTS)


@pytest.mark.parametrize(("dialect", "strategy"), [("playwright", "testid"), ("selenium", "id")])
def test_the_dialects_own_order_holds(dialect: str, strategy: str) -> None:
    page = html('<button id="go" data-testid="t" name="n">Go on</button><button>b</button>')
    assert offered(page, by_id(page, "go"), dialect).steps[0].strategy == strategy


def test_playwright_says_the_role_and_the_name() -> None:
    page = html('<button id="save">Save</button><button>Cancel</button>')
    step = offered(page, by_id(page, "save"), "playwright").steps[0]
    assert (step.strategy, step.value, step.option("name")) == ("role", "button", "Save")


@pytest.mark.parametrize(
    ("dialect", "preferred"),
    [(name, path) for name, ways in WAYS.items() for path in ways.paths] + [("cypress", "text")],
)
def test_the_settings_order_comes_first(dialect: str, preferred: str) -> None:
    page = html('<button id="save" name="s" data-testid="t">Save</button><button>Cancel</button>')
    proposal = offered(page, by_id(page, "save"), dialect, preferred)
    assert proposal.steps[0].strategy == preferred


@pytest.mark.parametrize(
    ("preferred", "said"),
    [
        ("id", "#save"),
        ("name", 'button[name="s"]'),
        ("testid", '[data-testid="t"]'),
        ("class", ".k"),
    ],
)
def test_a_strategy_that_the_dialect_lacks_is_said_by_a_selector(preferred: str, said: str) -> None:
    page = html('<button id="save" name="s" data-testid="t" class="k">Save</button><button>b')
    steps = offered(page, by_id(page, "save"), "cypress", preferred, "text").steps
    assert [step.value for step in steps] == [said]


@pytest.mark.parametrize("dialect", sorted(WAYS))
def test_what_nothing_tells_apart_is_found_by_its_place(dialect: str) -> None:
    page = html(PLAIN)
    for element in page.root.iter("a"):
        proposal = offered(page, element, dialect)
        assert DIALECTS[dialect].resolve(proposal.locator, page) == [element]
        assert places(proposal.steps)


@pytest.mark.parametrize("dialect", sorted(WAYS))
def test_a_place_is_not_counted_where_the_element_can_be_told(dialect: str) -> None:
    page = html(PLAIN.replace("<a>x</a>", '<a id="one">x</a>', 1))
    proposal = offered(page, by_id(page, "one"), dialect)
    assert not places(proposal.steps)
    assert not only_structure(proposal.steps)


def first(name: str, html_text: str, tag: str, old: str = "") -> str:
    """What is offered first for the first `tag` of the page, as it would be shown."""
    page, dialect = html(html_text), DIALECTS[name]
    locator = dialect.parse(old) if old else Locator(name, ())
    return next(shown(page, next(page.root.iter(tag)), locator))


def cypress(html_text: str, tag: str, *commands: Call) -> list[str]:
    """What is offered in place of the commands for the first `tag` of the page."""
    page = html(html_text)
    old = DIALECTS["cypress"].from_calls(commands) if commands else Locator("cypress", ())
    return list(shown(page, next(page.root.iter(tag)), old))


def shown(page: Page, element: HtmlElement, old: Locator) -> Iterator[str]:
    """What is offered in place of `old`, as it would be shown."""
    dialect = DIALECTS[old.dialect]
    request = Request(old, page, (element,), Action("click"))
    return (dialect.show(one.locator, "javascript") for one in propose(request, dialect))


def test_cypress_takes_the_attribute_made_for_tests_then_the_text() -> None:
    marked = '<button id="a" data-cy="go" class="x">Go</button>'
    assert cypress(marked, "button")[0] == """cy.get('[data-cy="go"]')"""
    assert cypress('<button id="a" class="x">Go</button>', "button")[0] == "cy.contains('Go')"


def test_a_text_that_stands_twice_is_not_what_cypress_contains() -> None:
    page = '<button class="x">Save</button><button class="y">Save as</button>'
    assert not [one for one in cypress(page, "button") if "contains" in one]


def test_a_selector_of_jquerys_keeps_its_shape() -> None:
    page = '<ul><li><a class="go">One</a></li><li><a class="go">Two</a></li></ul>'
    assert cypress(page, "a", Call("get", ("li > b:contains('One')",)))[0] == (
        "cy.get('li > a:contains(\\'One\\')')"
    )


def test_a_chains_filter_is_kept() -> None:
    page = '<div class="rows"><a class="r">x</a><a class="r">y</a></div>'
    commands = (Call("get", (".rows",)), Call("find", (".row",)), Call("first"))
    assert cypress(page, "a", *commands)[0] == "cy.get('.rows').find('.r').first()"


ROBOT = '<form><input id="user" name="u"><a href="/out">Log out</a></form>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id=login", "id=user"),
        ("id:login", "id:user"),
        ("css=#login", "css=#user"),
        ("css: #login", "css: #user"),
        ("login", "user"),
        ("name=login", "name=u"),
        ("//input[@id='login']", "//input[@id='user']"),
        ("xpath=//input[@id='login']", "xpath=//input[@id='user']"),
    ],
)
def test_robots_prefix_stays_the_authors(old: str, new: str) -> None:
    page = html(ROBOT)
    dialect = DIALECTS["robot-selenium"]
    request = Request(dialect.parse(old), page, (by_id(page, "user"),), Action("fill"))
    assert dialect.show(next(propose(request, dialect)).locator, "robot") == new


def test_another_strategy_takes_the_authors_mark() -> None:
    page = html('<a class="x y">Log out</a><i class="x"></i><b class="y"></b>')
    dialect = DIALECTS["robot-selenium"]
    element = next(page.root.iter("a"))
    request = Request(dialect.parse("id=logout"), page, (element,), Action("click"))
    shown = [dialect.show(one.locator, "robot") for one in propose(request, dialect)]
    assert "link=Log out" in shown


@pytest.mark.parametrize(
    ("keyword", "new"), [("Click Link", "Clone & Edit"), ("Click Element", "link:Clone & Edit")]
)
def test_a_link_s_text_needs_no_prefix_where_links_are_looked_for(keyword: str, new: str) -> None:
    page = html("<p>Copies</p><a href=/clone class=wide>Clone &amp; Edit</a>")
    dialect = DIALECTS["robot-selenium"]
    old = dialect.from_calls((Call(keyword, ("Create Copy",)),))
    request = Request(old, page, tuple(page.root.iter("a")), Action("click"))
    shown = [dialect.show(one.locator, "robot") for one in propose(request, dialect)]
    assert next(text for text in shown if "Clone" in text) == new


def test_the_kind_that_a_keyword_looks_for_is_kept() -> None:
    page = html('<button name="go">Go</button><input name="go" type="submit">')
    dialect = DIALECTS["robot-selenium"]
    old = dialect.from_calls((Call("Click Link", ("id:gone",)),))
    request = Request(old, page, tuple(page.root.iter("button")), Action("click"))
    assert not list(propose(request, dialect))  # no link, whatever it is called


FORM = '<label for="u">User</label><input id="u" name="user">'


@pytest.mark.parametrize(
    ("page", "tag", "query", "selector"),
    [
        ("<button>Go</button>", "button", "getByRole('button', { name: 'Go' })", "aria/Go"),
        (FORM, "input", "getByRole('textbox', { name: 'User' })", "aria/User"),
        ("<p>Hello</p>", "p", "getByText('Hello')", "p=Hello"),
        ('<b data-testid="t"></b>', "b", "getByTestId('t')", '[data-testid="t"]'),
    ],
)
def test_the_libraries_own_advice_is_followed(
    page: str, tag: str, query: str, selector: str
) -> None:
    assert first("testing-library", page, tag) == f"screen.{query}"
    assert first("webdriverio", page, tag) == f"$('{selector}')"


def test_capybara_names_what_people_read() -> None:
    page = (
        '<label for="u">User</label><input id="u"><a href="/x">Out</a><button>Go</button><p>a</p>'
    )
    assert first("capybara", page, "input") == 'find_field("User")'
    assert first("capybara", page, "a") == 'find_link("Out")'
    assert first("capybara", page, "button") == 'find_button("Go")'
    assert first("capybara", page, "p") == 'find("p")'


def test_one_of_several_is_told_by_its_place() -> None:
    page = "<p>a</p><p>a</p>"
    assert first("testing-library", page, "p") == "screen.getAllByText('a')[0]"
    assert first("webdriverio", page, "p") == "$$('p=a')[0]"
    assert first("selenide", page, "p") == '$$(byText("a")).first()'


@pytest.mark.parametrize(
    ("dialect", "old", "new"),
    [
        ("testing-library", "getByText('Og')", "screen.getByText('Go')"),
        ("webdriverio", "button=Og", "$('button=Go')"),
        ("webdriverio", "#og", "$('#go')"),
        ("selenium", "class=og", 'By.className("go-on")'),
        ("selenium", "tag=link", 'By.tagName("button")'),
        ("robot-selenium", "class:og", "class:go-on"),
        ("robot-selenium", "data:qa:og", "data:qa:q"),
        ("playwright", "text=Og", "locator('text=Go')"),
        ("playwright", "id=og", "locator('id=go')"),
        ("capybara", 'click_button("Og")', 'find_button("Go")'),
        ("capybara", 'find("#og")', 'find("#go")'),
        ("capybara", 'find(".goon", text: "Go")', 'find(".go-on", text: "Go")'),
        ("selenide", "by text: Og", '$(byText("Go"))'),
        ("selenide", '$(withTagAndText("a", "G"))', '$(withTagAndText("button", "G"))'),
        ("selenide", "By.className: og", '$(byClassName("go-on"))'),
        ("selenide", '$(byAttribute("data-qa", "og"))', '$(byAttribute("data-qa", "q"))'),
    ],
)
def test_the_authors_strategy_is_kept(dialect: str, old: str, new: str) -> None:
    page = '<button id="go" class="go-on" data-qa="q">Go</button><a>x</a>'
    assert first(dialect, page, "button", old) == new
