"""Labelled page pairs: a folder with cases.jsonl and the saved pages it names."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import html

from selfheal_cli.dom.tree import Page
from selfheal_cli.matching.excerpt import excerpt, recall
from selfheal_cli.matching.prepared import Ground, Prepared, ground, prepare
from selfheal_cli.model import Action, Markup, Snapshot

_ACTIONS = {"assert_text": "assert-text", "assert_visible": "assert-visible"}


@dataclass(eq=False)
class Label:
    """One labelled element: rows of the views; `new` -1: removed; `kin`: lenient answers."""

    id: str
    raw: dict
    old: int
    new: int
    kin: list[int]
    action: Action


@dataclass(eq=False)
class Screen:
    """One page pair with its labels; `made`: of one real page and a mutated copy."""

    app: str
    prepared: Prepared
    labels: list[Label] = field(default_factory=list)
    made: bool = False


def load_page(path: Path) -> Page:
    """The saved file as `lxml.html.fromstring` reads it: the labels' XPaths are of that tree."""
    root = html.fromstring(path.read_bytes().decode("utf-8", "replace"))
    return Page(root, Snapshot(Markup(b"")), False, tuple(root.iter("*")))


def load(folder: Path) -> list[Screen]:
    """All page pairs of a drift folder."""
    cases = [json.loads(line) for line in (folder / "cases.jsonl").open()]
    grouped = defaultdict(list)
    for case in cases:
        grouped[case["old_html"], case["new_html"]].append(case)
    pages: dict[str, Page] = {}
    screens = []
    for (old, new), group in grouped.items():
        for name in (old, new):
            pages.setdefault(name, load_page(folder / name))
        known = ground(pages[old], pages[new])
        labels = [_label(known, case) for case in group]
        prepared = prepare(known, [label.old for label in labels])
        screens.append(Screen(group[0]["app"], prepared, labels))
    return screens


def excerpts(screens: list[Screen]) -> list[Screen]:
    """The same questions with nothing but each old element's excerpt for its page: one screen
    per label."""
    return [_recalled(screen, label) for screen in screens for label in screen.labels]


def _recalled(screen: Screen, label: Label) -> Screen:
    page, element = recall(excerpt(screen.prepared.old.elements[label.old]))
    known = ground(page, screen.prepared.new.page)
    asked = replace(label, old=known.old.index[element])
    return Screen(screen.app, prepare(known, [asked.old]), [asked])


def _label(known: Ground, case: dict) -> Label:
    kin = [_at(known.new, x) for x in case.get("new_equiv") or []]
    return Label(
        id=case["id"],
        raw=case,
        old=_at(known.old, case["old_xpath"]),
        new=_at(known.new, case["new_xpath"]) if case["new_xpath"] else -1,
        kin=[k for k in kin if k >= 0],
        action=Action(_ACTIONS.get(case["action"], case["action"]), "", case["action_value"] or ""),
    )


def _at(view, xpath: str) -> int:
    (element,) = view.page.root.getroottree().xpath(xpath)
    return view.index.get(element, -1)
