"""What turns a test green is kept, what does not is set back, to the byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from selfheal_cli.edits import combine, on_trial, reader
from selfheal_cli.model import Verdict
from selfheal_cli.outputs import contract
from selfheal_cli.outputs.contract import OutcomeEntry
from selfheal_cli.outputs.plan import edits_of
from selfheal_cli.verifying import Green, Ran, Red, Verification, Verified, verify

PAGE = "pages.py"
FIRST = "login = '#old-login'\nsave = '#old-save'\ntitle = '#old-title'\nhelp = '#old-help'\n"


@dataclass
class Suite:
    """A small suite whose steps use locators that stand in a file. `right`: what each finds its
    element by; `advice`: what is said of a broken one."""

    file: Path
    steps: Mapping[str, Sequence[str]]
    right: Mapping[str, str]
    advice: Mapping[str, tuple[Verdict, str]]
    looks: bool = False
    ran: list[str] = field(default_factory=list)

    def run(self, test: contract.TestEntry) -> Ran:
        self.ran.append(test["id"])
        broken = self.broken(test["id"])
        return Red((broken, *self.ahead(test["id"]))) if broken else Green()

    def ahead(self, test: str) -> list[OutcomeEntry]:
        """What is said of the steps after the broken one."""
        stated = {name: self.stated(name) for name in self.steps[test]}
        broken = [name for name, value in stated.items() if value != self.right.get(name)]
        later = [self.outcome(test, name, stated[name]) for name in broken[1:]]
        return [{**entry, "lookahead": True} for entry in later] if self.looks else []

    def broken(self, test: str) -> OutcomeEntry | None:
        for name in self.steps[test]:
            value = self.stated(name)
            if value != self.right.get(name):
                return self.outcome(test, name, value)
        return None

    def all_broken(self) -> list[OutcomeEntry]:
        now = [broken for test in self.steps if (broken := self.broken(test))]
        return [*now, *(entry for test in self.steps for entry in self.ahead(test))]

    def stated(self, name: str) -> str:
        line = next(x for x in self.file.read_text().splitlines() if x.startswith(f"{name} "))
        return line.partition("'")[2].rstrip("'")

    def outcome(self, test: str, name: str, value: str) -> OutcomeEntry:
        verdict, new = self.advice.get(name, (Verdict.REMOVED, ""))
        start = self.file.read_text().index(f"{name} = '") + len(f"{name} = '")
        edit = {
            "path": PAGE, "line": 1, "start": start, "end": start + len(value), "old": value,
            "new": new, "uses": 1,
        }  # fmt: skip
        if value == new:
            verdict = Verdict.AMBIGUOUS
        return {
            "id": f"{test}-{name}-{value}",
            "verdict": str(verdict),
            "reason": "",
            "probability": None,
            "margin": None,
            "cause": None,
            "test": {"id": test, "title": test, "path": "", "line": 0},
            "framework": "",
            "failure": {
                "kind": "not-found", "locator": value, "action": "click", "message": "",
                "artifact": "", "frames": [{"path": PAGE, "line": 1, "column": 0}],
            },
            "target": None,
            "locator": {"dialect": "css", "old": value, "new": new, "matches": 1, "snapshots": 1},
            "edits": [edit] if new and value != new else [],  # type: ignore[typeddict-item]
            "evidence": [],
            "alternatives": [],
        }  # fmt: skip


RIGHT = {"login": "#login", "save": "#save", "title": "#title", "help": "#help"}
SAFE = {name: (Verdict.REPAIRED, value) for name, value in RIGHT.items()}


def tried(
    tmp_path: Path,
    steps: Mapping[str, Sequence[str]],
    advice: Mapping[str, tuple[Verdict, str]] = SAFE,
    rounds: int = 5,
    unsafe: bool = False,
    looks: bool = False,
) -> tuple[Verified, str, Suite]:
    file = tmp_path / PAGE
    file.write_text(FIRST)
    suite = Suite(file, steps, RIGHT, advice, looks)
    with on_trial(tmp_path) as files:
        work = Verification(suite, files, reader(tmp_path), lambda word, test: None)
        found = verify(suite.all_broken(), work, rounds, unsafe)
    assert written(found) == file.read_text()
    return found, file.read_text(), suite


def written(found: Verified) -> str:
    """What the kept repairs make of the file as it was at first."""
    assert all(entry["verified"] for entry in found.kept)
    combined = combine([edits_of(entry) for entry in found.kept], lambda path: FIRST.encode())
    assert not combined.left_out
    return next((patch.after.decode() for patch in combined.patches), FIRST)


def with_(**values: str) -> str:
    text = FIRST
    for name, value in values.items():
        text = text.replace(f"{name} = '#old-{name}'", f"{name} = '{value}'")
    return text


def test_a_test_that_breaks_again_further_on_is_repaired_again(tmp_path: Path) -> None:
    found, text, suite = tried(tmp_path, {"t1": ["login", "save", "title"], "t2": ["login"]})
    assert text == with_(login="#login", save="#save", title="#title")
    assert found.green == ("t1", "t2")
    assert [(one.tried, one.ran, one.green) for one in found.rounds] == [
        (2, 2, 1), (1, 1, 0), (1, 1, 1),
    ]  # fmt: skip
    assert suite.ran[-1] == "t2", "run again on what is kept in the end"


def test_what_does_not_help_is_set_back_and_nothing_else(tmp_path: Path) -> None:
    advice = {**SAFE, "save": (Verdict.REPAIRED, "#cancel")}
    found, text, _ = tried(tmp_path, {"t1": ["login"], "t2": ["save"]}, advice)
    assert text == with_(login="#login")
    assert (found.green, found.red) == (("t1",), ("t2",))
    assert [entry["test"]["id"] for entry in found.dropped] == ["t2"]


def test_a_first_step_is_not_kept_for_a_test_that_stays_red(tmp_path: Path) -> None:
    advice = {"login": SAFE["login"], "save": (Verdict.REMOVED, "")}
    found, text, _ = tried(tmp_path, {"t1": ["login", "save"]}, advice)
    assert text == FIRST
    assert [entry["verdict"] for entry in found.left] == ["removed"]


def test_what_a_green_test_shares_with_a_red_one_stays(tmp_path: Path) -> None:
    advice = {"login": SAFE["login"], "save": (Verdict.REMOVED, "")}
    found, text, _ = tried(tmp_path, {"t1": ["login", "save"], "t2": ["login"]}, advice)
    assert text == with_(login="#login")
    assert found.green == ("t2",)


def test_what_is_removed_is_never_tried(tmp_path: Path) -> None:
    advice = {"login": (Verdict.REMOVED, "#login")}
    found, text, suite = tried(tmp_path, {"t1": ["login"]}, advice, unsafe=True)
    assert (text, suite.ran, found.rounds) == (FIRST, [], ())


def test_what_is_held_back_is_tried_only_when_asked_one_at_a_time(tmp_path: Path) -> None:
    advice = {
        "login": (Verdict.HELD_BACK, "#login"),
        "save": (Verdict.HELD_BACK, "#cancel"),
        "title": SAFE["title"],
    }
    steps = {"t1": ["login", "title"], "t2": ["save"]}
    found, text, suite = tried(tmp_path, steps, advice)
    assert (text, suite.ran) == (FIRST, [])
    found, text, _ = tried(tmp_path, steps, advice, unsafe=True)
    assert text == with_(login="#login", title="#title")
    assert [entry["verdict"] for entry in found.kept] == ["held-back", "repaired"]
    assert found.red == ("t2",)


@pytest.mark.parametrize("rounds", [1, 2])
def test_it_stops_after_so_many_rounds(tmp_path: Path, rounds: int) -> None:
    found, text, _ = tried(tmp_path, {"t1": ["login", "save", "title"]}, rounds=rounds)
    assert (len(found.rounds), text) == (rounds, FIRST)


def test_with_lookahead_a_test_that_would_break_again_is_green_after_one_round(
    tmp_path: Path,
) -> None:
    steps = {"t1": ["login", "save", "title"], "t2": ["login"]}
    found, text, suite = tried(tmp_path, steps, looks=True)
    assert text == with_(login="#login", save="#save", title="#title")
    assert found.green == ("t1", "t2")
    assert [(one.tried, one.ahead, one.ran, one.green) for one in found.rounds] == [(4, 2, 2, 2)]
    assert suite.ran == ["t1", "t2"]
    assert len(found.kept) == 4


def test_what_was_foreseen_wrongly_is_set_back_and_costs_no_test(tmp_path: Path) -> None:
    """The second step would have worked as it was; others come to it as well."""
    right = {**RIGHT, "save": "#old-save"}
    file = tmp_path / PAGE
    file.write_text(FIRST)
    suite = Suite(file, {"t1": ["login", "save"], "t2": ["title", "save"]}, right, SAFE)
    wrong = {**suite.outcome("t1", "save", "#old-save"), "lookahead": True}
    with on_trial(tmp_path) as files:
        work = Verification(suite, files, reader(tmp_path), lambda word, test: None)
        found = verify([*suite.all_broken(), wrong], work)  # type: ignore[list-item]
    assert file.read_text() == with_(login="#login", title="#title")
    assert (found.green, found.red) == (("t1", "t2"), ())
    assert [entry["id"] for entry in found.dropped] == [wrong["id"]]


def test_what_is_ahead_of_other_tests_alone_is_not_tried(tmp_path: Path) -> None:
    file = tmp_path / PAGE
    file.write_text(FIRST)
    suite = Suite(file, {"t1": ["login"], "t2": ["save"]}, RIGHT, SAFE)
    later = {**suite.outcome("t2", "save", "#old-save"), "lookahead": True}
    with on_trial(tmp_path) as files:
        work = Verification(suite, files, reader(tmp_path), lambda word, test: None)
        found = verify([suite.all_broken()[0], later], work)  # type: ignore[list-item]
    assert file.read_text() == with_(login="#login")
    assert (found.green, found.red, suite.ran) == (("t1",), (), ["t1"])
