"""What is proposed hits the target alone, keeps the author's style, and changes little."""

from dataclasses import dataclass, replace
from itertools import islice

import pytest
from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Action, Locator, Markup, Snapshot
from selfheal_cli.synthesis.costs import hollow, keyless
from selfheal_cli.synthesis.css_paths import CssPaths
from selfheal_cli.synthesis.paths import Path
from selfheal_cli.synthesis.penalties import penalty
from selfheal_cli.synthesis.proof import Expectation
from selfheal_cli.synthesis.propose import Request, propose


def page(body: str) -> Page:
    return build(Snapshot(Markup(f"<!doctype html><html><body>{body}</body></html>".encode())))


def hit(page: Page, selector: str) -> tuple[HtmlElement, ...]:
    dialect = DIALECTS["playwright"]
    return tuple(dialect.resolve(dialect.parse(selector), page))


@dataclass(frozen=True)
class Case:
    """A page, the target on it, the broken locator, and the locator a colleague would write."""

    name: str
    body: str
    target: str
    old: str
    new: str
    dialect: str = "playwright"


FORM = """
<form id="logout-form" method="post" action="/logout/"><button type="submit">Log out</button></form>
<form id="search"><input name="q" placeholder="Search"><button type="submit">Go</button></form>
"""
ROWS = """
<div id="toolbar"><button class="add" id="id_add">Choose selected</button></div>
<nav class="toplinks"><a href="?y=2009">2009</a> <a href="?y=2015">2015</a></nav>
<div class="field-isbn"><div><div class="wrap"><input name="isbn" id="id_isbn"></div></div></div>
<div class="submit-row"><a class="deletelink" href="/delete/">Delete</a><a href="/x/">x</a></div>
<aside data-testid="sidebar"><h6>widgets</h6><h6>other</h6></aside>
"""
PEOPLE = """<table>
<tr><th>Name</th><th>Mail</th></tr>
<tr><td>Robert Roe</td><td>r@x.org</td><td><b class="status">open</b></td><td><a>Edit</a></td></tr>
<tr><td>Ann Poe</td><td>a@x.org</td><td><b class="status">closed</b></td><td><a>Edit</a></td></tr>
</table>"""
WRAPPED = PEOPLE.replace("<a>", "<div><a>").replace("</a>", "</a></div>")
STEPS = """<ol><li><button>Home</button></li><li><button>Books</button></li></ol>
<p><button>Help</button></p>"""
ICONS = """<a class="issue" href="/new">\uf188 Report an issue…</a> <a href="/docs">Docs</a>
<button class="icon settings">\uf013</button> <button class="icon help">\uf059</button>"""
DRAWN = """<style>i::before { content: attr(data-icon) }</style>
<nav><a href="/model"><i data-icon="database"></i> Data Model</a>
<a href="/roles"><i data-icon="group"></i> User Roles</a></nav>
<p><button><i data-icon="help"></i></button></p>"""
PANES = """<aside class="side"><h3><button id="reka-accordion-trigger-v-1" class="trigger"
data-state="open">Layout</button></h3><h3><button id="reka-accordion-trigger-v-6" class="trigger"
data-state="closed">Archive</button></h3></aside><p><button data-state="open">Menu</button></p>"""
HINTS = """<form><small id="hint" class="form-text">Note this</small><br>
<small id="until" class="form-text">Until then</small><nav class="navbar navbar-expand-lg">x</nav>
<button id="go" type="submit" class="btn">Start</button></form>"""
PANELS = """<aside aria-label="People"><div class="names"><b class="user">Ada</b></div></aside>
<p><b class="user">Bert</b></p>"""
CHAT = """<div id="chat"><p class="msg" data-kind="join"><i class="why">hello</i></p>
<p class="msg" data-kind="part"><i class="why">lunch</i></p></div>"""
FIELDS = """<form><input id="full-name" name="name"><input class="field-email" name="email">
<input class="field-phone" name="phone"></form>"""
MENUS = """<aside class="app-drawer app-drawer_floating"><a href="/teams">Teams</a></aside>
<p><a href="/people">Teams</a></p>"""
CASES = [
    Case(
        "a class with another prefix is the author's, though another one says more",
        MENUS,
        "aside a",
        ".ui-drawer a",
        ".app-drawer a",
    ),
    Case(
        "a kind of control says too little without its name",
        HINTS,
        "#go",
        "input[type=submit][value=Start]",
        "button[type=submit]",
    ),
    Case(
        "beside an id no class is worth saying",
        HINTS,
        "#hint",
        "small.form-text.text-muted",
        "small#hint",
    ),
    Case(
        "a class that another one lays out is as good as any",
        HINTS,
        "nav",
        "nav.navbar-default",
        "nav.navbar",
    ),
    Case(
        "the words that say which one it is stand for its place",
        STEPS,
        "//li[1]/button",
        "xpath=/html/body/div/div[2]/button[1]",
        "xpath=//button[normalize-space()='Home']",
    ),
    Case(
        "a wrapper within the cell beside another costs one slash",
        WRAPPED,
        "tr:nth-of-type(2) a",
        "//td[contains(., 'Robert')]/following-sibling::td/a[text()='Edit']",
        "//td[contains(., 'Robert')]/following-sibling::td//a[text()='Edit']",
    ),
    Case(
        "a box that lost a word of its class is named by the rest",
        PANELS,
        ".names .user",
        ".names-original .user",
        ".names .user",
    ),
    Case(
        "a class that became an attribute is said by the attribute",
        CHAT,
        "[data-kind=part] .why",
        "#chat .msg.part .why",
        '#chat .msg[data-kind="part"] .why',
    ),
    Case(
        "an id that is another one now stays an id",
        FIELDS,
        "#full-name",
        "input#name",
        "input#full-name",
    ),
    Case(
        "a class that is another one now stays a class",
        FIELDS,
        "[name=email]",
        "input.email",
        "input.field-email",
    ),
    Case(
        "an id that became an attribute is said by the attribute",
        CHAT,
        "[data-kind=part] .why",
        "#part .why",
        '[data-kind="part"] .why',
    ),
    Case(
        "a short name is said whole",
        ICONS,
        ".issue",
        'internal:role=link[name="Report a bug"i]',
        'internal:role=link[name="Report an issue…"i]',
    ),
    Case(
        "an icon's characters name nothing",
        ICONS,
        ".settings",
        'internal:role=button[name="Client settings"i]',
        ".settings",
    ),
    Case(
        "an icon that a style sheet draws stays out of the name",
        DRAWN,
        '[href="/roles"]',
        'internal:role=link[name="Roles & Permissions"i]',
        'internal:role=link[name="User Roles"i]',
    ),
    Case(
        "an icon alone is what there is to say",
        DRAWN,
        "button",
        'internal:role=button[name="help_outline"i]',
        'internal:role=button[name="help"i]',
    ),
    Case(
        "what an author said exactly is said whole, with its icon",
        DRAWN,
        '[href="/roles"]',
        'internal:role=link[name="admin Roles"s]',
        'internal:role=link[name="group User Roles"s]',
    ),
    Case(
        "a counted id is not leant on",
        PANES,
        "#reka-accordion-trigger-v-6",
        '.panel .toggle >> internal:has-text="Archive"i',
        '.trigger >> internal:has-text="Archive"i',
    ),
    Case(
        "an attribute that tells the state of the moment comes after one that lasts",
        '<p data-state="closed" data-view="drafts">a</p><p data-state="open" data-view="tags">b',
        '[data-view="drafts"]',
        ".notes-panel",
        '[data-view="drafts"]',
    ),
    Case(
        "a regular expression of words stays one, with its flags and ends",
        FORM,
        "#logout-form button",
        "internal:role=button[name=/^sign out$/i]",
        "internal:role=button[name=/^log out$/i]",
    ),
    Case(
        "the words of a regular expression are escaped",
        "<p>Total (net): 3</p><p>Other</p>",
        "p:first-of-type",
        "internal:text=/Total \\(gross\\): 3/",
        "internal:text=/Total \\(net\\): 3/",
    ),
    Case(
        "the text of a row",
        PEOPLE,
        "tr:nth-child(2) a",
        'tr >> internal:has-text="Rob Roe"i >> internal:text="Edit"i',
        'tr >> internal:has-text="Robert Roe"i >> internal:text="Edit"i',
    ),
    Case(
        "a locator inside of a row's",
        PEOPLE,
        "tr:nth-child(2) a",
        'tr >> internal:has="internal:role=cell[name=\\"Rob Roe\\"i]" >> internal:text="Edit"i',
        'tr >> internal:has="internal:role=cell[name=\\"Robert Roe\\"i]" >> internal:text="Edit"i',
    ),
    Case(
        "a chain inside of a row's",
        PEOPLE,
        "tr:nth-child(3)",
        'tr >> internal:has="td >> .state >> internal:has-text=\\"closed\\"i"',
        'tr >> internal:has="td >> .status >> internal:has-text=\\"closed\\"i"',
    ),
    Case(
        "a filter that still holds",
        PEOPLE,
        "tr:nth-child(2) a",
        'tr >> internal:has="internal:text=\\"robert\\"i" >> internal:text="Change"i',
        'tr >> internal:has="internal:text=\\"robert\\"i" >> internal:text="Edit"i',
    ),
    Case(
        "a text that is shown in two places is not glued together",
        "<table><tr><th><i>Changed</i><b>Changed</b> </th><th>Checked</th></tr></table>",
        "th:first-child",
        "table th:has-text('Last changed')",
        "table th:has-text('Changed')",
    ),
    Case("id renamed", ROWS, "#id_add", "#id_add_link", "#id_add"),
    Case("tag dropped where an id remains", ROWS, "#id_add", "a#id_add", "#id_add"),
    Case(
        "a level that nothing happened to stays",
        PEOPLE.replace("<table>", "<table class=staff>"),
        "tr:nth-child(2) a",
        'table.staffing tbody tr >> internal:has-text="Robert Roe"i >> internal:text="Edit"i',
        'table.staff tbody tr >> internal:has-text="Robert Roe"i >> internal:text="Edit"i',
    ),
    Case("level added", ROWS, "#id_isbn", ".field-isbn > div > input", ".field-isbn input"),
    Case(
        "wrapper removed",
        ROWS,
        ".deletelink",
        "p.deletelink-box > a",
        "a.deletelink",
    ),
    Case(
        "role changed, name kept",
        FORM,
        "#logout-form button",
        'internal:role=link[name="Log out"i]',
        'internal:role=button[name="Log out"i]',
    ),
    Case(
        "a pattern that no longer fits",
        FORM,
        "#logout-form button",
        "internal:role=button[name=/^sign/i]",
        "internal:role=button[name=/^log out/i]",
    ),
    Case(
        "a pattern that still fits",
        FORM,
        "#logout-form button",
        "internal:role=link[name=/^log/i]",
        "internal:role=button[name=/^log/i]",
    ),
    Case(
        "a text pattern that no longer fits",
        FORM,
        "#logout-form button",
        "internal:text=/^sign/i",
        "internal:text=/^log out/i",
    ),
    Case(
        "text changed",
        "<p>This object doesn\u2019t have a change history. It was added elsewhere.</p>",
        "p",
        'internal:text="This object doesn\'t have a change history"i',
        'internal:text="This object doesn\u2019t have a change history"i',
    ),
    Case(
        "attribute renamed, value kept",
        '<button aria-label="Download tarball">x</button><button aria-label="y">y</button>',
        "button >> nth=0",
        'button[title="Download tarball"]',
        'button[aria-label="Download tarball"]',
    ),
    Case(
        "the first link of a chain",
        ROWS,
        "h6 >> nth=0",
        ".sidebar-info >> h6 >> nth=0",
        '[data-testid="sidebar"] >> h6 >> nth=0',
    ),
    Case(
        "xpath keeps its form",
        ROWS,
        "nav a >> nth=1",
        "xpath=//ul[@class='toplinks']/li/a[.='2015']",
        "xpath=//nav[@class='toplinks']/a[.='2015']",
        "selenium",
    ),
    Case(
        "the class that says more",
        '<button class="btn btn-book">Book</button><a class="link">x</a>',
        "button",
        ".btn-save",
        ".btn-book",
    ),
    Case(
        "an attribute that says what the name says is left out",
        '<button type="button"><span>Send</span></button><button type="button">x</button>',
        "button >> nth=0",
        "xpath=//a[@role='button'][span[text()='Send']]",
        "xpath=//button[span[text()='Send']]",
    ),
    Case("an id stays an id", ROWS, "#id_add", "id=id_add_link", "id=id_add", "selenium"),
]


