"""What came of one failure: surveyed, diagnosed, its target found, its locator written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selfheal_cli.baselines import Before, PassedSteps
from selfheal_cli.diagnosis import Before as Compared
from selfheal_cli.diagnosis import diagnose
from selfheal_cli.dom.tree import Page, enter, page_of
from selfheal_cli.doubts import Settled, sure
from selfheal_cli.errors import FAULT
from selfheal_cli.executors import Undone
from selfheal_cli.lookahead import another_page, another_state
from selfheal_cli.matching import Hints
from selfheal_cli.model import (
    Diagnosis,
    Failure,
    Kind,
    Outcome,
    Repair,
    Unrepaired,
    Verdict,
)
from selfheal_cli.pages import Pages
from selfheal_cli.policy import Policy
from selfheal_cli.scene import Scene, Unclear, survey
from selfheal_cli.sources import NoSite, Site, SourceTree, locate
from selfheal_cli.sources.naming import name_of
from selfheal_cli.synthesis.links import last_frame
from selfheal_cli.synthesis.proof import resolve
from selfheal_cli.targets import Lost, Target, by_locator, by_old_page, by_stand_in, counterpart
from selfheal_cli.writing import inner_scopes, write


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A failure before it is judged. All of a group are surveyed first: what is asked of a pair of
    pages is then known as a whole, and no outcome depends on which failure came before."""

    scene: Scene
    compared: Compared | None


def surveyed(
    failure: Failure, passes: PassedSteps, tree: SourceTree, pages: Pages
) -> Surveyed | Unrepaired:
    """The scene with its targets announced; a defect of ours costs this one failure."""
    try:
        scene = survey(failure, passes, tree, pages)
        if isinstance(scene, Unclear):
            return _unclear(failure, scene)
        compared = None if works_ahead(scene) else _compare(scene, pages)
        if compared:
            compared.match.ask(compared.targets, failure.action)
        return Surveyed(scene, compared)
    except Exception as error:
        return _fault(failure, error)


def works_ahead(scene: Scene) -> bool:
    """Whether it is a step that did not fail, and its locator finds something."""
    return scene.failure.foreseen and bool(scene.found)


def judged(seen: Surveyed, tree: SourceTree, policy: Policy) -> Outcome:
    """The outcome; a defect of ours costs this one failure, not the run."""
    try:
        return _judge(seen.scene, seen.compared, tree, policy)
    except Exception as error:
        return _fault(seen.scene.failure, error)


def _fault(failure: Failure, error: Exception) -> Unrepaired:
    reason = f"{FAULT} ({type(error).__name__}: {error}); please report it"
    return Unrepaired(failure, Diagnosis(Kind.OTHER, reason), Verdict.UNREADABLE, reason)


def undone(failure: Failure, work: Undone) -> Unrepaired:
    """Who worked on it died."""
    reason = f"this failure could not be judged: {work.reason}"
    return Unrepaired(failure, Diagnosis(Kind.OTHER, reason), Verdict.UNREADABLE, reason)


def _judge(scene: Scene, compared: Compared | None, tree: SourceTree, policy: Policy) -> Outcome:
    if works_ahead(scene):
        return _left_out(scene)
    if scene.failure.foreseen and (compared is None or another_page(compared.match)):
        return _left_out(scene)
    document = compared.match.new if compared else _document(scene)
    diagnosis = diagnose(scene.failure, document, scene.found, _expected(scene), compared)
    if diagnosis.kind in (Kind.OTHER, Kind.NOT_ACTIONABLE):
        return _stood_in(scene, diagnosis, document, tree, policy)
    return _repair(scene, diagnosis, compared, tree, policy)


def _stood_in(
    scene: Scene, diagnosis: Diagnosis, document: Page, tree: SourceTree, policy: Policy
) -> Outcome:
    """No locator failure, unless another element may be meant now."""
    if diagnosis.kind is Kind.NOT_ACTIONABLE and not scene.failure.foreseen:
        instead = by_stand_in(document, scene.found, scene.page)
        if instead is not None:
            case = Settled(_as_written(scene, tree), diagnosis, instead)
            told = write(case, tree, policy, {})
            if isinstance(told, Repair):
                return told
    verdict = Verdict.NOT_A_LOCATOR_FAILURE
    return Unrepaired(scene.failure, diagnosis, verdict, diagnosis.evidence)


