"""What stands on the forge, run after run: with real git, and a forge that keeps its state."""

import json
import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest

from selfheal_cli.cli import requesting
from selfheal_cli.cli.requesting import Options, run_pr, run_suggest
from selfheal_cli.config import Settings
from selfheal_cli.errors import ExitCode, ForgeError
from selfheal_cli.forges import FORGES
from selfheal_cli.forges.base import State
from selfheal_cli.forges.branches import Branches
from tests.cli.filed import FiledForge, refusing
from tests.cli.test_pr import BUTTONS, branches, diff, git, made, of_cause, plan, state

Entry = dict[str, Any]
CAUSES = 3


@dataclass
class Run:
    """A clone, its forge, and what the last run printed."""

    suite: Path
    forge: FiledForge
    entries: list[Entry]
    capsys: pytest.CaptureFixture[str]
    options: Options = field(default_factory=Options)
    settings: Settings = field(default_factory=Settings)
    out: str = ""
    err: str = ""

    def __call__(self, **options: object) -> ExitCode:
        settings = replace(self.settings, source_root=self.suite, forge="github")
        try:
            return run_pr(settings, replace(self.options, **options), self.entries)  # type: ignore[arg-type]
        finally:
            self.out, self.err = self.capsys.readouterr()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)
    (tmp_path / "tmp").mkdir()  # for what a killed run leaves there
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    forge = FiledForge(tmp_path / "forge.json")
    monkeypatch.setitem(FORGES, "github", forge.connect)  # type: ignore[arg-type]
    return Run(made(tmp_path), forge, json.loads(plan())["outcomes"], capsys)


def on_base(run: Run, file: str, old: bytes, new: bytes) -> None:
    """Somebody changes a file on the base branch, from another clone."""
    other = run.suite.parent / "other"
    if not other.exists():
        git(run.suite.parent, "clone", "-q", str(run.suite.parent / "remote.git"), str(other))
    git(other, "pull", "-q")
    text = (other / file).read_bytes()
    assert old in text
    (other / file).write_bytes(text.replace(old, new, 1))
    git(other, "-c", "user.name=o", "-c", "user.email=o@x", "commit", "-qam", "Meanwhile")
    git(other, "push", "-q")


def of_a_person(run: Run, branch: str) -> Path:
    """A person's clone, with a branch of ours checked out and a new file added."""
    other = run.suite.parent / "person"
    remote = str(run.suite.parent / "remote.git")
    git(run.suite.parent, "clone", "-q", "-b", branch, remote, str(other))
    git(other, "config", "user.name", "p")
    git(other, "config", "user.email", "p@example.org")
    (other / "note.txt").write_text("by hand\n")
    git(other, "add", ".")
    return other


def by_hand(run: Run, branch: str) -> str:
    """A person commits to a branch of ours; gives the commit."""
    other = of_a_person(run, branch)
    git(other, "commit", "-qm", "By hand")
    git(other, "push", "-q")
    return git(other, "rev-parse", "HEAD")


def number_of(run: Run, branch: str) -> int:
    return int(next(one["number"] for one in run.forge.opened() if one["branch"] == branch))


def test_first_run_opens_one_for_each_cause(run: Run) -> None:
    before = state(run.suite)
    assert run() == ExitCode.BROKEN  # the removed element asks for a person
    assert [one["branch"] for one in run.forge.opened()] == list(branches_in_order(run))
    assert len(run.forge.opened()) == CAUSES
    assert run.forge.calls() == ["standing", *["open"] * CAUSES]
    assert state(run.suite) == before
    body = run.forge.opened()[0]["body"]
    assert "links became buttons" in body
    assert "The link `Log out` is now the button" in body.replace("\\", "")


def branches_in_order(run: Run) -> Iterator[str]:
    return (found for found in re.findall(r"push +(\S+)", run.out))


def test_a_second_run_with_no_change_only_lists(run: Run) -> None:
    run()
    before = branches(run.suite), run.forge.requests
    run.forge.calls()
    run()
    assert run.forge.calls() == ["standing"]
    assert (branches(run.suite), run.forge.requests) == before


def test_figures_that_differ_from_run_to_run_are_no_change(run: Run) -> None:
    run()
    run.forge.calls()
    for entry in run.entries:
        if entry["probability"]:
            entry["probability"] -= 0.001
        entry["failure"]["message"] += " after 31 s"
    run()
    assert run.forge.calls() == ["standing"]


