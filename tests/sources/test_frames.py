"""Frames of another machine find their files; what has changed since the run is said."""

from __future__ import annotations

import os
from pathlib import Path

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, SourceCopy, Step, UnknownLocator
from selfheal_cli.sources import FolderTree, NoSite, Site, candidates, locate
from selfheal_cli.sources.frames import Frame, LostFrame, map_frames

from .cases import failure, write

OLD = Locator("playwright", (Step("css", "#old"),))
PLAYWRIGHT, SELENIUM = DIALECTS["playwright"], DIALECTS["selenium"]
TEST = b"def test_a(page):\n    page.click('#old')\n"


def test_the_longest_suffix_wins(tmp_path: Path) -> None:
    tree = write(tmp_path, {"tests/a.py": b"x", "web/tests/a.py": b"y", "web/b.py": b"z"})
    frames = [Location("C:\\ci\\repo\\web\\tests\\a.py", 1), Location("/ci/repo/web/b.py", 1, 4)]
    assert map_frames(frames[1:], (), tree) == (Frame("web/b.py", 1, 4),)
    copies = [SourceCopy(frames[0].path, b"y")]
    assert map_frames(frames[:1], copies, tree) == (Frame("web/tests/a.py", 1),)


def test_a_root_above_the_recorded_one(tmp_path: Path) -> None:
    tree = write(tmp_path, {"e2e/suite/pages/login.py": b"x"})
    found = map_frames([Location("/builds/suite/pages/login.py", 1)], (), tree)
    assert found == (Frame("e2e/suite/pages/login.py", 1),)


def test_two_files_that_fit_equally_are_not_guessed(tmp_path: Path) -> None:
    tree = write(tmp_path, {"one/pages/login.py": b"x", "two/pages/login.py": b"y"})
    (lost,) = map_frames([Location("/builds/pages/login.py", 1)], (), tree)
    assert isinstance(lost, LostFrame)
    assert "several files" in lost.reason