def first(case: Case) -> Locator:
    dialect = DIALECTS[case.dialect]
    now = page(case.body)
    request = Request(dialect.parse(case.old), now, hit(now, case.target), Action("click"))
    proposals = list(propose(request, dialect))
    assert proposals, "nothing was proposed"
    for proposal in proposals:
        found = dialect.resolve(proposal.locator, now)
        assert [id(e) for e in found] == [id(e) for e in hit(now, case.target)]
    assert [p.cost for p in proposals] == sorted(p.cost for p in proposals)
    return proposals[0].locator


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_first_proposal_is_what_a_colleague_would_write(case: Case) -> None:
    assert first(case) == DIALECTS[case.dialect].parse(case.new)


def test_an_assertion_is_not_made_to_repeat_itself() -> None:
    now = page('<div id="site-name">Library</div><div>Elsewhere</div>')
    action = Action("assert-text", value="Library")
    dialect = DIALECTS["playwright"]
    request = Request(dialect.parse("h1.brand"), now, hit(now, "#site-name"), action)
    said = [str(step.value) for step in next(propose(request, dialect)).locator.steps]
    assert said == ["#site-name"]


@pytest.mark.parametrize(
    ("old", "repeats"),
    [
        (".count__3jRbL .number__ApGSM", True),  # a hash says nothing of the text
        ("role=listitem >> .total", True),
        (".total-3", False),
        ("xpath=//b[@class='n' and text()='3']", False),
    ],
)
def test_only_an_author_who_named_the_text_is_given_it_again(old: str, repeats: bool) -> None:
    now = page("<ul><li><p>Cups <i>3</i></p></li><li><p>Pots <b>3</b></p></li></ul>")
    dialect = DIALECTS["playwright"]
    new = dialect.parse('li >> nth=1 >> internal:text="3"i').steps
    locator = dialect.parse(f"li >> nth=1 >> {old}")
    action = Action("assert-text", value="3")
    request = Request(locator, now, hit(now, "b"), action)
    assert bool(penalty(request, 2, len(locator.steps), new[2:])) is repeats


