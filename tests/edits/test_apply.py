from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from selfheal_cli.edits import apply, recover
from selfheal_cli.edits.journal import NAME
from selfheal_cli.errors import EditError
from selfheal_cli.model import Patch

KILLED = Path(__file__).with_name("killed.py")
NAMES = ("a.py", "b.py", "c.py")
STEPS = 2 + 1 + 2 * len(NAMES) + 2  # as `apply` tells them, the last one after the commit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"old " + name.encode())
    return tmp_path


def patches(*names: str) -> list[Patch]:
    return [Patch(name, b"old " + name.encode(), b"new " + name.encode(), ()) for name in names]


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def all_of(word: str) -> dict[str, bytes]:
    return {name: f"{word} {name}".encode() for name in NAMES}


def refused(root: Path, wanted: list[Patch], word: str, **options: bool) -> None:
    before = contents(root)
    with pytest.raises(EditError, match=word) as caught:
        apply(root, wanted, **options)
    assert "\n" not in caught.value.message
    assert contents(root) == before


def test_all_files_are_written_and_nothing_else_is_left(root: Path) -> None:
    applied = apply(root, patches(*NAMES))
    assert applied.paths == NAMES
    assert contents(root) == all_of("new")


def test_mode_is_kept(root: Path) -> None:
    (root / "a.py").chmod(0o751)
    apply(root, patches("a.py"))
    assert stat.S_IMODE((root / "a.py").stat().st_mode) == 0o751


def test_a_link_inside_the_root_stays_a_link(root: Path) -> None:
    (root / "link.py").symlink_to("a.py")
    apply(root, [Patch("link.py", b"old a.py", b"new", ())])
    assert (root / "link.py").is_symlink()
    assert (root / "a.py").read_bytes() == b"new"


@pytest.mark.parametrize("path", ["../out.py", "/etc/hostname", "x/../../out.py", "C:\\x.py", ""])
def test_paths_out_of_the_root_are_refused(root: Path, path: str) -> None:
    refused(root, [*patches("a.py"), Patch(path, b"", b"x", ())], "not a path below")


def test_links_out_of_the_root_are_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "out.py").write_bytes(b"old")
    (inside / "link.py").symlink_to("../out.py")
    (inside / "folder").symlink_to("..")
    for path in ("link.py", "folder/out.py"):
        refused(inside, [Patch(path, b"old", b"new", ())], "leads out")
    assert (tmp_path / "out.py").read_bytes() == b"old"


def test_git_itself_is_refused(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "config").write_bytes(b"old")
    refused(root, [Patch(".git/config", b"old", b"new", ())], "git's own")


def test_a_changed_file_stops_all(root: Path) -> None:
    (root / "b.py").write_bytes(b"somebody else's")
    refused(root, patches(*NAMES), "b.py: has changed")


def test_a_missing_file_stops_all(root: Path) -> None:
    refused(root, [*patches("a.py"), Patch("z.py", b"", b"x", ())], "z.py: there is no such file")


def test_a_read_only_file_stops_all(root: Path) -> None:
    (root / "c.py").chmod(0o444)
    refused(root, patches(*NAMES), "c.py: is read-only")


def test_one_file_under_two_names_is_refused(root: Path) -> None:
    (root / "link.py").symlink_to("a.py")
    double = [*patches("a.py"), Patch("link.py", b"old a.py", b"other", ())]
    refused(root, double, "same file")


def test_no_patches_touch_nothing(root: Path) -> None:
    assert apply(root, []).paths == ()
    assert contents(root) == all_of("old")


def test_a_failure_in_the_middle_is_rolled_back(root: Path) -> None:
    def fail(step: str) -> None:
        if step == "replaced b.py":
            raise OSError(28, "No space left on device")

    with pytest.raises(EditError, match="No space left on device"):
        apply(root, patches(*NAMES), at=fail)
    assert contents(root) == all_of("old")


def test_an_interrupt_in_the_middle_is_rolled_back(root: Path) -> None:
    def interrupt(step: str) -> None:
        if step == "replaced a.py":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(root, patches(*NAMES), at=interrupt)
    assert contents(root) == all_of("old")


def test_a_second_run_at_the_same_time_is_refused(root: Path) -> None:
    def meanwhile(step: str) -> None:
        if step == "journal written":
            with pytest.raises(EditError, match="Another run"):
                apply(root, patches("a.py"))
            with pytest.raises(EditError, match="Another run"):
                recover(root)

    assert apply(root, patches(*NAMES), at=meanwhile).paths == NAMES
    assert contents(root) == all_of("new")


# --- kills ------------------------------------------------------------------------------------


def kill_at(root: Path, step: int) -> int:
    command = [sys.executable, str(KILLED), str(root), str(step)]
    return subprocess.run(command, check=False, capture_output=True).returncode


