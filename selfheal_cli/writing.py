"""From a target to a verdict: the proposal that can be written, and whether it is safe to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from itertools import chain

from lxml.html import HtmlElement

from selfheal_cli.baselines import Before
from selfheal_cli.doubts import Settled, changing_figures, reason_to_look
from selfheal_cli.matching import PageMatch
from selfheal_cli.model import (
    CallSite,
    Found,
    Kind,
    Outcome,
    Proposal,
    Repair,
    Unrepaired,
    Verdict,
)
from selfheal_cli.policy import Policy
from selfheal_cli.scene import Scene
from selfheal_cli.sources import NoSite, Site, SourceTree, Spelled, locate, spell
from selfheal_cli.synthesis.counted import counted
from selfheal_cli.synthesis.links import links_of
from selfheal_cli.synthesis.proof import Expectation, resolve
from selfheal_cli.synthesis.propose import Request, propose

_UNPROVED = "the element is found, but no locator could be proved to hit it alone"
_NONE_PROVED = "and no locator could be proved for the likeliest element"
_NOT_COUNTED = "and no locator could be proved to hit just those that it found before"
_DONE = "the sources already say this: they were repaired after the run; run the tests again"


def write(
    case: Settled, tree: SourceTree, policy: Policy, scopes: Mapping[int, HtmlElement]
) -> Outcome:
    """The outcome for a target: a repair with its edits, or why none can be written."""
    site = case.scene.site
    proposals = propose(_request(case, site, scopes, policy), case.scene.dialect)
    best = next(proposals, None)
    if best is None:
        return _unproved(case)
    if isinstance(site, NoSite):
        done = next((p for p in chain((best,), proposals) if _states(case.scene, p, tree)), None)
        reason = _DONE if done else site.reason
        return _no_site(case, done or best, reason)
    return _spelled(case, best, proposals, site, tree, policy)


def _states(scene: Scene, proposal: Proposal, tree: SourceTree) -> bool:
    """Whether the sources already say the proposal where the old locator was written."""
    now = replace(scene.failure, locator=proposal.locator)
    return isinstance(locate(now, tree, scene.dialect), Site)


def _request(
    case: Settled,
    site: Site | NoSite,
    scopes: Mapping[int, HtmlElement],
    policy: Policy,
) -> Request:
    scene = case.scene
    others: tuple[Expectation, ...] = ()
    earlier: tuple[HtmlElement, ...] = ()
    if isinstance(scene.before, Before):
        earlier = scene.before.targets
        others = (Expectation(scene.before.page, scene.before.targets, or_nothing=True),)
    return Request(
        locator=scene.locator,
        page=scene.page,
        targets=case.target.elements,
        action=scene.failure.action,
        testid_attribute=policy.testid_attribute or scene.failure.context.testid_attribute,
        language=scene.failure.language,
        preferred=policy.strategies,
        quote=site.quote if isinstance(site, Site) else "",
        scopes=scopes,
        parameters=_by_step(site, lambda link: link.holes),
        handed=_by_step(site, lambda link: (*link.holes, *link.handed)),
        changing=changing_figures(case),
        counted=counted(case.target.elements, earlier),
        others=others,
    )


def _by_step(
    site: Site | NoSite, values: Callable[[CallSite], tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """By step: such values of the link that states it."""
    links = () if isinstance(site, NoSite) else site.links
    return {index: values(link) for link in links if values(link) for index in range(*link.steps)}


def _spelled(
    case: Settled,
    best: Proposal,
    others: Iterator[Proposal],
    site: Site,
    tree: SourceTree,
    policy: Policy,
) -> Outcome:
    """The cheapest proposal that the site can take."""
    refusal = ""
    for proposal in chain((best,), others):
        spelled = spell(site, proposal, case.scene.dialect, tree)
        if isinstance(spelled, Spelled) and (closed := _never(spelled, policy)):
            return _no_site(case, proposal, closed)
        if isinstance(spelled, Spelled):
            return _repair(case, proposal, site, spelled, policy)
        refusal = refusal or spelled.reason
    return _no_site(case, best, refusal)


def _never(spelled: Spelled, policy: Policy) -> str:
    """Why the settings forbid the edits, "" where they do not."""
    paths = (edit.path for edit in spelled.edits)
    closed = next((p for p in paths if any(fnmatch(p, glob) for glob in policy.never)), "")
    return f"{closed} is never edited: the settings' `ignore` covers it" if closed else ""


def _repair(
    case: Settled,
    proposal: Proposal,
    site: Site,
    spelled: Spelled,
    policy: Policy,
) -> Repair:
    target = case.target
    doubt = reason_to_look(case, proposal, site, policy) or spelled.reason
    return Repair(
        failure=case.scene.failure,
        diagnosis=case.diagnosis,
        candidate=target.candidate,
        proposal=proposal,
        edits=spelled.edits,
        margin=target.margin,
        safe=not doubt,
        reason=doubt or target.reason,
        alternatives=target.alternatives,
    )


def _no_site(case: Settled, proposal: Proposal, reason: str) -> Unrepaired:
    return Unrepaired(
        failure=case.scene.failure,
        diagnosis=case.diagnosis,
        verdict=Verdict.NO_EDIT_SITE,
        reason=reason,
        found=Found(case.target.candidate, proposal),
        candidates=(case.target.candidate, *case.target.alternatives),
    )


def _unproved(case: Settled) -> Unrepaired:
    return Unrepaired(
        failure=case.scene.failure,
        diagnosis=case.diagnosis,
        verdict=Verdict.AMBIGUOUS,
        reason=_why_unproved(case),
        candidates=(case.target.candidate, *case.target.alternatives),
    )


def _why_unproved(case: Settled) -> str:
    if not isinstance(case.scene.before, Before):
        return f"{case.target.reason}; {_NONE_PROVED}"
    counts = case.diagnosis.kind in (Kind.OVER_MATCH, Kind.UNDER_MATCH)
    return f"{case.diagnosis.evidence}, {_NOT_COUNTED}" if counts else _UNPROVED


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