def test_a_role_is_no_word_of_what_is_asserted() -> None:
    now = page('<h1 class="top">Heading of the day</h1>')
    dialect = DIALECTS["playwright"]
    locator = dialect.parse("h2.top")
    action = Action("assert-text", value="Heading of the day")
    request = Request(locator, now, hit(now, "h1"), action)
    assert not penalty(request, 0, 1, dialect.parse("internal:role=heading").steps)


TABS = """<nav><a href="/app/jobs">Jobs</a><a href="/app/logs">Logs</a></nav>
<p><a href="/help">About jobs</a></p>"""


def test_what_a_caller_hands_over_is_said_only_where_the_author_said_it() -> None:
    now = page(TABS)
    dialect = DIALECTS["playwright"]
    old = dialect.parse('.tab-x1 >> internal:has-text="Jobs"i')
    request = Request(old, now, hit(now, "nav a >> nth=0"), Action("click"))
    assert "/app/jobs" in str(next(propose(request, dialect)).steps)
    told = replace(request, handed={0: ("Jobs",), 1: ("Jobs",)})
    for proposal in propose(told, dialect):
        assert "/app/jobs" not in str(proposal.steps)


def test_a_place_that_a_variable_gives_is_no_other_number() -> None:
    now = page("<table><tr><td>5 a</td></tr><tr><td>1 b</td></tr><tr><td>c</td></tr></table>")
    dialect = DIALECTS["playwright"]
    old = dialect.parse(".row >> nth=1")
    told = Request(old, now, hit(now, "tr >> nth=1"), Action("click"), parameters={1: ("1",)})
    steps = next(propose(told, dialect)).steps
    assert steps[-1].strategy == "nth"
    assert steps[-1].value == "1"


