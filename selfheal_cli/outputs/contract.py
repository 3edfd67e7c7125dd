"""The plan's shape, key by key: what `scan --format json` writes and `fix`, `explain` read."""

from __future__ import annotations

from typing import NotRequired, TypedDict

SCHEMA = "selfheal/plan/1"
VERIFIED = "selfheal/verify/1"
"""The schema of what `fix --verify --json` prints."""

NO_KIND = "unknown"
"""The kind of failure where an artifact could not be read, so that none was seen."""


class ToolEntry(TypedDict):
    """Who wrote the plan."""

    name: str
    version: str


class CauseEntry(TypedDict):
    """What changed in the page, shared by all outcomes of the same id."""

    id: str
    words: str
    commit: str
    path: str


class TestEntry(TypedDict):
    """The test as its runner names it; `line` 0: not recorded."""

    id: str
    title: str
    path: str
    line: int


class FrameEntry(TypedDict):
    """A place on the failing step's stack, innermost first; paths of the recording machine."""

    path: str
    line: int
    column: int


class FailureEntry(TypedDict):
    """The step that failed. `locator` is null where the artifact does not say it."""

    kind: str
    locator: str | None
    action: str
    message: str
    artifact: str
    frames: list[FrameEntry]


class TargetEntry(TypedDict):
    """The element meant, in the failing page; `frame`: XPaths of its iframes, outermost first."""

    xpath: str
    frame: list[str]
    html: str


class LocatorEntry(TypedDict):
    """The proved locator: it finds `matches` elements on each of `snapshots` pages checked."""

    dialect: str
    old: str | None
    new: str
    matches: int
    snapshots: int


class PlaceEntry(TypedDict):
    """A line of a source file."""

    path: str
    line: int


class EditEntry(TypedDict):
    """Bytes `start:end` of `path`; bytes that are not UTF-8 stand as lone surrogates
    (`surrogateescape`). `siblings`: places that say the same and are not edited, if any."""

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str
    uses: int
    siblings: NotRequired[list[PlaceEntry]]


class EvidenceEntry(TypedDict):
    """One feature, before and now; a positive weight speaks for the element."""

    feature: str
    old: str
    new: str
    weight: float


class AlternativeEntry(TypedDict):
    """Another element that was considered, best first; `html` as the target's, where known."""

    xpath: str
    probability: float
    locator: str | None
    html: NotRequired[str]


class OutcomeEntry(TypedDict):
    """What came of one failure. `verified`: its test was run with the edits, and is green; left
    out where it was not. `lookahead`, where it is there: the step did not fail yet, for the run
    did not reach it."""

    id: str
    verdict: str
    reason: str
    probability: float | None
    margin: float | None
    cause: CauseEntry | None
    test: TestEntry
    framework: str
    failure: FailureEntry
    target: TargetEntry | None
    locator: LocatorEntry | None
    edits: list[EditEntry]
    evidence: list[EvidenceEntry]
    alternatives: list[AlternativeEntry]
    verified: NotRequired[bool]
    lookahead: NotRequired[bool]


def is_ahead(entry: OutcomeEntry) -> bool:
    """Whether the step has not failed, but would."""
    return entry.get("lookahead", False)


class Plan(TypedDict):
    """A whole run. `summary`: number of failures, and of their outcomes by verdict; what is ahead
    does not count."""

    schema: str
    tool: ToolEntry
    summary: dict[str, int]
    outcomes: list[OutcomeEntry]
