"""A member that a line names is found where the whole files say, and what is not plain is left."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location
from selfheal_cli.sources import Project, Site, locate
from selfheal_cli.sources.verbatim import Lead, find, find_in_whole_files
from tests.bench.sources.located import failure

from .cases import write

_OLD = "#old"
Files = dict[str, str]

_PAGE_PY = """
class LoginPage:
    WAIT = 5
    def __init__(self, page):
        self.page = page
        self.other = page.locator("#other")
        self.save = page.locator("#old")
    def submit(self):
        self.other.click()
        self.save.click()  # here
"""
_TEST_PY = """
from pages.login import LoginPage
def test_a(page):
    login = LoginPage(page)
    login.other.click()
    login.save.click()  # here
"""
_PAGE_TS = """
export class LoginPage {
  readonly page: Page;
  readonly save: Locator;
  constructor(page: Page) {
    this.page = page;
    this.other = page.locator('#other');
    this.save = page.locator('#old');
  }
  async submit() {
    await this.other.click();
    await this.save.click(); // here
  }
}
"""
_TEST_TS = """
import { LoginPage } from './pages/login';
test('a', async ({ page }) => {
  const login = new LoginPage(page);
  await login.other.click();
  await login.save.click(); // here
});
"""


def py(page: str = _PAGE_PY, test: str = _TEST_PY) -> Files:
    """A test in Python and its page."""
    return {"test_a.py": test, "pages/login.py": page}


def ts(page: str = _PAGE_TS, test: str = _TEST_TS) -> Files:
    """A test in TypeScript and its page."""
    return {"a.spec.ts": test, "pages/login.ts": page}


def changed(source: str, old: str, new: str) -> str:
    """A source with a part replaced, which has to be in it."""
    assert old in source
    return source.replace(old, new)


_PLAIN: dict[str, Files] = {
    "python, made": py(),
    "python, declared": py(
        test=changed(_TEST_PY, "page):\n    login = LoginPage(page)\n", "login: LoginPage):\n")
    ),
    "another class says so too": py(
        _PAGE_PY + "class Other:\n    def __init__(self, page):\n"
        '        self.save = page.locator("#else")\n'
    ),
    "python, many imports": py(
        test=changed(_TEST_PY, "import LoginPage", "import (\n    Base,\n    LoginPage,\n)")
    ),
    "python, own": {"pages/login.py": _PAGE_PY},
    "python, constant of a class": py(
        changed(_PAGE_PY, "WAIT = 5", 'SAVE = (By.CSS_SELECTOR, "#old")'),
        changed(_TEST_PY, "login.save.click()", "driver.find_element(*LoginPage.SAVE).click()"),
    )
    | {
        "pages/login.py": changed(
            changed(_PAGE_PY, "WAIT = 5", 'SAVE = (By.CSS_SELECTOR, "#old")'),
            '        self.save = page.locator("#old")\n',
            "",
        )
    },
    "typescript, made": ts(),
    "typescript, declared apart": ts(
        test=changed(
            changed(_TEST_TS, "test('a'", "let login: LoginPage;\ntest('a'"),
            "const login = new",
            "login = new",
        )
    ),
    "typescript, own": {"pages/login.ts": _PAGE_TS},
    "typescript, expected": ts(
        test=changed(_TEST_TS, "login.save.click()", "expect(login.save).toBeVisible()")
    ),
    "typescript, getter": ts(
        changed(
            changed(_PAGE_TS, "    this.save = page.locator('#old');\n", ""),
            "readonly save: Locator;",
            "get save() {\n    return this.page.locator('#old');\n  }",
        )
    ),
    "javascript, required": {
        "a.spec.js": changed(
            _TEST_TS,
            "import { LoginPage } from './pages/login'",
            "const { LoginPage } = require('./pages/login')",
        ),
        "pages/login.js": "class LoginPage {\n  constructor(page) {\n"
        "    this.save = page.locator('#old');\n  }\n}\nmodule.exports = { LoginPage };\n",
    },
}
_LEFT: dict[str, Files] = {
    "of a base": py(
        changed(_PAGE_PY, "class LoginPage:", "class Base:") + "class LoginPage(Base):\n    pass\n"
    ),
    "given in a loop": py(
        test=changed(
            _TEST_PY, "    login = LoginPage(page)\n", "    for login in pages(page):\n"
        ).replace("    login.", "        login.")
    ),
    "made of two classes": py(
        test=_TEST_PY + "def test_b(page):\n    login = SignupPage(page)\n    login.save.click()\n"
    ),
    "made by a function": py(
        test=changed(_TEST_PY, "login = LoginPage(page)", "login = open_page(LoginPage, page)")
    ),
    "made, then asked": py(test=changed(_TEST_PY, "LoginPage(page)", "LoginPage(page).opened()")),
    "imported by another name": py(
        test=changed(_TEST_PY, "import LoginPage", "import Old as LoginPage")
    ),
    "the name bound again": py(test=_TEST_PY + "LoginPage = make()\n"),
    "handed on": py(test=changed(_TEST_PY, "login.save.click()", "press(login.save, which)")),
    "a text in parts": py(changed(_PAGE_PY, '"#old"', "'#' + NAME"))
    | {"pages/login.py": 'NAME = "old"\n' + changed(_PAGE_PY, '"#old"', '"#" + NAME')},
    "in a text of lines": py('"""\n' + _PAGE_PY + '"""\n' + _PAGE_PY),
    "broken": py(changed(_PAGE_PY, 'self.save = page.locator("#old")', 'self.save = ("#old"')),
    "from an index": {
        **ts(test=changed(_TEST_TS, "'./pages/login'", "'./pages'")),
        "pages/index.ts": "export { LoginPage } from './login';\n",
    },
    "its own words elsewhere": ts(
        changed(_PAGE_TS, "page.locator('#old')", "byId('old')")
        + "function byId(id: string) {\n  return page.locator('#' + id);\n}\n"
    ),
}


def place(files: Files) -> tuple[str, int]:
    """The line that a failure names."""
    for path, source in files.items():
        for number, line in enumerate(dedent(source).split("\n"), 1):
            if line.endswith("here"):
                return path, number
    raise AssertionError("no line says that it is here")


def asked(files: Files, root: Path) -> tuple[Project, tuple[Location, ...]]:
    """The files as a project in which nothing was read, and the failing line."""
    tree = write(root, {path: source.encode() for path, source in files.items()})
    return Project(tree), (Location(*place(files)),)


@pytest.mark.parametrize("name", _PLAIN)
def test_only_the_statements_on_the_way_are_parsed(name: str, tmp_path: Path) -> None:
    project, frames = asked(_PLAIN[name], tmp_path)
    found = find(_OLD, frames, project)
    assert isinstance(found, Lead)
    assert project.parsed() == frozenset()
    assert found == find_in_whole_files(_OLD, frames, project)


@pytest.mark.parametrize("name", _LEFT)
def test_anything_else_is_left_to_the_whole_files(name: str, tmp_path: Path) -> None:
    project, frames = asked(_LEFT[name], tmp_path)
    found = find(_OLD, frames, project)
    assert project.parsed() != frozenset()
    assert found == find_in_whole_files(_OLD, frames, project)


@pytest.mark.parametrize("name", [*_PLAIN, *_LEFT])
def test_a_whole_locator_is_found_where_the_whole_files_say(name: str, tmp_path: Path) -> None:
    files = {**_PLAIN, **_LEFT}[name]
    dialect = DIALECTS["selenium" if "find_element" in str(files) else "playwright"]
    old = dialect.parse(_OLD) if dialect.name == "playwright" else dialect.parse(f"css={_OLD}")
    project, _ = asked(files, tmp_path)
    failed = failure(old, [place(files)])
    found = locate(failed, project, dialect)
    assert (project.parsed() == frozenset()) == (name in _PLAIN)
    project.module(place(files)[0])
    assert found == locate(failed, project, dialect)
    assert isinstance(found, Site) or name in _LEFT


def test_an_object_whose_class_a_caller_may_know_better_is_left(tmp_path: Path) -> None:
    project, frames = asked({"pages/login.py": _PAGE_PY}, tmp_path)
    write(tmp_path, {"test_a.py": b"def test_a(page):\n    Special(page).submit()\n"})
    find(_OLD, (*frames, Location("test_a.py", 2)), project)
    assert "pages/login.py" in project.parsed()
