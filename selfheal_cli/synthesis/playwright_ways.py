"""Playwright's own ways to say an element: role, label, text, test id and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import attributes
from selfheal_cli.model import OptionValue, Pattern, Step
from selfheal_cli.synthesis.costs import GENERATED, RENAME, UNNAMED
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.paths import full_text
from selfheal_cli.synthesis.ways import (
    Read,
    Say,
    Ways,
    attribute,
    patterned,
    say_attribute,
    shared,
    texts,
    whole,
    worded,
    words_of,
)

_EXACT = 6.0
# What a style sheet draws as an icon is read out as its name, which nobody sees.
_WITH_ICONS = 1.0
LOOSE_ROLES = frozenset({"generic", "none", "presentation", "", "text"})
Options: TypeAlias = tuple[tuple[str, OptionValue], ...]


def _same(strategy: str, old: Step) -> Step:
    """The author's step as one of `strategy`."""
    return old if old.strategy == strategy else Step(strategy, words_of(old))


def say_role(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """The role, with its accessible name or alone."""
    tree = accessibility(aim.document)
    roles = {tree.role(element) for element in aim.elements}
    names = {tree.name(element) for element in aim.elements}
    if len(roles) != 1 or (role := roles.pop()) in LOOSE_ROLES:
        return
    step = _same("role", old)
    cost = 0.0 if step.value == role or old.strategy != "role" else RENAME
    kept = tuple(pair for pair in step.options if pair[0] not in ("name", "exact"))
    pattern = old.option("name") if old.strategy == "role" else None
    pattern = pattern if isinstance(pattern, Pattern) else None
    if pattern:
        yield Step("role", role, (("name", pattern), *kept)), cost
    if len(names) == 1:
        name = names.pop()
        for words, extra in patterned(pattern, name):
            yield Step("role", role, (("name", words), *kept)), cost + extra
        for named, extra in _called(old, name, _inside(name, aim)):
            yield Step("role", role, named + kept), cost + extra
    if not (pattern or words_of(old)) or len(aim.elements) > 1:
        yield Step("role", role, kept), cost + (0.0 if old.strategy == "role" else UNNAMED)


def _called(old: Step, name: str, text: str) -> Iterator[tuple[Options, float]]:
    """The name options, loosely with the `text` alone before the icons that stand with it."""
    if not text or old.option("exact", False):
        yield from _named(old, name)
        return
    for words, _, cost in _worded(old, text):
        yield (("name", words),), cost
    for options, cost in _named(old, name):
        yield options, cost + _WITH_ICONS


def _inside(name: str, aim: Aim) -> str:
    """The elements' one text, where their name says something beside it (an icon, a picture)."""
    found = {full_text(element) for element in aim.elements}
    text = found.pop() if len(found) == 1 else ""
    return text if text != name and text.lower() in name.lower() else ""


def _named(old: Step, name: str) -> Iterator[tuple[Options, float]]:
    """The name options that say `name` as the author did."""
    for words, flags, cost in _worded(old, name):
        yield (("name", words), *flags), cost


def _worded(old: Step, text: str) -> Iterator[tuple[str, Options, float]]:
    """`text` in the author's words, loosely and exactly."""
    exact = bool(old.option("exact", False))
    flags: Options = (("exact", True),)
    for words, cost in worded(old, words_of(old), text, exact):
        yield words, flags if exact else (), cost
        if not exact:
            yield words, flags, cost + _EXACT


def _texted(strategy: str, read: Read) -> Say:
    """A strategy whose value is a text of the element, which `read` gives."""

    def say(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
        if old.strategy == strategy and isinstance(old.value, Pattern):
            yield old, 0.0
        for text in shared(read, aim):
            for pattern, cost in patterned(old.value, text) if old.strategy == strategy else ():
                yield Step(strategy, pattern, old.options), cost
            for words, flags, cost in _worded(old, text):
                yield Step(strategy, words, flags), cost

    return say


def labels(aim: Aim, element: HtmlElement) -> list[str]:
    """The texts of the element's labels."""
    return accessibility(aim.document).labels(element)


say_text = _texted("text", texts)


def _testids(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    ids = {attributes(element).get(aim.testid_attribute, "") for element in aim.elements}
    if len(ids) != 1 or not (value := ids.pop()):
        return
    kept = old.options if old.strategy == "testid" else ()
    if not kept and aim.testid_attribute != "data-testid":
        kept = (("attribute", aim.testid_attribute),)
    cost = GENERATED if looks_generated(value) else 0.0
    changed = 4.0 if old.strategy == "testid" and old.value != value else 0.0
    yield replace(_same("testid", old), value=value, options=kept), cost + changed


def _ids(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """The engine `id=`, where the author has it; else a selector says it."""
    return whole("id", attribute("id"))(old, aim) if old.strategy == "id" else iter(())


def _spelled(new: Step, old: Step) -> Step:
    """The engine that the author names (`text=`), where it is the same strategy."""
    kept = tuple(pair for pair in old.options if pair[0] == "engine")
    if not kept or new.strategy != old.strategy or "engine" in dict(new.options):
        return new
    return replace(new, options=(*new.options, *kept))


# The order is that of Playwright's own generator.
PLAYWRIGHT = Ways(
    says={
        "testid": _testids,
        "role": say_role,
        "placeholder": _texted("placeholder", attribute("placeholder")),
        "label": _texted("label", labels),
        "alt": _texted("alt", attribute("alt")),
        "text": say_text,
        "title": _texted("title", attribute("title")),
        "id": _ids,
        "attr": say_attribute,
    },
    paths=("css", "xpath"),
    costs={
        "testid": 20.0,
        "role": 25.0,
        "placeholder": 27.0,
        "label": 27.0,
        "css": 30.0,
        "text": 32.0,
        "alt": 40.0,
        "title": 42.0,
        "id": 50.0,
        "attr": 50.0,
        "xpath": 60.0,
    },
    spelled=_spelled,
    counts=True,
)