def _compare(scene: Scene, pages: Pages) -> Compared | None:
    """The document the locator was asked on, matched with the one of the passing run."""
    if not isinstance(scene.before, Before):
        return None
    old = page_of(scene.before.page, scene.before.targets[0])
    new = counterpart(scene.before.page, scene.page, old)
    return Compared(pages.match(old, new), scene.before.targets) if new else None


def _document(scene: Scene) -> Page:
    """The document the locator is asked on, as far as its frame steps still lead there."""
    if scene.found:
        return page_of(scene.page, scene.found[0])
    boundary = last_frame(scene.locator.steps)
    frames = resolve(scene.dialect, scene.locator.steps[: boundary - 1], scene.page)
    if boundary and frames:
        return enter(page_of(scene.page, frames[0]), frames[0]) or scene.page
    return scene.page


def _expected(scene: Scene) -> int | None:
    """How many elements the locator should match: as asserted, else as before."""
    asserted = scene.failure.action.value.strip()
    if scene.failure.action.kind == "assert-count" and asserted.isdigit():
        return int(asserted)
    return len(scene.before.targets) if isinstance(scene.before, Before) else None


def _repair(
    scene: Scene,
    diagnosis: Diagnosis,
    compared: Compared | None,
    tree: SourceTree,
    policy: Policy,
) -> Outcome:
    """The target is looked for on the page before, if there is one, else by the locator's words."""
    scene = _as_written(scene, tree)
    if compared:
        target = by_old_page(compared.match, compared.targets, scene.page, scene.failure.action)
        scopes = inner_scopes(scene, compared.match)
    else:
        target = by_locator(scene.locator, _hints(scene, tree), scene.page, scene.failure.action)
        scopes = {}
    if isinstance(target, Lost):
        return _lost(scene, diagnosis, target)
    if scene.failure.foreseen and compared and _is_weak(compared, target, policy):
        return _left_out(scene)
    return write(Settled(scene, diagnosis, target), tree, policy, scopes)


def _as_written(scene: Scene, tree: SourceTree) -> Scene:
    """With the place where the locator is written, and the locator as it is written there: what
    goes over the wire may be another spelling of it (`By.ID` arrives as CSS)."""
    site = scene.site
    if isinstance(site, NoSite):
        site = locate(scene.failure, tree, scene.dialect)
    if isinstance(site, NoSite):
        return replace(scene, site=site)
    known = replace(scene.failure, locator=site.locator)
    return replace(scene, site=site, locator=site.locator, failure=known)


def _is_weak(compared: Compared, target: Target, policy: Policy) -> bool:
    """What did not fail must be surer than what did: it may be absent in this state only."""
    pair = compared.match, compared.targets[0], target.elements[0]
    return not sure(target, policy.safe_probability) or another_state(*pair)


def _left_out(scene: Scene) -> Unrepaired:
    diagnosis = Diagnosis(Kind.OTHER, "the run shows no page that surely is the step's own")
    verdict = Verdict.NOT_A_LOCATOR_FAILURE
    return Unrepaired(scene.failure, diagnosis, verdict, diagnosis.evidence)


def _hints(scene: Scene, tree: SourceTree) -> Hints:
    """What the test's code says of the element."""
    variable = name_of(scene.site, tree) if isinstance(scene.site, Site) else ""
    return Hints(variable, scene.failure.action.raw, (scene.failure.test.title,))


def _lost(scene: Scene, diagnosis: Diagnosis, lost: Lost) -> Unrepaired:
    return Unrepaired(
        failure=scene.failure,
        diagnosis=diagnosis,
        verdict=lost.verdict,
        reason=lost.reason,
        candidates=lost.candidates,
        features=lost.features,
    )


def _unclear(failure: Failure, unclear: Unclear) -> Unrepaired:
    kind = Kind.OTHER if unclear.readable else Kind.NOT_FOUND
    verdict = Verdict.NOT_A_LOCATOR_FAILURE if unclear.readable else Verdict.UNREADABLE
    return Unrepaired(failure, Diagnosis(kind, unclear.reason), verdict, unclear.reason)
