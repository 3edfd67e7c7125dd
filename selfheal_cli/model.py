"""The records that pass from stage to stage, in the order of the pipeline; stdlib only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

# --- where things are -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a text file. `line` and `column` count from 1; column 0: not recorded."""

    path: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True, order=True)
class ElementPath:
    """An element of a page: the XPaths of the iframes that lead to its document, then its own."""

    xpath: str
    frame: tuple[str, ...] = ()


# --- locators ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression given where a text could stand; `flags` as JavaScript writes them."""

    source: str
    flags: str = ""


Value: TypeAlias = str | Pattern
OptionValue: TypeAlias = "str | bool | int | Pattern | Locator"


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a locator.

    `strategy` is one of: css, xpath, id, name, class, tag, link-text, partial-link-text, role,
    text, label, placeholder, alt, title, testid, has-text, has-not-text, has, has-not, and, or,
    nth, visible, frame, chain, attr, identifier (id or name), default (what a keyword takes for its
    key attributes), jquery; of the JavaScript frameworks also axis (a traversal; `to` is child,
    parent, ancestor, closest, sibling, next, previous, next-all, previous-all), filter, not,
    within, shadow, aria (WebdriverIO's name), display-value. Options by strategy: role takes name,
    exact, and ARIA states (`include-hidden` too); text-like ones take exact; testid and attr take
    attribute; has, has-not, and, or, chain take locator; text takes selector and match-case in
    Cypress and WebdriverIO, as Testing Library's queries take theirs, and tag and folded (letter
    case) in Selenide, where has-text takes sensitive; css shadow. Capybara's steps take its filters
    (`exact-text`), match, and any (no locator was given). `engine` tells a
    selector engine (`text=`) from the method; `prefix` is an unusual spelling of the strategy
    (`id=`), `kind` what its keyword looks for,
    `client` the one whose way with a value matters.
    """

    strategy: str
    value: Value
    options: tuple[tuple[str, OptionValue], ...] = ()

    def option(self, name: str, default: OptionValue = "") -> OptionValue:
        """The option's value, or `default` where it is not given."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True, slots=True)
class Locator:
    """What a test asks the page for: a chain of steps in one dialect's meaning."""

    dialect: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class UnknownLocator:
    """The artifact does not say which locator failed; only the frames lead to it. `named`: it does
    say, in words that cannot be read. `none`: the failed step itself has none."""

    reason: str
    named: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol in an argument's place, such as `By.ID`."""

    text: str


Argument: TypeAlias = "str | int | float | bool | Pattern | Name | tuple[Call, ...] | None"


@dataclass(frozen=True, slots=True)
class Call:
    """Where language and dialect meet: a call with evaluated arguments. A nested chain of calls
    as an argument (`filter({has: page.getByRole(...)})`) is a tuple of calls."""

    name: str
    args: tuple[Argument, ...] = ()
    options: tuple[tuple[str, Argument], ...] = ()


# --- pages ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML text as saved; `encoding` empty: as the document declares."""

    html: bytes
    encoding: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """A recorded node list with all references resolved: text, or `[name, attributes?, *children]`
    (Playwright's frame-snapshot form)."""

    root: Any


def no_sheet(address: str) -> str:
    """A snapshot's `sheet` where no linked style sheets were saved."""
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The DOM at one moment. `frames`: value of an iframe's `src` attribute -> its document.

    `sheet` gives the text of a linked style sheet by its absolute address, "" where it was not
    saved; `viewport` is (width, height) in CSS pixels, zeros where not recorded."""

    content: Markup | Nodes
    url: str = ""
    frames: tuple[tuple[str, Snapshot], ...] = ()
    origin: str = ""
    sheet: Callable[[str], str] = no_sheet
    viewport: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class MissingSnapshot:
    """No page was saved, or it cannot be read; `reason` says which part."""

    reason: str


# --- what failed ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Test:
    """A test as its runner names it."""

    __test__: ClassVar[bool] = False  # pytest would collect it
    id: str
    title: str
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """What the test did with the element.

    `kind`: click, fill, check, select, hover, press, upload, drag, read, assert-visible,
    assert-hidden, assert-text, assert-value, assert-count, assert-attribute, assert-state, wait,
    unknown. `raw` is the framework's own word; `value` what was typed or expected, "" if nothing.
    """

    kind: str
    raw: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """A test file as it stood when the run was made. `path` is the recording machine's."""

    path: str
    text: bytes


