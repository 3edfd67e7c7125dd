"""Whatever a page says, it is written as text: the source runs and gives exactly that text."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfheal_cli.locators import DIALECTS
from selfheal_cli.model import Location, Locator, Step
from selfheal_cli.sources import FolderTree, Site, Spelled, locate, spell

from .cases import applied, failure, proposal, write

PYTHON = [
    "page.get_by_text('Save')",
    'page.get_by_text("Sa\\x76e")',
    "page.get_by_text(r'Save')",
    "page.get_by_text(f'Save')",
    "page.get_by_text('''Save''')",
    "page.get_by_text('Sa' \"ve\")",
    "page.get_by_text('{}ave'.format('S'))",
    "page.get_by_text('S%sve' % 'a')",
    "page.get_by_text('Sa' + 've')",
    "page.get_by_text(text='Save')",
    "page.get_by_text(('Save'))",
]
JAVASCRIPT = [
    "page.getByText('Save')",
    'page.getByText("S\\x61ve")',
    "page.getByText(`Save`)",
    "page.getByText(String.raw`Save`)",
    "page.getByText('Sa' + `ve`)",
    "page.getByText(('Save' as string)!)",
]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(st.sampled_from("\\'\"`${}()%sn0x\n\r\t#;/*-"), max_size=14),
    st.sampled_from(
        ["'); import os; os.system('x') #", "${process.exit()}", "*/", "\u2028", "{0}"]
    ),
)
OLD = Locator("playwright", (Step("text", "Save"),))


class Recorder:
    """A page that keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get_by_text(self, text: str) -> None:
        self.asked.append(text)


def written(root: Path, path: str, source: str, new: Locator) -> tuple[FolderTree, bytes | None]:
    tree = write(root, {path: source.encode()})
    site = locate(failure(OLD, [Location(f"/ci/{path}", 1)]), tree, DIALECTS["playwright"])
    assert isinstance(site, Site), site
    spelled = spell(site, proposal(new, 0, 1), DIALECTS["playwright"], tree)
    if not isinstance(spelled, Spelled):
        return tree, None
    return tree, applied(tree, spelled.edits).get(path, source.encode())


def run(source: bytes) -> list[str]:
    page = Recorder()
    names: dict[str, Any] = {"page": page, "__builtins__": {}}
    exec(compile(source, "test.py", "exec"), names)
    return page.asked


@pytest.mark.parametrize("expression", PYTHON)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_python_asks_for_exactly_the_new_text(expression: str, text: str) -> None:
    new = Locator("playwright", (Step("text", text),))
    with tempfile.TemporaryDirectory() as folder:
        source = f"{expression}; page.get_by_text('after')\n"
        _, after = written(Path(folder), "tests/test_a.py", source, new)
    if after is None:
        assert ".format" in expression or "%" in expression
        return
    assert run(after) == [text, "after"]


@pytest.mark.parametrize("expression", JAVASCRIPT)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_javascript_states_exactly_the_new_text(expression: str, text: str) -> None:
    new = Locator("playwright", (Step("text", text),))
    with tempfile.TemporaryDirectory() as folder:
        source = f"{expression}; after()\n"
        tree, after = written(Path(folder), "tests/a.ts", source, new)
        assert after is not None
        assert after.endswith(b"; after()\n")
        (Path(folder) / "tests/a.ts").write_bytes(after)
        moved = FolderTree(tree.root)
        frames = [Location("/ci/tests/a.ts", 1)]
        assert isinstance(locate(failure(new, frames), moved, DIALECTS["playwright"]), Site)


