"""What is on trial is kept or set back: at the end, after an error, after a kill at any step."""

import subprocess
import sys
from pathlib import Path

import pytest

from selfheal_cli.edits import on_trial, recover
from selfheal_cli.edits.journal import NAME
from selfheal_cli.errors import EditError

FIRST = {"a.py": b"a = 1\n", "b.py": b"b = 1\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FIRST.items():
        (tmp_path / name).write_bytes(text)
    return tmp_path


def there(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in FIRST}


def test_what_is_not_kept_is_set_back(root: Path) -> None:
    with on_trial(root) as trial:
        trial.put({"a.py": b"a = 2\n", "b.py": b"b = 2\n"})
        assert there(root) == {"a.py": b"a = 2\n", "b.py": b"b = 2\n"}
        trial.put({"a.py": b"a = 3\n"})
        assert there(root) == {"a.py": b"a = 3\n", "b.py": b"b = 1\n"}
        trial.keep({"b.py": b"b = 4\n"})
        assert there(root) == {"a.py": b"a = 1\n", "b.py": b"b = 4\n"}
        trial.put({"a.py": b"a = 5\n"})
    assert there(root) == {"a.py": b"a = 1\n", "b.py": b"b = 4\n"}
    assert not (root / NAME).exists()


def test_an_error_sets_back_too(root: Path) -> None:
    def interrupted() -> None:
        with on_trial(root) as trial:
            trial.put({"a.py": b"a = 2\n"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert there(root) == FIRST


def test_another_run_is_kept_out(root: Path) -> None:
    with on_trial(root), pytest.raises(EditError), on_trial(root):
        raise AssertionError("two at once")


def test_somebody_elses_work_is_not_written_over(root: Path) -> None:
    def disturbed() -> None:
        with on_trial(root) as trial:
            trial.put({"a.py": b"a = 2\n"})
            (root / "a.py").write_bytes(b"mine\n")
            trial.put({"a.py": b"a = 3\n"})

    with pytest.raises(EditError):
        disturbed()
    assert (root / "a.py").read_bytes() == b"mine\n"


def test_a_read_only_file_is_refused(root: Path) -> None:
    (root / "a.py").chmod(0o444)
    with pytest.raises(EditError), on_trial(root) as trial:
        trial.put({"a.py": b"a = 2\n"})
    assert there(root) == FIRST


# Puts, keeps, puts again: killed just before the n-th change of a name in the folder.
_KILLED = """
import os, signal, sys
from pathlib import Path
from selfheal_cli.edits import on_trial, trial
left = int(sys.argv[2])
for name in ("replace", "fsync"):
    def counted(*args, real=getattr(os, name)):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args)
    setattr(os, name, counted)
with on_trial(Path(sys.argv[1])) as it:
    it.put({"a.py": b"a = 2\\n", "b.py": b"b = 2\\n"})
    it.keep({"a.py": b"a = 2\\n", "b.py": b"b = 3\\n"})
    it.put({"a.py": b"a = 9\\n", "b.py": b"b = 9\\n"})
print("through")
"""


def test_a_kill_at_any_step_leaves_what_was_there_or_what_was_kept(root: Path) -> None:
    sound = [FIRST, {"a.py": b"a = 2\n", "b.py": b"b = 3\n"}]
    ends = []
    for step in range(200):
        for name, text in FIRST.items():
            (root / name).write_bytes(text)
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(root), str(step)], capture_output=True, check=False
        )
        recover(root)
        assert there(root) in sound, step
        ends.append(sound.index(there(root)))
        assert not [path.name for path in root.iterdir() if path.name not in FIRST], step
        if done.stdout:
            break
    assert done.stdout == b"through\n"
    assert ends == sorted(ends)
    assert set(ends) == {0, 1}
