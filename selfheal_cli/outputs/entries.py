"""Turns one outcome into its entry of the plan, cleaned and masked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from selfheal_cli.model import (
    Candidate,
    Cause,
    Edit,
    Evidence,
    Failure,
    Found,
    Locator,
    NoCause,
    Outcome,
    Problem,
    Proposal,
    Repair,
    UnknownLocator,
    Unrepaired,
    Verdict,
)
from selfheal_cli.outputs.contract import (
    NO_KIND,
    AlternativeEntry,
    CauseEntry,
    EditEntry,
    EvidenceEntry,
    FailureEntry,
    LocatorEntry,
    OutcomeEntry,
    TargetEntry,
)
from selfheal_cli.outputs.masking import clean, line, secrets, shortened, visible

Clean = Callable[[str], str]
Show = Callable[[Locator, str], str]
_ALTERNATIVES = 5
_READ = 20_000


def entry_of_outcome(outcome: Outcome, show: Show) -> OutcomeEntry:
    """The entry of `outcome`; `show` must not raise."""
    failure = outcome.failure
    chosen = _chosen(outcome)
    found = [candidate for candidate, _ in chosen]
    hidden = secrets(failure, "".join(candidate.html for candidate in found))

    def safe(text: str) -> str:
        # Far more than is ever shown, and little enough for a hostile text to cost nothing.
        return clean(text[:_READ], hidden)

    entry: OutcomeEntry = {
        "id": failure.id,
        "verdict": str(outcome.verdict),
        "reason": line(safe(outcome.reason)),
        "probability": _number(found[0].probability) if found else None,
        "margin": _number(outcome.margin) if isinstance(outcome, Repair) else None,
        "cause": _cause(outcome.cause, safe) if isinstance(outcome, Repair) else None,
        "test": {
            "id": line(clean(failure.test.id)),
            "title": line(clean(failure.test.title)),
            "path": failure.test.path,
            "line": failure.test.line,
        },
        "framework": failure.framework,
        "failure": _failure(outcome, show, safe),
        "target": _target(found[0], safe) if found else None,
        "locator": _locator(failure, chosen[0][1], show) if chosen else None,
        "edits": [entry_of_edit(edit) for edit in outcome.edits]
        if isinstance(outcome, Repair)
        else [],
        "evidence": [_evidence(feature, safe) for feature in _features(outcome, found)],
        "alternatives": _alternatives(outcome),
    }
    if failure.foreseen:
        entry["lookahead"] = True
    return entry


def entry_of_problem(problem: Problem) -> OutcomeEntry:
    """The entry of an artifact that could not be read."""
    seed = f"{problem.artifact}\0{problem.reason}".encode("utf-8", "surrogatepass")
    return {
        "id": f"unreadable-{hashlib.sha256(seed).hexdigest()[:10]}",
        "verdict": str(Verdict.UNREADABLE),
        "reason": line(clean(problem.reason)),
        "probability": None,
        "margin": None,
        "cause": None,
        "test": {"id": "", "title": "", "path": "", "line": 0},
        "framework": "",
        "failure": {
            "kind": NO_KIND,
            "locator": None,
            "action": "unknown",
            "message": "",
            "artifact": line(visible(problem.artifact)),
            "frames": [],
        },
        "target": None,
        "locator": None,
        "edits": [],
        "evidence": [],
        "alternatives": [],
    }


def _chosen(outcome: Outcome) -> list[tuple[Candidate, Proposal]]:
    """The target that was settled on and its new locator; empty where there is none."""
    if isinstance(outcome, Repair):
        return [(outcome.candidate, outcome.proposal)]
    if isinstance(outcome.found, Found):
        return [(outcome.found.candidate, outcome.found.proposal)]
    return []


def _features(outcome: Outcome, found: Sequence[Candidate]) -> tuple[Evidence, ...]:
    own = outcome.features if isinstance(outcome, Unrepaired) else ()
    return own or (found[0].features if found else ())


def _failure(outcome: Outcome, show: Show, safe: Clean) -> FailureEntry:
    failure = outcome.failure
    return {
        "kind": str(outcome.diagnosis.kind),
        "locator": _old(failure, show),
        "action": failure.action.kind,
        "message": shortened(safe(failure.message)),
        "artifact": line(visible(failure.artifact)),
        "frames": [
            {"path": frame.path, "line": frame.line, "column": frame.column}
            for frame in failure.frames
        ],
    }


def _old(failure: Failure, show: Show) -> str | None:
    if isinstance(failure.locator, UnknownLocator):
        return None
    return line(clean(show(failure.locator, failure.language)))


def _locator(failure: Failure, proposal: Proposal, show: Show) -> LocatorEntry:
    return {
        "dialect": proposal.locator.dialect,
        "old": _old(failure, show),
        "new": line(clean(show(proposal.locator, failure.language))),
        "matches": proposal.matches,
        "snapshots": proposal.snapshots,
    }


def _target(candidate: Candidate, safe: Clean) -> TargetEntry:
    return {
        "xpath": candidate.path.xpath,
        "frame": list(candidate.path.frame),
        "html": shortened(line(safe(candidate.html))),
    }


def entry_of_edit(edit: Edit) -> EditEntry:
    """An edit as the plan has it."""
    entry: EditEntry = {
        "path": edit.path,
        "line": edit.line,
        "start": edit.start,
        "end": edit.end,
        "old": edit.old.decode("utf-8", "surrogateescape"),
        "new": edit.new.decode("utf-8", "surrogateescape"),
        "uses": edit.uses,
    }
    if edit.siblings:
        entry["siblings"] = [{"path": one.path, "line": one.line} for one in edit.siblings]
    return entry


def _evidence(feature: Evidence, safe: Clean) -> EvidenceEntry:
    return {
        "feature": feature.feature,
        "old": shortened(line(safe(feature.old)), 300),
        "new": shortened(line(safe(feature.new)), 300),
        "weight": _number(feature.weight),
    }


def _alternatives(outcome: Outcome) -> list[AlternativeEntry]:
    others = outcome.alternatives if isinstance(outcome, Repair) else outcome.candidates
    taken = [candidate.path for candidate, _ in _chosen(outcome)]
    left = [candidate for candidate in others if candidate.path not in taken]
    return [_alternative(candidate) for candidate in left[:_ALTERNATIVES]]


def _alternative(candidate: Candidate) -> AlternativeEntry:
    entry: AlternativeEntry = {
        "xpath": " >> ".join((*candidate.path.frame, candidate.path.xpath)),
        "probability": _number(candidate.probability),
        "locator": None,
    }
    if candidate.html:
        entry["html"] = candidate.html
    return entry


def _cause(cause: Cause | NoCause, safe: Clean) -> CauseEntry | None:
    if isinstance(cause, NoCause):
        return None
    return {
        "id": cause.id,
        "words": line(safe(cause.words)),
        "commit": cause.commit,
        "path": cause.path,
    }


def _number(value: float) -> float:
    # Four places are more than a probability means, and hide no platform's last bit.
    return round(float(value), 4)
