"""Ways to write one link of a locator so that it hits given elements."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page
from selfheal_cli.model import Step
from selfheal_cli.synthesis.costs import LEAST_PATH, NEW_PATH, adding, for_tests, fragile
from selfheal_cli.synthesis.css_paths import CssPaths
from selfheal_cli.synthesis.fresh import fresh
from selfheal_cli.synthesis.paths import PartKind, Syntax
from selfheal_cli.synthesis.relax import CSS_STYLE, XPATH_STYLE, Rewrite, Style, rewrites
from selfheal_cli.synthesis.xpath_paths import XPathPaths

Elements = Sequence[HtmlElement]
SELECTOR = "selector "
"""Before a strategy's name in an aim's costs: what it costs as a selector."""

_SYNTAXES: dict[str, tuple[Syntax, Style]] = {
    "css": (CssPaths(), CSS_STYLE),
    "xpath": (XPathPaths(), XPATH_STYLE),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A step that may state the elements, written when asked for, and what writing it costs."""

    write: Callable[[], Step]
    cost: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What a link has to hit: elements of one document, below `scope` (None: the document).
    `costs`: what another strategy than the author's costs; `quote`: the one around the text
    in the source, which a value inside had better not use."""

    elements: tuple[HtmlElement, ...]
    document: Page
    scope: HtmlElement | None
    testid_attribute: str
    costs: Mapping[str, float]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Options of one kind, none cheaper than `least`, made when asked for. `in_order`: cheapest
    first."""

    least: float
    make: Callable[[], Iterator[Option]]
    in_order: bool = False


def path_batches(old: Step, aim: Aim) -> Iterator[Batch]:
    """The author's CSS or XPath rewritten, then new ones in the same syntax."""
    like = str(old.value)
    yield Batch(0.0, lambda: _rewritten(old, aim), in_order=True)
    yield new_paths(old.strategy, aim, like, NEW_PATH)


def _rewritten(old: Step, aim: Aim) -> Iterator[Option]:
    syntax, style = _SYNTAXES[old.strategy]
    like = str(old.value)
    path = syntax.parse(like)
    found = rewrites(path, aim.elements, aim.scope, style) if path else ()
    for new in found:
        yield _written(syntax, new, _like(like, aim))


def new_paths(strategy: str, aim: Aim, like: str, extra: float) -> Batch:
    """New paths in the syntax of `strategy`, quoted as `like` is."""
    preferred = [cost for key, cost in aim.costs.items() if key.startswith(SELECTOR)]
    return Batch(
        min((extra + LEAST_PATH, *preferred)),
        lambda: _new_paths(strategy, aim, like, extra),
    )


def _new_paths(strategy: str, aim: Aim, like: str, extra: float) -> Iterator[Option]:
    syntax, style = _SYNTAXES[strategy]
    for new in fresh(aim.elements, aim.scope, style):
        cost = new.cost + extra
        if strategy == "css":
            cost = min(cost, _preferred(new, aim))
        yield _written(syntax, Rewrite(new.path, cost), _like(like, aim))


def _preferred(new: Rewrite, aim: Aim) -> float:
    """What the path costs where the settings prefer a strategy that here is a selector."""
    telling = [part for part in new.path[-1].parts if part.kind is not PartKind.TAG]
    if len(new.path) != 1 or len(telling) != 1:
        return math.inf
    part = telling[0]
    name = part.name if part.kind is PartKind.ATTRIBUTE else str(part.kind)
    base = aim.costs.get(SELECTOR + ("testid" if for_tests(part) else name), math.inf)
    return base + new.cost - adding(part) + fragile(part)


def _like(text: str, aim: Aim) -> str:
    """`text` as the example for quotes; where it has none, one that spares the source escapes."""
    if "'" in text or '"' in text or not aim.quote:
        return text
    inner = "'" if aim.quote.endswith('"') else '"'
    return f"{text}{inner}{inner}"


def _written(syntax: Syntax, new: Rewrite, like: str) -> Option:
    return Option(lambda: Step(syntax.strategy, syntax.render(new.path, like)), new.cost)


def said(step: Step, cost: float) -> Option:
    """An option whose step is at hand."""
    return Option(lambda: step, cost)
