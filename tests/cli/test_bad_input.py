"""Damaged and hostile artifacts: one clear line each, the rest still done, the documented code."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
GOOD = "bookform-an-author-can-be-chosen-chromium"
BAD = "bookform-isbn-is-validated-chromium"


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-400])


def bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.trace", b"0" * 600_000_000)


def escaping(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../escaped.txt", b"out")


def cut_line(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data[:-300] if name.endswith("0-trace.trace") else data)


def no_zip(file: Path) -> None:
    file.write_bytes(b"not a zip at all")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    for name in ("tests", "baseline"):
        shutil.copytree(DEMO / name, tmp_path / name)
    for name in (GOOD, BAD):
        shutil.copytree(DEMO / "test-results" / name, tmp_path / "test-results" / name)
    return tmp_path


def scan(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "SELFHEAL_"))}
    return subprocess.run(
        [sys.executable, "-m", "selfheal_cli", "scan", *args],
        cwd=folder, env=env, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("damage", [truncated, bomb, escaping, cut_line, no_zip])
def test_the_good_artifact_is_still_done(run: Path, damage: Callable[[Path], None]) -> None:
    damage(run / "test-results" / BAD / "trace.zip")
    done = scan(run, "test-results", "--baseline", "baseline", "--json")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    outcomes = json.loads(done.stdout)["outcomes"]
    good = [o for o in outcomes if GOOD in o["failure"]["artifact"]]
    assert [o["verdict"] for o in good] == ["repaired"]
    for outcome in outcomes:
        assert "\n" not in outcome["reason"]
    assert not (run.parent / "escaped.txt").exists()
    assert not (run / "escaped.txt").exists()


@pytest.mark.parametrize("damage", [truncated, bomb, no_zip])
def test_what_cannot_be_read_is_said_in_one_line(run: Path, damage: Callable[[Path], None]) -> None:
    damage(run / "test-results" / BAD / "trace.zip")
    done = scan(run, "test-results", "--baseline", "baseline", "--json")
    outcomes = json.loads(done.stdout)["outcomes"]
    bad = [o for o in outcomes if BAD in o["failure"]["artifact"]]
    assert [o["verdict"] for o in bad] == ["unreadable"]
    assert bad[0]["reason"]


def test_a_source_that_changed_since_the_run_is_not_guessed_at(run: Path) -> None:
    form = run / "tests/pages/BookFormPage.ts"
    text = form.read_text(encoding="utf-8").replace("#id_authors_add_link", "#something-else")
    form.write_text(text, encoding="utf-8")
    done = scan(run, "test-results", "--baseline", "baseline", "--json")
    outcomes = json.loads(done.stdout)["outcomes"]
    good = [o for o in outcomes if GOOD in o["failure"]["artifact"]]
    assert [o["verdict"] for o in good] == ["no-edit-site"]
    assert good[0]["locator"]["new"]


SELENIUM_JUNIT = """<?xml version="1.0"?><testsuites><testsuite name="pytest" failures="1">
<testcase classname="tests.test_x" name="test_go" time="1"><failure message="selenium.common.\
exceptions.NoSuchElementException: Message: no such element: Unable to locate element: \
{&quot;method&quot;:&quot;css selector&quot;,&quot;selector&quot;:&quot;#go&quot;}">def test_go():
&gt;       driver.find_element(By.CSS_SELECTOR, "#go").click()

tests/test_x.py:5: NoSuchElementException</failure></testcase></testsuite></testsuites>
"""


@pytest.fixture
def selenium(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/junit.xml").write_text(SELENIUM_JUNIT, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text(
        "from selenium.webdriver.common.by import By\n\n\n"
        "def test_go(driver):\n"
        '    driver.find_element(By.CSS_SELECTOR, "#go").click()\n',
        encoding="utf-8",
    )
    return tmp_path


def test_a_page_that_is_not_html(selenium: Path) -> None:
    (selenium / "out/test_go.html").write_bytes(bytes(range(256)) * 40)
    done = scan(selenium, "out", "--json")
    assert done.returncode == 1
    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert outcome["verdict"] == "unreadable"


def test_a_page_of_20_mb(selenium: Path) -> None:
    rows = "".join(f"<tr><td>cell {i}</td><td>{'x' * 60}</td></tr>" for i in range(200_000))
    page = f"<html><body><table>{rows}</table><button id='start'>Go</button></body></html>"
    (selenium / "out/test_go.html").write_text(page, encoding="utf-8")
    assert (selenium / "out/test_go.html").stat().st_size > 19_000_000
    done = scan(selenium, "out", "--json")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (outcome,) = json.loads(done.stdout)["outcomes"]
    assert outcome["verdict"] in ("held-back", "ambiguous", "unreadable")
