"""What a dialect offers: its ways to say an element, in its own order of preference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import attributes
from selfheal_cli.model import Pattern, Step
from selfheal_cli.synthesis.choices import PartChoice, part_choices
from selfheal_cli.synthesis.costs import GENERATED, NAME_ONLY, REPLACE, REWORD, adding, unlike
from selfheal_cli.synthesis.generated import looks_generated
from selfheal_cli.synthesis.options import (
    SELECTOR,
    Aim,
    Batch,
    Option,
    new_paths,
    path_batches,
    said,
)
from selfheal_cli.synthesis.parts import offered, tag_of
from selfheal_cli.synthesis.paths import Part, PartKind
from selfheal_cli.synthesis.wording import wordings

Say: TypeAlias = Callable[[Step, Aim], Iterator[tuple[Step, float]]]
"""The steps that may say what is aimed at where the author wrote the given step, each with what it
costs beyond its strategy."""

Read: TypeAlias = Callable[[Aim, HtmlElement], Sequence[str]]
"""The texts by which a strategy may find an element."""


def as_it_is(new: Step, old: Step) -> Step:
    """A dialect without spellings of its own."""
    return new


@dataclass(frozen=True, slots=True)
class Ways:
    """`says`: strategies whose value is a plain one, and how each says an element; `paths`: those
    whose value is a CSS or XPath path; `costs`: what each costs where the author used another;
    `spelled`: the new step with what the author's step says beside its value; `counts`: one of
    several elements can be chosen by a step `nth`."""

    says: Mapping[str, Say]
    paths: tuple[str, ...]
    costs: Mapping[str, float]
    spelled: Callable[[Step, Step], Step] = as_it_is
    counts: bool = False

    def preferring(self, order: Sequence[str]) -> Mapping[str, float]:
        """The costs where the strategies in `order` come first, in that order; what the dialect
        has no strategy for, as a selector."""
        if not order:
            return self.costs
        ranked = {name: _FIRST + _NEXT * place for place, name in enumerate(order)}
        behind = _FIRST + _NEXT * len(order)
        selectors = {SELECTOR + name: ranked[name] for name in order if name not in self.costs}
        return {name: cost + behind for name, cost in self.costs.items()} | ranked | selectors


_FIRST, _NEXT = 20.0, 3.0


def batches(old: Step, aim: Aim, ways: Ways) -> Iterator[Batch]:
    """All ways to write the link, in the author's strategy first."""
    if old.strategy in ("css", "xpath"):
        yield from path_batches(old, aim)
    for strategy, say in ways.says.items():
        yield _saying(say, old, aim, 0.0 if strategy == old.strategy else aim.costs[strategy])
    for strategy in ways.paths:
        if strategy != old.strategy:
            yield new_paths(strategy, aim, "", aim.costs[strategy])


def same_way(old: Step, aim: Aim, ways: Ways) -> Iterator[Option]:
    """The link in the author's strategy, as it may read now."""
    if old.strategy in ("css", "xpath"):
        return next(path_batches(old, aim)).make()
    say = ways.says.get(old.strategy)
    return _saying(say, old, aim, 0.0).make() if say else iter(())


def _saying(say: Say, old: Step, aim: Aim, base: float) -> Batch:
    def options() -> Iterator[Option]:
        return (said(step, base + cost) for step, cost in say(old, aim))

    return Batch(base, options)


def whole(strategy: str, read: Read) -> Say:
    """A strategy that compares one whole value, such as an id."""

    def say(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
        for value in shared(read, aim):
            cost = GENERATED if looks_generated(value) else 0.0
            if old.strategy == strategy:
                cost += REPLACE + REWORD * unlike(str(old.value), value)
            yield Step(strategy, value), cost

    return say


def parted(strategy: str, kind: PartKind) -> Say:
    """A strategy that says what one part of a selector says: a class, a name of elements."""

    def say(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
        found = _parts(kind, aim)
        if old.strategy == strategy:
            found = part_choices(Part(kind, str(old.value)), aim.elements)
        for part, cost in found:
            if part and part.kind is kind:
                yield Step(strategy, part.value), cost

    return say


def _parts(kind: PartKind, aim: Aim) -> list[PartChoice]:
    if kind is PartKind.TAG:
        tag = tag_of(aim.elements)
        return [(tag, NAME_ONLY)] if tag else []
    return [(part, adding(part)) for part in offered(aim.elements, texts=False)]


def say_attribute(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """The attribute that the author compares, as its value now reads."""
    if old.strategy == "attr":
        read = attribute(str(old.option("attribute")))
        for step, cost in whole("attr", read)(old, aim):
            yield replace(step, options=old.options), cost


def words_of(old: Step) -> str:
    """The author's words for the element, whatever the strategy."""
    value = old.option("name") if old.strategy == "role" else old.value
    return value if isinstance(value, str) and old.strategy not in ("css", "xpath") else ""


def worded(old: Step, words: str, text: str, exact: bool) -> Iterator[tuple[str, float]]:
    """`text` in the author's `words`; nobody's words are given up where there was no author."""
    spared = 0.0 if old.strategy else REPLACE + REWORD
    for piece, cost in wordings(words, text, exact):
        yield piece, cost - spared


def patterned(value: object, text: str) -> Iterator[tuple[Pattern, float]]:
    """The author's regular expression with `text` in place of its words; none where there is no
    such expression, or one that says more than words."""
    plain = _PLAIN.fullmatch(value.source) if isinstance(value, Pattern) else None
    if plain is None or not isinstance(value, Pattern):
        return
    old = re.sub(r"\\(.)", r"\1", plain["words"])
    lower = "i" in value.flags and old == old.lower()
    for piece, cost in wordings(old, text, exact=False):
        words = _OPERATOR.sub(r"\\\g<0>", piece.lower() if lower else piece)
        yield replace(value, source=plain["begin"] + words + plain["end"]), cost


_PLAIN = re.compile(
    r"(?P<begin>\^?)(?P<words>(?:[^\\^$.*+?()\[\]{}|]|\\[^\w\s])+)(?P<end>\$?)", re.DOTALL
)
_OPERATOR = re.compile(r"[\\^$.*+?()\[\]{}|]")


def shared(read: Read, aim: Aim) -> list[str]:
    """What `read` gives for every one of the elements, in its order."""
    first, *others = [dict.fromkeys(read(aim, element)) for element in aim.elements]
    return [text for text in first if all(text in other for other in others)]


def attribute(name: str) -> Read:
    """The attribute's value, if it says anything."""
    return lambda aim, element: [v for v in [attributes(element).get(name, "")] if v.strip()]


def texts(aim: Aim, element: HtmlElement) -> list[str]:
    """The element's whole text, if there is any."""
    return [text for text in [accessibility(aim.document).text(element)] if text]