def test_the_steps_are_all_known(root: Path) -> None:
    seen: list[str] = []
    apply(root, patches(*NAMES), at=seen.append)
    assert len(seen) == STEPS
    assert seen[-1] == "committed"


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_kill_at_any_step_can_be_undone(root: Path, step: int) -> None:
    assert kill_at(root, step) == -signal.SIGKILL
    now = contents(root)
    assert all(now[name] in (all_of("old")[name], all_of("new")[name]) for name in NAMES)
    if step <= 3 + len(NAMES):
        assert {name: now[name] for name in NAMES} == all_of("old")
    recover(root)
    assert contents(root) == all_of("new" if step == STEPS else "old")
    assert recover(root).restored == ()


@pytest.mark.parametrize("step", [2, 4, 7, 8, STEPS - 1])
def test_the_next_run_rolls_back_and_writes(root: Path, step: int) -> None:
    assert kill_at(root, step) == -signal.SIGKILL
    assert apply(root, patches(*NAMES)).paths == NAMES
    assert contents(root) == all_of("new")


def test_work_done_after_a_kill_is_kept(root: Path) -> None:
    assert kill_at(root, STEPS - 1) == -signal.SIGKILL
    (root / "b.py").write_bytes(b"mine")
    recovered = recover(root)
    assert (recovered.restored, recovered.left) == (("a.py", "c.py"), ("b.py",))
    assert contents(root) == {**all_of("old"), "b.py": b"mine"}


def test_a_torn_journal_is_no_journal(root: Path) -> None:
    assert kill_at(root, 3) == -signal.SIGKILL
    whole = (root / NAME).read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 2):
        (root / NAME).write_bytes(whole[:length])
        assert recover(root).restored == ()
        assert contents(root) == all_of("old")


def test_a_journal_made_by_others_cannot_write_outside(tmp_path: Path) -> None:
    root = tmp_path / "new" / "root"
    root.mkdir(parents=True)
    (root / "a.py").write_bytes(b"old a.py")
    assert kill_at(root, 3) == -signal.SIGKILL
    secret = tmp_path / "new" / "a.py"
    secret.write_bytes(b"new a.py")
    body = (root / NAME).read_bytes().partition(b"\n")[0].replace(b'"a.py"', b'"../a.py"')
    from selfheal_cli.edits.journal import digest

    (root / NAME).write_bytes(body + b"\n" + digest(body).encode() + b"\n")
    assert recover(root).left == ("../a.py",)
    assert secret.read_bytes() == b"new a.py"


def test_a_link_in_the_journals_place_is_not_followed(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"precious")
    (root / NAME).symlink_to(other)
    with pytest.raises(EditError, match="cannot be opened"):
        apply(root, patches("a.py"))
    assert other.read_bytes() == b"precious"


# --- the dirty-tree guard ---------------------------------------------------------------------


def git(folder: Path, *args: str) -> None:
    env = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{
            f"GIT_{who}_{what}": "x@y.z"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    subprocess.run(["git", *args], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def repository(root: Path) -> Path:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    return root


def test_a_clean_tree_is_written(repository: Path) -> None:
    (repository / "b.py").write_bytes(b"dirty, but not asked for")
    assert apply(repository, patches("a.py", "c.py")).paths == ("a.py", "c.py")


@pytest.mark.parametrize("staged", [True, False])
def test_uncommitted_changes_stop_all(repository: Path, staged: bool) -> None:
    (repository / "b.py").write_bytes(b"mine")
    if staged:
        git(repository, "add", "b.py")
    wanted = [*patches("a.py"), Patch("b.py", b"mine", b"new b.py", ())]
    refused(repository, wanted, r"^b\.py: not committed")
    assert apply(repository, wanted, allow_dirty=True).paths == ("a.py", "b.py")


def test_an_untracked_file_stops_all(repository: Path) -> None:
    (repository / "sub dir").mkdir()
    (repository / "sub dir" / "[n]ew é.py").write_bytes(b"old")
    refused(repository, [Patch("sub dir/[n]ew é.py", b"old", b"new", ())], "sub dir.*not committed")


def test_a_root_below_the_repository_is_guarded_too(repository: Path) -> None:
    below = repository / "tests"
    below.mkdir()
    (below / "t.py").write_bytes(b"old")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "second")
    assert apply(below, [Patch("t.py", b"old", b"new", ())]).paths == ("t.py",)
    refused(below, [Patch("t.py", b"new", b"newer", ())], "not committed")


def test_a_repository_that_git_cannot_read_is_no_free_pass(root: Path) -> None:
    (root / ".git").mkdir()
    refused(root, patches("a.py"), "cannot say")
