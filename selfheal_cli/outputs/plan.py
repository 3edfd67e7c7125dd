"""The plan: outcomes as plain data, to JSON and back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn, TypeAlias, cast

from selfheal_cli.errors import SelfhealError, UsageError
from selfheal_cli.model import Edit, Location, Locator, Outcome, Problem, Verdict
from selfheal_cli.outputs.base import Report, Style
from selfheal_cli.outputs.contract import NO_KIND, SCHEMA, EditEntry, OutcomeEntry, Plan, is_ahead
from selfheal_cli.outputs.entries import entry_of_outcome, entry_of_problem
from selfheal_cli.outputs.validation import first_fault

Show: TypeAlias = Callable[[Locator, str], str]
"""A locator as a person reads it in a language's own API; may raise SelfhealError."""

_SURROGATES = re.compile("[\ud800-\udfff]")


def describe(
    version: str, outcomes: Sequence[Outcome], problems: Sequence[Problem], show: Show
) -> Plan:
    """The plan of a run: its outcomes in their order, then what could not be read, then what is
    ahead. All text that came from an artifact or a page is cleaned and masked here, once."""
    told = [entry_of_outcome(outcome, _careful(show)) for outcome in outcomes]
    entries = [
        *(entry for entry in told if not is_ahead(entry)),
        *(entry_of_problem(problem) for problem in problems),
        *(entry for entry in told if is_ahead(entry)),
    ]
    return {
        "schema": SCHEMA,
        "tool": {"name": "selfheal", "version": version},
        "summary": summarise(entries),
        "outcomes": entries,
    }


def summarise(entries: Iterable[OutcomeEntry]) -> dict[str, int]:
    """How many failed steps there are, and how many outcomes of each verdict. An artifact that
    could not be read counts as `unreadable` but not among the failures; what is ahead counts
    nowhere."""
    entries = [entry for entry in entries if not is_ahead(entry)]
    counts = Counter(entry["verdict"] for entry in entries)
    failures = sum(1 for entry in entries if entry["failure"]["kind"] != NO_KIND)
    return {"failures": failures, **{str(verdict): counts[verdict] for verdict in Verdict}}


def write_plan(report: Report, style: Style) -> bytes:
    """The plan as UTF-8 JSON: keys in the contract's order, a line feed at the end."""
    del style
    text = json.dumps(report.plan, ensure_ascii=False, indent=2, allow_nan=False)
    # Lone surrogates have no UTF-8 form; JSON's own escapes keep them.
    escaped = _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return f"{escaped}\n".encode()


def read_plan(text: str | bytes) -> Plan:
    """The plan that `text` holds. Raises UsageError that names the first place that is wrong."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The plan is not JSON ({_short(error)}).") from error
    if not isinstance(found, dict) or "schema" not in found:
        raise UsageError("This is JSON, but no plan of selfheal: it has no `schema`.")
    if found["schema"] != SCHEMA:
        raise UsageError(
            f"The plan's schema is {found['schema']!r}; this version reads {SCHEMA!r}.",
            "Make the plan anew with this version's `selfheal scan`.",
        )
    if fault := first_fault(found):
        raise UsageError(f"The plan is damaged: {fault.place} {fault.words}.")
    return cast(Plan, found)


def read_verified(text: str | bytes) -> list[OutcomeEntry]:
    """The outcomes that `fix --verify --json` told of: those it kept, with their edits; then those
    that are left, without: they speak of sources that nobody has any more. Raises UsageError."""
    try:
        found = json.loads(text, parse_constant=_refuse)
        kept, left = found["kept"], [{**entry, "edits": []} for entry in found["left"]]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise UsageError(f"This is not what `fix --verify --json` prints ({error!r}).") from error
    entries = cast(list[OutcomeEntry], [*kept, *left])
    plan = {
        "schema": SCHEMA,
        "tool": {"name": "selfheal", "version": ""},
        "summary": dict.fromkeys(("failures", *Verdict), 0),
        "outcomes": entries,
    }
    if fault := first_fault(plan):
        raise UsageError(f"The outcomes are damaged: {fault.place} {fault.words}.")
    return entries


def edits_of(entry: OutcomeEntry) -> tuple[Edit, ...]:
    """The edits of an outcome, as `edits.combine` takes them. Raises UsageError."""
    try:
        return tuple(_edit(edit) for edit in entry["edits"])
    except UnicodeEncodeError as error:
        raise UsageError(
            f"The plan is damaged: an edit of {entry['id']} is no encoding of bytes."
        ) from error


def find(plan: Plan, wanted: str) -> OutcomeEntry:
    """The outcome of that id, or of the only id that begins so. Raises UsageError."""
    entries = plan["outcomes"]
    exact = [entry for entry in entries if entry["id"] == wanted]
    begun = [entry for entry in entries if wanted and entry["id"].startswith(wanted)]
    if exact or len({entry["id"] for entry in begun}) == 1:
        return (exact or begun)[0]
    if begun:
        ids = ", ".join(sorted({entry["id"] for entry in begun}))
        raise UsageError(f"{wanted!r} begins several ids: {ids}.")
    ids = ", ".join(sorted({entry["id"] for entry in entries})[:20]) or "none at all"
    raise UsageError(f"No outcome has the id {wanted!r}.", f"There is: {ids}.")


def _edit(entry: EditEntry) -> Edit:
    old, new = (entry[side].encode("utf-8", "surrogateescape") for side in ("old", "new"))
    line, start, end, uses = (int(entry[key]) for key in ("line", "start", "end", "uses"))
    siblings = tuple(Location(one["path"], int(one["line"])) for one in entry.get("siblings", ()))
    return Edit(entry["path"], line, start, end, old, new, uses, siblings)


def _careful(show: Show) -> Show:
    def careful(locator: Locator, language: str) -> str:
        try:
            return show(locator, language)
        except SelfhealError:
            return " >> ".join(f"{step.strategy}={step.value}" for step in locator.steps)

    return careful


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number in JSON")


def _short(error: Exception) -> str:
    return str(error).partition("\n")[0][:120] or type(error).__name__