def test_libraries_are_left_out(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.py": TEST, "node_modules/x/a.js": b"x"})
    frames = [
        Location("/env/lib/python3.12/site-packages/playwright/a.py", 2),
        Location("/ci/node_modules/x/a.js", 1),
        Location("a.py", 2),
        Location("bin/pytest", 8),
    ]
    assert map_frames(frames, (), tree) == (Frame("a.py", 2),)


def test_a_line_that_moved_is_followed(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.py": b"import os\n\n\n" + TEST})
    found = locate(
        failure(OLD, [Location("/ci/a.py", 2)], [SourceCopy("/ci/a.py", TEST)]), tree, PLAYWRIGHT
    )
    assert isinstance(found, Site)
    assert found.links[0].location.line == 5


def test_a_line_that_changed_is_said(tmp_path: Path) -> None:
    tree = write(tmp_path, {"a.py": TEST.replace(b"#old", b"#new")})
    found = locate(
        failure(OLD, [Location("/ci/a.py", 2)], [SourceCopy("/ci/a.py", TEST)]), tree, PLAYWRIGHT
    )
    assert isinstance(found, NoSite)
    assert "changed since the run" in found.reason


def test_files_outside_the_root_are_never_read(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_bytes(TEST)
    tree = write(tmp_path / "root", {"b.py": b"x"})
    os.symlink(tmp_path / "outside", tmp_path / "root" / "linked")
    os.symlink(tmp_path / "root", tmp_path / "root" / "loop")
    assert list(tree.files()) == ["b.py"]
    assert not tree.exists("linked/a.py")
    assert not tree.exists("../outside/a.py")
    found = locate(failure(OLD, [Location("linked/a.py", 2)]), tree, PLAYWRIGHT)
    assert isinstance(found, NoSite)
    assert "no frame" in found.reason


def test_ignored_folders_are_not_listed(tmp_path: Path) -> None:
    files = dict.fromkeys(("a.py", ".git/b.py", "node_modules/c.js", "env/d.py"), b"x")
    tree = write(tmp_path, {**files, "my/pyvenv.cfg": b"", "my/lib/e.py": b"x"})
    assert list(tree.files()) == ["a.py"]


def test_the_only_place_that_fits_is_taken_with_a_doubt(tmp_path: Path) -> None:
    source = b"import pages\ndef test_a(app):\n    app.magic('save')\n"
    pages = b"class P:\n    def save(self):\n        self.page.locator('#old').click()\n"
    tree = write(tmp_path, {"a.py": source, "pages.py": pages})
    found = locate(failure(OLD, [Location("a.py", 3)]), tree, PLAYWRIGHT)
    assert isinstance(found, Site)
    assert not found.certain
    assert found.links[0].location.path == "pages.py"


def test_several_places_that_fit_are_not_chosen_from(tmp_path: Path) -> None:
    source = b"import pages\ndef test_a(app):\n    app.magic('save')\n"
    pages = b"def one(page):\n    page.click('#old')\ndef two(page):\n    page.fill('#old', '')\n"
    tree = write(tmp_path, {"a.py": source, "pages.py": pages})
    assert isinstance(locate(failure(OLD, [Location("a.py", 3)]), tree, PLAYWRIGHT), NoSite)


WAITING = b"""
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as EC

class Base:
    def click(self, locator):
        self.wait.until(EC.element_to_be_clickable(locator)).click()

class Home(Base):
    LOGOUT = (By.ID, "logout")

    def leave(self):
        self.click(self.LOGOUT)
        self.click((By.NAME, "sure"))
"""


def test_an_empty_message_is_answered_by_the_frames(tmp_path: Path) -> None:
    tree = write(tmp_path, {"pages.py": WAITING})
    lines = WAITING.decode().split("\n")
    frames = [
        Location("pages.py", 1 + next(i for i, text in enumerate(lines) if "wait.until" in text)),
        Location("pages.py", 1 + next(i for i, text in enumerate(lines) if "self.LOGOUT" in text)),
    ]
    found = candidates(failure(UnknownLocator("no message"), frames), tree, SELENIUM)
    assert [locator for locator, _ in found] == [Locator("selenium", (Step("id", "logout"),))]
    assert found[0][1].links[0].location.line == lines.index('    LOGOUT = (By.ID, "logout")') + 1


def test_a_failure_without_frames_has_no_site(tmp_path: Path) -> None:
    assert isinstance(locate(failure(OLD, []), FolderTree(tmp_path), PLAYWRIGHT), NoSite)


LIBRARIES = [
    "org/openqa/selenium/remote/LoginPage.java",
    "/usr/local/bundle/gems/capybara-3.39.2/lib/capybara/session.rb",
    "/home/me/.nuget/packages/x/LoginPage.cs",
]


def test_a_stack_that_names_packages_leads_to_their_files(tmp_path: Path) -> None:
    java = b"package com.x.pages;\nclass LoginPage {}\n"
    files = {
        "app/src/test/java/com/x/pages/LoginPage.java": java,
        "app/src/test/kotlin/pages/HomePage.kt": b"package com.x.pages\n",
        "web/Tests/LoginPage.cs": b"x",
        "spec/support/session.rb": b"x",
    }
    tree = write(tmp_path, files)
    frames = [
        Location("com/x/pages/LoginPage.java", 2),
        Location("com/x/pages/HomePage.kt", 1),
        Location("D:\\a\\1\\s\\web\\Tests\\LoginPage.cs", 1),
        Location("/src/Tests/LoginPage.cs", 1),
        Location("./spec/support/session.rb", 1),
        *(Location(path, 3) for path in LIBRARIES),
    ]
    assert [frame.path for frame in map_frames(frames, (), tree)] == [
        "app/src/test/java/com/x/pages/LoginPage.java",
        "app/src/test/kotlin/pages/HomePage.kt",
        "web/Tests/LoginPage.cs",
        "web/Tests/LoginPage.cs",
        "spec/support/session.rb",
    ]


def test_a_stack_that_names_the_file_only(tmp_path: Path) -> None:
    files = {"a/LoginPage.java": b"package a;\n", "b/HomePage.java": b"package b;\n"}
    tree = write(tmp_path, files)
    assert map_frames([Location("LoginPage.java", 1)], (), tree) == (Frame("a/LoginPage.java", 1),)
