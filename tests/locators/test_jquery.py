"""jQuery's selector engine, by its own rules (tests/real compares it with jQuery itself)."""

import pytest

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import jquery
from tests.locators.pages import ids, page

PAGE = page("""<body><div id=a class=x><span id=s1>Hello&nbsp;  <b id=b1>world</b></span>
<button id=bt><i id=i1>Save (it)</i></button></div>
<ul id=u><li id=l1>1<li id=l2>2<li id=l3 data-n=5>3<ul id=v><li id=l4>4</ul></ul>
<input id=in type=submit value="Go right now"><input id=t1><input id=t2 disabled type=TEXT>
<p id=h style="display:none">x</p><h2 id=5>it's</h2><p id=twin></p><p id=twin></p>
<details id=d><summary id=su>More</summary><em id=em>less</em></details>
<svg id=sv viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">
<defs id=de><path id=pa /></defs><path id=pb /></svg>
<noscript id=no>Scripts, <b>please</b></noscript>""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("li:first", ["l1"]),
        ("li:eq(-1)", ["l4"]),
        ("li:gt(0):lt(2)", ["l2", "l3"]),
        ("li:not(:first)", ["l2", "l3", "l4"]),
        ("li:not(.x, #l2)", ["l1", "l3", "l4"]),
        ("li:not('#l2')", ["l1", "l3", "l4"]),
        ("ul > :last", ["l4"]),
        ("ul:first li:odd", ["l2", "l4"]),
        ("ul:last > li:first, b", ["b1", "l4"]),
        ("li:has(li)", ["l3"]),
        ("li:has(> ul:first)", ["l3"]),
        ("div :contains(Save)", ["bt", "i1"]),
        (":contains('Save (it)'):last", ["i1"]),
        (":contains(Save \\(it\\)):last", ["i1"]),
        ("h2:contains(it's)", ["5"]),
        (":text", ["t1", "t2"]),
        (":submit, :header", ["bt", "in", "5"]),
        (":button", ["bt"]),
        ("[data-n=5]", ["l3"]),
        ("#5", ["5"]),
        ("input[type!=submit]", ["t1", "t2"]),
        ("input[value~='right now']:input", ["in"]),
        ("input[disabled=disabled]:input", ["t2"]),
        ("p:hidden", ["h"]),
        ("ul >", ["l1", "l2", "l3", "l4"]),
        ("> li", []),
        ("#twin", ["twin"]),
        ("p:parent", ["h"]),
        ("input[type=text]:eq(0)", ["t2"]),  # what stands before a count is the browser's to find
        ("input[type=text]:input", []),  # and here jQuery's own, which compares as it stands
        ("[xmlns]", []),
        ("[xmlns], [xmlns~=x]:eq(0)", ["sv"]),  # no browser takes that list
        ("em:visible, path:visible", ["em", "pb"]),
        ("svg[viewBox~='9']:not(:input)", ["sv"]),
        ("svg *:hidden", ["de", "pa"]),
        (":contains(<b>please)", ["html", "body", "no"]),
    ],
)
def test_finds_what_jquery_finds(text, expected):
    assert ids(jquery.find(PAGE, text)) == expected


@pytest.mark.parametrize("text", ["li:nope", "li:eq(1", "", "a,", "[a=", "li:gt(0", "a:not(> b"])
def test_what_is_no_selector_is_refused(text):
    with pytest.raises(LocatorSyntaxError):
        jquery.find(PAGE, text)


@pytest.mark.parametrize("text", ["a:hover", "div:animated", "input:focus"])
def test_what_a_snapshot_cannot_tell_is_refused(text):
    with pytest.raises(UnsupportedLocator):
        jquery.find(PAGE, text)


@pytest.mark.parametrize(
    ("start", "axis", "text", "expected"),
    [
        ("#l4", "ancestor", "", ["v", "l3", "u", "body", "html"]),
        ("#l4", "ancestor", "li", ["l3"]),
        ("#l4", "closest", "li", ["l4"]),
        ("#l4", "closest", "ul ul", ["v"]),
        ("#l4", "closest", "li:first", []),
        ("#l4", "closest", "> li", []),
        ("#l4", "closest", "li:first-child", ["l4"]),
        ("#l2", "sibling", "", ["l1", "l3"]),
        ("#l2", "sibling", ":last", ["l3"]),
        ("#u", "child", "li:odd", ["l2"]),
        ("li", "parent", "", ["u", "v"]),
        ("#l1", "next", "", ["l2"]),
        ("#l1", "next", "#l3", []),
        ("#l1", "next-all", "", ["l2", "l3"]),
        ("#l3", "previous-all", "", ["l2", "l1"]),
        ("li", "next", "", ["l2", "l3"]),
    ],
)
def test_traversals(start, axis, text, expected):
    assert ids(jquery.along(PAGE, jquery.find(PAGE, start), axis, text)) == expected


def test_filter_counts_among_the_elements_given():
    items = jquery.find(PAGE, "li")
    assert ids(jquery.matching(PAGE, items, ":eq(1)")) == ["l2"]
    assert ids(jquery.matching(PAGE, items, "ul ul li:first")) == ["l4"]


def test_find_looks_below_its_scope_only():
    (outer,) = jquery.find(PAGE, "#v")
    assert ids(jquery.find(PAGE, "ul li", (outer,))) == []
    assert ids(jquery.find(PAGE, "> li", (outer,))) == ["l4"]
    assert ids(jquery.find(PAGE, "li:not(ul ul li)", (outer,))) == []
