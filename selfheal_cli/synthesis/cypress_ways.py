"""Cypress's ways to say an element: `get` and `find` with a selector, `contains` with a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from selfheal_cli.locators.budget import budget_for
from selfheal_cli.locators.text_content import texts_of
from selfheal_cli.locators.text_query import find_text, text_query
from selfheal_cli.locators.traversal import tree_of
from selfheal_cli.model import OptionValue, Pattern, Step
from selfheal_cli.synthesis.costs import TAG_TOO
from selfheal_cli.synthesis.options import Aim
from selfheal_cli.synthesis.parts import tag_of
from selfheal_cli.synthesis.ways import Ways, patterned, shared, texts, worded


def _contains(old: Step, aim: Aim) -> Iterator[tuple[Step, float]]:
    """`contains` gives the first element with the text: only a text that stands once will do."""
    if old.strategy == "text" and isinstance(old.value, Pattern):
        yield old, 0.0
    words = old.value if old.strategy == "text" and isinstance(old.value, str) else ""
    kept = tuple(pair for pair in old.options if pair[0] in ("selector", "match-case"))
    tag = tag_of(aim.elements)
    for text in shared(texts, aim):
        for pattern, cost in patterned(old.value, text) if old.strategy == "text" else ():
            if _is_said_once(pattern, aim):
                yield Step("text", pattern, kept), cost
        for piece, cost in worded(old, words, text, exact=False):
            if not _is_said_once(piece, aim):
                continue
            yield Step("text", piece, kept), cost
            if tag:
                chosen: tuple[tuple[str, OptionValue], ...] = (("selector", tag.value),)
                others = tuple(pair for pair in kept if pair[0] != "selector")
                yield Step("text", piece, chosen + others), cost + TAG_TOO


def _is_said_once(text: str | Pattern, aim: Aim) -> bool:
    """Whether the text stands in one place only, whichever elements are around it."""
    step = Step("text", text)  # as Playwright searches: no more than `contains` finds
    tree, known = tree_of(aim.document), texts_of(aim.document)
    budget = budget_for(aim.document)
    found = find_text(text_query(step, budget), tree, known, aim.scope, budget)
    return len(list(found)) == 1


def _spelled(new: Step, old: Step) -> Step:
    """What looks into shadow trees goes on to do so."""
    kept = tuple(pair for pair in old.options if pair[0] == "shadow")
    return replace(new, options=(*new.options, *kept))


# The order of Cypress's "Best Practices": attributes for tests, the text, then the rest.
CYPRESS = Ways(
    says={"text": _contains},
    paths=("css",),
    costs={"css": 20.0, "text": 27.0},
    spelled=_spelled,
    counts=True,
)
