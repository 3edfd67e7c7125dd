"""Capybara's ways to say an element: buttons, links and fields by their words, CSS, XPath, ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from lxml.html import HtmlElement

from selfheal_cli.locators.capybara_kinds import Kind, kinds_of
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import GENERATED, RENAME
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.paths import PartKind
from selfheal_cli.synthesis.playwright_ways import labels
from selfheal_cli.synthesis.ways import (
    Ways,
    attribute,
    parted,
    shared,
    texts,
    whole,
    worded,
    words_of,
)

_KINDS = ("button", "link", "field")
_ALIKE = 3.0
_KEY = {"placeholder": 3.0, "name": 6.0, "id": 9.0}


def _named(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """What people read of it, then its keys; as the kind of element that the author looked for."""
    own = str(old.option("kind")) if old.strategy == "default" else ""
    for kind in dict.fromkeys((own, *_KINDS)) if own else _KINDS:
        base = old if kind == own else Step("default", "", (("kind", kind),))
        changed = RENAME if own and kind != own else 0.0
        for value, cost in _values(old, kind, aim):
            yield replace(base, value=value), changed + cost


def _values(old: Step, name: str, aim: Aim) -> Iterator[tuple[str, float]]:
    exact = old.option("exact") is True
    for kind in kinds_of(name):
        for text in shared(partial(_read, kind), aim):
            yield from worded(old, words_of(old), text, exact)
        for key, more in [*((key, _ALIKE) for key in kind.alike), *_keys(kind)]:
            for value in shared(attribute(key), aim):
                made_up = GENERATED if key in kind.equal and looks_generated(value) else 0.0
                for words, cost in worded(old, words_of(old), value, exact or key in kind.equal):
                    yield words, cost + more + made_up


def _keys(kind: Kind) -> list[tuple[str, float]]:
    return [(key, _KEY.get(key, _ALIKE)) for key in kind.equal]


def _read(kind: Kind, aim: Aim, element: HtmlElement) -> Sequence[str]:
    """Labels, the text, or a picture's alternative."""
    found = labels(aim, element) if kind.by_label else []
    found += texts(aim, element) if element.tag in kind.by_text else []
    if element.tag in kind.by_picture:
        found += [alt for image in element.iter("img") if (alt := (image.get("alt") or "").strip())]
    for part in filter(None, (kind.of_child, kind.of_part)):
        found += [" ".join(each.text_content().split()) for each in element.iter(part)]
    return found


def _spelled(new: Step, old: Step) -> Step:
    """The author's filters and match, where the strategy is the same; else the match alone."""
    if new.strategy == "default" and new.options:
        return new
    same = new.strategy == old.strategy
    return replace(new, options=tuple(p for p in old.options if same or p[0] == "match"))


# Capybara's own advice: what a person reads, then CSS.
CAPYBARA = Ways(
    says={
        "default": _named,
        "id": whole("id", attribute("id")),
        "tag": parted("tag", PartKind.TAG),
    },
    paths=("css", "xpath"),
    costs={"default": 24.0, "css": 30.0, "id": 42.0, "tag": 54.0, "xpath": 60.0},
    spelled=_spelled,
)
