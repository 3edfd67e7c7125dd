"""Which elements of the failing page a broken locator means now, or what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, at, documents, frames, page_of, path_of
from selfheal_cli.hidden import stand_in
from selfheal_cli.matching import Hints, Match, PageMatch, Say, alike, asked_count, depict, guess
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.records import STANDS_IN
from selfheal_cli.model import Action, Candidate, Evidence, Locator, Verdict


@dataclass(frozen=True, slots=True)
class Target:
    """The elements meant. `safe`: the evidence alone would allow writing without a look;
    `against`: what forbids it, however probable they are."""

    elements: tuple[HtmlElement, ...]
    candidate: Candidate
    alternatives: tuple[Candidate, ...]
    margin: float
    safe: bool
    reason: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """No target: removed, or nothing that stands out."""

    verdict: Verdict
    reason: str
    candidates: tuple[Candidate, ...] = ()
    features: tuple[Evidence, ...] = ()


_VERDICTS = {Say.REMOVED: Verdict.REMOVED, Say.AMBIGUOUS: Verdict.AMBIGUOUS}
# Calls of WebdriverIO that search inside of an element.
_SEARCHED = frozenset(("$", "$$"))
_LEAST_GUESS = 0.02
_LEAST_CLAIM = 0.25


def by_old_page(
    match: PageMatch, old_targets: Sequence[HtmlElement], page: Page, action: Action
) -> Target | Lost:
    """The successors of what the locator matched before. `page`: the failing page as a whole,
    of which `match.new` is one document."""
    found = match.find_all(old_targets, action)
    if match.new is not page:
        found = tuple(_within(page, one) for one in found)
    known = [one for one in found if one.elements and one.say is not Say.REMOVED]
    first = known[0] if known else found[0]
    removed = sum(one.say is Say.REMOVED for one in found)
    doubtful = first.say is not Say.FOUND and first.probability < _LEAST_CLAIM
    if not known or doubtful or (first.say is Say.AMBIGUOUS and not first.safe):
        verdict = _VERDICTS.get(first.say, Verdict.AMBIGUOUS)
        return Lost(verdict, first.evidence, first.candidates)
    elements = _whole_group([one.elements[0] for one in known], len(found))
    complete = len(elements) == len(found)
    return Target(
        elements=elements,
        candidate=_weakest(known),
        alternatives=first.candidates[1:],
        margin=min(one.margin for one in known),
        safe=all(one.safe for one in found) and complete,
        reason=first.evidence if complete else _some_removed(removed, len(found)),
        against=next((one.against for one in known if one.against), ""),
    )


def _whole_group(known: Sequence[HtmlElement], wanted: int) -> tuple[HtmlElement, ...]:
    """The elements found of a set; where some of it were not, all that stand beside them in the
    same place, if they are as many as the set had."""
    parents = {id(parent): parent for e in known if (parent := e.getparent()) is not None}
    tags = {str(element.tag) for element in known}
    if len(known) == wanted or len(parents) != 1 or len(tags) != 1:
        return tuple(known)
    (parent,), (tag,) = parents.values(), tags
    group = [child for child in parent if child.tag == tag]
    return tuple(group) if len(group) == wanted else tuple(known)


def _within(page: Page, match: Match) -> Match:
    """The match with its candidates' paths as seen from the whole page."""
    pairs = zip(match.candidates, match.elements, strict=True)
    return replace(
        match, candidates=tuple(replace(c, path=path_of(page, element)) for c, element in pairs)
    )


def _weakest(known: Sequence[Match]) -> Candidate:
    """The first target's candidate, with the probability that all of them are right."""
    first = known[0].candidates[0]
    return replace(first, probability=min(one.probability for one in known))


def _some_removed(removed: int, all_of_them: int) -> str:
    what = f"{removed} of the {all_of_them}" if removed else f"some of the {all_of_them}"
    return f"{what} elements that it matched before are gone"


def by_locator(locator: Locator, hints: Hints, page: Page, action: Action) -> Target | Lost:
    """The likeliest element by the locator's own words; seldom safe, for lack of an old page."""
    found: list[Candidate] = []
    for document in documents(page):
        for one in guess(locator, hints, document, action):
            element = at(document, one.path)
            if element is not None and not _holds_nothing(document, element, action):
                found.append(replace(one, path=path_of(page, element)))
    found.sort(key=lambda one: -one.probability)
    if not found or found[0].probability < _LEAST_GUESS:
        return Lost(Verdict.AMBIGUOUS, "no element of the page resembles the locator", tuple(found))
    best = at(page, found[0].path)
    assert best is not None
    runner_up = found[1].probability if len(found) > 1 else 0.0
    return Target(
        elements=_counted(page, best, action),
        candidate=found[0],
        alternatives=tuple(found[1:8]),
        margin=found[0].probability - runner_up,
        safe=found[0].probability >= shipped().guess_safe,
        reason=f"by the locator's own words alone this element is {likely(found[0].probability)}",
    )


def _counted(page: Page, best: HtmlElement, action: Action) -> tuple[HtmlElement, ...]:
    """As many alike as are counted, the best among them; where there are not so many, it alone."""
    count = asked_count(action)
    group = alike(page_of(page, best), best, count) if count > 1 else ()
    return group or (best,)


def by_stand_in(document: Page, found: Sequence[HtmlElement], page: Page) -> Target | None:
    """What may be meant instead of the first element found, which is there and hidden."""
    element = stand_in(document, found)
    shown = depict(document, element, STANDS_IN) if element is not None else None
    if element is None or shown is None:
        return None
    seen = replace(shown, path=path_of(page, element))
    return Target((element,), seen, (), STANDS_IN, False, "it shows what the hidden one says")


def _holds_nothing(document: Page, element: HtmlElement, action: Action) -> bool:
    """Whether something was searched for inside, and the element is a control: HTML lets those
    hold no others."""
    return action.raw in _SEARCHED and accessibility(document).interactive(element)


def likely(probability: float) -> str:
    """A probability in words."""
    return f"{min(max(round(probability * 100), 1), 99)}% likely"


def counterpart(old: Page, new: Page, document: Page) -> Page | None:
    """The document of `new` that stands where `document` stood in `old`: the page itself, or the
    frame with the same name, id or title, or the only one. None where there is none."""
    if document is old:
        return new
    iframe, outer = _owner(old, document)
    host = counterpart(old, new, outer)
    if host is None:
        return None
    inner = list(frames(host))
    same = [page for frame, page in inner if _known_by(frame) & _known_by(iframe)]
    if len(same) == 1:
        return same[0]
    return inner[0][1] if len(inner) == 1 else None


def _owner(page: Page, document: Page) -> tuple[HtmlElement, Page]:
    for outer in documents(page):
        for iframe, inner in frames(outer):
            if inner is document:
                return iframe, outer
    raise ValueError("the document is not part of the page")


def _known_by(iframe: HtmlElement) -> set[tuple[str, str]]:
    names = ("id", "name", "title", "aria-label")
    return {(name, iframe.get(name, "")) for name in names if iframe.get(name)}
