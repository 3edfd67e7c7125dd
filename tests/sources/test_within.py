"""A search inside of an element, of which the client tells the last locator alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import FolderTree, Site, Spelled, candidates, spell, within

from .cases import failure, proposal, write

_HEAD = "from selenium.webdriver.common.by import By\nclass P:\n"
_FIND = "    def find(self, where):\n        return self.wait.until(EC.visibility_of(where))\n"
_PYTHON = {
    "by a variable": _HEAD + _FIND + "    def mute(self):\n"
    "        row = self.find((By.ID, 'row-7'))\n"
    "        row.find_element(By.CSS_SELECTOR, 'a.mute').click()\n",
    "in one expression": _HEAD + "    def mute(self):\n"
    "        self.driver.find_element(By.ID, 'row-7').find_element(By.CSS_SELECTOR, 'a.mute')\n",
    "of several": _HEAD + "    def mute(self):\n"
    "        rows = self.driver.find_elements(By.ID, 'row-7')\n"
    "        rows[0].find_element(By.CSS_SELECTOR, 'a.mute')\n",
}
_ALONE = {
    "of the page": _HEAD + "    def mute(self):\n"
    "        self.driver.find_element(By.CSS_SELECTOR, 'a.mute').click()\n",
    "beside another": _HEAD + "    def mute(self):\n"
    "        self.drag(self.driver.find_element(By.ID, 'row-7'), "
    "self.driver.find_element(By.CSS_SELECTOR, 'a.mute'))\n",
    "after either of two": _HEAD + "    def mute(self):\n"
    "        self.wait.until(EC.any_of(EC.visible((By.ID, 'a')), EC.visible((By.ID, 'b'))))"
    ".find_element(By.CSS_SELECTOR, 'a.mute')\n",
}
_JAVA = """class Page {
  void mute() {
    WebElement row = driver.findElement(By.id("row-7"));
    row.findElement(By.cssSelector("a.mute")).click();
  }
}
"""
_ROW, _MUTE = Step("id", "row-7"), Step("css", "a.mute")


def _within(tree: FolderTree, path: str, text: str, dialect: str) -> tuple[Locator, Site] | None:
    line = 1 + next(n for n, line in enumerate(text.splitlines()) if "a.mute" in line)
    steps = DIALECTS[dialect].parse("css=a.mute" if dialect == "selenium" else "a.mute").steps
    failed = failure(Locator(dialect, steps), [Location(path, line)])
    return within(failed, tree, DIALECTS[dialect])


@pytest.mark.parametrize("name", _PYTHON)
def test_the_outer_search_is_told_with_it(tmp_path: Path, name: str) -> None:
    tree = write(tmp_path, {"page.py": _PYTHON[name].encode()})
    found = _within(tree, "page.py", _PYTHON[name], "selenium")
    assert found is not None
    assert found[0].steps == (_ROW, _MUTE)


@pytest.mark.parametrize("name", _ALONE)
def test_what_is_no_search_inside_is_left_alone(tmp_path: Path, name: str) -> None:
    tree = write(tmp_path, {"page.py": _ALONE[name].encode()})
    assert _within(tree, "page.py", _ALONE[name], "selenium") is None


def test_java_and_webdriverio_search_inside_too(tmp_path: Path) -> None:
    script = "class Page {\n  get mute () { return $('#row-7').$('a.mute') }\n}\n"
    tree = write(tmp_path, {"Page.java": _JAVA.encode(), "page.js": script.encode()})
    java = _within(tree, "Page.java", _JAVA, "selenium")
    wdio = _within(tree, "page.js", script, "webdriverio")
    assert java is not None
    assert java[0].steps == (_ROW, _MUTE)
    assert wdio is not None
    assert [step.value for step in wdio[0].steps] == ["#row-7", "a.mute"]


def test_the_last_search_is_written_where_it_stands(tmp_path: Path) -> None:
    text = _PYTHON["by a variable"]
    tree = write(tmp_path, {"page.py": text.encode()})
    found = _within(tree, "page.py", text, "selenium")
    assert found is not None
    new = Locator("selenium", (Step("css", "a.state-off"),))
    spelled = spell(found[1], proposal(new, 1, 2), DIALECTS["selenium"], tree)
    assert isinstance(spelled, Spelled)
    (edit,) = spelled.edits
    raw = text.encode()
    after = raw[: edit.start] + edit.new + raw[edit.end :]
    assert after == raw.replace(b"a.mute", b"a.state-off")


def test_a_search_inside_is_one_candidate(tmp_path: Path) -> None:
    text = _PYTHON["in one expression"]
    tree = write(tmp_path, {"page.py": text.encode()})
    failed = failure(Locator("selenium", (_MUTE,)), [Location("page.py", 4)])
    told = [locator.steps for locator, _ in candidates(failed, tree, DIALECTS["selenium"])]
    assert (_ROW, _MUTE) in told
    assert (_MUTE,) not in told
