"""What is known of one failure before anything is decided: its page and locator, then and now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from selfheal_cli.baselines import Before, PassedSteps, Recorded, choose
from selfheal_cli.dom.tree import Page, build, documents
from selfheal_cli.endings import ending
from selfheal_cli.errors import ArtifactError
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import Failure, Locator, MissingSnapshot, NoBaseline, UnknownLocator
from selfheal_cli.pages import Pages
from selfheal_cli.sources import NoSite, Site, SourceTree
from selfheal_cli.sources import candidates as stated_locators
from selfheal_cli.sources import within as stated_within
from selfheal_cli.synthesis.proof import resolve

_TARGET_MARK = "__playwright_target__"


@dataclass(frozen=True, slots=True)
class Scene:
    """A failure with its page parsed and its locator resolved there. `site`: where the locator
    is written, if finding the locator already led to it."""

    failure: Failure
    locator: Locator
    dialect: Dialect
    page: Page
    found: tuple[HtmlElement, ...]
    before: Before | NoBaseline
    site: Site | NoSite


@dataclass(frozen=True, slots=True)
class Unclear:
    """The failure cannot be looked into: no page, or no locator. `locator_failure`: whether it is
    one at all, as far as the artifact tells."""

    reason: str
    readable: bool


def survey(
    failure: Failure, passes: PassedSteps, tree: SourceTree, pages: Pages
) -> Scene | Unclear:
    """Looks at the failure's page, locator and baseline."""
    if isinstance(failure.snapshot, MissingSnapshot):
        return _without_page(failure, failure.snapshot, tree)
    try:
        page = pages.of(failure.snapshot)
    except ArtifactError as error:
        return Unclear(error.message, readable=False)
    named = _named(failure, tree, page)
    if isinstance(named, Unclear):
        return named
    locator, site = named
    dialect = DIALECTS[locator.dialect]
    found = resolve(dialect, locator.steps, page)
    if found is None:
        return Unclear("no snapshot can answer the locator: layout, scripts or bad syntax", False)
    known = failure if failure.locator is locator else replace(failure, locator=locator)
    before = _before(known, passes, dialect, pages)
    return Scene(known, locator, dialect, page, tuple(found), before, site)


def _without_page(failure: Failure, missing: MissingSnapshot, tree: SourceTree) -> Unclear:
    """A step that has no locator, and comes from none, is judged without a page."""
    if isinstance(failure.locator, UnknownLocator) and failure.locator.none:
        dialect = DIALECTS.get(failure.framework)
        if dialect is None or not stated_locators(failure, tree, dialect):
            return Unclear(failure.locator.reason, readable=True)
    return Unclear(missing.reason, readable=False)


def _named(
    failure: Failure, tree: SourceTree, page: Page
) -> tuple[Locator, Site | NoSite] | Unclear:
    """The failing locator: as the artifact names it, or as the frames lead to it. Of several that
    the frames lead to, the one that the page no longer has is the one that failed."""
    if isinstance(failure.locator, Locator):
        return _inside(failure, failure.locator, tree, page)
    if failure.framework not in DIALECTS:
        return Unclear(failure.locator.reason, readable=not failure.locator.named)
    stated = stated_locators(failure, tree, DIALECTS[failure.framework])
    broken = [
        (loc, site) for loc, site in stated if resolve(DIALECTS[loc.dialect], loc.steps, page) == []
    ]
    if len(broken) == 1:
        return broken[0]
    if len(stated) == 1:
        return stated[0]
    if not stated:
        return Unclear(failure.locator.reason, readable=not failure.locator.named)
    return Unclear(
        f"the stack leads to {len(stated)} locators, and which one failed is not recorded", True
    )


def _inside(
    failure: Failure, locator: Locator, tree: SourceTree, page: Page
) -> tuple[Locator, Site | NoSite]:
    """The locator; where the code asks it inside of an element that is there, from that one on."""
    dialect = DIALECTS[locator.dialect]
    whole = stated_within(failure, tree, dialect)
    if whole is not None:
        outer = whole[0].steps[: -len(locator.steps)]
        if resolve(dialect, outer, page):
            return whole
    return locator, NoSite("not looked for yet")


def _before(
    failure: Failure, passes: PassedSteps, dialect: Dialect, pages: Pages
) -> Before | NoBaseline:
    assert isinstance(failure.locator, Locator)
    recorded = choose(failure, passes)
    if not isinstance(recorded, Recorded):
        return ending(failure, failure.locator, passes, dialect, pages) or recorded
    try:
        page = pages.of(recorded.baseline.snapshot)
    except ArtifactError as error:
        return NoBaseline(f"the page of the passing run cannot be read: {error.message}")
    targets = resolve(dialect, failure.locator.steps, page)
    if not targets:
        page = build(recorded.baseline.snapshot)  # marks are a snapshot's own, pages are shared
        targets = _marked(page)
    if not targets:
        return NoBaseline("the locator matches nothing on the passing run's page either")
    return Before(page, tuple(targets), recorded.same_test, recorded.baseline.origin)


def _marked(page: Page) -> list[HtmlElement]:
    """What the recorder itself marked as the step's target."""
    for document in documents(page):
        if found := [e for e in document.elements if _TARGET_MARK in e.attrib]:
            return found
    return []