def test_other_words_change_the_pull_request_and_push_nothing(run: Run) -> None:
    run()
    before = branches(run.suite)
    run.forge.calls()
    entry = next(e for e in run.entries if e["cause"] and "buttons" in e["cause"]["words"])
    entry["test"]["id"] += " renamed"
    run()
    assert run.forge.calls() == ["standing", "change"]
    assert branches(run.suite) == before


def test_the_base_moved(run: Run) -> None:
    run()
    run.forge.calls()
    old = branches(run.suite)
    on_base(run, "tests/pages/AdminPage.ts", b"import ", b"// moved on\nimport ")
    run()
    assert run.forge.calls() == ["standing"]
    assert run.out.count("the base has moved") == CAUSES
    new = branches(run.suite)
    assert all(new[name] != old[name] for name in old)
    base = git(run.suite, "ls-remote", "origin", "refs/heads/main").split()[0]
    told = diff(run.suite, of_cause(run.suite))
    assert told.count("\n+  ") == 1
    assert "moved on" not in told
    assert git(run.suite, "rev-parse", "FETCH_HEAD^") == base


def test_where_the_base_is_in_the_way_the_file_is_left_out_and_said(run: Run) -> None:
    on_base(run, "tests/pages/AdminPage.ts", b"'Log out' });", b"'Log out', exact: true });")
    assert run() == ExitCode.BROKEN
    assert "AdminPage.ts: has changed there where it should be edited" in run.out
    assert len(run.forge.opened()) == CAUSES - 1


def test_what_the_base_has_already_is_not_proposed(run: Run) -> None:
    run()
    name = of_cause(run.suite)
    on_base(
        run,
        "tests/pages/AdminPage.ts",
        b"'link', { name: 'Log out'",
        b"'button', { name: 'Log out'",
    )
    number = number_of(run, name)
    run()
    assert number not in {one["number"] for one in run.forge.opened()}
    assert name not in branches(run.suite)
    assert run.forge.data["comments"][0][0] == number
    run.forge.calls()
    run()
    assert run.forge.calls() == ["standing"]


def test_one_of_another_run_is_left_unless_the_whole_suite_was_run(run: Run) -> None:
    run()
    name = of_cause(run.suite)
    run.entries = [e for e in run.entries if not (e["cause"] and "buttons" in e["cause"]["words"])]
    run.forge.calls()
    run()
    assert run.forge.calls() == ["standing"]
    assert f"{name}: this run does not show its cause" in run.out
    run(whole=True)
    assert run.forge.calls() == ["standing", "change", "close"]
    assert name not in branches(run.suite)


def test_one_that_we_closed_is_opened_again_when_its_cause_is_back(run: Run) -> None:
    run()
    entries = run.entries
    run.entries = [e for e in entries if not (e["cause"] and "buttons" in e["cause"]["words"])]
    run(whole=True)
    assert len(run.forge.opened()) == CAUSES - 1
    run.entries = entries
    run()
    assert len(run.forge.opened()) == CAUSES
    assert len(run.forge.requests) == CAUSES + 1


@pytest.mark.parametrize("state", [State.CLOSED, State.MERGED])
def test_what_a_person_decided_stays_until_the_change_is_another_one(
    run: Run, state: State
) -> None:
    run()
    name = of_cause(run.suite)
    run.forge.settle(number_of(run, name), state)
    run.forge.calls()
    run()
    assert run.forge.calls() == ["standing"]
    assert len(run.forge.opened()) == CAUSES - 1
    entry = next(e for e in run.entries if e["cause"] and "buttons" in e["cause"]["words"])
    entry["edits"][0]["new"] += " // other"
    run()
    assert run.forge.calls() == ["standing", "open"]
    assert len(run.forge.opened()) == CAUSES


def test_commits_of_a_person_are_never_overwritten(run: Run) -> None:
    run()
    name = of_cause(run.suite)
    commit = by_hand(run, name)
    on_base(run, "tests/pages/AdminPage.ts", b"import ", b"// moved on\nimport ")
    run.forge.calls()
    for _ in range(2):
        run(whole=True)
        assert branches(run.suite)[name] == commit
        assert f"{name}: somebody else has committed to the branch" in run.out
    run.entries = []
    run(whole=True)
    assert branches(run.suite)[name] == commit
    assert number_of(run, name)


