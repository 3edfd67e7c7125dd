"""A statement parsed alone, with the heads around it, says what it says in its whole file."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from selfheal_cli.model import Location
from selfheal_cli.sources import NoSite, Project
from selfheal_cli.sources.frames import Frame
from selfheal_cli.sources.islands import Islands
from selfheal_cli.sources.modules import LeadsOutside
from selfheal_cli.sources.verbatim import find, find_in_whole_files

from .cases import CASES, Case, load, write

_LITERAL = re.compile(r"(?<=[\"'`])([^\"'`\n]{2,60})(?=[\"'`])|(?<= {2})(\S[^ \n]+)")


def parsed(root: Path, path: str, source: str, value: str) -> str:
    """The words of what is parsed for a failure at the first line that has the value."""
    tree = write(root, {path: source.encode()})
    line = source[: source.index(value)].count("\n") + 1
    module = Islands(tree, frame=Frame(path, line), value=value.encode()).module(path)
    assert module is not None
    leaves, found = [module.root], []
    while leaves:
        node = leaves.pop()
        leaves.extend(reversed(node.children))
        if not node.children:
            found.append(source.encode()[node.start_byte : node.end_byte].decode())
    return re.sub(r"\s", "", "".join(found))


@pytest.mark.parametrize(
    ("path", "source", "left"),
    [
        (
            "a.py",
            """
            import os
            class T:
                def test_a(self):
                    one()
                    with two():
                        page.locator(
                            "#old"
                        ).click()
                    three()
            def test_b(): four()
            """,
            'classT:deftest_a(self):withtwo():page.locator("#old").click()',
        ),
        (
            "a.ts",
            """
            const a = 1;
            test.describe('d', () => {
              test('a', async ({ page }) => {
                await one();
                // said
                await page
                  .locator('#old')
                  .click();
              });
              test('b', async () => { await two(); });
            });
            """,
            "test.describe('d',()=>{test('a',async({page})=>{awaitpage.locator('#old').click();});});",
        ),
        (
            "A.java",
            """
            class A {
              int a;
              @FindBy(id = "old")
              WebElement b;
              void c() { d(); }
            }
            """,
            'classA{@FindBy(id="old")WebElementb;}',
        ),
        (
            "a.cs",
            """
            class A
            {
                [Test]
                public void B()
                {
                    C(@"x");
                    D("old");
                }
            }
            """,
            'classA{publicvoidB(){D("old");}}',
        ),
        (
            "a.rb",
            """
            describe 'a' do
              it 'b' do
                one
                find('#old').click
              end
            end
            """,
            "describe'a'doit'b'dofind('#old').clickendend",
        ),
    ],
)
def test_only_the_statement_and_the_heads_around_it_are_parsed(
    path: str, source: str, left: str, tmp_path: Path
) -> None:
    assert parsed(tmp_path, path, dedent(source), "old") == left


def test_a_robot_step_is_parsed_below_its_tests_name_alone(tmp_path: Path) -> None:
    source = dedent(
        """\
        *** Settings ***
        Library    SeleniumLibrary
        *** Test Cases ***
        One
            Click Element    one
            Input Text
            ...    id:old    x
        Two
            Click Element    two
        """
    )
    tree = write(tmp_path, {"a.robot": source.encode()})
    module = Islands(tree, frame=Frame("a.robot", 7), value=b"id:old").module("a.robot")
    assert module is not None
    step = module.root.descendant_for_byte_range(source.index("id:old"), source.index("    x"))
    assert step is not None
    assert source[step.start_byte : step.end_byte] == "id:old"
    tests = module.root.children[0].named_children
    assert [[child.type for child in test.named_children] for test in tests] == [["name", "step"]]


@pytest.mark.parametrize(
    ("path", "source", "line"),
    [
        ("a.py", 'def t():\n    """\n    tap("old")\n    """\n', 3),  # in a text
        ("a.py", 'def t():\n    tap("other")\n', 2),  # without the value
        ("a.ts", "const a = `\n  tap('old')\n`;\n", 2),
        ("a.ts", "/*\n  tap('old')\n*/\n", 2),
        ("a.rb", "a = <<~X\n  tap 'old'\nX\n", 2),
        ("a.cs", 'class A {\n  string b = @"\n  C(""old"");\n";\n}\n', 3),
        ("a.robot", "*** Settings ***\nTest Template    X\n*** Test Cases ***\nA\n    old\n", 5),
        ("a.json", '{\n  "a": "old"\n}\n', 2),
    ],
)
def test_what_lines_do_not_tell_is_left_to_the_whole_file(
    path: str, source: str, line: int, tmp_path: Path
) -> None:
    tree = write(tmp_path, {path: source.encode()})
    with pytest.raises(LeadsOutside):
        Islands(tree, frame=Frame(path, line), value=b"old").module(path)


@pytest.mark.parametrize(
    ("path", "source", "left"),
    [
        (
            "a.ts",
            "if (a) {\n  tap('old');\n} else {\n  b();\n}\nc();\n",
            "if(a){tap('old');}else{b();}",
        ),
        (
            "a.ts",
            "switch (a) {\n  case B.c: {\n    tap('old');\n  }\n  case 2: {\n    b();\n  }\n}\n",
            "switch(a){caseB.c:{tap('old');}}",
        ),
        (
            "a.py",
            "def a(\n    b,\n) -> None:\n    one()\n    tap('old')\n",
            "defa(b,)->None:tap('old')",
        ),
        (
            "a.py",
            'def a():\n    b("""\nc\n  """)\n    tap("old")\n',
            'defa():tap("old")',
        ),
        (
            "a.ts",
            "function a() {\n  b(`\nc\n`);\n  /* d\nclass E { */\n  tap('old');\n}\n",
            "functiona(){tap('old');}",
        ),
    ],
)
def test_blocks_that_go_on_and_texts_of_several_lines(
    path: str, source: str, left: str, tmp_path: Path
) -> None:
    assert parsed(tmp_path, path, source, "old") == left


def test_a_name_leads_to_the_whole_file(tmp_path: Path) -> None:
    source = "WHICH = 'save'\ndef test_a(page):\n    page.click(f'#{WHICH}')\n"
    project = Project(write(tmp_path, {"a.py": source.encode()}))
    found = find("#save", [Location("a.py", 3)], project)
    assert not isinstance(found, NoSite)
    assert project.parsed() == {"a.py"}


def test_a_literal_on_the_line_needs_no_whole_file(tmp_path: Path) -> None:
    source = "def test_a(page):\n    one()\n    page.click('#save')\n"
    project = Project(write(tmp_path, {"a.py": source.encode()}))
    found = find("#save", [Location("a.py", 3)], project)
    assert not isinstance(found, NoSite)
    assert project.parsed() == frozenset()


_ALL = [case for path in sorted(CASES.glob("*.yaml")) for case in load(path.stem)]


@pytest.mark.parametrize("case", _ALL, ids=lambda case: f"{case.dialect}: {case.name}")
def test_every_text_of_the_cases_is_found_where_the_whole_files_say(
    case: Case, tmp_path: Path
) -> None:
    tree = case.write(tmp_path)
    for path, source in case.raw["files"].items():
        for number, line in enumerate(source.split("\n"), 1):
            for text in {one or other for one, other in _LITERAL.findall(line)}:
                frames = [Location(path, number)]
                assert find(text, frames, tree) == find_in_whole_files(text, frames, tree), text