ROWED = """<div id="app"><div><div><span>Name</span><span>Price</span></div></div>
<div><div class="Ba9XopEV1w_KjoEyO330"><span>Tea</span><span>4</span></div>
<div class="Ba9XopEV1w_KjoEyO330"><span>Mug</span><span>7</span></div></div></div>"""


def test_a_made_up_class_of_an_author_who_wrote_one_becomes_the_one_of_the_next_build() -> None:
    now = page(ROWED)
    dialect = DIALECTS["playwright"]
    rows = hit(now, ".Ba9XopEV1w_KjoEyO330")
    old = dialect.parse(".tableRow__I0y9C")
    proposal = next(propose(Request(old, now, rows, Action("assert-count")), dialect))
    assert proposal.steps[0].value == ".Ba9XopEV1w_KjoEyO330"


@pytest.mark.parametrize("place", ["0", "1"])
def test_a_link_inside_of_a_chain_stays_what_it_stood_for(place: str) -> None:
    now = page(ROWED)
    dialect = DIALECTS["playwright"]
    row = hit(now, f".Ba9XopEV1w_KjoEyO330 >> nth={place}")
    old = dialect.parse(f".tableRow__I0y9C >> nth={place} >> span >> nth=0")
    request = Request(
        old,
        now,
        tuple(row[0][:1]),
        Action("click"),
        scopes={0: row[0]},
        parameters={1: (place,), 3: ("0",)},
    )
    first = next(propose(request, dialect))
    assert [step.value for step in first.steps] == [".Ba9XopEV1w_KjoEyO330", place]