def no_sources() -> tuple[SourceCopy, ...]:
    """A setting's `sources` where none were recorded."""
    return ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a step was run: by which framework, in which language, with which test-id attribute;
    `sources` as they ran, read on demand."""

    framework: str = ""
    language: str = ""
    testid_attribute: str = "data-testid"
    sources: Callable[[], tuple[SourceCopy, ...]] = no_sources


@dataclass(frozen=True, slots=True)
class PassedStep:
    """A step that worked: evidence of what its locator matched. The snapshot is built on demand.
    `frames`: where it was called, innermost first, paths of the recording machine."""

    test: Test
    action: Action
    locator: Locator
    load: Callable[[], Snapshot | MissingSnapshot]
    url: str = ""
    origin: str = ""
    frames: tuple[Location, ...] = ()
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Baseline:
    """The page on which the locator last worked; `origin` says where it was recorded."""

    snapshot: Snapshot
    origin: str


@dataclass(frozen=True, slots=True)
class NoBaseline:
    """There is no page of a passing run for this locator; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the failing step: the steps before it in the same test, oldest first, the
    sources as they ran, and the test-id attribute the run was configured with. `opened`: the
    address that the test opened and has only looked at since, as it was asked for."""

    steps: tuple[PassedStep, ...] = ()
    sources: tuple[SourceCopy, ...] = ()
    testid_attribute: str = "data-testid"
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed step of one test. `frames`: innermost first, paths of the recording machine.
    `foreseen`: the run did not reach the step; it is looked into as if it had failed on a page
    of the run that is like the one it worked on before."""

    id: str
    test: Test
    framework: str
    language: str
    action: Action
    locator: Locator | UnknownLocator
    message: str
    frames: tuple[Location, ...]
    snapshot: Snapshot | MissingSnapshot
    baseline: Baseline | NoBaseline
    artifact: str
    context: Context = field(default_factory=Context)
    foreseen: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """An artifact, or a part of one, that could not be read: one line for the user."""

    artifact: str
    reason: str


# --- what it means ----------------------------------------------------------------------------


class Kind(StrEnum):
    """What went wrong with the locator."""

    NOT_FOUND = "not-found"
    AMBIGUOUS = "strict-violation"
    OVER_MATCH = "over-match"
    UNDER_MATCH = "under-match"
    WRONG_ELEMENT = "wrong-element"
    NOT_ACTIONABLE = "not-actionable"
    OTHER = "not-a-locator-failure"


class Verdict(StrEnum):
    """The contract's verdicts (docs/verdicts.md)."""

    REPAIRED = "repaired"
    HELD_BACK = "held-back"
    REMOVED = "removed"
    AMBIGUOUS = "ambiguous"
    NO_EDIT_SITE = "no-edit-site"
    NOT_A_LOCATOR_FAILURE = "not-a-locator-failure"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`evidence` is one sentence in words."""

    kind: Kind
    evidence: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an element is known by, without its page."""

    tag: str
    role: str
    name: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()
    ancestors: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One feature of a pair: its value before and now, and its weight in the decision."""

    feature: str
    old: str
    new: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element that may be the target. `html` is its opening tag and text, masked, shortened."""

    path: ElementPath
    fingerprint: Fingerprint
    probability: float
    features: tuple[Evidence, ...] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to write the locator: `steps` take the place of `old.steps[start:stop]`.
    `cost` compares ways of writing, never elements."""

    locator: Locator
    start: int
    stop: int
    steps: tuple[Step, ...]
    cost: float
    matches: int
    snapshots: int


# --- where it is written ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call of the chain in a source file, as byte offsets. `steps`: the half-open range of the
    failing locator's steps that this call states. `holes`: values that a new text must still be
    given by a variable; `handed`: texts that callers hand to the code it stands in."""

    location: Location
    start: int
    end: int
    call: Call
    steps: tuple[int, int]
    holes: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start:end` of `path` (relative to the source root, '/' separated), which are `old`,
    become `new`. `uses`: how many places refer to what is edited; `siblings`: other places that
    state the same text for the same purpose, and are left as they are."""

    path: str
    line: int
    start: int
    end: int
    old: bytes
    new: bytes
    uses: int = 1
    siblings: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """One file before and after."""

    path: str
    before: bytes
    after: bytes
    edits: tuple[Edit, ...]


# --- what came of it --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cause:
    """What changed in the page, shared by the repairs it led to."""

    id: str
    words: str
    commit: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class NoCause:
    """Nothing is known about why the page changed."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The target is found and the new locator proved. `safe` ones are written by `--apply`;
    `reason` says why it is held back, or on what it rests."""

    failure: Failure
    diagnosis: Diagnosis
    candidate: Candidate
    proposal: Proposal
    edits: tuple[Edit, ...]
    margin: float
    safe: bool
    reason: str
    alternatives: tuple[Candidate, ...] = ()
    cause: Cause | NoCause = NoCause()

    @property
    def verdict(self) -> Verdict:
        """`repaired` where safe, else `held-back`."""
        return Verdict.REPAIRED if self.safe else Verdict.HELD_BACK


@dataclass(frozen=True, slots=True)
class Found:
    """A target with a proved locator that could not be written into the sources."""

    candidate: Candidate
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class NotFound:
    """No target was settled on."""


@dataclass(frozen=True, slots=True)
class Unrepaired:
    """Any verdict without an edit; `candidates` best first."""

    failure: Failure
    diagnosis: Diagnosis
    verdict: Verdict
    reason: str
    found: Found | NotFound = NotFound()
    candidates: tuple[Candidate, ...] = ()
    features: tuple[Evidence, ...] = ()


Outcome: TypeAlias = Repair | Unrepaired


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All patches of a run and the outcomes they come from."""

    patches: tuple[Patch, ...]
    outcomes: tuple[Outcome, ...]
