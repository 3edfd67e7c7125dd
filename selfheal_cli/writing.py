"""From a target to a verdict: the proposal that can be written, and whether it is safe to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch

from lxml.html import HtmlElement

from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import page_of
from selfheal_cli.matching import PageMatch
from selfheal_cli.model import (
    Diagnosis,
    Found,
    Kind,
    Outcome,
    Proposal,
    Repair,
    Unrepaired,
    Verdict,
)
from selfheal_cli.scene import Before, Scene
from selfheal_cli.sources import NoSite, Site, SourceTree, Spelled, locate, spell
from selfheal_cli.synthesis.costs import GENERATED, preferring
from selfheal_cli.synthesis.links import links_of
from selfheal_cli.synthesis.proof import Expectation, resolve
from selfheal_cli.synthesis.propose import Request, propose
from selfheal_cli.synthesis.structure import only_structure
from selfheal_cli.targets import Target

_DONE = "the sources already say this: they were repaired after the run; run the tests again"
_SAFE_KINDS = (Kind.NOT_FOUND, Kind.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say of writing. `safe_probability` None: the threshold that the model was
    fitted with; `testid_attribute` "": as the run was configured; `strategies`: those to prefer;
    `never`: globs of files that are not edited."""

    safe_probability: float | None = None
    least_margin: float = 0.0
    testid_attribute: str = ""
    strategies: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def write(
    scene: Scene,
    diagnosis: Diagnosis,
    target: Target,
    tree: SourceTree,
    policy: Policy,
    scopes: Mapping[int, HtmlElement],
) -> Outcome:
    """The outcome for a target: a repair with its edits, or why none can be written."""
    site = scene.site
    proposals = propose(_request(scene, target, site, scopes, policy), scene.dialect)
    if not proposals:
        reason = "the element is found, but no locator could be proved to hit it alone"
        return _unwritten(scene, diagnosis, target, Verdict.AMBIGUOUS, reason)
    if isinstance(site, NoSite):
        done = next((p for p in proposals if _states(scene, p, tree)), None)
        reason = _DONE if done else site.reason
        return _no_site(scene, diagnosis, target, done or proposals[0], reason)
    return _spelled(scene, diagnosis, target, proposals, site, tree, policy)


def _states(scene: Scene, proposal: Proposal, tree: SourceTree) -> bool:
    """Whether the sources already say the proposal where the old locator was written."""
    now = replace(scene.failure, locator=proposal.locator)
    return isinstance(locate(now, tree, scene.dialect), Site)


def _request(
    scene: Scene,
    target: Target,
    site: Site | NoSite,
    scopes: Mapping[int, HtmlElement],
    policy: Policy,
) -> Request:
    others: tuple[Expectation, ...] = ()
    if isinstance(scene.before, Before):
        others = (Expectation(scene.before.page, scene.before.targets, or_nothing=True),)
    return Request(
        locator=scene.locator,
        page=scene.page,
        targets=target.elements,
        action=scene.failure.action,
        testid_attribute=policy.testid_attribute or scene.failure.context.testid_attribute,
        strategies=preferring(policy.strategies),
        quote=site.quote if isinstance(site, Site) else "",
        scopes=scopes,
        parameters=_parameters(site),
        others=others,
    )


def _parameters(site: Site | NoSite) -> dict[int, tuple[str, ...]]:
    """By step: the values that only the run knew."""
    if isinstance(site, NoSite):
        return {}
    return {index: link.holes for link in site.links if link.holes for index in range(*link.steps)}


def _spelled(
    scene: Scene,
    diagnosis: Diagnosis,
    target: Target,
    proposals: Sequence[Proposal],
    site: Site,
    tree: SourceTree,
    policy: Policy,
) -> Outcome:
    """The cheapest proposal that the site can take."""
    refusal = ""
    for proposal in proposals:
        spelled = spell(site, proposal, scene.dialect, tree)
        if isinstance(spelled, Spelled) and (closed := _never(spelled, policy)):
            return _no_site(scene, diagnosis, target, proposal, closed)
        if isinstance(spelled, Spelled):
            return _repair(scene, diagnosis, target, proposal, site, spelled, policy)
        refusal = refusal or spelled.reason
    return _no_site(scene, diagnosis, target, proposals[0], refusal)


