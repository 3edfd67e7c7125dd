"""How many places an edit reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import Site, Spelled, locate, spell

from .cases import failure, proposal, write

PLAYWRIGHT = DIALECTS["playwright"]
OLD = Locator("playwright", (Step("css", "#old"),))


def count(root: Path, files: dict[str, bytes], path: str, line: int) -> int:
    tree = write(root, files)
    site = locate(failure(OLD, [Location(path, line)]), tree, PLAYWRIGHT)
    assert isinstance(site, Site), site
    spelled = spell(site, proposal(PLAYWRIGHT.parse("#new"), 0, 1), PLAYWRIGHT, tree)
    assert isinstance(spelled, Spelled)
    return spelled.edits[0].uses


def test_a_literal_at_the_call_is_used_once(tmp_path: Path) -> None:
    assert count(tmp_path, {"a.py": b"def t(p):\n    p.click('#old')\n"}, "a.py", 2) == 1


def test_a_constant_is_used_wherever_its_name_stands_but_in_imports(tmp_path: Path) -> None:
    files = {
        "sel.py": b"SAVE = '#old'\n",
        "a.py": b"from sel import SAVE\ndef t(p):\n    p.click(SAVE)\n    p.fill(SAVE, 'x')\n",
    }
    assert count(tmp_path, files, "a.py", 3) == 2
    script = b"""import {
  SAVE,
} from './sel';
test('a', async ({ page }) => {
  await page.locator(SAVE).click();
});
"""
    files = {"sel.ts": b"export const SAVE = '#old';\n", "a.spec.ts": script}
    assert count(tmp_path, files, "a.spec.ts", 5) == 1


def test_an_import_under_another_name_stands_for_its_uses(tmp_path: Path) -> None:
    files = {
        "sel.py": b"SAVE = '#old'\n",
        "a.py": b"from sel import SAVE as S\ndef t(p):\n    p.click(S)\n",
        "b.py": b"from sel import SAVE\ndef t(p):\n    p.click(SAVE)\n",
    }
    assert count(tmp_path, files, "a.py", 3) == 2


def test_a_field_counts_without_its_declaration(tmp_path: Path) -> None:
    page = b"""export class P {
  readonly save: Locator;
  constructor(page: Page) { this.save = page.locator('#old'); }
}
"""
    test = b"""import { P } from './p';
test('a', async ({ page }) => { const p = new P(page);
  await p.save.click();
  await p.save.click();
});
"""
    assert count(tmp_path, {"p.ts": page, "a.spec.ts": test}, "a.spec.ts", 3) == 2


def test_a_local_name_counts_in_its_function_only(tmp_path: Path) -> None:
    source = b"def t(p):\n    save = '#old'\n    p.click(save)\ndef u(save):\n    save()\n"
    assert count(tmp_path, {"a.py": source}, "a.py", 3) == 1


@pytest.mark.parametrize(
    ("method", "step"), [("get_by_test_id", "testid"), ("get_by_text", "text")]
)
def test_a_text_used_twice_may_be_more_than_a_locator_a_test_id_not(
    tmp_path: Path, method: str, step: str
) -> None:
    source = (
        f"SAVE = 'old'\ndef t(p):\n    p.{method}(SAVE).click()\n    p.{method}(SAVE).fill('x')\n"
    )
    tree = write(tmp_path, {"a.py": source.encode()})
    old, new = (Locator("playwright", (Step(step, value),)) for value in ("old", "new"))
    site = locate(failure(old, [Location("a.py", 3)]), tree, PLAYWRIGHT)
    assert isinstance(site, Site), site
    spelled = spell(site, proposal(new, 0, 1), PLAYWRIGHT, tree)
    assert isinstance(spelled, Spelled)
    assert spelled.edits[0].uses == 2
    assert bool(spelled.reason) == (step == "text")


@pytest.mark.parametrize(
    ("path", "source", "line", "uses"),
    [
        ("A.java", """class A {
  By old = By.cssSelector("x");
  Locator save = page.locator("#old");
  void a() { save.click(); this.save.fill("x"); }
}""", 4, 2),
        ("A.cs", """class A {
  ILocator Save => page.Locator("#old");
  void a() { Save.ClickAsync(); }
  void b() { this.Save.FillAsync("x"); }
}""", 3, 2),
        ("A.kt", """class A {
  val save = page.locator("#old")
  fun a() { save.click() }
  fun b() { save.fill("x") }
  fun c() { save.hover() }
}""", 3, 3),
        ("a.rb", """SAVE = '#old'