def test_our_commit_amended_by_a_person_is_theirs(run: Run) -> None:
    run()
    name = of_cause(run.suite)
    other = of_a_person(run, name)
    git(other, "commit", "-q", "--amend", "--no-edit")
    git(other, "push", "-qf")
    on_base(run, "tests/pages/AdminPage.ts", b"import ", b"// moved on\nimport ")
    run()
    assert branches(run.suite)[name] == git(other, "rev-parse", "HEAD")


def test_the_limit(run: Run) -> None:
    run.settings = replace(run.settings, pr_limit=2)
    assert run() == ExitCode.BROKEN
    assert len(run.forge.opened()) == len(branches(run.suite)) == 2
    assert run.out.count("the limit of open pull requests is reached") == 1
    run.forge.calls()
    run()
    assert run.forge.calls() == ["standing"]
    run.forge.settle(1, State.MERGED)
    run()
    assert run.forge.calls() == ["standing", "open"]


def test_held_back_ones_only_when_asked_for_and_as_drafts(run: Run) -> None:
    for entry in run.entries:
        if entry["cause"] and "buttons" in entry["cause"]["words"]:
            entry["verdict"] = "held-back"
    run()
    assert len(run.forge.opened()) == CAUSES - 1
    run(unsafe=True)
    assert [one["draft"] for one in run.forge.opened()].count(True) == 1
    assert "**held back: please look**" in run.forge.opened()[-1]["body"]


def test_only_safe_and_verified_ones_merge_by_themselves(run: Run) -> None:
    run(merge=True)
    assert "merge" not in run.forge.calls()
    for entry in run.entries[:2]:
        entry["verified"] = True
    run(merge=True)
    assert run.forge.calls().count("merge") == sum(e.get("verified", False) for e in run.entries)


def test_reviewers_are_the_owners_on_the_base(run: Run) -> None:
    (run.suite / ".github").mkdir()
    (run.suite / ".github" / "CODEOWNERS").write_text(
        "* @all\n/tests/pages/Admin* @ann @web/team\n"
    )
    git(run.suite, "add", ".github")
    git(run.suite, "commit", "-qm", "Owners")
    git(run.suite, "push", "-q", "origin", "main")
    run()
    asked = {one["branch"]: one["reviewers"] for one in run.forge.opened()}
    assert asked[of_cause(run.suite)] == ["ann", "web/team"]
    assert sorted(asked.values()) == [["all"], ["all"], ["ann", "web/team"]]


# --- what goes wrong --------------------------------------------------------------------------


def test_a_push_that_the_remote_refuses_is_said_and_the_others_are_done(run: Run) -> None:
    hook = run.suite.parent / "remote.git" / "hooks" / "update"
    hook.write_text('#!/bin/sh\ncase "$1" in *buttons*) echo no bots >&2; exit 1;; esac\n')
    hook.chmod(0o755)
    assert run() == ExitCode.FAULT
    assert "FAILED   push" in run.out
    assert len(run.forge.opened()) == CAUSES - 1
    hook.unlink()
    run.forge.calls()
    assert run() == ExitCode.BROKEN
    assert run.forge.calls() == ["standing", "open"]


def test_a_forge_that_fails_in_the_middle(run: Run) -> None:
    done = []

    def second_fails(call: str) -> None:
        done.append(call)
        if call == "open" and done.count("open") == 2:
            raise ForgeError("the forge answers 502")

    run.forge.before = second_fails
    assert run() == ExitCode.FAULT
    assert "FAILED   open" in run.out
    assert len(run.forge.opened()) == CAUSES - 1
    run.forge.before = lambda call: None
    run.forge.calls()
    before = branches(run.suite)
    assert run() == ExitCode.BROKEN
    assert run.forge.calls() == ["standing", "open"]
    assert branches(run.suite) == before


def test_a_forge_that_always_fails_is_not_asked_for_ever(run: Run) -> None:
    run.entries = many(run, 20)
    run.settings = replace(run.settings, pr_limit=20)
    run.forge.before = refusing("open")
    assert run() == ExitCode.FAULT
    assert run.out.count("502") == 3
    assert "not begun" in run.out