def _never(spelled: Spelled, policy: Policy) -> str:
    """Why the settings forbid the edits, "" where they do not."""
    paths = (edit.path for edit in spelled.edits)
    closed = next((p for p in paths if any(fnmatch(p, glob) for glob in policy.never)), "")
    return f"{closed} is never edited: the settings' `ignore` covers it" if closed else ""


def _repair(
    scene: Scene,
    diagnosis: Diagnosis,
    target: Target,
    proposal: Proposal,
    site: Site,
    spelled: Spelled,
    policy: Policy,
) -> Repair:
    doubt = _doubt(scene, diagnosis, target, proposal, site, spelled, policy)
    return Repair(
        failure=scene.failure,
        diagnosis=diagnosis,
        candidate=target.candidate,
        proposal=proposal,
        edits=spelled.edits,
        margin=target.margin,
        safe=not doubt,
        reason=doubt or target.reason,
        alternatives=target.alternatives,
    )


def _doubt(
    scene: Scene,
    diagnosis: Diagnosis,
    target: Target,
    proposal: Proposal,
    site: Site,
    spelled: Spelled,
    policy: Policy,
) -> str:
    """Why a person should look first; "" where nothing asks for it."""
    if not isinstance(scene.before, Before):
        return f"{target.reason} ({scene.before.reason})"
    if not _sure(target, policy):
        return f"not sure enough to write it unseen: {target.reason}"
    if not scene.before.same_test:
        return f"the page it was compared with is another test's: {target.reason}"
    if diagnosis.kind not in _SAFE_KINDS:
        return f"the locator still matches something: {diagnosis.evidence}"
    return _unfit(scene, target) or _weak(scene, proposal, site) or spelled.reason


def _unfit(scene: Scene, target: Target) -> str:
    """Why the test's action does not go with the target; "" where it does."""
    if scene.failure.action.kind != "fill":
        return ""
    known = accessibility(page_of(scene.page, target.elements[0]))
    if all(known.editable(element) for element in target.elements):
        return ""
    return "the test types into the element, and the one found takes no text"


def _weak(scene: Scene, proposal: Proposal, site: Site) -> str:
    """Why the locator itself asks for a look; "" where it does not."""
    if not site.certain:
        return "the stack does not lead to this place; it is the only one in the sources that fits"
    if proposal.cost >= GENERATED:
        return "every way to write the locator leans on a value that looks generated"
    replaced = scene.locator.steps[proposal.start : proposal.stop]
    if only_structure(proposal.steps) and not only_structure(replaced):
        return "the new locator says nothing of the element but its place in the page"
    return ""


def _sure(target: Target, policy: Policy) -> bool:
    if policy.safe_probability is None:
        return target.safe and target.margin >= policy.least_margin
    probable = target.candidate.probability >= policy.safe_probability
    return probable and target.margin >= policy.least_margin


def _no_site(
    scene: Scene, diagnosis: Diagnosis, target: Target, proposal: Proposal, reason: str
) -> Unrepaired:
    return Unrepaired(
        failure=scene.failure,
        diagnosis=diagnosis,
        verdict=Verdict.NO_EDIT_SITE,
        reason=reason,
        found=Found(target.candidate, proposal),
        candidates=(target.candidate, *target.alternatives),
    )


def _unwritten(
    scene: Scene, diagnosis: Diagnosis, target: Target, verdict: Verdict, reason: str
) -> Unrepaired:
    candidates = (target.candidate, *target.alternatives)
    return Unrepaired(scene.failure, diagnosis, verdict, reason, candidates=candidates)


def inner_scopes(scene: Scene, match: PageMatch) -> dict[int, HtmlElement]:
    """By the first step of each link but the last: the element of the new page that its old
    element has become. Only for links that stand in the targets' own document."""
    if not isinstance(scene.before, Before):
        return {}
    found: dict[int, HtmlElement] = {}
    target = scene.before.targets[0]
    above = {id(element): element for element in (target, *target.iterancestors())}
    for link in links_of(scene.locator.steps)[:-1]:
        hit = resolve(scene.dialect, scene.locator.steps[: link.stop], scene.before.page) or []
        scope = next((above[id(element)] for element in hit if id(element) in above), None)
        successor = None if scope is None else match.successor(scope)
        if successor is not None:
            found[link.start] = successor
    return found
