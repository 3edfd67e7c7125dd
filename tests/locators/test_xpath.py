"""XPath as browsers evaluate it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfheal_cli.errors import LocatorSyntaxError, SelfhealError, UnsupportedLocator
from selfheal_cli.locators.xpath import select
from tests.locators.pages import FIXTURES, ids, page
from tests.locators.strategies import texts

HTML = """<html><head><title id=t>x</title></head><body id=b>
<div id=d1 class=box><p id=p1>one</p><p id=p2>two <b id=b1>x</b></p></div>
<svg id=s><title>no</title><path></path></svg><a id=a1 href=/x>link</a></body></html>"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("//DIV/P[2]", ["p2"]),
        ("/html/body/div", ["d1"]),
        ("html/body/div/p", ["p1", "p2"]),
        (".//b", ["b1"]),
        ("(.//p)[last()]", ["p2"]),
        ("id('d1')/p[1]", ["p1"]),
        ("//title", ["t"]),
        ("//svg", []),
        ("//*[name()='svg']", ["s"]),
        ("//a[@HREF='/x']", ["a1"]),
        ("//*[attribute::class='box']", ["d1"]),
        ("//b/ancestor::p", ["p2"]),
        ("//p[position() mod 2 = 0 and b]", ["p2"]),
        ("//p/text()", []),
        ("//p[. = 'one'] | //b", ["p1", "b1"]),
    ],
)
def test_finds(expression, expected):
    assert ids(select(page(HTML), expression)) == expected


@pytest.mark.parametrize(
    "expression", ["count(//a)", "//a[", "//x:y", "'text'", "$v", "//a[document('x')]", "foo()", ""]
)
def test_refuses_what_gives_no_elements(expression):
    with pytest.raises(LocatorSyntaxError):
        select(page(HTML), expression)


@pytest.mark.parametrize(
    "expression", ["//*[" * 6 + "a" + "]" * 6, "//a" + "|//a" * 500, "a" * 99999]
)
def test_refuses_what_costs_too_much(expression):
    with pytest.raises(UnsupportedLocator):
        select(page(HTML), expression)


ROW = "<li class=row><div><div><span>Name</span><a href=/a>Folder</a></div></div></li>"
LARGE = f"""<html><head><script>{"x = 1;" * 80_000}</script></head><body><div id=root><div>
<form><ul id=menu>{ROW * 150}</ul></form></div></div></body></html>"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("//ul[@id='menu']//a[normalize-space()='Folder']", 150),
        ("//*[@id='root']/div/form/ul/li[2]/div/div/a", 1),
        ("//div[@id='root']/div/form/ul/li/div[1]/div/span", 150),
        ("//a[ancestor::ul//span]/preceding-sibling::span[text()='Name']", 150),
        ("//span[text()='Name']//following-sibling::a", 150),
        ("//*[@id='menu']//following::a[contains(text(), 'Folder')]", 150),
        ("(//li[contains(., 'Name')]//a)[last()]", 1),
    ],
)
def test_what_suites_ask_is_answered_on_an_ordinary_page_with_long_scripts(expression, expected):
    assert len(select(page(LARGE), expression)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "//span[ancestor::*//ancestor::*]",
        "/descendant::a[ancestor-or-self::*[ancestor::*//ancestor::*/preceding-sibling::text()]]",
        "//*[following::*[preceding::*]]",
    ],
)
def test_refuses_what_starts_over_from_each_element(expression):
    with pytest.raises(UnsupportedLocator):
        select(page(f"<ul>{ROW * 1000}</ul>"), expression)


def test_a_scope_bounds_relative_paths_only():
    here = page(HTML)
    scope = select(here, "//div")[0]
    assert ids(select(here, ".//b", scope)) == ["b1"]
    assert ids(select(here, "./p", scope)) == ["p1", "p2"]
    assert ids(select(here, "//a", scope)) == ["a1"]


def test_shadow_roots_and_templates_hide_what_they_hold_and_do_not_count():
    here = page(
        "<div id=h><template shadowrootmode=open><p id=in>x</p></template><p id=out>y</p></div>"
        "<template id=t><p id=inert>z</p></template>"
    )
    assert ids(select(here, "//p")) == ["out"]
    assert ids(select(here, "//div/*[1]")) == ["out"]
    assert ids(select(here, "//div[.//p = 'x']")) == []
    assert ids(select(here, "//template")) == ["t"]
    assert ids(select(here, "//*[text()='']")) == []


@given(st.one_of(texts, st.text("/.*[]()@|'\"=ab1: ", max_size=20)))
def test_any_text_is_evaluated_or_refused(text):
    try:
        select(page(HTML), text)
    except SelfhealError:
        return


REAL = (FIXTURES / "plain.html").read_text("utf-8")
NAMES = st.sampled_from(["div", "p", "a", "li", "*", "span", "form", "input", "label"])
TESTS = st.sampled_from(
    ["[1]", "[last()]", "[@class]", "[contains(., 'e')]", "[.//a]", "[not(*)]", "[2 + 0]",
     "[a or p]",
     "[position() < 3]", "[normalize-space(.) = 'Home']", "[count(*) > 1]", "[count(*)]", "[*]",
     "[string-length(.) > 9]", "[@id='container']", "[starts-with(@class, 's')][1]", "[../p]",
     "[parent::*[@id]]", "[string-length(@id)]"]
)  # fmt: skip
AXES = st.sampled_from(["//", "/", "//", "/following-sibling::", "/ancestor::", "//self::"])
PATHS = st.lists(
    st.tuples(AXES, NAMES, st.lists(TESTS, max_size=2).map("".join)).map("".join),
    min_size=1,
    max_size=4,
).map(lambda steps: "/html" + "".join(steps))


@given(PATHS)
def test_a_plain_page_is_read_as_libxml2_reads_it(expression):
    here = page(REAL)
    try:
        found = select(here, expression)
    except UnsupportedLocator:
        return
    assert found == here.root.getroottree().xpath(expression)
