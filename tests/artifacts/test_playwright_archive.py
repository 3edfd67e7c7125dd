"""Archives are read when asked for, open or not; what is equal in several is read once."""

from pathlib import Path

import pytest

from selfheal_cli.artifacts.playwright_archive import SharedEntries, open_archive
from selfheal_cli.errors import ArtifactError
from tests.artifacts.traces import archive


def test_an_archive_is_read_after_it_was_closed_as_long_as_it_is_there(tmp_path: Path) -> None:
    path = archive(tmp_path / "trace.zip", {"a.txt": b"one", "b.txt": b"two"})
    with open_archive(path) as opened:
        assert opened.read("a.txt") == b"one"
    with opened.opened():
        assert [opened.read("a.txt"), opened.read("b.txt")] == [b"one", b"two"]
    assert opened.read("b.txt") == b"two"
    path.unlink()
    with pytest.raises(ArtifactError, match="gone"):
        opened.read("a.txt")


def test_equal_entries_of_archives_are_read_once(tmp_path: Path) -> None:
    contents = (b"x = 1", b"x = 2", b"x = 1")
    paths = [archive(tmp_path / f"{n}.zip", {"a.py": data}) for n, data in enumerate(contents)]
    shared = SharedEntries()
    found = []
    for path in paths:
        with open_archive(path) as opened:
            found.append(shared.read(opened, "a.py"))
            assert shared.text(opened, "a.py") == found[-1].decode()
    assert tuple(found) == contents
    assert found[0] is found[2]
