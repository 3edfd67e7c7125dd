"""What repositories hold besides tests: each ends in an edit or one clear line, none in a fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import FolderTree, NoSite, Site, locate
from selfheal_cli.sources.verbatim import Lead, find

from .cases import failure, write

OLD = Locator("playwright", (Step("css", "#old"),))
PLAYWRIGHT = DIALECTS["playwright"]
PAGE = b"class Home:\n    def __init__(self, page):\n        self.save = page.locator('#old')\n"
TEST = b"from pages.home import Home\ndef test_a(page):\n    Home(page).save.click()\n"


class Unlisted(FolderTree):
    """A folder that is never walked through as a whole."""

    def files(self) -> Iterator[str]:
        raise AssertionError("the whole tree was listed")


def both(root: Path, path: str, line: int) -> tuple[Site | NoSite, Lead | NoSite]:
    frames, tree = [Location(path, line)], FolderTree(root)
    return locate(failure(OLD, frames), tree, PLAYWRIGHT), find("#old", frames, tree)


def test_a_site_is_found_without_listing_what_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path, {"tests/test_a.py": TEST, "pages/home.py": PAGE})
    for number in range(500):
        (tmp_path / f"data_{number}.json").touch()
    tree = Unlisted(tmp_path)
    frames = [Location("/ci/work/tests/test_a.py", 3)]
    assert isinstance(locate(failure(OLD, frames), tree, PLAYWRIGHT), Site)
    assert isinstance(find("#old", frames, tree), Lead)


@pytest.mark.parametrize(
    "source",
    [
        b"def broken(:\n    pass\npage.click('#old')\n",
        b"\x00\x01\x02\npage.x = (((\npage.click('#old')\n",
        b"a = '''never closed\n\npage.click('#old')\n",
        b"x" * 100_000 + b"\n\npage.click('#old')\n",
        b"(" * 5_000 + b"\n\npage.click('#old')\n",
    ],
)
@pytest.mark.parametrize("path", ["a.py", "a.ts", "a.tsx", "a.js", "a.vue"])
def test_a_broken_file_costs_no_fault(source: bytes, path: str, tmp_path: Path) -> None:
    write(tmp_path, {path: source})
    for found in both(tmp_path, path, 3):
        assert isinstance(found, Site | Lead) or found.reason


def test_a_generated_file_of_five_megabytes_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"big.js": b"page.click('#old');\n" * 260_000})
    for found in both(tmp_path, "big.js", 3):
        assert isinstance(found, NoSite)
        assert "too large" in found.reason


def test_a_generated_import_of_five_megabytes_is_left_aside(tmp_path: Path) -> None:
    big = b"exports.x = 1;\n" * 400_000
    write(tmp_path, {"a.js": b"const g = require('./gen');\npage.click('#old');", "gen.js": big})
    for found in both(tmp_path, "a.js", 2):
        assert isinstance(found, Site | Lead)


def test_a_link_that_leads_in_a_circle_ends(tmp_path: Path) -> None:
    write(tmp_path, {"tests/test_a.py": TEST, "pages/home.py": PAGE})
    os.symlink(tmp_path, tmp_path / "tests" / "again")
    os.symlink(tmp_path / "one", tmp_path / "other")
    os.symlink(tmp_path / "other", tmp_path / "one")
    located, found = both(tmp_path, "/ci/tests/test_a.py", 3)
    assert isinstance(located, Site)
    assert isinstance(found, Lead)
    assert found.places[0][0] == "pages/home.py"


def test_a_submodules_source_is_another_repositorys(tmp_path: Path) -> None:
    files = {"sub/pages/home.py": PAGE, "sub/.git": b"gitdir: ../.git/modules/sub\n"}
    write(tmp_path, {**files, "tests/test_a.py": TEST})
    for found in both(tmp_path, "sub/pages/home.py", 3):
        assert isinstance(found, NoSite)
        assert "lies in the submodule sub" in found.reason


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside/a.py", "linked/a.py", "C:\\x\\b.py"])
def test_a_frame_outside_of_the_root_is_never_read(path: str, tmp_path: Path) -> None:
    write(tmp_path / "outside", {"a.py": b"page.click('#old')"})
    write(tmp_path / "root", {"c.py": b"x"})
    os.symlink(tmp_path / "outside", tmp_path / "root" / "linked")
    for found in both(tmp_path / "root", path, 1):
        assert isinstance(found, NoSite)
        assert "no frame" in found.reason


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    files = {
        "a.ts": b"import { b } from './b';\nexport const a = b;\npage.click(a);\n",
        "b.ts": b"import { a } from './a';\nexport const b = a;\n",
    }
    write(tmp_path, files)
    assert isinstance(find("#old", [Location("a.ts", 3)], FolderTree(tmp_path)), NoSite)
    located, _ = both(tmp_path, "a.ts", 3)
    assert isinstance(located, Site | NoSite)


DATA_CODE = (
    b"import json\nW = json.load(open('where.json'))\ndef t(page):\n    page.click(W['a']['b'])\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": {"b": "#old"',
        b'{"a": {"b": "#old"}} x',
        b"\xff\xfe\x00",
        b"[" * 5_000,
        b'{"a": {"b": "#old"}, "c": "' + b"x" * 5_000_000 + b'"}',
    ],
    ids=["cut off", "more behind", "no text", "deep", "5 MB"],
)
def test_a_data_file_that_cannot_be_read_is_no_fault(raw: bytes, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": DATA_CODE, "where.json": raw})
    for found in both(tmp_path, "a.py", 4):
        assert isinstance(found, NoSite)
        assert found.reason.strip()


def test_a_data_file_outside_of_the_root_is_never_read(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    write(outside, {"where.json": b'{"a": {"b": "#old"}}'})
    write(root, {"a.py": DATA_CODE.replace(b"where.json", b"../outside/where.json")})
    (root / "where.json").symlink_to(outside / "where.json")
    for found in both(root, "a.py", 4):
        assert isinstance(found, NoSite)
