"""Roles and names as Testing Library has them (tests/real compares with the library itself)."""

import pytest

from selfheal_cli.errors import UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from tests.locators.pages import ids, page

LIBRARY = DIALECTS["testing-library"]
PAGE = page("""<body><a id=a1 href=x><span title=Date>📅</span></a><a id=a2 href="" title=None>x</a>
<a id=a3 href=y title=Tip></a><input id=i1 placeholder=Search>
<label>Two <b>words</b><input id=i2></label>
<input id=i3 list=l><datalist id=l></datalist><select id=s1 size=1><option id=o1>One</select>
<label>Pick <select id=s2><option>no<option selected>yes</select> now
<input type=checkbox id=c1></label>
<input type=submit id=b1><input type=image id=b2 alt=Go><button id=b3>Save<br>all<i>!</i></button>
<table id=t1><caption id=ca>Cap</caption><tr id=r1><td id=d1>a<td id=d2>b</table>
<section id=se1 aria-label=Part></section><section id=se2>x</section><form id=f1 name=n></form>
<details><p id=p1 role=note aria-label=note1>closed</p></details>
<div aria-hidden=true><h2 id=h1>Hidden</h2></div><h2 id=h2>Two
lines  here</h2><img id=m1 alt=""><img id=m2 alt=Pic><fieldset id=fs><legend>Leg</legend></fieldset>
<h3 id=h3 aria-labelledby="h3 h2">Three</h3><p id=own>owned</p><h4 id=h4 aria-owns=own>owner</h4>
<div id=g1 role=group aria-describedby=own title=why></div><div id=x1 role="button link">both</div>
<label>Level <input type=range id=rg value=3> of <span role=textbox id=tb>text</span>
<input id=lv></label>
<svg id=sv role=img><title>Drawn</title></svg><div role=menu id=me>none</div><td id=lost></td>
<div role=listbox id=lb><i role=option id=op aria-selected=true>Chosen</i></div>
<label for=z1>At <input type=range value=3 id=z2> or <b role=textbox>text</b>
<select id=z3><option>no<option selected>yes</select></label><input type=email id=z1>""")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("getByRole('link')", ["a1", "a3"]),
        ("getByRole('link', { name: '📅' })", ["a1"]),
        ("getByRole('link', { name: 'Tip' })", ["a3"]),
        ("getByRole('textbox', { name: '' })", ["i1", "tb", "lv", "b"]),
        ("getByRole('textbox', { name: 'Two words' })", ["i2"]),
        ("getByRole('combobox')", ["i3", "s2", "z3"]),
        ("getByRole('listbox')", ["s1", "lb"]),
        ("getByRole('combobox', { name: 'Pick now' })", ["s2"]),
        ("getByRole('button', { name: 'Submit' })", ["b1"]),
        ("getByRole('button', { name: 'Go' })", ["b2"]),
        ("getByRole('button', { name: 'Saveall!' })", ["b3"]),
        ("getByRole('table', { name: 'Cap' })", ["t1"]),
        ("getByRole('caption', { name: 'Cap' })", ["ca"]),
        ("getByRole('row', { name: 'a b' })", ["r1"]),
        ("getByRole('gridcell')", []),
        ("getByRole('region')", ["se1"]),
        ("getByRole('form')", ["f1"]),
        ("getByRole('note', { name: 'note1' })", ["p1"]),
        ("getByRole('heading', { name: 'Hidden' })", []),
        ("getByRole('heading', { name: 'Two\\nlines here' })", ["h2"]),
        ("getByRole('heading', { name: 'Three Two\\nlines here' })", ["h3"]),
        ("getByRole('heading', { name: 'owner owned' })", ["h4"]),
        ("getByRole('presentation')", ["m1"]),
        ("getByRole('img', { name: 'Pic' })", ["m2"]),
        ("getByRole('img', { name: 'Drawn' })", ["sv"]),
        ("getByRole('group', { name: 'Leg' })", ["fs"]),
        ("getByRole('group', { description: 'owned' })", ["g1"]),
        ("getByRole('link', { queryFallbacks: true, name: 'both' })", ["x1"]),
        ("getByRole('slider', { name: 'Level of text' })", ["rg"]),
        ("getByRole('textbox', { name: /At 3 or text\\s+yes/ })", ["z1"]),
        ("getByRole('menu', { name: '' })", ["me"]),
    ],
)
def test_finds_what_the_library_finds(text, expected):
    assert ids(LIBRARY.resolve(LIBRARY.parse(text), PAGE)) == expected


def test_a_name_from_too_deep_is_refused():
    deep = page("<h1>" + "<i>" * 2_000 + "x")
    with pytest.raises(UnsupportedLocator, match="deep"):
        LIBRARY.resolve(LIBRARY.parse("getByRole('heading', { name: 'x' })"), deep)