def test_a_filter_does_not_ask_again_for_the_words_that_find_its_element() -> None:
    now = page('<div><div class="x9">Class permissions</div><div class="x9">Fields</div></div>')
    dialect = DIALECTS["playwright"]
    old = dialect.parse('.item__3y973 >> internal:has-text="Class permissions"i')
    request = Request(old, now, hit(now, ".x9 >> nth=0"), Action("click"))
    for first, twice in (("internal:text='Class permissions'i", True), ("div > div", False)):
        new = dialect.parse(f'{first} >> internal:has-text="Class permissions"i').steps
        assert bool(penalty(request, 0, 2, new)) is twice


def test_a_far_place_costs_more_than_a_near_one() -> None:
    now = page("<div><p>x</p></div>" * 60)
    dialect = DIALECTS["playwright"]

    def cheapest(place: int) -> float:
        target = hit(now, f"p >> nth={place}")
        request = Request(dialect.parse("b"), now, target, Action("assert-visible"))
        return next(p.cost for p in propose(request, dialect) if p.steps[-1].strategy == "nth")

    assert cheapest(55) > cheapest(2)


@pytest.mark.parametrize(
    ("selector", "alone"),
    [("button[type=button]", True), ("input[type=submit]", False), ("div > a", True)],
)
def test_an_attribute_that_repeats_the_name_is_no_key(selector: str, alone: bool) -> None:
    assert keyless(dialect_path(selector)) is alone


def test_boxes_alone_are_no_name() -> None:
    boxes, named = dialect_path("div > div > div"), dialect_path("ul > li > div")
    assert hollow(boxes) > 0
    assert hollow(named) == 0


def dialect_path(selector: str) -> Path:
    found = CssPaths().parse(selector)
    assert found
    return found


def test_a_set_of_elements_is_hit_as_a_set() -> None:
    now = page(ROWS)
    dialect = DIALECTS["playwright"]
    old = dialect.parse("ul.toplinks >> internal:role=listitem")
    targets = hit(now, "nav a")
    assert len(targets) == 2
    proposals = list(propose(Request(old, now, targets, Action("assert-count")), dialect))
    assert proposals
    assert all(proposal.matches == 2 for proposal in proposals)


def test_a_locator_that_means_something_else_on_the_old_page_is_not_proposed() -> None:
    old = page('<a class="go" href="/a">A</a><button id="go">B</button>')
    now = page('<a id="go" href="/a">A</a>')
    dialect = DIALECTS["playwright"]
    others = (Expectation(old, hit(old, "a"), or_nothing=True),)
    request = Request(dialect.parse("a.go"), now, hit(now, "a"), Action("click"), others=others)
    spellings = [proposal.locator for proposal in propose(request, dialect)]
    assert spellings
    assert dialect.parse("#go") not in spellings


VIEWS = """<div id="chat"><div class="view" style="display:none"><p class="topic">Lobby</p></div>
<div class="view active"><p class="topic">Team</p></div></div>"""