OTHERS = [
    ("T.java", 'class T {{ void t() {{ {} after(); }} }}\n', 'page.getByText("Sa" + "ve");'),
    ("T.java", 'class T {{ void t() {{ {} after(); }} }}\n', 'page.getByText("S\\u0061ve");'),
    ("T.java", "class T {{ void t() {{ {} after(); }} }}\n",
     'page.getByText(String.format("S%sve", "a"));'),
    ("T.java", "class T {{ void t() {{ {} after(); }} }}\n", 'page.getByText("""\nSave""");'),
    ("T.cs", "class T {{ void t() {{ {} after(); }} }}\n", 'Page.GetByText("Save");'),
    ("T.cs", "class T {{ void t() {{ {} after(); }} }}\n", 'Page.GetByText(@"Save");'),
    ("T.cs", "class T {{ void t() {{ {} after(); }} }}\n", 'Page.GetByText($"S{"a"}ve");'),
    ("T.cs", "class T {{ void t() {{ {} after(); }} }}\n", 'Page.GetByText("""Save""");'),
    ("T.kt", "fun t() {{ {}; after() }}\n", 'page.getByText("Save")'),
    ("T.kt", "fun t() {{ {}; after() }}\n", 'page.getByText("""Save""")'),
    ("t.rb", "{}; after()\n", "page.get_by_text('Save')"),
    ("t.rb", "{}; after()\n", 'page.get_by_text "Save"'),
    ("t.rb", "{}; after()\n", "page.get_by_text(%q(Save))"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "frame", "expression"), OTHERS)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_other_languages_state_exactly_the_new_text(
    path: str, frame: str, expression: str, text: str
) -> None:
    new = Locator("playwright", (Step("text", text),))
    source = frame.format(expression)
    line = expression.count("\n", 0, expression.find("Sa")) + 1 if '"""\n' in expression else 1
    with tempfile.TemporaryDirectory() as folder:
        tree = write(Path(folder), {path: source.encode()})
        frames = [Location(f"/ci/{path}", line)]
        site = locate(failure(OLD, frames), tree, DIALECTS["playwright"])
        assert isinstance(site, Site), site
        spelled = spell(site, proposal(new, 0, 1), DIALECTS["playwright"], tree)
        assert isinstance(spelled, Spelled), spelled
        after = applied(tree, spelled.edits).get(path, source.encode())
        before, _, behind = source.partition(expression)
        assert after.startswith(before.encode())
        assert after.endswith(behind.encode())
        (Path(folder) / path).write_bytes(after)
        frames = [Location(path, min(line, after.count(b"\n")))]
        again = locate(failure(new, frames), FolderTree(tree.root), DIALECTS["playwright"])
        assert isinstance(again, Site)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_a_selenium_pair_holds_exactly_the_new_text(text: str) -> None:
    old = Locator("selenium", (Step("id", "x"),))
    new = Locator("selenium", (Step("link-text", text),))
    source = b'from selenium.webdriver.common.by import By\nX = (By.ID, "x")\n'
    with tempfile.TemporaryDirectory() as folder:
        tree = write(Path(folder), {"a.py": source})
        dialect = DIALECTS["selenium"]
        site = locate(failure(old, [Location("a.py", 2)]), tree, dialect)
        assert isinstance(site, Site)
        spelled = spell(site, proposal(new, 0, 1), dialect, tree)
        assert isinstance(spelled, Spelled), spelled
        after = applied(tree, spelled.edits)["a.py"]
    names: dict[str, Any] = {"By": type("By", (), {"LINK_TEXT": "link text"})}
    exec(compile(after.split(b"\n", 1)[1], "a.py", "exec"), names)
    assert names["X"] == ("link text", text)


@pytest.mark.parametrize(
    ("path", "source", "old", "new"),
    [
        ("a.ts", "page.getByText(`Cost $`)\n", "Cost $", "Cost ${stop()}"),
        ("a.ts", "page.getByText('a\\0')\n", "a\0", "a\0007"),
        ("a.py", "page.get_by_text('a\\1')\n", "a\x01", "a\x017"),
        ("a.py", "page.get_by_text(f'a{{')\n", "a{", "a{stop()}"),
        ("a.py", "page.get_by_text(r'a\\b')\n", "a\\b", "a\\b\\"),
    ],
)
def test_new_characters_do_not_join_old_ones_to_something_else(
    path: str, source: str, old: str, new: str, tmp_path: Path
) -> None:
    tree = write(tmp_path, {path: source.encode()})
    dialect = DIALECTS["playwright"]
    was = Locator("playwright", (Step("text", old),))
    will = Locator("playwright", (Step("text", new),))
    site = locate(failure(was, [Location(path, 1)]), tree, dialect)
    assert isinstance(site, Site), site
    spelled = spell(site, proposal(will, 0, 1), dialect, tree)
    assert isinstance(spelled, Spelled), spelled
    after = applied(tree, spelled.edits)[path]
    (tmp_path / path).write_bytes(after)
    again = locate(failure(will, [Location(path, 1)]), FolderTree(tmp_path), dialect)
    assert isinstance(again, Site)
    if path.endswith(".py"):
        assert run(after) == [new]
