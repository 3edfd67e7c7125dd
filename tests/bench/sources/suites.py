"""`python -m tests.bench.sources.suites DIR [SUITE ...]`: the sources stage on labelled suites.

DIR is as in `tests.bench.suites`. For each repairable test of a `truth.json`, the locator that it
names fails at the call site that it names, and the truth's own new locator is to be written: no
artifact is read. Prints where the edit lies and what it writes; 1 where one lies elsewhere than the
truth says, or there is none though the locator is written in the suite.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selfheal_cli.errors import LocatorSyntaxError, UnsupportedLocator
from selfheal_cli.locators import DIALECTS
from selfheal_cli.locators.base import Dialect
from selfheal_cli.model import (
    Action,
    Failure,
    Location,
    Locator,
    MissingSnapshot,
    NoBaseline,
    Proposal,
    Test,
)
from selfheal_cli.sources import FolderTree, NoSite, Project, Unspellable, locate, spell


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("suites", nargs="*")
    options = parser.parse_args(argv)
    missed = 0
    for truth in sorted(options.folder.glob("*/truth.json")):
        if options.suites and truth.parent.name not in options.suites:
            continue
        facts = [f for f in json.loads(truth.read_text(encoding="utf-8")) if f["new"] != "gone"]
        project = Project(FolderTree(truth.parent))
        told = [(fact, _told(fact, project)) for fact in facts]
        counts = Counter(kind for _, (kind, _) in told)
        print(f"\n{truth.parent.name}: {len(facts)} repairable, {dict(counts)}")
        for fact, (kind, words) in told:
            print(f"  {kind:8} {fact['test'][:40]:40} {words}")
        missed += sum(count for kind, count in counts.items() if kind != "exact")
    return 1 if missed else 0


def _told(fact: dict[str, Any], project: Project) -> tuple[str, str]:
    dialect = _dialect(fact)
    path, line, column = fact["call_site"].rsplit(":", 2)
    try:
        old, new = _old(fact, dialect), _new(fact, dialect)
    except (LocatorSyntaxError, UnsupportedLocator) as error:
        return "unread", error.message
    places = [Location(f"/ci/work/{path}", int(line), int(column))]
    site = locate(_failure(old, places, dialect), project, dialect)
    if isinstance(site, NoSite):
        return "none", site.reason
    steps = len(site.locator.steps)
    spelled = spell(site, Proposal(new, 0, steps, new.steps, 0.0, 1, 1), dialect, project)
    if isinstance(spelled, Unspellable):
        return "refused", spelled.reason
    wanted = {":".join(place.split(":", 2)[:2]) for place in fact["locator_defined_at"]}
    found = [f"{edit.path}:{edit.line}" for edit in spelled.edits]
    changes = "; ".join(f"{edit.old.decode()!r} -> {edit.new.decode()!r}" for edit in spelled.edits)
    kind = "exact" if set(found) <= wanted else "WRONG"
    return kind, f"{', '.join(dict.fromkeys(found))}  {changes}"


def _dialect(fact: dict[str, Any]) -> Dialect:
    """By what the truth records: the wire's words are Selenium's or WebdriverIO's."""
    if not isinstance(fact.get("raw"), list):
        robot = fact["file"].endswith((".robot", ".resource"))
        return DIALECTS["robot-selenium" if robot else "playwright"]
    return DIALECTS["selenium" if fact["file"].endswith((".py", ".java")) else "webdriverio"]


def _old(fact: dict[str, Any], dialect: Dialect) -> Locator:
    if dialect.name in {"selenium", "webdriverio"}:
        using, value = fact["raw"]
        return dialect.parse(
            json.dumps({"method": using, "selector": value}, separators=(",", ":"))
        )
    return dialect.parse(fact.get("raw") or fact["old_locator"])


def _new(fact: dict[str, Any], dialect: Dialect) -> Locator:
    """The truth's selector, which is Playwright's, as one step of the dialect."""
    text = fact["new"]
    if dialect.name == "robot-selenium" and not text.startswith("xpath="):
        return dialect.parse(f"css:{text}")
    if dialect.name != "selenium":
        return dialect.parse(text.removeprefix("xpath="))
    using = "xpath" if text.startswith("xpath=") else "css selector"
    value = text.removeprefix("xpath=")
    return dialect.parse(json.dumps({"method": using, "selector": value}, separators=(",", ":")))


def _failure(locator: Locator, frames: Sequence[Location], dialect: Dialect) -> Failure:
    return Failure(
        "truth", Test("t", "t"), dialect.name, "any", Action("click"), locator, "", tuple(frames),
        MissingSnapshot("none"), NoBaseline("none"), "truth.json",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
