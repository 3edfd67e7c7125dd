"""The words that every format uses for verdicts, kinds of failure, places and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from selfheal_cli.model import Kind, Verdict
from selfheal_cli.outputs.base import Report, Role
from selfheal_cli.outputs.contract import NO_KIND, OutcomeEntry, Plan, is_ahead
from selfheal_cli.outputs.masking import line, visible

Told = TypeVar("Told", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Words:
    """A verdict in a word or two, the role it plays on a terminal, and a sentence that stands in
    where an outcome gives no reason of its own."""

    label: str
    role: Role
    sentence: str


VERDICTS: Mapping[str, Words] = {
    Verdict.REPAIRED: Words(
        "repaired", "good", "The element is still there, and the new locator finds it alone."
    ),
    Verdict.HELD_BACK: Words(
        "held back", "doubt", "This is probably the element meant; please look before it is used."
    ),
    Verdict.REMOVED: Words(
        "removed", "bad", "The element is no longer on the page, so the test is right to fail."
    ),
    Verdict.AMBIGUOUS: Words(
        "ambiguous",
        "bad",
        "Several elements fit about equally well, or none well enough, so none was chosen.",
    ),
    Verdict.NO_EDIT_SITE: Words(
        "no edit site",
        "doubt",
        "The element was found, but the locator is not written as plain text in these sources.",
    ),
    Verdict.NOT_A_LOCATOR_FAILURE: Words(
        "not a locator failure", "quiet", "The locator is not what made this test fail."
    ),
    Verdict.UNREADABLE: Words("unreadable", "bad", "What the run left behind could not be read."),
}

KINDS: Mapping[str, str] = {
    Kind.NOT_FOUND: "The locator found nothing.",
    Kind.AMBIGUOUS: "The locator found several elements where the test needs one.",
    Kind.OVER_MATCH: "The locator found more elements than the test expects.",
    Kind.UNDER_MATCH: "The locator found fewer elements than the test expects.",
    Kind.WRONG_ELEMENT: "The locator found another element than the one meant.",
    Kind.NOT_ACTIONABLE: "The locator found an element that could not be used.",
    Kind.OTHER: "The test failed for another reason than its locator.",
    NO_KIND: "The artifact could not be read.",
}


def sentence(entry: OutcomeEntry) -> str:
    """Why the verdict is what it is, as a sentence with its capital and full stop."""
    said = entry["reason"] or VERDICTS[entry["verdict"]].sentence
    first = said.split(" ", 1)[0]
    begun = said[0].upper() + said[1:] if first.isalpha() and first.islower() else said
    return begun if begun[-1] in ".!?" else f"{begun}."


def name(entry: OutcomeEntry) -> str:
    """The test as a person knows it, or the artifact where no test is known."""
    test = entry["test"]
    return test["title"] or test["id"] or entry["failure"]["artifact"]


def label(entry: OutcomeEntry) -> str:
    """The verdict in a word or two, and whether it is of a step that has not failed yet."""
    words = VERDICTS[entry["verdict"]].label
    return f"{words}, ahead" if is_ahead(entry) else words


def failed(plan: Plan) -> list[OutcomeEntry]:
    """The outcomes of what failed or could not be read."""
    return [entry for entry in plan["outcomes"] if not is_ahead(entry)]


def ahead(plan: Plan) -> list[OutcomeEntry]:
    """The outcomes of what has not failed yet, one for all tests that come to the same place."""
    places: dict[object, OutcomeEntry] = {}
    for entry in plan["outcomes"]:
        if is_ahead(entry):
            edits = tuple((e["path"], e["start"], e["end"], e["new"]) for e in entry["edits"])
            places.setdefault(edits, entry)
    return list(places.values())


def told_once(
    entries: Iterable[OutcomeEntry], told: Callable[[OutcomeEntry], Told]
) -> list[tuple[list[OutcomeEntry], Told]]:
    """Those of which the same is said together, in the order of their first, and what is said."""
    groups: dict[tuple[str, Told], list[OutcomeEntry]] = {}
    for entry in entries:
        groups.setdefault((label(entry), told(entry)), []).append(entry)
    return [(alike, said) for (_, said), alike in groups.items()]


def ahead_heading(plan: Plan) -> str:
    """What stands above those; empty where there are none."""
    number = len(ahead(plan))
    would = "1 locator" if number == 1 else f"{number} locators"
    return f"Not failed yet: {would} that the run did not reach" if number else ""


def brief(entry: OutcomeEntry) -> str:
    """The outcome on one line: verdict, test, reason, id."""
    said = f"{label(entry)}: {line(name(entry))}: {sentence(entry)}"
    return f"{visible(said)} ({entry['id']})"


def position(entry: OutcomeEntry, prefix: str = "") -> tuple[str, int]:
    """Path and line to look at first: where it is edited (with the report's prefix), else the test
    (where its own line was not recorded, that of the stack in it), else the stack; an empty path
    where nothing is known. Line 0: not recorded."""
    places = [(prefix + edit["path"], edit["line"]) for edit in entry["edits"]]
    stack = [(frame["path"], frame["line"]) for frame in entry["failure"]["frames"]]
    path, number = entry["test"]["path"], entry["test"]["line"]
    places += [place for place in stack if place[0] == path and not number]
    places += [(path, number), *stack]
    return next((place for place in places if place[0]), ("", 0))


def where(entry: OutcomeEntry, prefix: str = "") -> str:
    """`position` as `path:line`."""
    path, number = position(entry, prefix)
    return f"{path}:{number}" if path and number else path


def change(entry: OutcomeEntry) -> tuple[str, str]:
    """The locator before and after, as the test states it; empty where it is not known."""
    locator = entry["locator"]
    old = entry["failure"]["locator"] or ""
    return (old, locator["new"]) if locator else (old, "")


def shared_causes(plan: Plan) -> list[str]:
    """What changed in the page and broke several locators, with their number, most first."""
    told = Counter(
        (entry["cause"]["id"], entry["cause"]["words"])
        for entry in plan["outcomes"]
        if entry["cause"]
    )
    return [
        f"{visible(line(words))}: {times} locators" for (_, words), times in told.most_common()
        if times > 1
    ]  # fmt: skip


def counts(plan: Plan) -> str:
    """The summary in a sentence, and one on artifacts that could not be read."""
    summary = plan["summary"]
    failures = summary["failures"]
    lost = sum(summary[verdict] for verdict in VERDICTS) - failures
    numbers = {**summary, Verdict.UNREADABLE: summary[Verdict.UNREADABLE] - lost}
    told = [
        f"{numbers[verdict]} {VERDICTS[verdict].label}" for verdict in VERDICTS if numbers[verdict]
    ]
    steps = f"{failures} failed step{_s(failures)}: {', '.join(told)}."
    parts = [steps] if failures else ["No failed step was found."]
    parts += [f"{lost} artifact{_s(lost)} could not be read."] if lost > 0 else []
    return " ".join(parts)


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def troubles(report: Report) -> list[str]:
    """What keeps edits from being written, one sentence each."""
    reasons = [conflict.reason for conflict in report.conflicts]
    reasons += [stale.reason for stale in report.stale]
    return [visible(line(reason)) for reason in reasons]
