"""Which changes git could not merge beside each other, judged as git judges them."""

import subprocess
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfheal_cli.edits import splice
from selfheal_cli.model import Edit
from selfheal_cli.overlaps import overlaps

TEXT = b"".join(b"line %d\n" % k for k in range(8))


def edit(line: int, new: str) -> Edit:
    start = TEXT.index(b"line %d" % line)
    return Edit("a", line + 1, start, start + 6, b"line %d" % line, new.encode())


PLACES = st.tuples(st.integers(0, 7), st.sampled_from("xy"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLACES, PLACES)
def test_as_git_merges_them(tmp_path: Path, one: tuple[int, str], other: tuple[int, str]) -> None:
    edits = {"one": [edit(*one)], "other": [edit(*other)]}
    for name, mine in {**edits, "base": []}.items():
        (tmp_path / name).write_bytes(splice(TEXT, mine))
    words = ["git", "merge-file", "-p", "one", "base", "other"]
    conflict = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode
    assert bool(overlaps(edits)) == bool(conflict)


def test_each_is_told_of_all_others_and_other_files_do_not_count() -> None:
    found = overlaps({
        "a": [edit(1, "x")], "b": [edit(2, "y")], "c": [edit(5, "z")],
        "d": [Edit("b", 2, 0, 1, b"l", b"k")],
    })  # fmt: skip
    assert found == {"a": ("b",), "b": ("a",)}
