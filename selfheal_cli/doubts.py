"""Why a person should look at a repair before it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from selfheal_cli.baselines import Before
from selfheal_cli.dom.accessibility import accessibility
from selfheal_cli.dom.tree import Page, documents, page_of
from selfheal_cli.matching.linear import shipped
from selfheal_cli.matching.words import plain
from selfheal_cli.model import Diagnosis, Kind, Proposal, Step
from selfheal_cli.policy import Policy
from selfheal_cli.scene import Scene
from selfheal_cli.sources import Site
from selfheal_cli.synthesis.costs import GENERATED
from selfheal_cli.synthesis.figures import (
    adds_figures,
    counts_otherwise,
    figures,
    fleeting,
    is_figure,
)
from selfheal_cli.synthesis.filters import told_otherwise
from selfheal_cli.synthesis.structure import made_up, only_kind, only_structure, places, recounts
from selfheal_cli.targets import Target, likely

_MADE_UP = "every way to write the locator leans on a value that looks generated"
_PLACE = "the new locator says nothing of the element but its place in the page"
_KIND = (
    "the new locator says nothing of the element but its kind: "
    "it goes wrong as soon as there is another"
)
_RECOUNTED = "the new locator says another place and nothing else of the element"
_AGAIN = (
    "the new locator leans on a value that looks generated, as the old one did: "
    "the application's next build may change it again"
)
_INSTEAD = "the test may mean that one now, or has to do first what shows this one"
# A regular expression, of which only the source is recorded.
_PATTERN = re.compile(r"[\\^$|*+\[\]{}]|\.[*+?]")
_SAFE_KINDS = (Kind.NOT_FOUND, Kind.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Settled:
    """A failure whose target is settled."""

    scene: Scene
    diagnosis: Diagnosis
    target: Target


def reason_to_look(case: Settled, proposal: Proposal, site: Site, policy: Policy) -> str:
    """One sentence; "" where nothing asks for a look."""
    return _about_element(case, policy) or _unfit(case) or _weak(case, proposal, site)


def changing_figures(case: Settled) -> frozenset[str]:
    """The figures in the target's texts that the next run may show differently: those that the
    passing run did; where none was given, of a text that says nothing else and is no control's."""
    before, now = case.scene.before, _texts(case.scene.page, case.target.elements)
    if isinstance(before, Before):
        return fleeting(_texts(before.page, before.targets), now)
    known = accessibility(page_of(case.scene.page, case.target.elements[0]))
    data = not any(map(known.interactive, case.target.elements)) and all(map(is_figure, now))
    return figures(now) if data else frozenset()


def _counts_otherwise(case: Settled, before: Before, replaced: Sequence[Step]) -> bool:
    was = _texts(before.page, before.targets)
    return counts_otherwise(replaced, was, _texts(case.scene.page, case.target.elements))


def _texts(page: Page, elements: Sequence[HtmlElement]) -> list[str]:
    """What each element says, and what it is called."""
    known = accessibility(page_of(page, elements[0]))
    texts = (text for each in elements for text in (known.text(each), known.name(each)))
    return [text for text in texts if text]


def _about_element(case: Settled, policy: Policy) -> str:
    """Why the evidence for the element does not suffice."""
    before, target = case.scene.before, case.target
    if case.diagnosis.kind is Kind.NOT_ACTIONABLE:
        return f"{case.diagnosis.evidence}: {_INSTEAD}"
    if not isinstance(before, Before):
        if not sure(target, policy.safe_by_locator):
            alone = f"and there is no page to compare with: {before.reason}"
            return f"{target.reason}, {_unsaid(case)}{alone}"
    elif not sure(target, policy.safe_probability) or target.margin < policy.least_margin:
        return f"{likely(target.candidate.probability)}, {_unsure(target)}: {target.reason}"
    elif not before.same_test:
        return f"the page it was compared with is another test's: {target.reason}"
    if case.diagnosis.kind not in _SAFE_KINDS:
        return f"the locator still matches something: {case.diagnosis.evidence}"
    return ""


def _unsure(target: Target) -> str:
    """Why it is not written unseen; so improbable that nobody asks for more, or else what speaks
    against it."""
    if target.against and target.candidate.probability >= shipped().page.safe.probability:
        return f"but {target.against}"
    return "which is not sure enough to write it unseen"


def _unsaid(case: Settled) -> str:
    """That nothing on the page says the text which the test expects."""
    action = case.scene.failure.action
    wanted = plain(action.value)
    texts = chain.from_iterable(one.root.itertext() for one in documents(case.scene.page))
    if action.kind != "assert-text" or not wanted or _PATTERN.search(action.value):
        return ""
    said = f" {plain(' '.join(texts))} "
    return (
        "" if wanted in said else f"nothing on the page says `{action.value}` as the test wants, "
    )


def sure(target: Target, least: float | None) -> bool:
    """Whether the evidence for the element suffices; `least` None: as the model was fitted."""
    return target.safe if least is None else target.candidate.probability >= least


def _unfit(case: Settled) -> str:
    """Why the test's action does not go with the target."""
    if case.scene.failure.action.kind != "fill":
        return ""
    elements = case.target.elements
    known = accessibility(page_of(case.scene.page, elements[0]))
    if all(known.editable(element) for element in elements):
        return ""
    return "the test types into the element, and the one found takes no text"


def _weak(case: Settled, proposal: Proposal, site: Site) -> str:
    """Why the locator itself asks for a look."""
    scene = case.scene
    if not site.certain:
        return "the stack does not lead to this place; it is the only one in the sources that fits"
    replaced = scene.locator.steps[proposal.start : proposal.stop]
    if only_structure(proposal.steps) and not only_structure(replaced):
        return _KIND if only_kind(proposal.steps) else _PLACE
    if new := made_up(proposal.steps) - made_up(replaced):
        return _AGAIN if made_up(replaced) and len(new) <= len(made_up(replaced)) else _MADE_UP
    if proposal.cost >= GENERATED:  # such a figure costs as much: else there is none
        if adds_figures(replaced, proposal.steps, changing_figures(case)):
            return "every way to write the locator states a figure that changes from run to run"
        return "no good way to write the locator was found"
    if isinstance(scene.before, Before) and _counts_otherwise(case, scene.before, replaced):
        return "the page shows another figure than the locator states: it may be right to fail"
    if recounts(scene.locator.steps, proposal.locator.steps):
        return _RECOUNTED
    if told_otherwise(replaced, proposal.steps):
        return "the words that chose the element among others are wholly other ones now"
    if places(proposal.steps) > places(replaced):
        return "the new locator counts elements to find this one, which the old one did not"
    return ""
