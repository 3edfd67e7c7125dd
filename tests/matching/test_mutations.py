"""Real pages changed by known operations: what happened to the target is then certain."""

from __future__ import annotations

import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from selfheal_cli.matching import match_pages
from selfheal_cli.model import Action
from tests.matching.pages import cases, one, page_from, saved

CLICK = Action("click")
OLD = sorted({c.old_html for c in cases()})
MARK = "data-mutation-target"
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def wrapped(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None or parent.tag in ("table", "tbody", "thead", "tr", "select", "ul", "ol"):
        return
    box = html.Element("div")
    box.tail, element.tail = element.tail, None
    parent.replace(element, box)
    box.append(element)


def renamed(element: HtmlElement) -> None:
    for name in ("id", "class"):
        if element.get(name):
            element.set(name, f"new-{element.get(name)}")


def restyled(element: HtmlElement) -> None:
    element.set("class", "css-1x9k2f")


def unidentified(element: HtmlElement) -> None:
    element.attrib.pop("id", None)


def moved_last(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None and parent.tag not in ("tr", "table"):
        parent.append(element)


CHANGES = st.lists(
    st.sampled_from([wrapped, renamed, restyled, unidentified, moved_last]),
    min_size=1,
    max_size=3,
)


@given(st.data())
@QUICK
def test_what_is_claimed_after_changes_is_the_target(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(OLD))
    case = data.draw(st.sampled_from([c for c in cases() if c.old_html == name]))
    old = saved(name)
    root = copy.deepcopy(old.root)
    target = root.getroottree().xpath(case.old_xpath)[0]
    for change in data.draw(CHANGES):
        change(target)
    match = match_pages(old, page_from(root)).find(one(old, case.old_xpath), case.action)
    if match.safe:
        claimed = match.elements[0]
        assert (
            claimed is target
            or target in claimed.iterancestors()
            or claimed in (target.iterancestors())
        )


@given(st.data())
@QUICK
def test_what_was_removed_is_not_claimed(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(OLD))
    case = data.draw(st.sampled_from([c for c in cases() if c.old_html == name]))
    old = saved(name)
    root = copy.deepcopy(old.root)
    target = root.getroottree().xpath(case.old_xpath)[0]
    for other in data.draw(st.lists(st.sampled_from(list(root.iter("div", "a", "p"))), max_size=4)):
        restyled(other)
    text = " ".join(target.text_content().split())
    twins = [e for e in root.iter(target.tag) if " ".join(e.text_content().split()) == text]
    kin = [e for e in target.iterancestors() if " ".join(e.text_content().split()) == text]
    (kin[-1] if kin else target).drop_tree()
    match = match_pages(old, page_from(root)).find(one(old, case.old_xpath), case.action)
    assert not match.safe or len(twins) > 1