def test_a_forge_that_cannot_be_listed_ends_the_run_before_any_push(run: Run) -> None:
    run.forge.before = refusing("standing")
    with pytest.raises(ForgeError):
        run()
    assert branches(run.suite) == {}


def test_two_runs_at_the_same_time(run: Run) -> None:
    """The other one does all its work between our look and our first push."""

    seen: list[str] = []

    def other_run(call: str) -> None:
        seen.append(call)
        if seen == ["standing"]:
            run_pr(
                replace(run.settings, source_root=run.suite, forge="github"), Options(), run.entries
            )

    run.forge.after = other_run
    assert run() == ExitCode.BROKEN
    assert len(run.forge.requests) == CAUSES
    assert len(branches(run.suite)) == CAUSES


def test_processes_that_run_at_the_same_time(run: Run) -> None:
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = int(run())
            finally:
                os._exit(code)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(codes) <= {ExitCode.BROKEN, ExitCode.FAULT}
    run()
    assert len(run.forge.requests) == len(run.forge.opened()) == CAUSES
    assert {one["branch"] for one in run.forge.opened()} == set(branches(run.suite))
    run.forge.calls()
    assert run() == ExitCode.BROKEN
    assert run.forge.calls() == ["standing"]


def test_another_run_with_another_change_is_not_overwritten(run: Run) -> None:
    pushed: list[str] = []

    def other_run(call: str) -> None:
        if call == "standing" and not pushed:
            pushed.append(call)
            theirs = json.loads(json.dumps(run.entries))
            for entry in theirs:
                for edit in entry["edits"]:
                    edit["new"] += " /* theirs */"
            run_pr(replace(run.settings, source_root=run.suite, forge="github"), Options(), theirs)

    run.forge.after = other_run
    assert run() == ExitCode.FAULT
    assert run.out.count("somebody else has pushed to it meanwhile") == CAUSES
    assert "theirs" in diff(run.suite, of_cause(run.suite))
    assert len(run.forge.requests) == CAUSES


def killed_at(run: Run, point: int) -> bool:
    """A run in a process of its own that is killed before or after its `point`th doing; whether it
    came to that."""
    child = os.fork()
    if child == 0:
        count = [0]

        def tick(*_: object) -> None:
            count[0] += 1
            if count[0] == point:
                os.kill(os.getpid(), signal.SIGKILL)

        run.forge.before = run.forge.after = tick
        push, commit = Branches.push, Branches.commit

        def ticking_push(self: Branches, *words: str) -> None:
            tick()
            push(self, *words)
            tick()

        def ticking_commit(self: Branches, *words: Any) -> str:
            tick()
            return commit(self, *words)

        Branches.push, Branches.commit = ticking_push, ticking_commit  # type: ignore[method-assign]
        try:
            run()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize(("moved", "least"), [(False, 12), (True, 8)])
def test_killed_at_each_step_the_next_run_makes_it_whole(run: Run, moved: bool, least: int) -> None:
    run.entries = [entry for entry in run.entries if entry["edits"]][:2]
    if moved:
        run()
        on_base(run, "tests/pages/AdminPage.ts", b"import ", b"// moved on\nimport ")
    here = state(run.suite)
    remote, kept = run.suite.parent / "remote.git", run.suite.parent / "kept.git"
    copytree(remote, kept)
    filed = run.forge.file.read_text()
    point = 1
    while killed_at(run, point):
        assert state(run.suite) == here
        run()
        assert [one["state"] for one in run.forge.requests] == [State.OPEN, State.OPEN]
        assert {one["branch"] for one in run.forge.requests} == set(branches(run.suite))
        run.forge.calls()
        run()
        assert run.forge.calls() == ["standing"]
        assert "push" not in run.out
        rmtree(remote)
        copytree(kept, remote)
        run.forge.file.write_text(filed)
        point += 1
    assert point > least


# --- many -------------------------------------------------------------------------------------


