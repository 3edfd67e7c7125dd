"""The page that a passing test ended on, where it shows what a broken locator meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selfheal_cli.baselines import Before, PassedSteps
from selfheal_cli.dom.tree import Page, page_of
from selfheal_cli.errors import ArtifactError
from selfheal_cli.locators.base import Dialect
from selfheal_cli.lookahead import another_page, likeness
from selfheal_cli.model import Failure, Locator, Snapshot
from selfheal_cli.pages import Pages
from selfheal_cli.synthesis.proof import resolve
from selfheal_cli.targets import counterpart

# How many pages of other tests are looked at, those most like the failing one first.
_LOOKED_AT = 6


def ending(
    failure: Failure, locator: Locator, passes: PassedSteps, dialect: Dialect, pages: Pages
) -> Before | None:
    """The test's own last page, else another test's most like the failing page, on which the
    locator finds something. Which step used what is not recorded, so that only a page that
    matches the failing one as a whole counts."""
    assert isinstance(failure.snapshot, Snapshot)
    new = pages.of(failure.snapshot)
    for shown, same_test in _shown(failure, failure.snapshot, passes, pages):
        try:
            old = pages.of(shown)
        except ArtifactError:
            continue
        targets = resolve(dialect, locator.steps, old)
        if targets and _is_same_page(page_of(old, targets[0]), old, new, pages):
            return Before(old, tuple(targets), same_test, shown.origin)
    return None


def _shown(
    failure: Failure, page: Snapshot, passes: PassedSteps, pages: Pages
) -> Iterator[tuple[Snapshot, bool]]:
    own = passes.endings_of(failure.test)
    yield from ((shown, True) for shown in own)
    for shown in _alike(page, passes.all_endings(), pages)[:_LOOKED_AT]:
        if all(shown is not mine for mine in own):
            yield shown, False


def _alike(page: Snapshot, others: Iterable[Snapshot], pages: Pages) -> list[Snapshot]:
    words = pages.words(page)
    return sorted(others, key=lambda other: -likeness(words, pages.words(other)))


def _is_same_page(document: Page, old: Page, new: Page, pages: Pages) -> bool:
    standing_for = counterpart(old, new, document)
    return standing_for is not None and not another_page(pages.match(document, standing_for))
