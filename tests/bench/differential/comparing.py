"""One locator asked of two engines: are the answers equal, and if not, what kind of difference."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from selfheal_cli.dom.tree import Page, build
from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Locator, Markup, Snapshot
from tests.bench.differential.chromium import ADDRESS, VIEWPORT, Found
from tests.bench.differential.corpus import Saved

Answer = Found

_LAYOUT = re.compile(r":visible|visible=")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our page, its elements numbered as those in the browser."""

    page: Page
    elements: tuple[HtmlElement, ...]
    numbers: dict[HtmlElement, int]

    def answer(self, dialect: Dialect, locator: str | Locator) -> Answer:
        """The numbers of what we resolve to, or why we do not."""

        def find(page: Page) -> Iterable[HtmlElement]:
            parsed = dialect.parse(locator) if isinstance(locator, str) else locator
            return dialect.resolve(parsed, page)

        return self.found(find)

    def found(self, find: Callable[[Page], Iterable[HtmlElement]]) -> Answer:
        """The same for any way of finding."""
        try:
            found = find(self.page)
        except LocatorSyntaxError as error:
            return f"error: {error}"
        except UnsupportedLocator as error:
            return f"refused: {error}"
        except Exception as error:  # a crash is what we look for
            return f"crash: {type(error).__name__}: {error}"
        return [self.numbers[each] for each in found]


def ours(saved: Saved) -> Ours:
    """The page as we read it."""
    page = build(Snapshot(Markup(saved.html, "utf-8"), ADDRESS, viewport=VIEWPORT))
    elements = page.elements
    return Ours(page, elements, {each: number for number, each in enumerate(elements)})


@dataclass(frozen=True, slots=True)
class Difference:
    """A locator that two engines answer differently."""

    page: str
    kind: str
    locator: str
    ours: Answer
    theirs: Answer

    @property
    def manner(self) -> str:
        """The class of the difference, in a few words."""
        if isinstance(self.ours, str):
            return _RAISED[self.ours.partition(":")[0]]
        if isinstance(self.theirs, str):
            return "answered here, an error in the engine"
        if _LAYOUT.search(self.locator):
            return "visible, as only a layout can tell (an empty box, a box of no size)"
        missed, added = set(self.theirs) - set(self.ours), set(self.ours) - set(self.theirs)
        return " and ".join(["missed"] * bool(missed) + ["too many"] * bool(added))


_RAISED = {
    "error": "an error here, answered by the engine",
    "refused": "refused here",
    "crash": "a crash",
}


@dataclass(slots=True)
class Tally:
    """All comparisons of a run."""

    asked: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    crashes: int = 0

    def add(self, page: str, kind: str, locator: str, ours: Answer, theirs: Answer) -> None:
        """Counts one locator."""
        self.asked[kind] += 1
        if isinstance(ours, str):
            self.crashes += ours.startswith("crash")
        if not same(ours, theirs):
            self.differences.append(Difference(page, kind, locator, ours, theirs))

    @property
    def total(self) -> int:
        """How many locators were compared."""
        return sum(self.asked.values())

    @property
    def share(self) -> float:
        """The share of equal answers."""
        return 1 - len(self.differences) / self.total if self.total else 0.0


def same(ours: Answer, theirs: Answer) -> bool:
    """Whether both found the same elements, or both say that it is no locator."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return isinstance(theirs, str) and isinstance(ours, str) and ours.startswith("error")
    return set(ours) == set(theirs)


def lines(tally: Tally, shown: int) -> Sequence[str]:
    """The report: a line for each kind of locator, then each class of difference."""
    wrong = Counter(each.kind for each in tally.differences)
    written = [
        f"  {kind:28} {count - wrong[kind]:6}/{count:6}  {100 * (1 - wrong[kind] / count):6.2f} %"
        for kind, count in sorted(tally.asked.items())
    ]
    classes: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for each in tally.differences:
        classes[each.kind, each.manner].append(each)
    for (kind, manner), members in sorted(classes.items(), key=lambda item: -len(item[1])):
        written.append(f"  {len(members):4} x {kind}: {manner}")
        written += [f"         {_shown(each)}" for each in members[:shown]]
    return written


def _shown(each: Difference) -> str:
    answers = f"ours {_brief(each.ours)} theirs {_brief(each.theirs)}"
    return f"{each.page}  {each.locator[:160]}  {answers}"


def _brief(answer: Answer) -> str:
    return answer[:90] if isinstance(answer, str) else f"{len(answer)} {answer[:6]}"