page.click(SAVE)
page.fill(SAVE, 'x')
""", 2, 2),
        ("A.java", """class A {
  Locator save() { return page.locator("#old"); }
  void a() { save().click(); }
  void b() { save().fill("x"); }
}""", 3, 2),
    ],
)  # fmt: skip
def test_other_languages_count_as_well(
    path: str, source: str, line: int, uses: int, tmp_path: Path
) -> None:
    assert count(tmp_path, {path: source.encode()}, path, line) == uses


def test_the_kind_of_a_locator_is_not_its_name(tmp_path: Path) -> None:
    selenium = DIALECTS["selenium"]
    source = b"driver.find_element(id: 'old').click\nother(id: 'old')\nid = 3\nputs id\n"
    tree = write(tmp_path, {"a.rb": source})
    old = Locator("selenium", (Step("id", "old"),))
    site = locate(failure(old, [Location("a.rb", 1)]), tree, selenium)
    assert isinstance(site, Site)
    spelled = spell(site, proposal(selenium.parse("id=new"), 0, 1), selenium, tree)
    assert isinstance(spelled, Spelled)
    assert spelled.edits[0].uses == 1


SIBLINGS = {
    "a.py": b"def test_a(page):\n    page.locator('#old').click()\n    page.fill('#a', '#old')\n",
    "b.py": b"def test_b(page):\n    page.locator('#old').click()\n    page.locator('#older')\n",
    "c.py": b"SAVE = '#old'\nTITLE = ('#old')\nsay('#old')\n",
}


def test_equal_texts_of_the_same_call_are_told_and_left(tmp_path: Path) -> None:
    tree, dialect = write(tmp_path, SIBLINGS), DIALECTS["playwright"]
    site = locate(failure(dialect.parse("#old"), [Location("a.py", 2)]), tree, dialect)
    assert isinstance(site, Site)
    spelled = spell(site, proposal(dialect.parse("#new"), 0, 1), dialect, tree)
    assert isinstance(spelled, Spelled)
    (edit,) = spelled.edits
    assert (edit.path, edit.line) == ("a.py", 2)
    assert edit.siblings == (Location("b.py", 2),)


def test_equal_values_of_another_kind_are_no_siblings(tmp_path: Path) -> None:
    source = b"driver.find_element(By.ID, 'old')\n"
    files = {"a.py": source, "b.py": source.replace(b"ID", b"NAME"), "c.py": source}
    tree, dialect = write(tmp_path, files), DIALECTS["selenium"]
    old = Locator("selenium", (Step("id", "old"),))
    site = locate(failure(old, [Location("a.py", 1)]), tree, dialect)
    assert isinstance(site, Site)
    new = Locator("selenium", (Step("id", "new"),))
    spelled = spell(site, proposal(new, 0, 1), dialect, tree)
    assert isinstance(spelled, Spelled)
    assert [edit.siblings for edit in spelled.edits] == [(Location("c.py", 1),)]


def test_an_entry_of_a_data_file_counts_where_its_keys_stand(tmp_path: Path) -> None:
    files = {
        "where.json": b'{"login": {"save": "#old"}, "out": {"save": "#other"}}',
        "a.spec.ts": b"""import where from './where.json';
test('a', async ({ page }) => {
  await page.locator(where.login.save).click();
  await page.locator(where['login']['save']).click();
  await page.locator(where.out.save).click();
});
""",
    }
    assert count(tmp_path, files, "a.spec.ts", 3) == 2


def test_what_stands_for_an_anchored_entry_counts_too(tmp_path: Path) -> None:
    files = {
        "where.yml": b"login: &l\n  save: '#old'\nout:\n  <<: *l\n",
        "a.py": b"import yaml\nW = yaml.safe_load(open('where.yml'))\n"
        b"def t(p):\n    p.click(W['login']['save'])\n",
    }
    assert count(tmp_path, files, "a.py", 4) == 2
