"""Playwright's own ways to say an element: role, label, text, test id and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import attributes
from selfheal_cli.model import OptionValue, Pattern, Step
from selfheal_cli.synthesis.costs import GENERATED, RENAME
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.options import Aim, Batch, Option, new_paths, path_batches, said
from selfheal_cli.synthesis.wording import wordings

_UNNAMED = 12.0
_LOOSE_ROLES = frozenset({"generic", "none", "presentation", "", "text"})


def batches(old: Step, aim: Aim) -> Iterator[Batch]:
    """All ways to write the link, in the author's strategy first."""
    if old.strategy in ("css", "xpath"):
        yield from path_batches(old, aim)
    elif old.strategy in _SAYINGS:
        yield _saying(old.strategy, old, aim, 0.0)
    for strategy in _SAYINGS:
        if strategy != old.strategy:
            yield _saying(strategy, old, aim, aim.strategies[strategy])
    if old.strategy != "css":
        yield new_paths("css", aim, "", aim.strategies["css"])


def _saying(strategy: str, old: Step, aim: Aim, base: float) -> Batch:
    return Batch(base, lambda: _said(strategy, old, aim, base))


def _said(strategy: str, old: Step, aim: Aim, base: float) -> Iterator[Option]:
    same = old if old.strategy == strategy else Step(strategy, _words(old))
    for step, cost in _SAYINGS[strategy](same, aim, old):
        yield said(step, base + cost)


def _words(old: Step) -> str:
    """The author's words for the element, whatever the strategy."""
    value = old.option("name") if old.strategy == "role" else old.value
    return value if isinstance(value, str) and old.strategy not in ("css", "xpath") else ""


def _roles(step: Step, aim: Aim, old: Step) -> Iterator[tuple[Step, float]]:
    tree = accessibility(aim.document)
    roles = {tree.role(element) for element in aim.elements}
    names = {tree.name(element) for element in aim.elements}
    if len(roles) != 1 or (role := roles.pop()) in _LOOSE_ROLES:
        return
    cost = 0.0 if step.value == role or old.strategy != "role" else RENAME
    kept = tuple(pair for pair in step.options if pair[0] not in ("name", "exact"))
    pattern = old.option("name") if old.strategy == "role" else None
    pattern = pattern if isinstance(pattern, Pattern) else None
    if pattern:
        yield Step("role", role, (("name", pattern), *kept)), cost
    if len(names) == 1:
        for named, extra in _named(old, names.pop()):
            yield Step("role", role, named + kept), cost + extra
    if not (pattern or _words(old)) or len(aim.elements) > 1:
        yield Step("role", role, kept), cost + (0.0 if old.strategy == "role" else _UNNAMED)


def _named(old: Step, name: str) -> Iterator[tuple[tuple[tuple[str, OptionValue], ...], float]]:
    """The name options that say `name` as the author did."""
    exact = bool(old.option("exact", False))
    for words, cost in wordings(_words(old), name, exact):
        flags: tuple[tuple[str, OptionValue], ...] = (("exact", True),) if exact else ()
        yield (("name", words), *flags), cost
        if not exact:
            yield (("name", words), ("exact", True)), cost + 6.0


def _valued(
    read: Callable[[Aim, HtmlElement], list[str]],
) -> Callable[[Step, Aim, Step], Iterator[tuple[Step, float]]]:
    """A strategy whose value is a text of the element, which `read` gives."""

    def say(step: Step, aim: Aim, old: Step) -> Iterator[tuple[Step, float]]:
        if old.strategy == step.strategy and isinstance(old.value, Pattern):
            yield step, 0.0
        exact = bool(old.option("exact", False))
        first, *others = [set(read(aim, element)) for element in aim.elements]
        flags: tuple[tuple[str, OptionValue], ...] = (("exact", True),) if exact else ()
        for text in sorted(first.intersection(*others)):
            for words, cost in wordings(_words(old), text, exact):
                yield Step(step.strategy, words, flags), cost
                if not exact:
                    yield Step(step.strategy, words, (("exact", True),)), cost + 6.0

    return say


def _attribute(name: str) -> Callable[[Aim, HtmlElement], list[str]]:
    return lambda aim, element: [v for v in [attributes(element).get(name, "")] if v.strip()]


def _labels(aim: Aim, element: HtmlElement) -> list[str]:
    return accessibility(aim.document).labels(element)


def _texts(aim: Aim, element: HtmlElement) -> list[str]:
    return [text for text in [accessibility(aim.document).text(element)] if text]


def _testids(step: Step, aim: Aim, old: Step) -> Iterator[tuple[Step, float]]:
    ids = {attributes(element).get(aim.testid_attribute, "") for element in aim.elements}
    if len(ids) != 1 or not (value := ids.pop()):
        return
    kept = old.options if old.strategy == "testid" else ()
    if not kept and aim.testid_attribute != "data-testid":
        kept = (("attribute", aim.testid_attribute),)
    cost = GENERATED if looks_generated(value) else 0.0
    changed = 4.0 if old.strategy == "testid" and old.value != value else 0.0
    yield replace(step, value=value, options=kept), cost + changed


_SAYINGS: dict[str, Callable[[Step, Aim, Step], Iterator[tuple[Step, float]]]] = {
    "testid": _testids,
    "role": _roles,
    "placeholder": _valued(_attribute("placeholder")),
    "label": _valued(_labels),
    "alt": _valued(_attribute("alt")),
    "text": _valued(_texts),
    "title": _valued(_attribute("title")),
}