def many(run: Run, count: int) -> list[Entry]:
    """As many causes, each with an edit of its own in one new file."""
    model = next(entry for entry in run.entries if entry["edits"])
    lines = [f"  a{k} = page.locator('#old-{k}');\n\n" for k in range(count)]
    (run.suite / "tests" / "many.ts").write_text("".join(lines))
    git(run.suite, "add", "tests/many.ts")
    git(run.suite, "commit", "-qm", "Many")
    git(run.suite, "push", "-q", "origin", "main")
    found, start = [], 0
    for k, text in enumerate(lines):
        at = start + text.index(f"#old-{k}")
        entry = json.loads(json.dumps(model))
        entry |= {"id": f"many{k:04}", "cause": {**model["cause"], "id": f"{k:010x}"}}
        entry["cause"]["words"] = f"the id `old-{k}` became `new-{k}`"
        entry["test"] = {"id": f"t{k}", "title": f"t{k}", "path": f"tests/m{k}.ts", "line": 3}
        entry["edits"] = [
            {"path": "tests/many.ts", "line": 2 * k + 1, "start": at, "end": at + len(f"#old-{k}"),
             "old": f"#old-{k}", "new": f"#new-{k}", "uses": 1}
        ]  # fmt: skip
        found.append(entry)
        start += len(text)
    return found


def test_300_causes_open_no_more_than_the_limit(run: Run) -> None:
    run.entries = many(run, 300)
    assert run() == ExitCode.BROKEN
    assert len(run.forge.opened()) == len(branches(run.suite)) == 10
    assert run.out.count("the limit of open pull requests is reached") == 290
    assert run.forge.calls() == ["standing", *["open"] * 10]
    run()
    assert run.forge.calls() == ["standing"]


def test_what_is_printed_as_json_holds_each_step(run: Run) -> None:
    run(json=True)
    told = json.loads(run.out)
    assert told["schema"] == "selfheal/pr/1"
    assert [step["do"] for step in told["steps"]] == ["push", "open"] * CAUSES
    assert told["steps"][1]["request"]["body"] == run.forge.requests[0]["body"]
    assert requesting.PREFIX == "selfheal/"
    assert BUTTONS in told["steps"][0]["branch"]


def test_the_body_tells_of_verified_repairs(run: Run) -> None:
    for entry in run.entries:
        if entry["edits"]:
            entry["verified"] = True
    run()
    assert all("Verified: these tests were run" in one["body"] for one in run.forge.opened())


def test_suggestions_on_a_standing_pull_request(run: Run) -> None:
    """On its head as the forge shows it to git, where lines are others than here."""
    other = of_a_person(run, "main")
    page = other / "tests/pages/AdminPage.ts"
    page.write_text("// one more line\n" + page.read_text())
    git(other, "commit", "-qam", "A pull request")
    git(other, "push", "-q", "origin", "HEAD:refs/pull/7/head")
    settings = replace(run.settings, source_root=run.suite, forge="github")
    before = branches(run.suite), state(run.suite)
    assert run_suggest(settings, Options(), run.entries, 7) == ExitCode.BROKEN  # one is removed
    assert (branches(run.suite), state(run.suite)) == before
    (number, remarks) = next(
        detail for name, detail in run.forge.data["calls"] if name == "suggest"
    )
    assert number == 7
    assert len(remarks) == 2  # neighbouring lines are one
    found = next(one for one in remarks if one["path"].endswith("AdminPage.ts"))
    assert found["first"] == found["last"] == 11
    assert found["new"].strip().endswith("getByRole('button', { name: 'Log out' });")
    assert "is now the button" in found["words"]


def test_a_template_of_ones_own(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "body.md.j2"
    file.write_text("Own: {{ words }}{% for one in changes %} {{ one.new|code }}{% endfor %}\n")
    run.settings = replace(run.settings, pr_template=(file,))
    run()
    assert run.forge.opened()[0]["body"].startswith("Own: links became buttons `")
    run.forge.calls()
    file.write_text("Another: {{ words }}\n")
    run()
    assert run.forge.calls() == ["standing", *["change"] * CAUSES]


def test_neighbours_are_told_of_each_other(run: Run) -> None:
    run.entries = many(run, 3)
    start = run.entries[1]["edits"][0]["start"]
    text = (run.suite / "tests/many.ts").read_text()
    run.entries[2]["edits"][0] |= {
        "line": 3, "start": start - 4, "end": start - 3, "old": text[start - 4], "new": "!",
    }  # fmt: skip
    run()
    told = ["Edits lines beside those of" in one["body"] for one in run.forge.opened()]
    assert told == [False, True, True]
