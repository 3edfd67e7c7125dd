from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfheal_cli.edits import combine, splice, unified_diff
from selfheal_cli.model import Edit, Patch

ENV = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/bin:/bin"}


def git(folder: Path, *args: str, stdin: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", *args], cwd=folder, input=stdin, env=ENV, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


def applied(repository: Path, patch: Patch) -> bytes:
    """The file's bytes after git has taken the diff."""
    file = repository / patch.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(patch.before)
    try:
        git(repository, "apply", "--whitespace=nowarn", "-", stdin=unified_diff(patch))
        return file.read_bytes()
    finally:
        file.unlink()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "-q")
    return folder


LINES = st.lists(
    st.tuples(
        st.sampled_from(
            [b"", b"x", b"  y;", b"\xef\xbb\xbfz", b"caf\xe9", b"\xe2\x82\xac", b"-- a"]
        ),
        st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"]),
    ),
    max_size=40,
).map(lambda lines: b"".join(a + b for a, b in lines))


@st.composite
def patches(draw: st.DrawFn) -> Patch:
    before = draw(LINES) + draw(st.sampled_from([b"", b"end", b"end\n", b"\n"]))
    cuts = draw(st.lists(st.integers(0, len(before)), max_size=8, unique=True).map(sorted))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = draw(st.sampled_from([b"", b"new", b"a\nb\n", b"\r\n", b"\n", before[start:end]]))
        line = before.count(b"\n", 0, start) + 1
        edits.append(Edit("f.txt", line, start, end, before[start:end], new))
    return Patch("f.txt", before, splice(before, edits), tuple(edits))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(patch=patches())
def test_git_takes_the_diff_byte_exactly(repository: Path, patch: Patch) -> None:
    if patch.before == patch.after:
        assert unified_diff(patch) == b""
    else:
        assert applied(repository, patch) == patch.after


@settings(max_examples=60, deadline=None)
@given(before=st.binary(max_size=60), after=st.binary(max_size=60))
def test_any_bytes(repository: Path, before: bytes, after: bytes) -> None:
    if before != after:
        assert applied(repository, Patch("f.bin", before, after, ())) == after


@pytest.mark.parametrize(
    "name",
    [
        "plain.ts",
        "with space.ts",
        "tests/pages/log in.page.ts",
        'quo"te.py',
        "back\\slash.py",
        "tab\there.py",
        "line\nbreak.py",
        "größe.py",
        "登录 页.ts",
        "b/a/b.py",
        "raw-\udcff.py",
    ],
)
def test_names_are_quoted_as_git_does(repository: Path, name: str) -> None:
    patch = Patch(name, b"one\ntwo", b"one\n2", (Edit(name, 2, 4, 7, b"two", b"2"),))
    assert applied(repository, patch) == b"one\n2"


@pytest.mark.parametrize("name", ["a.py", "a b.py", "grö ße.py", 'q"q.py'])
def test_the_diff_is_what_git_itself_prints(tmp_path: Path, name: str) -> None:
    before = b"".join(b"line %d\n" % n for n in range(60)) + b"last"
    wanted = [
        (b"line 3\n", b"LINE 3\r\n"),
        (b"line 8\n", b""),
        (b"line 40", b"forty"),
        (b"last", b"l\n"),
    ]
    spans = [(before.index(old), old, new) for old, new in wanted]
    edits = [Edit(name, 1, start, start + len(old), old, new) for start, old, new in spans]
    (patch,) = combine([edits], lambda path: before).patches
    git(tmp_path, "init", "-q")
    (tmp_path / name).write_bytes(before)
    git(tmp_path, "add", "-A")
    (tmp_path / name).write_bytes(patch.after)
    printed = git(tmp_path, "diff", "-U3")
    lines = [line for line in printed.split(b"\n") if not line.startswith(b"index ")]
    # Git adds the nearest unindented line as a heading, which `git apply` ignores.
    lines = [line[: line.index(b" @@") + 3] if line[:3] == b"@@ " else line for line in lines]
    assert unified_diff(patch) == b"\n".join(lines)


def test_distant_edits_are_hunks_of_their_own_and_near_ones_share_one() -> None:
    before = b"".join(b"%02d\n" % n for n in range(30))
    for distance, hunks in ((7, 1), (8, 2)):
        spots = (5, 5 + distance)
        edits = tuple(Edit("f", n + 1, 3 * n, 3 * n + 2, b"%02d" % n, b"xx") for n in spots)
        patch = Patch("f", before, splice(before, edits), edits)
        assert unified_diff(patch).count(b"\n@@ ") == hunks