def first_choice(old: Page, meant: str, now: Page, target: str, locator: str) -> Locator:
    """The cheapest proposal where the old page is at hand."""
    dialect = DIALECTS["playwright"]
    others = (Expectation(old, hit(old, meant), or_nothing=True),)
    broken = dialect.parse(locator)
    request = Request(broken, now, hit(now, target), Action("click"), others=others)
    return next(propose(request, dialect)).locator


def test_copies_in_views_that_the_old_page_hid_do_not_count() -> None:
    now = page('<div id="app"><div id="chat"><p class="topic">Team</p></div></div>')
    chosen = first_choice(page(VIEWS), ".active .topic", now, ".topic", "#chat .active .topic")
    assert chosen == DIALECTS["playwright"].parse("#chat .topic")


def test_copies_that_the_old_page_showed_count() -> None:
    now = page('<div id="app"><div id="chat"><p class="topic">Team</p></div></div>')
    shown = page(VIEWS.replace(' style="display:none"', ""))
    chosen = first_choice(shown, ".active .topic", now, ".topic", "#chat .active .topic")
    assert chosen != DIALECTS["playwright"].parse("#chat .topic")


def test_the_box_that_said_just_what_the_element_said_means_the_same() -> None:
    old = page('<span id="nick"><b id="nick-value">tess</b><button></button></span>')
    now = page('<p><span>other</span><span id="nick">tess</span></p>')
    chosen = first_choice(old, "#nick-value", now, "#nick", "#nick-value")
    assert chosen == DIALECTS["playwright"].parse("#nick")


def test_what_stands_at_another_place_now_is_counted_anew() -> None:
    """On the old page the new place is another element's; that says nothing of the new page."""
    old = page("<h2>Keys</h2><h2>Words</h2><h2>About</h2>")
    now = page("<h2>About</h2><h2>Keys</h2><h2>Words</h2>")
    locator = "internal:role=heading[level=2] >> nth=0"
    chosen = first_choice(old, "h2 >> nth=0", now, "h2 >> nth=1", locator)
    assert chosen == DIALECTS["playwright"].parse("internal:role=heading[level=2] >> nth=1")


def test_a_parameter_stays_visible() -> None:
    now = page(ROWS)
    dialect = DIALECTS["playwright"]
    old = dialect.parse("ul.toplinks > li:nth-child(2) > a")
    targets = hit(now, "nav a >> nth=1")
    request = Request(old, now, targets, Action("click"), parameters={0: ("2",)})
    assert "2" in str(next(propose(request, dialect)).locator.steps[0].value)


def test_what_only_generated_values_tell_costs_most() -> None:
    now = page('<div><span class="css-zd063h">a</span></div><div><span>b</span></div>')
    dialect = DIALECTS["playwright"]
    old = dialect.parse('span[class*="-Description"]')
    request = Request(old, now, hit(now, "span.css-zd063h"), Action("click"))
    assert not any("css-zd063h" in str(p.locator) for p in islice(propose(request, dialect), 1))


def test_another_strategy_is_taken_in_the_preferred_order() -> None:
    now = page('<button data-testid="draft-link" aria-label="Draft">x</button><button>y</button>')
    dialect = DIALECTS["playwright"]
    old = dialect.parse('internal:attr=[title="Draft"i]')
    targets = hit(now, "[data-testid]")

    def strategy(*order: str) -> str:
        request = Request(old, now, targets, Action("click"), preferred=order)
        return next(propose(request, dialect)).locator.steps[0].strategy

    assert strategy() == "testid"
    assert strategy("role", "label") == "role"
    assert strategy("label", "role") == "label"


LINES = """<a href="/a" class="hit"><h2>Features</h2><p>Orders</p></a>
<a href="/a" class="hit"><h2>Prices</h2><p>Orders</p></a>"""


def test_nobody_writes_the_break_between_the_lines_of_a_link() -> None:
    dialect = DIALECTS["selenium"]
    here = page(LINES)
    old = dialect.parse('css selector=a[title="Features"]')
    found = propose(Request(old, here, hit(here, "a >> nth=0"), Action("click")), dialect)
    said = [str(step.value) for one in found for step in one.steps]
    assert "Features" in said
    assert not any("\n" in text for text in said)
