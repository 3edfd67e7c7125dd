"""Outcomes made for the tests of the formats: one of each verdict, with texts of one's choice."""

from __future__ import annotations

from selfheal_cli.edits import Combined, combine
from selfheal_cli.model import (
    Action,
    Candidate,
    Cause,
    Diagnosis,
    Edit,
    ElementPath,
    Evidence,
    Failure,
    Fingerprint,
    Found,
    Kind,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    Outcome,
    Problem,
    Proposal,
    Repair,
    Step,
    Test,
    UnknownLocator,
    Unrepaired,
    Verdict,
)
from selfheal_cli.outputs import Report
from selfheal_cli.outputs.plan import describe, edits_of

SOURCE = b"one\npage.locator('#old').click()\r\nthree caf\xe9\nfour"
PATH = "tests/login page.spec.ts"


def show(locator: Locator, language: str) -> str:
    """Any rendering will do: the formats take it as it is."""
    return ".".join(f"{step.strategy}({step.value})" for step in locator.steps)


def locator(value: str, strategy: str = "css") -> Locator:
    return Locator("playwright", (Step(strategy, value),))


def candidate(html: str, probability: float, xpath: str = "/html/body/button") -> Candidate:
    return Candidate(
        ElementPath(xpath, ("/html/body/iframe",)),
        Fingerprint("button", "button", "Log in", "Log in"),
        probability,
        (Evidence("role", "button", html, 1.25), Evidence("text", "", "", -0.5)),
        html,
    )


def failure(
    *,
    words: str = "Log in",
    title: str = "",
    value: str = "",
    kind: str = "click",
    old: str = "#old",
    known: bool = True,
    name: str = "abc123",
) -> Failure:
    return Failure(
        name,
        Test("login-id", title or words, "tests/login.spec.ts", 12),
        "playwright-test",
        "javascript",
        Action(kind, kind, value),
        locator(old) if known else UnknownLocator("the message is empty"),
        f"Timeout 5000ms exceeded.\n  - waiting for locator('{old}')\n  {words}",
        (Location("/home/ci/tests/login.spec.ts", 12, 5),),
        MissingSnapshot("none"),
        NoBaseline("none"),
        "test-results/login/trace.zip",
    )


def proposal(new: str = "Log in") -> Proposal:
    step = Step("text", new)
    return Proposal(Locator("playwright", (step,)), 0, 1, (step,), 1.5, 1, 3)


def repair(
    *,
    safe: bool = True,
    words: str = "Log in",
    new: str = "#new",
    step: str = "",
    failed: Failure | None = None,
) -> Repair:
    start = SOURCE.index(b"#old")
    return Repair(
        failed or failure(words=words),
        Diagnosis(Kind.NOT_FOUND, "It found nothing."),
        candidate(f"<button>{words}</button>", 0.98765),
        proposal(step or words),
        (Edit(PATH, 2, start, start + 4, b"#old", new.encode("utf-8", "replace"), 2),),
        0.4,
        safe,
        f"The button named {words} took its place.",
        (candidate("<a>", 0.01, "/html/body/a"),),
        Cause("c1", f"renamed to {words}", "deadbeef", "app/login.html"),
    )


def unrepaired(verdict: Verdict, *, words: str = "Log in", found: bool = False) -> Unrepaired:
    target = candidate(f"<button>{words}</button>", 0.8)
    others = (target, candidate("<a>", 0.3, "/html/body/a"))
    kind = Kind.OTHER if verdict is Verdict.NOT_A_LOCATOR_FAILURE else Kind.NOT_FOUND
    reason = f"Where it stood there is {words} now."
    failed = failure(words=words, known=verdict is not Verdict.UNREADABLE, name=f"id-{verdict}")
    diagnosis = Diagnosis(kind, "so it is")
    if found:
        return Unrepaired(
            failed, diagnosis, verdict, reason, Found(target, proposal(words)), others
        )
    return Unrepaired(failed, diagnosis, verdict, reason, candidates=others)


def outcomes(words: str = "Log in") -> tuple[Outcome, ...]:
    return (
        repair(words=words),
        repair(words=words, safe=False),
        unrepaired(Verdict.REMOVED, words=words),
        unrepaired(Verdict.AMBIGUOUS, words=words),
        unrepaired(Verdict.NO_EDIT_SITE, words=words, found=True),
        unrepaired(Verdict.NOT_A_LOCATOR_FAILURE, words=words),
        unrepaired(Verdict.UNREADABLE, words=words),
    )


def report_of(found: tuple[Outcome, ...], problems: tuple[Problem, ...] = ()) -> Report:
    plan = describe("0.0", found, problems, show)
    combined: Combined = combine([edits_of(e) for e in plan["outcomes"]], lambda path: SOURCE)
    return Report(plan, combined.patches, combined.conflicts, combined.stale)


def full_report(words: str = "Log in") -> Report:
    return report_of(outcomes(words), (Problem("broken.zip", f"cut off at {words}"),))
